"""`boss-bot download` and `download-only`: links become files in a folder."""

from collections.abc import Callable, Sequence
from pathlib import Path

from domain.delivery import Broke
from domain.items import place_of
from domain.link import Link
from domain.request import MediaRequest, Quality
from domain.sizes import human_size
from entrypoints.command_line import records, telling
from entrypoints.command_line.sharing import Ended, Sharing
from entrypoints.command_line.showing import Bars
from entrypoints.command_line.statuses import status
from entrypoints.command_line.stopping import until_stopped
from entrypoints.command_line.told import told_clip, told_folder, told_limit, told_settings
from entrypoints.command_line.wishes import (
    AsJson,
    End,
    Folder,
    Height,
    Limit,
    Some,
    Sound,
    Start,
    StaysGif,
    Url,
)
from entrypoints.library import open_boss_bot
from entrypoints.settings import Settings
from entrypoints.words import sentence


async def download(  # noqa: PLR0913 - one for each option
    *urls: Url,
    to: Folder = None,
    limit: Limit = None,
    quality: Height = Quality.BEST,
    audio: Sound = False,
    gif: StaysGif = False,
    items: Some = None,
    start: Start = None,
    end: End = None,
    as_json: AsJson = False,
) -> int:
    """Put a link's media into a folder as it would reach a chat: every file within the limit."""
    settings = told_settings(limit=limit)
    clip = told_clip(start, end)

    def request(link: Link) -> MediaRequest:
        return MediaRequest(
            link=link, quality=quality, audio_only=audio, gif=gif, items=items, clip=clip
        )

    return await until_stopped(
        _download(
            settings,
            urls,
            request,
            folder=to,
            limit=told_limit(limit, settings),
            as_json=as_json,
        )
    )


async def download_only(
    *urls: Url,
    to: Folder = None,
    quality: Height = Quality.BEST,
    audio: Sound = False,
    items: Some = None,
    as_json: AsJson = False,
) -> int:
    """Put a link's media into a folder as it is at the source, its metadata beside it."""
    settings = told_settings()

    def request(link: Link) -> MediaRequest:
        return MediaRequest(link=link, quality=quality, audio_only=audio, items=items)

    return await until_stopped(
        _download(settings, urls, request, folder=to, as_it_is=True, as_json=as_json)
    )


async def _download(
    settings: Settings,
    urls: Sequence[str],
    request: Callable[[Link], MediaRequest],
    *,
    folder: Path | None,
    limit: int | None = None,
    as_it_is: bool = False,
    as_json: bool,
) -> int:
    async with open_boss_bot(settings) as boss_bot:
        sharing = Sharing(
            boss_bot,
            folder=told_folder(folder, settings.download_dir),
            request=request,
            limit=limit,
            as_it_is=as_it_is,
        )
        with Bars(wanted=not as_json) as bars:
            ended = await sharing.all(urls, bars, _document if as_json else _note)
        if not as_json:
            tell_people(ended)
        return status([each.delivery.outcome for each in ended])


def _document(ended: Ended) -> None:
    telling.note(ended.delivery.failures)
    telling.document(records.of_end(ended.url, ended.end, ended.places))


def _note(ended: Ended) -> None:
    """People are told when the bars are gone."""
    telling.note(ended.delivery.failures)


def tell_people(all_ended: Sequence[Ended]) -> None:
    """A table of the files, and what each link came to."""
    files = [
        (
            str(ended.places[fitted.key]),
            human_size(fitted.file.size_bytes),
            human_size(fitted.original.size_bytes),
            sentence(fitted),
            f"{fitted.seconds:.1f} s",
        )
        for ended in all_ended
        for fitted in ended.delivery.delivered
    ]
    if files:
        telling.table(("file", "size", "at the source", "done", "took"), files)
    for ended in all_ended:
        if isinstance(ended.end, Broke):
            telling.warn(f"{ended.url}: {sentence(ended.end)}")
        for left in ended.delivery.left_behind:
            about = left.name or f"item {place_of(left.key)}"
            telling.complain(f"{ended.url}: {about}", left.failure)
        if ended.delivery.failure is not None:
            telling.complain(ended.url, ended.delivery.failure)
