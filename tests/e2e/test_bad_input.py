from typing import get_args

from domain import failures
from domain.failures import AnyFailure, WhyRefused
from entrypoints.words import sentence
from tests.e2e.command import BossBot, Ran
from tests.e2e.loopback import HTML, Site
from tests.media.library import Library


def ended_with(ran: Ran, failure: AnyFailure, *, status: int = 1) -> bool:
    """One clear sentence, the right exit status, and no traceback."""
    assert ran.status == status
    document = ran.document
    told = document["failure"] or document["left_behind"][0]["failure"]
    assert told == {"kind": failure.kind, "message": sentence(failure)}
    assert document["outcome"] == "failed"
    assert document["files"] == []
    assert "Traceback" not in ran.err
    return True


REFUSED: dict[str, WhyRefused] = {
    "lake": "not_a_link",
    "https://": "not_a_link",
    "file:///etc/passwd": "scheme",
    "ftp://files.example/lake.jpg": "scheme",
    "https://me:hush@files.example/lake.jpg": "userinfo",
    "https://files.example/a lake.jpg": "odd_characters",
    "https://files.example:22/lake.jpg": "port",
    "http://192.168.1.1/lake.jpg": "internal_host",
    "https://x.com/" + "a" * 3000: "too_long",
    "https://imgur.com/a/1": "disabled_site",
}


async def test_what_is_no_link_is_refused_with_the_reason(boss_bot: BossBot) -> None:
    settings = {"DOWNLOAD_DISABLED_SITES": "imgur"}
    ran = await boss_bot("download", *REFUSED, "--json", settings=settings)
    assert ran.status == 1
    assert set(REFUSED.values()) == set(get_args(WhyRefused))
    for document in ran.documents:
        refused = failures.LinkRefused(why=REFUSED[document["url"]])
        assert document["failure"] == {"kind": "refused_link", "message": sentence(refused)}


async def test_an_option_in_a_links_place_is_no_link(boss_bot: BossBot) -> None:
    ran = await boss_bot("download", "--json", "--", "-i/etc/passwd")
    assert ended_with(ran, failures.LinkRefused(why="not_a_link"))


async def test_a_missing_file_is_said_to_be_missing(boss_bot: BossBot, site: Site) -> None:
    ran = await boss_bot("download", f"{site.root}/lake.jpg", "--json")
    assert ended_with(ran, failures.NotFound())


async def test_a_page_under_a_pictures_name_is_damaged(boss_bot: BossBot, site: Site) -> None:
    url = site.put("/lake.jpg", HTML, "image/jpeg")
    assert ended_with(await boss_bot("download", url, "--json"), failures.Corrupt())


async def test_an_empty_file_is_nothing(boss_bot: BossBot, site: Site) -> None:
    url = site.put("/lake.jpg", b"", "image/jpeg")
    assert ended_with(await boss_bot("download", url, "--json"), failures.NothingThere())


async def test_a_film_that_was_cut_off_is_damaged(
    boss_bot: BossBot, site: Site, library: Library
) -> None:
    whole = library["index-last.mp4"].read_bytes()
    url = site.put("/film.mp4", whole[: len(whole) // 2], "video/mp4")
    assert ended_with(await boss_bot("download", url, "--json"), failures.Corrupt())


async def test_a_file_that_is_too_large_at_the_source_is_not_taken(
    boss_bot: BossBot, site: Site, library: Library
) -> None:
    content = library["photo.jpg"].read_bytes()
    url = site.put("/lake.jpg", content, "image/jpeg")
    ran = await boss_bot("download", url, "--json", settings={"MAX_FILE_SIZE": "1KiB"})
    assert ended_with(ran, failures.TooLarge(bytes=len(content), allowed=1024))


async def test_a_full_disk_is_said_to_be_full(
    boss_bot: BossBot, site: Site, library: Library
) -> None:
    url = site.put("/film.mp4", library["plain.mp4"], "video/mp4")
    ran = await boss_bot("download", url, "--json", largest=16 * 1024)
    assert ended_with(ran, failures.NoRoom(why="full"))


async def test_a_folder_that_is_a_file_cannot_be_written(
    boss_bot: BossBot, site: Site, library: Library
) -> None:
    url = site.put("/lake.jpg", library["photo.jpg"], "image/jpeg")
    (boss_bot.home / "taken").touch()
    ran = await boss_bot("download", url, "--to", "taken", "--json")
    assert ended_with(ran, failures.NoRoom(why="not_writable"))
    assert site.asked == []


async def test_a_work_folder_that_is_a_file_cannot_be_written(
    boss_bot: BossBot, site: Site, library: Library
) -> None:
    url = site.put("/lake.jpg", library["photo.jpg"], "image/jpeg")
    boss_bot.work.touch()
    assert ended_with(
        await boss_bot("download", url, "--json"), failures.NoRoom(why="not_writable")
    )
