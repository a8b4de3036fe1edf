"""`boss-bot info`: what stands behind links, nothing downloaded."""

import uuid
from asyncio import TaskGroup
from collections.abc import Sequence

from domain.delivery import Broke
from domain.durations import human_duration
from domain.failures import FetchFailure
from domain.look import Look
from domain.outcome import Failure, Outcome, Success
from domain.request import MediaRequest
from domain.sizes import human_size
from entrypoints.command_line import records, telling
from entrypoints.command_line.edge import at_the_edge
from entrypoints.command_line.sharing import myself
from entrypoints.command_line.statuses import status
from entrypoints.command_line.stopping import until_stopped
from entrypoints.command_line.told import told_limit, told_settings
from entrypoints.command_line.wishes import AsJson, Held, Url
from entrypoints.library import BossBot, open_boss_bot
from entrypoints.settings import Settings
from entrypoints.words import sentence


async def info(*urls: Url, limit: Held = None, as_json: AsJson = False) -> int:
    """Tell what stands behind a link and which of it fits, without downloading it."""
    settings = told_settings(limit=limit)
    return await until_stopped(_info(settings, urls, limit, as_json=as_json))


async def _info(
    settings: Settings, urls: Sequence[str], limit: int | None, *, as_json: bool
) -> int:
    limit = told_limit(limit, settings)
    outcomes = []
    async with open_boss_bot(settings) as boss_bot, TaskGroup() as group:
        looking = [group.create_task(_look(boss_bot, url)) for url in urls]
        for url, task in zip(urls, looking, strict=True):
            looked = await task
            record = records.of_look(url, looked, limit)
            outcomes.append(record["outcome"])
            if as_json:
                telling.document(record)
            else:
                _tell_people(url, looked, limit)
    return status(outcomes)


async def _look(boss_bot: BossBot, url: str) -> Outcome[Look, FetchFailure] | Broke:
    match boss_bot.admit(url):
        case Failure(refused):
            return Failure(refused)
        case Success(link):
            job_id, request = uuid.uuid4().hex, MediaRequest(link=link)
            look = boss_bot.look_at_link(request, job_id=job_id, actor=myself())
            return await at_the_edge(job_id, look)


def _tell_people(url: str, looked: Outcome[Look, FetchFailure] | Broke, limit: int) -> None:
    match looked:
        case Broke():
            telling.warn(f"{url}: {sentence(looked)}")
        case Failure(failure):
            telling.complain(url, failure)
            telling.note([failure])
        case Success(look):
            telling.line(url)
            _tell_metadata(look)
            _tell_items(look, limit)
            _tell_renditions(look, limit)
            if look.left_out is not None:
                telling.complain(url, look.left_out)


def _tell_metadata(look: Look) -> None:
    if (metadata := look.metadata) is None:
        return
    told = {
        "title": metadata.title,
        "author": metadata.author,
        "published": metadata.published and f"{metadata.published:%Y-%m-%d %H:%M}",
        "duration": metadata.duration and human_duration(metadata.duration),
        "text": metadata.description,
    }
    telling.table(("", ""), [(name, str(value)) for name, value in told.items() if value])


def _tell_items(look: Look, limit: int) -> None:
    if look.items:
        rows = [
            (
                str(item.number),
                item.kind or "?",
                human_size(item.size_bytes) if item.size_bytes is not None else "?",
                "fits" if item.fits(limit) else "",
                item.description or "",
            )
            for item in look.items
        ]
        telling.table(("item", "kind", "size", human_size(limit), "described as"), rows)


def _tell_renditions(look: Look, limit: int) -> None:
    if look.renditions:
        rows = [
            (
                rendition.format_id,
                f"{rendition.height}p" if rendition.height else "sound",
                human_size(rendition.size_bytes) if rendition.size_bytes is not None else "?",
                "fits" if rendition.fits(limit) else "",
            )
            for rendition in look.renditions
        ]
        telling.table(("rendition", "height", "size", human_size(limit)), rows)
