"""Instagram, as the engines see it."""

from tests.simulator import faults
from tests.simulator.engines import Job, run
from tests.simulator.simulator import Simulator
from tests.simulator.sites import instagram


async def test_gallery_dl_sees_instagram_with_cookies(simulator: Simulator):
    image, carousel, dash, plain, story, stories, gated, missing = await run(
        "gallery_dl",
        simulator,
        Job(instagram.IMAGE, instagram.COOKIES),
        Job(instagram.CAROUSEL, instagram.COOKIES),
        Job(instagram.REEL, instagram.COOKIES),
        Job(instagram.REEL, instagram.COOKIES, {"videos": "merged"}),
        Job(instagram.STORY, instagram.COOKIES),
        Job(instagram.STORIES, instagram.COOKIES),
        Job(instagram.GATED, instagram.COOKIES, {"videos": "merged"}),
        Job(instagram.MISSING, instagram.COOKIES),
    )
    assert image.keywords("description") == ["A lake & its shore #lake"]
    assert image.keywords("username") == ["lake_watcher"]
    assert carousel.keywords("extension") == ["jpg", "jpg", "mp4"]
    assert [file["bytes"] for file in dash.files] == [None]
    assert [len(one.files) for one in (plain, story, stories, gated)] == [1, 1, 2, 1]
    assert all(one.files[0]["bytes"] for one in (plain, story, stories, gated))
    assert story.keywords("type") == ["story"]
    assert (missing.code, missing.files) == (4, [])
    assert not simulator.strangers


async def test_instagram_shows_guests_of_gallery_dl_its_login_page(simulator: Simulator):
    (guest,) = await run("gallery_dl", simulator, instagram.IMAGE)
    assert guest.code == 4
    assert "HTTP redirect to login page" in guest.words


async def test_yt_dlp_sees_the_films_on_instagram(simulator: Simulator):
    reel, carousel, image, gated, unknown, known, story = await run(
        "yt_dlp",
        simulator,
        Job(instagram.REEL, options={"format": "bv,ba"}),
        Job(instagram.CAROUSEL, options={"ignoreerrors": True}),
        instagram.IMAGE,
        instagram.GATED,
        instagram.STORY,
        Job(instagram.GATED, instagram.COOKIES),
        Job(instagram.STORY, instagram.COOKIES),
    )
    assert reel.info is not None
    assert (reel.info["title"], reel.info["like_count"]) == ("Video by lake_watcher", 40)
    assert [len(one.files) for one in (reel, carousel, known, story)] == [2, 1, 1, 1]
    assert "There is no video in this post" in image.words
    assert "empty media response" in gated.words
    assert "This content is unreachable" in unknown.words
    assert not simulator.strangers


async def test_yt_dlp_meets_the_login_wall_of_instagram(simulator: Simulator):
    simulator.fail(faults.says(instagram.LOGIN), host="www.instagram.com", path="/p/*")
    simulator.fail(faults.says(instagram.LOGIN), host="www.instagram.com", path="/api/*")
    (guest,) = await run("yt_dlp", simulator, instagram.REEL)
    assert "redirected to the login page" in guest.words
