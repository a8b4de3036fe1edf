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

from adapters.fetchers.fallback import Fallback
from adapters.fetchers.for_all_ages import ForAllAges
from adapters.fetchers.gallery_dl.tool import GalleryDl
from adapters.fetchers.within_storage import WithinStorage
from adapters.fetchers.yt_dlp.tool import YtDlp
from domain.delivery import Delivery
from domain.link import Link
from domain.plans import EncodeImage
from domain.request import MediaRequest
from domain.sizes import MEBIBYTE
from entrypoints.container import Container
from entrypoints.library import open_boss_bot
from entrypoints.settings import Settings
from tests.fakes.chats import FakeSink
from tests.fakes.fetchers import FakeFetcher, Post
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


G, G_CLI = "gallery-dl api, gallery-dl cli", "gallery-dl cli"
Y, Y_CLI = "yt-dlp api, yt-dlp cli", "yt-dlp cli"
ROUTES = {
    "twitter": f"{G}, {Y}",
    "reddit": f"{Y}, {G}",
    "instagram": f"{G}, {Y}",
    "youtube": Y,
    "tiktok": f"{Y}, {G}",
    "bluesky": f"{G}, {Y}",
    "imgur": f"{G}, {Y}",
    "tumblr": f"{G}, {Y}",
    "a file": f"direct, {G}",
    "a stream": Y,
    "any other": f"{G}, {Y}, direct",
}
"""What is asked for a link, in this order, as far as each goes on where the one before ended."""


@pytest.mark.parametrize(
    ("told", "changed"),
    [
        ({}, {}),
        ({"twitter_use_api_client": False}, {"twitter": f"{G_CLI}, {Y}"}),
        ({"reddit_use_api_client": False}, {"reddit": f"{Y_CLI}, {G}"}),
        ({"instagram_use_api_client": False}, {"instagram": f"{G_CLI}, {Y}"}),
        ({"youtube_use_api_client": False}, {"youtube": Y_CLI}),
        ({"gallery_dl_cookies_file": "cookies.txt"}, {"reddit": f"{G}, {Y}"}),
        ({"gallery_dl_cookies_from_browser": "firefox"}, {"reddit": f"{G}, {Y}"}),
        (
            {"gallery_dl_config": {"extractor": {"reddit": {"refresh-token": "mine"}}}},
            {"reddit": f"{G}, {Y}"},
        ),
        (
            {"gallery_dl_config": {"extractor": {"reddit": {"cookies": {"a": "b"}}}}},
            {"reddit": f"{G}, {Y}"},
        ),
        (
            {"download_api_fallback_to_cli": False},
            {
                name: route.replace(f", {G_CLI}", "").replace(f", {Y_CLI}", "")
                for name, route in ROUTES.items()
            },
        ),
    ],
    ids=lambda given: next(iter(given), "nothing told") if isinstance(given, dict) else "",
)
def test_each_link_has_its_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, told: dict[str, Any], changed: dict[str, str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "cookies.txt").touch()
    by_site = Container(settings=Settings(download_work_dir=tmp_path, **told)).by_site()
    others = {"a file": by_site.files, "a stream": by_site.streams, "any other": by_site.others}
    found = {name: ", ".join(route(way)) for name, way in (by_site.sites | others).items()}
    assert found == ROUTES | changed


def route(fetcher: Any) -> list[str]:
    match fetcher:
        case Fallback():
            return route(fetcher.fetcher) + route(fetcher.other)
        case ForAllAges() | WithinStorage():
            return route(fetcher.fetcher)
        case GalleryDl():
            return [f"gallery-dl {fetcher.way}"]
        case YtDlp():
            return [f"yt-dlp {fetcher.way}"]
        case _:
            return ["direct"]


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
    running, most = 0, 0

    async def work() -> None:
        nonlocal running, most
        running += 1
        most = max(most, running)
        await asyncio.sleep(0.01)
        running -= 1

    async def fetched(number: int, url: str) -> None:
        request = MediaRequest(link=Link(url=url))
        room = FakeRoom(tmp_path / str(number))
        await fetcher.fetch(request, room=room, aim=None, tell=Remembers())

    settings = Settings(download_work_dir=tmp_path, max_concurrent_downloads=2)
    container = Container(settings=settings)
    with container.by_site.override(FakeFetcher([Post("a.jpg", after=work)])):
        fetcher = container.fetcher()
        sites = ["https://x.com/a/status/1", "https://youtu.be/lake", "https://lake.example/1.jpg"]
        await asyncio.gather(*(fetched(*each) for each in enumerate(sites * 2)))
    assert most == 2
