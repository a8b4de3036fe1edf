"""Each option of gallery-dl's configuration arrives in what the tool is told, told either way."""

import json
import logging
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from pydantic import SecretStr

from adapters.fetchers.gallery_dl.config import (
    OURS,
    CategoryConfig,
    DownloaderConfig,
    ExtractorConfig,
    GalleryDLConfig,
    InstagramConfig,
    Options,
    PlaceOptions,
    RedditConfig,
    SiteOptions,
    TwitterConfig,
)
from adapters.fetchers.gallery_dl.config_file import read_config
from adapters.fetchers.gallery_dl.options import for_job
from adapters.fetchers.visitor import Visitor
from application.ports.egress import JobBudget
from domain.link import Site
from entrypoints.settings import Settings

ROOM = SimpleNamespace(budget=JobBudget(), egress=None)

OF_ANY_SITE: dict[str, Any] = {
    "username": "me",
    "password": "hush-password",
    "user-agent": "a-browser",
    "sleep": 1.5,
    "sleep-request": [1.0, 2.5],
    "sleep-extractor": 3.0,
    "filename": "{id}.{extension}",
    "directory": ["{category}", "{author}"],
}
COOKIES = {"cookies": {"auth_token": "hush-cookie"}}
CASES: dict[type[Options], dict[str, Any]] = {
    TwitterConfig: OF_ANY_SITE
    | COOKIES
    | {
        "quoted": False,
        "replies": "self",
        "retweets": "original",
        "videos": False,
        "conversations": "accessible",
        "cards": "ytdl",
        "size": ["orig", "4096x4096"],
        "twitpic": True,
        "unavailable": True,
    },
    RedditConfig: OF_ANY_SITE
    | COOKIES
    | {
        "client-id": "hush-client",
        "refresh-token": "hush-token",
        "embeds": ["gif"],
        "previews": False,
        "selftext": True,
        "videos": False,
    },
    InstagramConfig: OF_ANY_SITE
    | COOKIES
    | {
        "include": "posts,reels",
        "previews": True,
        "static-videos": True,
        "audio": True,
        "max-posts": 3,
        "videos": False,
    },
    PlaceOptions: OF_ANY_SITE
    | {
        "root": "https://lake.example",
        "access-token": "hush-access",
        "access-token-secret": "hush-access-secret",
        "api-key": "hush-key",
        "api-secret": "hush-secret",
        "client-id": "hush-client",
        "client-secret": "hush-client-secret",
        "refresh-token": "hush-refresh",
        "user-id": "hush-user",
        "audio": False,
        "embeds": "all",
        "external": True,
        "images": False,
        "include": ["posts", "likes"],
        "inline": False,
        "limit": 7,
        "mp4": "always",
        "original": False,
        "photos": False,
        "posts": "photo",
        "previews": True,
        "quoted": True,
        "reblogs": "same-blog",
        "replies": False,
        "size": "large",
        "videos": False,
    },
    ExtractorConfig: OF_ANY_SITE,
    DownloaderConfig: {"rate": "800k", "filesize-min": 1000},
    GalleryDLConfig: {},
}
CASES[CategoryConfig] = CASES[PlaceOptions]
PLACES: dict[type[Options], tuple[str, ...]] = {
    TwitterConfig: ("extractor", "twitter"),
    RedditConfig: ("extractor", "reddit"),
    InstagramConfig: ("extractor", "instagram"),
    CategoryConfig: ("extractor", "mastodon"),
    PlaceOptions: ("extractor", "mastodon", "lake"),
    ExtractorConfig: ("extractor",),
    DownloaderConfig: ("downloader",),
    GalleryDLConfig: (),
}
"""Where in the configuration each model stands."""
NESTED = {"extractor", "downloader", "twitter", "reddit", "instagram"}
"""Fields that are models themselves."""
EACH = [(model, name) for model, cases in CASES.items() for name in cases]
CALLED = [f"{model.__name__}.{name}" for model, name in EACH]


def every_model(of: type[Options] = Options) -> Iterator[type[Options]]:
    for model in of.__subclasses__():
        yield model
        yield from every_model(model)


def within(place: tuple[str, ...], value: Any) -> Any:
    for name in reversed(place):
        value = {name: value}
    return value


def at(place: tuple[str, ...], told: Any) -> Any:
    for name in place:
        told = told[name]
    return told


def by_a_file(folder: Path, told: Any) -> GalleryDLConfig:
    """Written as people do, who leave notes."""
    file = folder / "gallery-dl.conf"
    text = json.dumps(told, indent=1).replace(",\n", ", // see /* there\n")
    file.write_text(f"# ours\n/* {{ */ {text}\n// the end")
    return read_config(file).unwrap()


def arrived(config: GalleryDLConfig, place: tuple[str, ...], name: str) -> Any:
    """What of that option reaches the tool: by its options, its cookies, or the names of files."""
    if name == "cookies":
        return config.cookies()[Site(place[-1])]
    if name in OURS:
        site = "" if place == ("extractor",) else ".".join(place[1:])
        return config.names()[site]
    told = for_job(
        ROOM, folder=Path("/job"), config=config, visitor=Visitor(), lent=None, focus={},
        download=True,
    )  # fmt: skip
    return at(place, json.loads(json.dumps(told)))[name]


@pytest.mark.parametrize("way", ["dict", "file"])
@pytest.mark.parametrize(("model", "name"), EACH, ids=CALLED)
def test_an_option_reaches_the_tool(
    tmp_path: Path, way: str, model: type[Options], name: str
) -> None:
    place, value = PLACES[model], CASES[model][name]
    told = within((*place, name), value)
    config = by_a_file(tmp_path, told) if way == "file" else read_config(None, told).unwrap()
    assert arrived(config, place, name) == ([value] if name == "filename" else value)


@pytest.mark.parametrize("model", PLACES, ids=lambda model: model.__name__)
def test_every_option_has_its_case(model: type[Options]) -> None:
    options = {field.alias for field in model.model_fields.values()} - NESTED
    assert options == CASES[model].keys()


def test_every_model_has_its_place() -> None:
    assert set(every_model()) == PLACES.keys() | {SiteOptions}, "which is a part of the others"


@pytest.mark.parametrize("model", PLACES, ids=lambda model: model.__name__)
def test_a_secret_is_told_the_tool_and_nobody_else(
    model: type[Options], caplog: pytest.LogCaptureFixture
) -> None:
    told = within(PLACES[model], CASES[model])
    secret = {
        name for name, value in CASES[model].items() if "hush" in str(value) and name not in OURS
    }
    config = read_config(None, told).unwrap()
    with caplog.at_level(logging.DEBUG):
        logging.getLogger("a").warning("%s %r", config, config)
        shown = {name: arrived(config, PLACES[model], name) for name in secret}
    assert shown == {name: CASES[model][name] for name in secret}
    settings = Settings(gallery_dl_config=told)
    for text in (repr(config), f"{config}", config.model_dump_json(), caplog.text):
        assert "hush" not in text
    assert "hush" not in repr(settings) + str(settings)


@pytest.mark.parametrize("model", PLACES, ids=lambda model: model.__name__)
def test_what_sounds_like_a_secret_is_one(model: type[Options]) -> None:
    words = ("password", "token", "secret", "key", "client_id", "user_id")
    secret = {name for name in model.model_fields if any(word in name for word in words)}
    kept = {
        name
        for name, field in model.model_fields.items()
        if SecretStr in (field.annotation, *getattr(field.annotation, "__args__", ()))
    }
    assert kept == secret
