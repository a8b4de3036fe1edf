"""The page of wiring is untyped for checkers; these tests hold it."""

import asyncio
import inspect
import ssl
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, get_args, get_type_hints

import certifi
import pytest
import trustme

from adapters.fetchers.direct import Direct
from adapters.fetchers.fallback import Fallback
from adapters.fetchers.for_all_ages import ForAllAges
from adapters.fetchers.within_storage import WithinStorage
from domain.delivery import Delivery
from domain.link import Link, Site
from domain.plans import EncodeImage
from domain.request import MediaRequest
from domain.sizes import MEBIBYTE
from entrypoints.container import Container
from entrypoints.library import open_boss_bot
from entrypoints.settings import Settings
from tests.fakes.chats import FakeSink
from tests.fakes.fetchers import AtOnce, FakeFetcher, Post
from tests.fakes.media import FakeCompressor, FakeProbe
from tests.fakes.rooms import FakeRoom
from tests.fakes.telling import Remembers

PORTS = "application.ports."


@pytest.fixture
def container(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Container:
    monkeypatch.chdir(tmp_path)
    return Container(settings=Settings(download_work_dir=tmp_path / "work"))


def made(container: Container) -> dict[str, Any]:
    return {name: provider() for name, provider in container.providers.items()}


def parts(found: object, seen: set[int]) -> Iterator[object]:
    """The object, and everything of ours that it is made of."""
    if id(found) in seen:
        return
    seen.add(id(found))
    if isinstance(found, Mapping):
        within = list(found.values())
    elif type(found).__module__.startswith(("application.", "adapters.", "entrypoints.")):
        yield found
        names = [*getattr(type(found), "__dataclass_fields__", ()), *getattr(found, "__dict__", ())]
        within = [getattr(found, name) for name in names]
    else:
        within = []
    for part in within:
        yield from parts(part, seen)


def ports_of(hint: object) -> list[type]:
    """The ports that an annotation names, alone or in a union, a mapping, a tuple."""
    if inspect.isclass(hint) and hint.__module__.startswith(PORTS) and not get_args(hint):
        return [hint] if getattr(hint, "_is_protocol", False) else []
    return [port for part in get_args(hint) for port in ports_of(part)]


def values_of(value: object) -> list[object]:
    if isinstance(value, Mapping):
        return list(value.values())
    return [] if value is None else [value]


def test_every_provider_makes_something(container: Container) -> None:
    assert all(part is not None for part in made(container).values())


def test_every_port_is_held_by_a_class_that_inherits_it(container: Container) -> None:
    held: set[str] = set()
    for part in (each for whole in made(container).values() for each in parts(whole, set())):
        hints = get_type_hints(type(part)) | get_type_hints(type(part).__init__)
        for name, hint in hints.items():
            value = getattr(part, name, getattr(part, f"_{name}", None))
            for port in ports_of(hint):
                for each in values_of(value):
                    assert port in type(each).__mro__, f"{type(part).__name__}.{name}"
                    held.add(port.__name__)
    assert {"Fetcher", "Probe", "Compressor", "Workspace", "Egress", "Chats"} <= held


def tool_in(fetcher: Any) -> Any:
    """Without what minds it."""
    while isinstance(fetcher, ForAllAges | WithinStorage):
        fetcher = fetcher.fetcher
    return fetcher


def in_turn(fetcher: Any) -> list[tuple[str, str]]:
    """The tools behind a fetcher and how each is driven, in the order in which they are asked."""
    match fetcher:
        case Fallback():
            return in_turn(fetcher.fetcher) + in_turn(fetcher.other)
        case ForAllAges() | WithinStorage():
            return in_turn(fetcher.fetcher)
        case Direct():
            return [("direct", "")]
        case _:
            return [(type(fetcher).__name__, fetcher.way)]


GALLERY_DL, YT_DLP = "GalleryDl", "YtDlp"
FLAGS = {
    Site.TWITTER: "twitter_use_api_client",
    Site.REDDIT: "reddit_use_api_client",
    Site.INSTAGRAM: "instagram_use_api_client",
    Site.YOUTUBE: "youtube_use_api_client",
}
"""They choose how the first tool of that site is driven; all else is driven in-process first."""
TOOLS = {
    Site.TWITTER: (GALLERY_DL, YT_DLP),
    Site.REDDIT: (YT_DLP, GALLERY_DL),
    Site.INSTAGRAM: (GALLERY_DL, YT_DLP),
    Site.YOUTUBE: (YT_DLP,),
    Site.TIKTOK: (YT_DLP, GALLERY_DL),
    Site.BLUESKY: (GALLERY_DL, YT_DLP),
    Site.IMGUR: (GALLERY_DL, YT_DLP),
    Site.TUMBLR: (GALLERY_DL, YT_DLP),
}
ELSEWHERE = {
    "files": ("direct", GALLERY_DL),
    "streams": (YT_DLP,),
    "others": (GALLERY_DL, YT_DLP, "direct"),
}
COOKIES = {"reddit_session": "s"}
LOGINS: dict[str, dict[str, Any]] = {
    "guest": {},
    "client": {"client-id": "mine"},
    "client and no token": {"client-id": "mine", "refresh-token": "cache"},
    "token": {"client-id": "mine", "refresh-token": "token"},
    "token and no client": {"refresh-token": "token"},
    "cookies": {"cookies": COOKIES},
}
MEMBERS = {"token", "cookies"}


def ways(tool: str, *, in_process: bool, fall_back: bool) -> list[tuple[str, str]]:
    if tool == "direct":
        return [("direct", "")]
    if not in_process:
        return [(tool, "cli")]
    return [(tool, "api"), (tool, "cli")] if fall_back else [(tool, "api")]


@pytest.mark.parametrize("login", LOGINS)
@pytest.mark.parametrize("fall_back", [True, False])
@pytest.mark.parametrize("by_command", [None, *FLAGS])
def test_every_link_goes_to_its_tools_in_their_turn(
    tmp_path: Path, by_command: Site | None, fall_back: bool, login: str
) -> None:
    flags = {} if by_command is None else {FLAGS[by_command]: False}
    settings = Settings(
        download_work_dir=tmp_path,
        download_api_fallback_to_cli=fall_back,
        gallery_dl_config={"extractor": {"reddit": LOGINS[login]}},
        **flags,
    )
    routed = Container(settings=settings).by_site()
    tools: dict[str, tuple[str, ...]] = {**TOOLS, **ELSEWHERE}
    if login in MEMBERS:
        tools[Site.REDDIT] = (GALLERY_DL, YT_DLP)
    went = {**routed.sites} | {place: getattr(routed, place) for place in ELSEWHERE}
    assert {place: in_turn(fetcher) for place, fetcher in went.items()} == {
        place: [
            way
            for turn, tool in enumerate(turns)
            for way in ways(tool, in_process=turn > 0 or place != by_command, fall_back=fall_back)
        ]
        for place, turns in tools.items()
    }
    assert {*TOOLS, Site.OTHER} == {*Site}


def test_what_gallery_dl_leaves_to_the_other_tool_is_fetched_in_both_ways_too(
    tmp_path: Path,
) -> None:
    container = Container(settings=Settings(download_work_dir=tmp_path))
    for gallery_dl in (container.gallery_dl_api(), container.gallery_dl_cli()):
        streams = tool_in(gallery_dl).streams
        assert in_turn(streams) == [(YT_DLP, "api"), (YT_DLP, "cli")]
        assert tool_in(streams.other).generic


def test_reddit_is_asked_with_a_file_of_cookies_by_the_tool_that_needs_them(
    tmp_path: Path,
) -> None:
    cookies = tmp_path / "cookies.txt"
    cookies.touch()
    settings = Settings(download_work_dir=tmp_path, gallery_dl_cookies_file=cookies)
    reddit = Container(settings=settings).by_site().sites[Site.REDDIT]
    assert in_turn(reddit)[0] == (GALLERY_DL, "api")


async def test_fetcher_compressor_and_chat_are_swapped_through_the_container(
    container: Container,
) -> None:
    fetcher = FakeFetcher([Post("large.jpg", size=3 * MEBIBYTE), Post("small.jpg")])
    compressor = FakeCompressor()
    limits = FakeSink().limits.model_copy(update={"bytes_per_file": MEBIBYTE})
    sink = FakeSink(limits=limits)
    with (
        container.fetcher.override(fetcher),
        container.compressor.override(compressor),
        container.probe.override(FakeProbe()),
    ):
        async with open_boss_bot(container=container) as boss_bot:
            delivery = await boss_bot.share("https://example.com/post", to=sink)
    assert isinstance(delivery, Delivery)
    assert [fitted.key for fitted in delivery.delivered] == ["large.jpg", "small.jpg"]
    assert [type(plan) for plan in compressor.plans] == [EncodeImage]
    assert [batch.keys for batch in sink.batches] == [("large.jpg", "small.jpg")]


async def test_what_is_refused_as_a_link_reaches_no_fetcher(container: Container) -> None:
    fetcher = FakeFetcher()
    with container.fetcher.override(fetcher), container.compressor.override(FakeCompressor()):
        async with open_boss_bot(container=container) as boss_bot:
            delivery = await boss_bot.share("file:///etc/passwd", to=FakeSink())
    assert delivery.failure is not None
    assert delivery.failure.kind == "refused_link"
    assert fetcher.calls == 0


def test_a_configuration_of_gallery_dl_that_runs_programs_is_refused(tmp_path: Path) -> None:
    settings = Settings(
        download_work_dir=tmp_path,
        gallery_dl_config={"extractor": {"postprocessors": [{"name": "exec"}]}},
    )
    with pytest.raises(ValueError, match="because it runs programs"):
        Container(settings=settings).fetcher()


def test_extra_authorities_are_trusted_besides_the_usual_ones(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "extra.pem").write_bytes(trustme.CA().cert_pem.bytes())
    settings = Settings(download_ca_file=Path("extra.pem"), download_work_dir=Path("work"))
    container = Container(settings=settings)
    trusted = container.visitor().ca_file
    assert trusted.is_absolute()
    context = ssl.create_default_context(cafile=trusted)
    usual = ssl.create_default_context(cafile=certifi.where())
    assert len(context.get_ca_certs()) == len(usual.get_ca_certs()) + 1
    engines = container.engines()
    assert engines.environment["PIP_CERT"] == str(trusted)
    assert trusted in engines.reads
    assert [each.name for each in trusted.parent.iterdir()] == [trusted.name]
    assert trusted.stat().st_mode & 0o777 == 0o600


def test_without_extra_authorities_each_tool_trusts_its_own(container: Container) -> None:
    assert container.visitor().ca_file is None


async def test_no_more_downloads_run_at_once_than_are_set_whatever_the_site(tmp_path: Path) -> None:
    async def fetched(number: int, url: str) -> None:
        request = MediaRequest(link=Link(url=url))
        room = FakeRoom(tmp_path / str(number))
        await fetcher.fetch(request, room=room, aim=None, tell=Remembers())

    work = AtOnce()
    settings = Settings(download_work_dir=tmp_path, max_concurrent_downloads=2)
    container = Container(settings=settings)
    with container.by_site.override(FakeFetcher([Post("a.jpg", after=work)])):
        fetcher = container.fetcher()
        sites = ["https://x.com/a/status/1", "https://youtu.be/lake", "https://lake.example/1.jpg"]
        await asyncio.gather(*(fetched(*each) for each in enumerate(sites * 2)))
    assert work.most == 2
