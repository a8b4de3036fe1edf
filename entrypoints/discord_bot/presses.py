"""What a press on a button does; everything that it needs stands in its id and its message."""

from collections import OrderedDict
from dataclasses import dataclass, field

from adapters.sinks.discord.buttons import source_of, without_actions
from adapters.sinks.discord.chats import DiscordChats
from adapters.sinks.discord.custom_ids import Again, Cancel, Delete, Deliver, parse
from application.ports.jobs import JobQueue
from domain.failures import JobGone, NoRoom, NotYours
from domain.jobs import JobSpec, JobState
from domain.link import Admission, Link, admit
from domain.outcome import Failure, Success
from domain.request import MediaRequest
from entrypoints.discord_bot.asked import Asked, Payload, is_private
from entrypoints.discord_bot.downloads import ONE_MOMENT, Downloads
from entrypoints.discord_bot.replies import Replies

REMEMBERED = 512
"""Presses that are known to be repeats when they come twice."""


@dataclass(slots=True)
class Presses:
    """Cancel, Delete, Deliver, and Retry in all its forms."""

    queue: JobQueue
    chats: DiscordChats
    replies: Replies
    downloads: Downloads
    admission: Admission
    _taken: OrderedDict[tuple[str, str], None] = field(default_factory=OrderedDict)

    async def press(self, asked: Asked, payload: Payload) -> None:
        """Do it, or say to this person only why not."""
        message = payload["message"]
        match parse(str(payload["data"]["custom_id"])):
            case Cancel(job=job):
                await self._cancel(asked, job, message)
            case Delete(user=user):
                await self._delete(asked, user)
            case Deliver() | Again() as pressed if pressed.user != asked.user:
                await self._refuse(asked)
            case Deliver(job=job):
                await self._deliver(asked, job, message)
            case Again() as again:
                link = self._link(message)
                request = again.request(link) if link else None
                await self._again(asked, request, message)
            case None:
                await self.replies.defer_update(asked)

    async def _cancel(self, asked: Asked, job: str, message: Payload) -> None:
        if not await self.replies.defer_update(asked):
            return
        match await self.queue.cancel(job, by=asked.actor):
            case Failure(failure):
                if isinstance(failure, JobGone):
                    left = without_actions(message.get("components") or [])
                    await self.replies.edit(asked, {"components": left})
                await self.replies.add(asked, self.replies.words(asked, failure), private=True)
            case Success():
                pass

    async def _delete(self, asked: Asked, user: str) -> None:
        if asked.user != user and not asked.may_manage:
            await self._refuse(asked)
        elif await self.replies.defer_update(asked):
            await self.replies.delete(asked)

    async def _deliver(self, asked: Asked, job: str, message: Payload) -> None:
        view = await self.queue.get(job)
        link = self._link(message)
        request = MediaRequest(link=link) if link else None
        if view is not None:
            request = view.spec.request  # with the wishes that the link alone does not tell
        if view is not None and view.state is not JobState.OVER:
            if await self.replies.defer_update(asked):
                await self.chats.renew(job, asked.address(request, private=is_private(message)))
        elif request is None:
            await self.replies.tell(asked, self.replies.words(asked, NoRoom(why="gone")))
        else:
            await self._new_job(asked, request, message, kept_job=job)

    async def _again(self, asked: Asked, request: MediaRequest | None, message: Payload) -> None:
        if request is None:
            await self.replies.tell(asked, self.replies.words(asked, JobGone()))
            return
        await self._new_job(asked, request, message, kept_job=None)

    async def _new_job(
        self, asked: Asked, request: MediaRequest, message: Payload, *, kept_job: str | None
    ) -> None:
        """The message itself becomes the card; one that has files keeps them and gets another."""
        first = self._first_press(message)
        if not await self.replies.defer_update(asked) or not first:
            return
        private, card = is_private(message), None
        if message.get("attachments"):
            card = await self.replies.add(asked, ONE_MOMENT, private=private)
            if card is None:
                self._taken.pop(_as_it_stood(message))
                return
            left = without_actions(message.get("components") or [])
            await self.replies.edit(asked, {"components": left})
        await self.downloads.submit(
            JobSpec(
                kind="share" if kept_job is None else "deliver_kept",
                kept_job=kept_job,
                request=self.downloads.as_fit_for(asked, request),
                reply=asked.address(request, private=private, fills=card),
                actor=asked.actor,
            )
        )

    async def _refuse(self, asked: Asked) -> None:
        await self.replies.tell(asked, self.replies.words(asked, NotYours()))

    def _first_press(self, message: Payload) -> bool:
        """Whether nobody pressed on the message as it stood; a second press sees the same."""
        seen = _as_it_stood(message)
        if seen in self._taken:
            return False
        self._taken[seen] = None
        if len(self._taken) > REMEMBERED:
            self._taken.popitem(last=False)
        return True

    def _link(self, message: Payload) -> Link | None:
        url = source_of(message.get("components") or [])
        match admit(url or "", self.admission):
            case Success(link):
                return link
            case Failure():
                return None


def _as_it_stood(message: Payload) -> tuple[str, str]:
    return str(message["id"]), str(message.get("edited_timestamp"))
