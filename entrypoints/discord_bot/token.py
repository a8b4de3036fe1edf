"""The bot's token, and the words for when there is none or it is refused."""

from typing import Final

from entrypoints.settings import Settings

MISSING: Final = """\
No token: the bot needs one to be let in by Discord.
  1. Open https://discord.com/developers/applications and make a New Application.
  2. Under Bot, press Reset Token and copy what it shows.
  3. Set DISCORD_TOKEN to it, or write it into a file and set DISCORD_TOKEN_FILE to that file."""

REFUSED: Final = """\
Discord refused the token. It may have been reset, or copied in part:
under https://discord.com/developers/applications, Bot, Reset Token shows a new one."""


def read_token(settings: Settings) -> str | None:
    """The token by itself, or from its file; None when there is none."""
    if settings.discord_token is not None:
        return settings.discord_token.get_secret_value().strip() or None
    if settings.discord_token_file is not None:
        return settings.discord_token_file.read_text(encoding="utf-8").strip() or None
    return None
