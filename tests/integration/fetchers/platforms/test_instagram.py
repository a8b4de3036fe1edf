"""Instagram, which shows guests its login page."""

from tests.simulator.sites import instagram


async def test_a_login_gets_what_posts_hold(fetch):
    links = {
        instagram.IMAGE: (["image"], 2),
        instagram.CAROUSEL: (["image", "image", "video"], 4),
        instagram.REEL: (["video"], 2),
        instagram.REEL_PLAIN: (["video"], 2),
        instagram.GATED: (["video"], 2),
        instagram.MISSING: ("not_found", 1),
    }
    assert {url: (await fetch(url, known=True)).brief for url in links} == links


async def test_a_guest_is_told_to_log_in(fetch):
    assert (await fetch(instagram.IMAGE)).brief == ("login_needed", 2)


async def test_of_a_story_the_one_that_is_meant_comes(fetch):
    assert (await fetch(instagram.STORY, known=True)).brief == (["video"], 5)


async def test_a_posts_words_come_along(fetch):
    metadata = (await fetch(instagram.IMAGE, known=True)).metadata
    assert (metadata.id, metadata.author) == ("DImage00001", "lake_watcher")
    assert metadata.description == "A lake & its shore #lake"
    assert metadata.like_count == 40
