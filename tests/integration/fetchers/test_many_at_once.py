"""Ten jobs at once in one process: nobody sees another's visitor, settings or files."""

import asyncio
from contextlib import AsyncExitStack
from datetime import UTC, datetime

from adapters.egress.guarded.guarded import Guarded
from adapters.egress.guarded.ways import Upstream
from adapters.fetchers.cookie_jar import CookieJar
from adapters.fetchers.gallery_dl.config_file import validated
from adapters.fetchers.gallery_dl.tool import GalleryDl
from adapters.fetchers.visitor import Visitor
from adapters.fetchers.yt_dlp.tool import YtDlp
from adapters.workspaces.temporary import Temporary
from application.ports.egress import JobBudget
from domain.destinations import EgressRules
from domain.jobs import Actor
from domain.link import Admission, Site
from domain.outcome import Success
from tests.fakes.telling import Remembers
from tests.integration.fetchers.conftest import asking
from tests.simulator.sites import twitter

JOBS = 10
FILMS = (twitter.VIDEO, twitter.GIF, twitter.VIDEOS, twitter.HLS_ONLY, twitter.MIXED)
POSTS = (twitter.PHOTO, twitter.PHOTOS, twitter.MIXED, twitter.VIDEO, twitter.QUOTE)


async def test_ten_jobs_present_ten_visitors_and_mix_no_file(cells, simulator, tmp_path):
    async def job(number: int, stack: AsyncExitStack):
        shown = {**twitter.COOKIES, "ct0": f"{number}" * 32}
        cookies = CookieJar(cells, own={Site.TWITTER: shown})
        visitor = Visitor(f"browser-{number}", simulator.ca_file, cookies)
        rooms = Temporary(
            tmp_path / f"rooms-{number}",
            Guarded(
                EgressRules(loopback=True), upstream=Upstream(simulator.proxy_for(f"job{number}"))
            ),
            now=lambda: datetime.now(UTC),
            budget=JobBudget(seconds=120, idle_seconds=30),
        )
        lent = rooms.lend(f"job{number}", owner=Actor(user="someone"), expected=None)
        room = (await stack.enter_async_context(lent)).unwrap()
        template = {"extractor": {"twitter": {"filename": f"job{number}-{{num}}"}}}
        if number % 2:
            link = FILMS[number // 2]
            fetcher = YtDlp("api", cells, visitor)
        else:
            link = POSTS[number // 2]
            config = validated(template).unwrap()
            fetcher = GalleryDl("api", cells, Admission(), visitor, config=config)
        told = Remembers()
        outcome = await fetcher.fetch(asking(link), room=room, aim=None, tell=told)
        assert isinstance(outcome, Success)
        return link, room, told

    async with AsyncExitStack() as stack:
        done = await asyncio.gather(*(job(number, stack) for number in range(JOBS)))
        for number, (link, room, told) in enumerate(done):
            asked = [seen.request for seen in simulator.asked(job=f"job{number}")]
            to_x = [request for request in asked if request.host.endswith("x.com")]
            assert {request.cookies.get("ct0") for request in to_x} == {f"{number}" * 32}
            assert not any(request.cookies for request in asked if request not in to_x)
            assert {request.user_agent for request in asked} == {f"browser-{number}"}
            post = link.rpartition("/")[2]
            assert any(post in request.url for request in asked)
            assert told.arrived
            assert not told.skipped
            mine = {(room.folder / item.file.filepath).resolve() for item in told.arrived}
            assert all(path.is_relative_to(tmp_path / f"rooms-{number}") for path in mine)
            if number % 2 == 0:
                names = [item.file.filename for item in told.arrived]
                assert all(name.startswith(f"job{number}-") for name in names)
    assert not [seen for seen in simulator.asked() if seen.request.job is None]
