"""Whom we believe to be a site: a tool takes one file of certificate authorities, not two."""

import os
import secrets
from hashlib import sha256
from pathlib import Path
from ssl import PROTOCOL_TLS_CLIENT, SSLContext
from typing import Final

import certifi

USUAL: Final = Path(certifi.where())
"""Those that the tools bring with them."""


def hold_authorities(file: Path) -> bool:
    """Whether certificates (PEM) can be read from it."""
    try:
        SSLContext(PROTOCOL_TLS_CLIENT).load_verify_locations(file)
    except OSError:  # SSLError is one, too
        return False
    return True


def with_the_usual(extra: Path, folder: Path, *, usual: Path = USUAL) -> Path:
    """A file in `folder` of the usual authorities (PEM) and of `extra`.

    It is called by its content: processes may share it, and it is as good tomorrow.

    Raises:
        OSError: `extra` cannot be read, or nothing can be written.
    """
    content = b"\n".join(each.read_bytes() for each in (usual, extra))
    path = folder / f"authorities-{sha256(content).hexdigest()[:16]}.pem"
    if not _holds(path, content):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        part = folder / f".{secrets.token_hex(8)}.part"
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
            part.replace(path)
        except OSError:
            part.unlink(missing_ok=True)
            raise
    return path


def _holds(path: Path, content: bytes) -> bool:
    """A disk that lost its power may have kept the name without the content."""
    try:
        return path.read_bytes() == content
    except FileNotFoundError:
        return False
