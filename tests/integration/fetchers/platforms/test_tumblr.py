"""Tumblr for guests."""

from tests.simulator.sites import tumblr


async def test_posts_bring_what_they_hold(fetch):
    links = {
        tumblr.PHOTOS: (["image", "image"], 3),
        tumblr.VIDEO: (["video"], 2),
        tumblr.MISSING: ("not_found", 1),
    }
    assert {url: (await fetch(url)).brief for url in links} == links


async def test_a_picture_among_words_comes_with_words_that_people_can_read(fetch):
    came = await fetch(tumblr.INLINE)
    assert came.shown == [("image", None)]
    assert (came.metadata.author, came.metadata.description) == ("lakes", "Words")
    assert came.metadata.nsfw is False
