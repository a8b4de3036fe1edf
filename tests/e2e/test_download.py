import asyncio
from pathlib import Path

import av

from domain.sizes import MEBIBYTE
from tests.e2e.command import BossBot, Ran, appears
from tests.e2e.gallery import known, posted
from tests.e2e.loopback import Site
from tests.media.films import Film
from tests.media.library import Library
from tests.media.pictures import photo

QUICK = {"preset": "ultrafast", "crf": "20"}
LARGE = Film(width=1920, height=1080, seconds=5.0, noise=0.3, options=QUICK)
SMALLER = Film(width=640, height=360, seconds=3.0, noise=0.6, options=QUICK)


async def test_a_film_in_full_hd_arrives_within_a_mebibyte_and_fills_it(
    boss_bot: BossBot, site: Site, library: Library
) -> None:
    source = library.film("large.mp4", LARGE)
    assert source.stat().st_size > 2 * MEBIBYTE
    url = site.put("/film.mp4", source, "video/mp4")
    ran = await boss_bot("download", url, "--limit", "1MiB", "--json")
    assert ran.status == 0
    (file,) = ran.document["files"]
    made = Path(file["path"])
    assert 0.9 * MEBIBYTE <= made.stat().st_size <= MEBIBYTE
    assert file["size_bytes"] == made.stat().st_size
    assert (file["kind"], file["mimetype"], file["action"]) == ("video", "video/mp4", "encoded")
    with av.open(str(made)) as opened:
        assert [stream.codec_context.name for stream in opened.streams] == ["h264", "aac"]
        frames = list(opened.decode(video=0))
        assert (frames[0].width, frames[0].height) == (file["width"], file["height"])
        rate = opened.streams.video[0].average_rate
        assert rate is not None
        assert abs(len(frames) / rate - LARGE.seconds) < 0.1
    assert boss_bot.left_behind() == []


async def test_a_gallery_arrives_whole_in_order_and_while_its_last_file_is_still_to_come(
    boss_bot: BossBot, site: Site, library: Library, tmp_path: Path
) -> None:
    pictures = [
        photo(tmp_path / f"{number}.jpg", size=(640 + number, 480)) for number in range(1, 13)
    ]
    films = [
        library.film("smaller.mp4", SMALLER),
        library.film("smaller.mkv", SMALLER),
    ]
    assert all(film.stat().st_size > 2 * MEBIBYTE for film in films)
    files = [*pictures[:3], films[0], *pictures[3:], films[1]]
    url = posted(site, files)
    last = site.hold("/media/14.mkv")
    words = ("download", url, "--limit", "2MiB", "--to", "here", "--json")
    async with boss_bot.running(*words, settings=known(site)) as process:
        await site.until_asked("/media/14.mkv")
        await appears(boss_bot.home / "here", "*_01.jpg")
        last.set()
        out, _ = await asyncio.wait_for(process.communicate(), 60)
    assert process.returncode == 0
    document = Ran(0, out.decode(), "").document
    arrived = document["files"]
    assert [file["width"] for file in arrived if file["kind"] == "image"] == [
        640 + number for number in range(1, 13)
    ]
    assert [file["kind"] for file in arrived] == [
        *["image"] * 3, "video", *["image"] * 9, "video",
    ]  # fmt: skip
    assert [Path(file["path"]).name for file in arrived] == [
        f"127.0.0.1_me_1_{number:02}{'.mp4' if number in (4, 14) else '.jpg'}"
        for number in range(1, 15)
    ]
    assert all(Path(file["path"]).stat().st_size <= 2 * MEBIBYTE for file in arrived)
    assert document["batches"] == [list(range(10)), list(range(10, 14))]
    for batch in document["batches"]:
        assert sum(arrived[at]["size_bytes"] for at in batch) <= 20 * MEBIBYTE
    assert document["download_method"] == "api"
    assert document["metadata"]["author"] == "me"


async def test_what_fits_and_plays_is_left_as_it_is(
    boss_bot: BossBot, site: Site, library: Library
) -> None:
    url = site.put("/film.mp4", library["plain.mp4"], "video/mp4")
    ran = await boss_bot("download", url, "--json")
    (file,) = ran.document["files"]
    assert file["action"] == "kept"
    assert Path(file["path"]).read_bytes() == library["plain.mp4"].read_bytes()


async def test_what_only_sits_in_the_wrong_container_is_repacked(
    boss_bot: BossBot, site: Site, library: Library
) -> None:
    url = site.put("/film.mkv", library["mkv.mkv"], "video/x-matroska")
    ran = await boss_bot("download", url, "--json")
    (file,) = ran.document["files"]
    assert (file["action"], file["mimetype"]) == ("remuxed", "video/mp4")
    assert Path(file["path"]).suffix == ".mp4"


async def test_the_sound_alone_and_a_clip_are_to_be_had(
    boss_bot: BossBot, site: Site, library: Library
) -> None:
    url = site.put("/film.mp4", library["plain.mp4"], "video/mp4")
    sound = await boss_bot("download", url, "--audio", "--json")
    assert [file["kind"] for file in sound.document["files"]] == ["audio"]
    clip = await boss_bot("download", url, "--start", "0:01", "--json")
    (file,) = clip.document["files"]
    assert 0.8 <= file["duration_seconds"] <= 1.3


async def test_one_item_that_is_damaged_does_not_keep_the_others(
    boss_bot: BossBot, site: Site, library: Library
) -> None:
    url = posted(site, [library["photo.jpg"], library["turned.jpg"]])
    site.put("/media/1.jpg", b"\xff\xd8\xff" + b"no picture", "image/jpeg")
    ran = await boss_bot("download", url, "--json", settings=known(site))
    assert ran.status == 3
    document = ran.document
    assert document["outcome"] == "partly"
    assert len(document["files"]) == 1
    (left,) = document["left_behind"]
    assert left["failure"]["kind"] == "corrupt"
    assert left["item"].endswith("_01.jpg")


async def test_without_a_limit_the_settings_say_one(
    boss_bot: BossBot, site: Site, tmp_path: Path
) -> None:
    picture = photo(tmp_path / "large.jpg", size=(3000, 2000))
    assert picture.stat().st_size > MEBIBYTE
    url = site.put("/large.jpg", picture, "image/jpeg")
    settings = {"COMPRESSION_TARGET_SIZE_MB": "1"}
    (file,) = (await boss_bot("download", url, "--json", settings=settings)).document["files"]
    assert file["size_bytes"] <= MEBIBYTE
    as_it_is = await boss_bot("download-only", url, "--json", settings=settings)
    (file,) = as_it_is.document["files"]
    assert file["size_bytes"] == picture.stat().st_size
