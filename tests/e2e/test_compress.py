from pathlib import Path

import av
import pytest

from domain import failures
from domain.sizes import MEBIBYTE
from entrypoints.words import sentence
from tests.e2e.command import BossBot
from tests.e2e.loopback import Site
from tests.e2e.test_download import SMALLER
from tests.media.library import Library
from tests.media.pictures import moving, photo


async def test_a_file_becomes_one_that_fits_and_stays_as_it_was(
    boss_bot: BossBot, library: Library
) -> None:
    source = library.film("smaller.mp4", SMALLER)
    before = source.read_bytes()
    ran = await boss_bot("compress", source, "--limit", "1MiB", "--to", "here", "--json")
    assert ran.status == 0
    document = ran.document
    assert (document["input"], document["outcome"]) == (str(source), "fitted")
    file = document["file"]
    assert Path(file["path"]).stat().st_size == file["size_bytes"] <= MEBIBYTE
    assert file["ratio"] == file["size_bytes"] / len(before)
    assert document["plan"]["action"] == "encode_video"
    assert document["failure"] is None
    assert source.read_bytes() == before
    assert boss_bot.left_behind() == []


async def test_without_a_folder_the_result_lies_beside_its_file(
    boss_bot: BossBot, tmp_path: Path
) -> None:
    source = photo(tmp_path / "lake.jpg", size=(1600, 1200), noise=1.0)
    ran = await boss_bot("compress", source, "--limit", "64KiB", "--json")
    assert ran.document["file"]["path"] == str(tmp_path / "lake-2.jpg")
    assert (tmp_path / "lake-2.jpg").stat().st_size <= 64 * 1024


async def test_a_plan_is_told_and_not_carried_out(boss_bot: BossBot, library: Library) -> None:
    source = library["vp9-opus.webm"]
    ran = await boss_bot("compress", source, "--limit", "1MiB", "--plan", "--to", "here", "--json")
    assert ran.status == 0
    document = ran.document
    assert document["file"] is None
    assert document["plan"]["action"] == "encode_video"
    people = await boss_bot("compress", source, "--limit", "1MiB", "--plan")
    assert people.out.startswith(f"{source}: It would be encoded to H.264 at ")
    assert not (boss_bot.home / "here").exists()


async def test_the_same_plan_is_told_carried_out_and_used_by_a_download(
    boss_bot: BossBot, site: Site, library: Library
) -> None:
    source, limit = library.film("smaller.mp4", SMALLER), ("--limit", "1MiB", "--json")
    url = site.put("/smaller.mp4", source, "video/mp4")
    told = (await boss_bot("compress", source, "--plan", *limit)).document
    made = (await boss_bot("compress", source, "--to", "here", *limit)).document
    (brought,) = (await boss_bot("download", url, "--to", "here", *limit)).document["files"]
    assert told["plan"] == made["plan"] == made["file"]["plan"] == brought["plan"]
    assert told["plan"]["action"] == "encode_video"
    for file in (made["file"], brought):
        done = file["carried_out"]
        with av.open(file["path"]) as opened:
            film = opened.streams.video[0]
            assert (film.width, film.height) == (done["width"], done["height"])
            assert float(film.average_rate) == pytest.approx(done["frames_per_second"], rel=0.02)
            assert film.bit_rate / 1000 == pytest.approx(done["video_kbps"], rel=0.05)
        assert file["done"].startswith(f"encoded at {done['width']} x {done['height']}, ")
        assert file["seconds"] > 0


async def test_what_cannot_fit_is_refused_with_what_would_work(
    boss_bot: BossBot, library: Library
) -> None:
    source = library.film("smaller.mp4", SMALLER)
    ran = await boss_bot("compress", source, "--limit", "8KiB", "--json")
    assert ran.status == 1
    failure = ran.document["failure"]
    assert failure["kind"] == "cannot_fit"
    assert failure["message"].startswith(sentence(failures.CannotFit()))
    assert "What would work: " in failure["message"]


async def test_each_file_ends_for_itself(boss_bot: BossBot, library: Library) -> None:
    broken = boss_bot.home / "broken.mp4"
    broken.write_bytes(library["plain.mp4"].read_bytes()[:300])
    ran = await boss_bot("compress", broken, library["photo.jpg"], "--to", "here", "--json")
    assert ran.status == 3
    first, second = ran.documents
    assert first["failure"] == {"kind": "corrupt", "message": sentence(failures.Corrupt())}
    assert second["outcome"] == "fitted"


async def test_several_files_are_told_in_the_order_given_each_as_it_was_wished(
    boss_bot: BossBot, library: Library
) -> None:
    film, other = library.film("smaller.mp4", SMALLER), library["plain.mp4"]
    words = ("--to", "here", "--max-height", "72", "--preset", "ultrafast", "--json")
    ran = await boss_bot("compress", film, other, "--limit", "1MiB", *words)
    assert ran.status == 0
    assert [document["input"] for document in ran.documents] == [str(film), str(other)]
    assert [document["file"]["height"] for document in ran.documents] == [72, 72]


async def test_the_sound_alone_is_what_was_asked_for(boss_bot: BossBot, library: Library) -> None:
    words = ("--audio", "--to", "here", "--json")
    ran = await boss_bot("compress", library["plain.mp4"], library["silent.mp4"], *words)
    assert ran.status == 3
    sound, nothing = ran.documents
    assert (sound["file"]["kind"], sound["plan"]["action"]) == ("audio", "remux")
    assert nothing["failure"]["kind"] == "not_in_file"


async def test_an_unknown_preset_is_wrong_usage(boss_bot: BossBot, library: Library) -> None:
    ran = await boss_bot("compress", library["plain.mp4"], "--preset", "placebic")
    assert ran.status == 2
    assert "placebic" in ran.err


async def test_an_animation_stays_a_gif_where_that_is_asked(
    boss_bot: BossBot, tmp_path: Path
) -> None:
    source = moving(tmp_path / "wave.gif", size=(192, 144), noise=1.0)
    film = await boss_bot("compress", source, "--limit", "15KiB", "--to", "here", "--json")
    assert film.document["file"]["path"].endswith("wave.mp4")
    ran = await boss_bot("compress", source, "--limit", "15KiB", "--gif", "--to", "here", "--json")
    assert ran.document["plan"]["action"] == "encode_gif"
    made = Path(ran.document["file"]["path"])
    assert (made.name, made.read_bytes()[:6]) == ("wave.gif", b"GIF89a")
    assert made.stat().st_size <= 15 * 1024
    planned = await boss_bot("compress", source, "--limit", "15KiB", "--gif", "--plan")
    assert planned.out.startswith(f"{source}: It would stay a GIF, of about ")
