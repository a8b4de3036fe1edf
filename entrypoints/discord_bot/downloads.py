"""From a command to jobs in the line, each with a card of its own."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from adapters.sinks.discord.bodies import Bodies
from adapters.sinks.discord.chats import DiscordChats
from adapters.sinks.discord.defang import defanged
from application.ports.jobs import JobQueue
from domain.audience import NsfwRule, only_for_all_ages
from domain.delivery import Delivery
from domain.failures import ChatRefused, LinkRefused
from domain.jobs import JobKind, JobSpec
from domain.link import Admission
from domain.outcome import Failure, Success
from domain.request import MediaRequest
from entrypoints.discord_bot.asked import Asked
from entrypoints.discord_bot.replies import Replies
from entrypoints.discord_bot.wishes import MOST_LINKS, Misunderstood, Wanted, wanted
from entrypoints.words import sentence

ONE_MOMENT = "…"


@dataclass(frozen=True, slots=True)
class Downloads:
    """Takes requests in."""

    queue: JobQueue
    chats: DiscordChats
    replies: Replies
    admission: Admission
    nsfw: NsfwRule

    async def download(self, asked: Asked, options: Mapping[str, Any]) -> None:
        """Post what stands behind the links; with `upload` off, keep it."""
        kind: JobKind = "share" if options.get("upload", True) else "save"
        await self._take(asked, options, kind=kind, private=bool(options.get("private")))

    async def keep(self, asked: Asked, options: Mapping[str, Any]) -> None:
        """Keep what stands behind the links on this side."""
        await self._take(asked, options, kind="save", private=False)

    async def all_of(self, asked: Asked, links: tuple[str, ...]) -> None:
        """Post what stands behind links that were found in a message."""
        await self._take(asked, {"url": " ".join(links[:MOST_LINKS])}, kind="share", private=False)

    async def submit(self, spec: JobSpec) -> None:
        """Put a job in the line; its card says where it stands, or why there is no place."""
        match await self.queue.submit(spec):
            case Failure(failure):
                end = Delivery(failure=failure)
                body = Bodies(spec.reply, "", sentence).ended(end, None, posted=False)
                await self.chats.tell(spec.reply, body)
            case Success(submitted):
                view = await self.queue.get(submitted.id)
                if view is not None and view.place is not None:
                    await self.chats.wait(submitted.id, spec.reply, place=view.place)

    def as_fit_for(self, asked: Asked, request: MediaRequest) -> MediaRequest:
        """The request for no more than may be shown where it was made."""
        for_all = only_for_all_ages(
            self.nsfw, in_public=asked.guild is not None, age_restricted=asked.age_restricted
        )
        return request.model_copy(update={"for_all_ages": for_all})

    async def _take(
        self, asked: Asked, options: Mapping[str, Any], *, kind: JobKind, private: bool
    ) -> None:
        if kind == "share" and not asked.may_attach:
            await self.replies.tell(asked, self.replies.words(asked, ChatRefused(why="permission")))
            return
        if not await self.replies.defer(asked, private=private):
            return
        match wanted(options, self.admission):
            case Failure(wrong):
                await self.replies.edit(asked, {"content": self._words(asked, wrong)})
            case Success(found):
                await self._begin(asked, found, kind=kind, private=private)

    async def _begin(self, asked: Asked, found: Wanted, *, kind: JobKind, private: bool) -> None:
        named = "\n".join(
            f"Link {each.number}: {self._words(asked, each.failure)}" for each in found.refused
        )
        if not found.requests:
            await self.replies.edit(asked, {"content": named})
            return
        for number, request in enumerate(found.requests):
            await self._submit(asked, request, number, kind=kind, private=private)
        if named:
            await self.replies.add(asked, named, private=private)

    def _words(self, asked: Asked, wrong: LinkRefused | Misunderstood) -> str:
        if isinstance(wrong, Misunderstood):
            return defanged(wrong.words)
        return self.replies.words(asked, wrong)

    async def _submit(
        self, asked: Asked, request: MediaRequest, number: int, *, kind: JobKind, private: bool
    ) -> None:
        card = await self.replies.add(asked, ONE_MOMENT, private=private) if number else None
        if number and card is None:
            return
        reply = asked.address(request, private=private, fills=card)
        if kind == "share":
            request = self.as_fit_for(asked, request)
        await self.submit(JobSpec(kind=kind, request=request, reply=reply, actor=asked.actor))
