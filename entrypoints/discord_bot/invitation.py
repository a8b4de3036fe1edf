"""The link that brings the bot into a guild, with exactly what it needs there."""

from typing import Final
from urllib.parse import urlencode

from entrypoints.discord_bot.asked import ATTACH_FILES, SEND_MESSAGES, VIEW_CHANNEL

ADD_REACTIONS: Final = 1 << 6
READ_MESSAGE_HISTORY: Final = 1 << 16
SEND_MESSAGES_IN_THREADS: Final = 1 << 38
TO_ANSWER: Final = VIEW_CHANNEL | SEND_MESSAGES | SEND_MESSAGES_IN_THREADS | ATTACH_FILES
TO_ANSWER_UNASKED: Final = ADD_REACTIONS | READ_MESSAGE_HISTORY
"""A reply wants the history, and a failure is a reaction."""


def invitation(application: str, *, unasked: bool) -> str:
    """For a browser; `unasked`: pasted links are answered as well."""
    asked_for = {
        "client_id": application,
        "scope": "bot applications.commands",
        "permissions": str(TO_ANSWER | (TO_ANSWER_UNASKED if unasked else 0)),
    }
    return f"https://discord.com/oauth2/authorize?{urlencode(asked_for)}"
