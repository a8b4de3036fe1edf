"""The numbers that Discord holds a bot to; a test may lower any of them."""

from dataclasses import dataclass

MIB = 1024 * 1024


@dataclass(slots=True)
class Limits:
    """Bytes, seconds and counts, with Discord's own as the defaults."""

    file_bytes: int = 10 * MIB
    request_bytes: int = 500 * MIB
    files: int = 10
    content: int = 2000
    nonce: int = 25
    nonce_remembered: float = 300.0
    acknowledge_within: float = 3.0
    token_life: float = 900.0
    follow_ups_when_installed_by_user: int = 5
    commands: int = 100
