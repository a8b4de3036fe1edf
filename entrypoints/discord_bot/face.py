"""All that the bot does when somebody asks, whatever library brings the asking."""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from domain.delivery import Broke
from entrypoints.discord_bot.admin import Admin
from entrypoints.discord_bot.admitted import Admitted
from entrypoints.discord_bot.asked import Asked, Payload, asked
from entrypoints.discord_bot.autodetect import Autodetect
from entrypoints.discord_bot.downloads import Downloads
from entrypoints.discord_bot.info import Info
from entrypoints.discord_bot.job_list import JobList
from entrypoints.discord_bot.links import links_in
from entrypoints.discord_bot.presses import Presses
from entrypoints.discord_bot.replies import Replies

STRANGER = "I do not take requests here. Whoever runs me can allow it."
NO_LINK = "There is no link in that message."

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Face:
    """The commands, the buttons and the autodetect of one bot."""

    replies: Replies
    downloads: Downloads
    presses: Presses
    info: Info
    jobs: JobList
    admin: Admin
    admitted: Admitted
    autodetect: Autodetect
    help_here: Callable[[Asked], Awaitable[str]]
    now: Callable[[], datetime]

    async def hear(self, payload: Payload, do: Callable[[Asked], Awaitable[None]]) -> None:
        """Do it for whoever is admitted; a bug is told to who asked, and to the log."""
        heard = asked(payload, at=self.now())
        if not self.admitted.lets_in(heard.user, heard.guild):
            await self.replies.tell(heard, STRANGER)
            return
        try:
            await do(heard)
        except Exception:  # noqa: BLE001 - the interaction's edge: the others go on
            _log.exception("interaction %s broke", heard.id)
            told = self.replies.words(heard, Broke(job_id=heard.id))
            await self.replies.add(heard, told, private=True)

    async def help(self, heard: Asked) -> None:
        """What it can do here."""
        if await self.replies.defer(heard, private=True):
            await self.replies.edit(heard, {"content": await self.help_here(heard)})

    async def links_of(self, heard: Asked, payload: Payload) -> None:
        """Every link in the message that a message command was used on."""
        data = payload["data"]
        message = data["resolved"]["messages"][str(data["target_id"])]
        links = links_in(str(message.get("content") or ""), quiet_too=True)
        if links:
            await self.downloads.all_of(heard, links)
        else:
            await self.replies.tell(heard, NO_LINK)
