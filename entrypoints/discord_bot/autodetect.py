"""Links of known sites that are pasted into named channels are answered by themselves."""

from dataclasses import dataclass
from typing import Any

from adapters.queues.journal import InMemoryJournal
from application.ports.chat import Chats
from application.ports.jobs import JobQueue
from domain.audience import NsfwRule, only_for_all_ages
from domain.delivery import Delivery
from domain.failures import QueueFailure
from domain.jobs import Actor, JobSpec, ReplyAddress
from domain.link import Admission, Site, admit
from domain.outcome import Failure, Success
from domain.request import MediaRequest
from domain.sizes import MEBIBYTE
from entrypoints.discord_bot.admitted import Admitted
from entrypoints.discord_bot.asked import CHAT
from entrypoints.discord_bot.links import links_in

MOST = 3
"""Links of one message that are answered."""
UNNAMED = "refused"
"""The id of a job that never was one."""
BYTES_OF_TIER = {2: 50 * MEBIBYTE, 3: 100 * MEBIBYTE}
"""What a guild's boosts allow; a bot's own message cannot use its author's Nitro."""


@dataclass(frozen=True, slots=True)
class Autodetect:
    """Reads MESSAGE_CREATE as Discord sends it."""

    queue: JobQueue
    chats: Chats
    admission: Admission
    admitted: Admitted
    channels: frozenset[str]
    application: str
    nsfw: NsfwRule

    async def read(self, message: dict[str, Any], *, tier: int, age_restricted: bool) -> None:
        """Put what was found in the line; `tier` is the guild's, `age_restricted` the channel."""
        author, guild = message.get("author") or {}, message.get("guild_id")
        user = str(author.get("id"))
        if author.get("bot") or str(message["channel_id"]) not in self.channels:
            return
        if not self.admitted.lets_in(user, guild):
            return
        for_all_ages = only_for_all_ages(
            self.nsfw, in_public=guild is not None, age_restricted=age_restricted
        )
        for url in links_in(str(message.get("content") or ""), quiet_too=False)[:MOST]:
            match admit(url, self.admission):
                case Success(link) if link.site is not Site.OTHER:
                    request = MediaRequest(link=link, for_all_ages=for_all_ages)
                case Success() | Failure():
                    continue
            reply = ReplyAddress(
                chat=CHAT,
                place=self.application,
                channel=str(message["channel_id"]),
                bytes_per_file=BYTES_OF_TIER.get(tier),
                asker=user,
                about=request,
                replies_to=str(message["id"]),
            )
            spec = JobSpec(request=request, reply=reply, actor=Actor(user=user, guild=guild))
            match await self.queue.submit(spec):
                case Failure(full):
                    await self._refuse(reply, full)
                case Success():
                    pass

    async def _refuse(self, reply: ReplyAddress, full: QueueFailure) -> None:
        """As every unasked answer that does not come: by a sign at the message."""
        async with self.chats.open(reply, job_id=UNNAMED, journal=InMemoryJournal()) as sink:
            await sink.close(Delivery(failure=full))
