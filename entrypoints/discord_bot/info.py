"""What stands behind a link, told in one private message; nothing is downloaded."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from adapters.sinks.discord.caption import caption, fitted_into_content
from adapters.sinks.discord.chats import SAFE_BYTES
from adapters.sinks.discord.defang import defanged
from adapters.sinks.discord.labels import labels
from application.look_at_link import LookAtLink
from domain.durations import human_duration
from domain.failures import DownloadTimedOut, FetchFailure, QueueFull
from domain.items import Found
from domain.jobs import JobId
from domain.link import Admission, Link, admit
from domain.look import Look
from domain.outcome import Failure, Outcome, Success
from domain.renditions import Rendition
from domain.request import MediaRequest
from domain.sizes import human_size
from entrypoints.discord_bot.asked import Asked
from entrypoints.discord_bot.replies import Replies
from entrypoints.words import sentence

FIT, AS_IT_IS = "Files of up to {} fit here:", "fits as it is"
FILES_NAMED = 10
RENDITIONS_NAMED = 12
AT_ONCE = 3
LOOK_SECONDS = 60
"""For one look, its wait for a place included: whoever asks sees nothing meanwhile."""


@dataclass(frozen=True, slots=True)
class Info:
    """Looks at links, a few at a time, and one for each person."""

    look: LookAtLink
    replies: Replies
    admission: Admission
    most_bytes: int
    """Of one file, that the operator allows."""
    new_id: Callable[[], JobId]
    _places: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))
    _asking: set[str] = field(default_factory=set)
    """Who waits for an answer."""

    async def tell(self, asked: Asked, options: Mapping[str, Any]) -> None:
        """Say what the site says, and which renditions fit here."""
        if not await self.replies.defer(asked, private=True):
            return
        match admit(str(options["url"]), self.admission):
            case Failure(refused):
                await self._say(asked, self.replies.words(asked, refused))
                return
            case Success(link):
                pass
        match await self._looked(asked, link):
            case Failure(failure):
                await self._say(asked, self.replies.words(asked, failure))
            case Success(look):
                limit = min(asked.bytes_per_file or SAFE_BYTES, self.most_bytes)
                await self._say(asked, described(link, look, limit=limit, locale=asked.locale))

    async def _looked(self, asked: Asked, link: Link) -> Outcome[Look, FetchFailure | QueueFull]:
        if asked.user in self._asking:
            return Failure(QueueFull(whose="user", allowed=1))
        self._asking.add(asked.user)
        try:
            async with asyncio.timeout(LOOK_SECONDS), self._places:
                request = MediaRequest(link=link)
                return await self.look(request, job_id=self.new_id(), actor=asked.actor)
        except TimeoutError:
            return Failure(DownloadTimedOut(after=LOOK_SECONDS))
        finally:
            self._asking.remove(asked.user)

    async def _say(self, asked: Asked, text: str) -> None:
        await self.replies.edit(asked, {"content": text})


def described(link: Link, look: Look, *, limit: int, locale: str) -> str:
    """The post, its length, its files and its renditions, as far as they are known."""
    metadata = look.metadata
    parts = [caption(link, metadata, labels(locale))]
    if metadata is not None and metadata.duration:
        parts.append(f"{human_duration(metadata.duration)} long")
    if look.items:
        count = len(look.items)
        parts.append("1 file" if count == 1 else f"{count} files")
        if look.left_out is not None:
            parts.append(sentence(look.left_out, locale))
        if not look.renditions and any(item.size_bytes for item in look.items):
            parts.append(FIT.format(human_size(limit)))
        told = [_item(item, limit) for item in look.items[:FILES_NAMED]]
        parts += [f"- {item}" for item in told if item]
    if look.renditions:
        parts.append(FIT.format(human_size(limit)))
        parts += [f"- {_rendition(each, limit)}" for each in look.renditions[:RENDITIONS_NAMED]]
    return fitted_into_content(*parts) or "…"


def _item(item: Found, limit: int) -> str:
    kind = item.kind.value if item.kind else ""
    size = human_size(item.size_bytes) if item.size_bytes else ""
    about = defanged(item.description[:80]) if item.description else ""
    fits = AS_IT_IS if item.fits(limit) else ""
    known = ", ".join(filter(None, (kind, size, fits, about)))
    return f"{item.number}: {known}" if known else ""


def _rendition(each: Rendition, limit: int) -> str:
    name = f"{each.height}p" if each.height else "sound"
    rate = f" {each.frames_per_second:.0f} fps" if each.frames_per_second else ""
    about = "" if each.exact else "about "
    size = f", {about}{human_size(each.size_bytes)}" if each.size_bytes else ""
    fits = f", {AS_IT_IS}" if each.fits(limit) else ""
    return f"{name}{rate}{size}{fits}"
