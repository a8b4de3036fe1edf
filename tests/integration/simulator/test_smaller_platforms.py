"""TikTok, Bluesky, Imgur and Tumblr, as the engines see them."""

from tests.simulator.engines import Job, run
from tests.simulator.simulator import Simulator
from tests.simulator.sites import bluesky, imgur, tiktok, tumblr


async def test_gallery_dl_sees_the_smaller_platforms(simulator: Simulator):
    photos, short, solved, private, images, film, adult, album, two, inline = await run(
        "gallery_dl",
        simulator,
        Job(tiktok.PHOTOS, options={"audio": False}),
        tiktok.SHORT,
        tiktok.CHALLENGED,
        tiktok.PRIVATE,
        bluesky.IMAGES,
        bluesky.VIDEO,
        bluesky.ADULT,
        imgur.ALBUM,
        tumblr.PHOTOS,
        tumblr.INLINE,
    )
    assert photos.keywords("num") == [1, 2]
    assert short.keywords("user") == solved.keywords("user") == ["lake_watcher"]
    assert (private.code, private.files) == (0, [])
    assert images.keywords("description") == ["A lake at dawn", ""]
    assert film.keywords("extension") == ["mp4"]
    assert adult.keywords("labels")[0][0]["val"] == "sexual"
    assert album.keywords("description") == ["At dawn", "At noon", ""]
    assert two.keywords("source") == ["photo", "photo"]
    assert inline.keywords("source") == ["inline"]
    assert not simulator.strangers


async def test_yt_dlp_sees_the_films_of_the_smaller_platforms(simulator: Simulator):
    *films, photos, images = await run(
        "yt_dlp",
        simulator,
        tiktok.SHORT,
        tiktok.CHALLENGED,
        bluesky.VIDEO,
        imgur.ANIMATION,
        imgur.ALBUM,
        tumblr.VIDEO,
        tiktok.PHOTOS,
        bluesky.IMAGES,
    )
    assert [len(one.files) for one in films] == [1] * 6
    assert "Unsupported URL" in photos.words
    assert "No video could be found" in images.words
    assert not simulator.strangers
