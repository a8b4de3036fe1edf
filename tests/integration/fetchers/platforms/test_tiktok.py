"""TikTok: pictures come without their music, films through yt-dlp."""

import pytest

from tests.simulator.sites import tiktok


async def test_pictures_come_without_their_music(fetch):
    came = await fetch(tiktok.PHOTOS)
    assert came.brief == (["image", "image"], 3)
    assert (came.metadata.author, came.metadata.view_count) == ("lake_watcher", 4321)


async def test_why_there_is_nothing_is_said_though_the_engine_calls_it_a_success(fetch):
    links = {tiktok.DELETED: ("not_found", 1), tiktok.PRIVATE: ("login_needed", 1)}
    assert {url: (await fetch(url)).brief for url in links} == links


@pytest.mark.long
@pytest.mark.parametrize("url", [tiktok.VIDEO, tiktok.SHORT], ids=["film", "short link"])
async def test_a_film_comes_as_one_file(fetch, url):
    assert (await fetch(url)).shown == [("video", None)]
