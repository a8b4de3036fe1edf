"""Bluesky for guests."""

from tests.simulator.sites import bluesky


async def test_posts_bring_what_they_hold(fetch):
    links = {
        bluesky.IMAGES: (["image", "image"], 5),
        bluesky.VIDEO: (["video"], 4),
        bluesky.TEXT: ("empty", 2),
        bluesky.MISSING: ("not_found", 2),
    }
    assert {url: (await fetch(url)).brief for url in links} == links


async def test_alternative_texts_and_labels_come_along(fetch):
    images = await fetch(bluesky.IMAGES)
    assert images.shown == [("image", "A lake at dawn"), ("image", None)]
    assert images.metadata.description == "A lake & its shore"
    assert images.metadata.nsfw is False
    assert (await fetch(bluesky.VIDEO)).shown == [("video", "Waves on a lake")]
    assert (await fetch(bluesky.ADULT)).metadata.nsfw is True
