"""Each engine tells the same of a post whichever way it is driven: in-process, or as a command."""

from typing import Any

import pytest

from adapters.cells.cells import Cells
from adapters.fetchers.cookie_jar import CookieJar
from adapters.fetchers.gallery_dl.tool import GalleryDl
from adapters.fetchers.visitor import Visitor
from adapters.fetchers.yt_dlp.tool import YtDlp
from adapters.workspaces.room import FolderRoom
from application.ports.fetcher import Fetcher
from domain.link import Admission, Site
from domain.outcome import Success
from domain.request import Items
from tests.fakes.telling import Remembers
from tests.integration.fetchers.conftest import asking
from tests.simulator.sites import (
    bluesky,
    imgur,
    instagram,
    reddit,
    tiktok,
    tumblr,
    twitter,
    youtube,
)

pytestmark = pytest.mark.long

WAYS = ("api", "cli")
OF_THE_WAY = {"download_timestamp", "download_method"}
COOKIES = {
    Site.TWITTER: twitter.COOKIES,
    Site.REDDIT: reddit.COOKIES,
    Site.INSTAGRAM: instagram.COOKIES,
}
BY_GALLERY_DL = [
    twitter.THREAD,
    twitter.QUOTE,
    reddit.GALLERY,
    reddit.COMMENT,
    instagram.CAROUSEL,
    bluesky.IMAGES,
    imgur.ALBUM,
    tumblr.PHOTOS,
    tiktok.PHOTOS,
]
BY_YT_DLP = [
    twitter.VIDEOS,
    reddit.VIDEO,
    instagram.REEL,
    tiktok.VIDEO,
    bluesky.VIDEO,
    imgur.ANIMATION,
    tumblr.VIDEO,
    youtube.VIDEO,
    youtube.SHORT,
    youtube.PLAYLIST,
]


@pytest.fixture
def visitor(cells: Cells, simulator) -> Visitor:
    return Visitor(ca_file=simulator.ca_file, cookies=CookieJar(cells, own=COOKIES))


async def told_by(fetcher: Fetcher, url: str, room: FolderRoom) -> dict[str, Any]:
    """All that is said of a post by who looks and by who fetches, but for when and how."""
    told = Remembers()
    request = asking(url, items=Items.parse("1-3"))
    looked = await fetcher.look(request, room=room.within("look").unwrap())
    fetched = await fetcher.fetch(request, room=room.within("fetch").unwrap(), aim=None, tell=told)
    assert isinstance(looked, Success)
    assert isinstance(fetched, Success)
    assert told.arrived
    of_post = {"metadata": OF_THE_WAY}
    return {
        "look": looked.unwrap().model_dump(exclude=of_post | {"items": {"__all__": of_post}}),
        "origin": fetched.unwrap().model_dump(exclude=of_post | {"method": True}),
        "items": [item.model_dump(exclude=of_post | {"file": {"filepath"}}) for item in told.items],
    }


@pytest.mark.parametrize("url", BY_GALLERY_DL)
async def test_gallery_dl_says_the_same(cells, visitor, room, url):
    api, cli = [
        await told_by(GalleryDl(way, cells, Admission(), visitor), url, room) for way in WAYS
    ]
    assert api == cli


@pytest.mark.parametrize("url", BY_YT_DLP)
async def test_yt_dlp_says_the_same(cells, visitor, room, url):
    api, cli = [await told_by(YtDlp(way, cells, visitor), url, room) for way in WAYS]
    assert api == cli
