"""What is wrong with a file itself, or with the room for it, as a person reads it."""

import os
import signal
import struct
import zlib
from pathlib import Path

from PIL import Image

from domain import failures
from domain.failures import AnyFailure
from domain.media_limits import MOST_PICTURE_PIXELS
from domain.sizes import MEBIBYTE
from entrypoints.words import sentence
from tests.e2e.command import BossBot, Ran
from tests.e2e.gallery import known, posted
from tests.e2e.loopback import Site
from tests.e2e.processes import below
from tests.media.films import Film
from tests.media.library import Library
from tests.media.pictures import photo


def failed_with(ran: Ran, failure: AnyFailure) -> bool:
    document = ran.document
    (told,) = (
        [document["failure"]]
        if document["failure"]
        else [left["failure"] for left in document["left_behind"]]
    )
    assert told == {"kind": failure.kind, "message": sentence(failure)}
    assert "Traceback" not in ran.err
    return True


async def test_a_silent_film_has_no_sound_to_give(
    boss_bot: BossBot, site: Site, library: Library
) -> None:
    url = site.put("/film.mp4", library["silent.mp4"], "video/mp4")
    ran = await boss_bot("download", url, "--audio", "--json")
    assert failed_with(ran, failures.NotInFile(what="sound"))


async def test_a_film_that_ends_before_the_clip_has_none_to_give(
    boss_bot: BossBot, site: Site, library: Library
) -> None:
    url = site.put("/film.mp4", library["plain.mp4"], "video/mp4")
    ran = await boss_bot("download", url, "--start", "1:00", "--json")
    assert failed_with(ran, failures.NotInFile(what="clip"))


async def test_a_picture_of_countless_pixels_is_not_opened(boss_bot: BossBot, site: Site) -> None:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    header = struct.pack(">IIBBBBB", 50_000, 50_000, 8, 2, 0, 0, 0)
    png = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(9)))
    url = site.put("/lake.png", png + chunk(b"IEND", b""), "image/png")
    ran = await boss_bot("download", url, "--json")
    assert failed_with(
        ran, failures.TooMuchMedia(what="pixels", found=50_000**2, allowed=MOST_PICTURE_PIXELS)
    )


async def test_a_codec_that_nothing_reads_is_named(
    boss_bot: BossBot, site: Site, library: Library
) -> None:
    film = library.film("odd.avi", Film(codec="magicyuv", options={}, sound=None, seconds=0.5))
    url = site.put("/film.avi", film, "video/x-msvideo")
    ran = await boss_bot("download", url, "--json")
    assert failed_with(ran, failures.UnsupportedCodec(codec="magicyuv"))


async def test_a_post_may_not_take_more_room_than_a_job_has(
    boss_bot: BossBot, site: Site, tmp_path: Path
) -> None:
    picture = photo(tmp_path / "lake.jpg", size=(800, 600), noise=1.0)
    assert MEBIBYTE / 5 < picture.stat().st_size < MEBIBYTE
    url = posted(site, [picture] * 3)
    settings = known(site) | {"DOWNLOAD_MAX_JOB_SIZE_MB": "1"}
    ran = await boss_bot("download", url, "--json", settings=settings)
    assert ran.status == 3
    (*_, last) = ran.document["left_behind"]
    used = 3 * picture.stat().st_size
    failure = failures.QuotaExceeded(whose="job", used=used, allowed=MEBIBYTE)
    assert last["failure"] == {"kind": failure.kind, "message": sentence(failure)}


async def test_a_picture_that_wants_more_memory_than_there_is_is_left_as_it_is(
    boss_bot: BossBot, tmp_path: Path
) -> None:
    picture = tmp_path / "lake.png"
    Image.new("RGB", (6000, 5000), "blue").save(picture)
    ran = await boss_bot("compress", picture, "--limit", "8KiB", "--json", memory=160 * MEBIBYTE)
    assert ran.status == 1
    failure = failures.OutOfMemory()
    assert ran.document["failure"] == {"kind": failure.kind, "message": sentence(failure)}


async def test_a_tool_that_dies_is_said_to_have_failed(boss_bot: BossBot, site: Site) -> None:
    url, settings = posted(site, []), known(site) | {"RETRY_MAX_TRIES": "1"}
    site.hold("/api/v1/statuses/1")
    async with boss_bot.running("download", url, "--json", settings=settings) as process:
        await site.until_asked("/api/v1/statuses/1")
        everybody = below(process.pid)
        for pid in everybody:
            if not below(pid):
                os.kill(pid, signal.SIGKILL)
        out, err = await process.communicate()
    ran = Ran(process.returncode or 0, out.decode(), err.decode())
    assert ran.status == 1
    assert failed_with(ran, failures.CellDied(signal=signal.SIGKILL))


async def test_a_tool_that_breaks_puts_its_words_into_the_log_only(
    boss_bot: BossBot, site: Site
) -> None:
    url = posted(site, [])
    site.put("/api/v1/statuses/1", '{"account": "me", "id": "hush"}', "application/json")
    ran = await boss_bot("download", url, "--json", settings=known(site))
    assert ran.status == 1
    assert ran.document["failure"]["kind"] == "tool_failed"
    assert ran.document["failure"]["message"] == sentence(
        failures.ExternalToolFailed(tool="", words="")
    )
    assert "tool failed" in ran.err
