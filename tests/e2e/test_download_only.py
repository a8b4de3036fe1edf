import hashlib
import json

from tests.e2e.command import BossBot
from tests.e2e.loopback import Site
from tests.media.library import Library


async def test_a_file_arrives_as_it_is_at_the_source_with_its_metadata(
    boss_bot: BossBot, site: Site, library: Library
) -> None:
    url = site.put("/silent.mp4", library["silent.mp4"], "video/mp4")
    ran = await boss_bot("download-only", url, "--to", "here", "--json")
    assert ran.status == 0
    document = ran.document
    assert document["url"] == url
    assert document["outcome"] == "delivered"
    assert document["download_method"] == "direct"
    assert document["failure"] is None
    assert document["left_behind"] == []
    assert document["batches"] == [[0]]
    assert document["metadata"]["title"] == "silent.mp4"
    assert document["metadata"]["platform"] == "other"
    assert set(document["seconds"]) == {"first_file", "fetch", "fit", "total"}
    (file,) = document["files"]
    assert file.pop("seconds") > 0
    content = library["silent.mp4"].read_bytes()
    assert file == {
        "path": str(boss_bot.home / "here" / "silent.mp4"),
        "kind": "video",
        "mimetype": "video/mp4",
        "size_bytes": len(content),
        "original_bytes": len(content),
        "width": 192,
        "height": 108,
        "duration_seconds": 2.0,
        "sha256": hashlib.sha256(content).hexdigest(),
        "action": "kept",
        "done": "kept as it is",
        "plan": {"action": "keep"},
        "carried_out": {"action": "keep"},
        "damaged_packets": 0,
    }
    assert (boss_bot.home / "here" / "silent.mp4").read_bytes() == content
    (beside,) = (boss_bot.home / "here").glob("*.json")
    assert json.loads(beside.read_text())["url"] == url
    assert boss_bot.left_behind() == []


async def test_of_the_sound_alone_the_packets_are_those_of_the_source(
    boss_bot: BossBot, site: Site, library: Library
) -> None:
    film = site.put("/film.mp4", library["plain.mp4"], "video/mp4")
    silent = site.put("/silent.mp4", library["silent.mp4"], "video/mp4")
    ran = await boss_bot("download-only", film, silent, "--audio", "--json")
    ended = {document["url"]: document for document in ran.documents}
    (file,) = ended[film]["files"]
    assert (file["kind"], file["action"], file["mimetype"]) == ("audio", "remuxed", "audio/mp4")
    (left,) = ended[silent]["left_behind"]
    assert left["failure"]["kind"] == "not_in_file"


async def test_nothing_in_the_folder_is_overwritten(
    boss_bot: BossBot, site: Site, library: Library
) -> None:
    url = site.put("/lake.jpg", library["photo.jpg"], "image/jpeg")
    mine = boss_bot.home / "downloads" / "lake.jpg"
    mine.parent.mkdir()
    mine.write_text("mine")
    ran = await boss_bot("download-only", url, "--json")
    assert [file["path"] for file in ran.document["files"]] == [str(mine.with_name("lake-2.jpg"))]
    assert mine.read_text() == "mine"


async def test_several_links_end_each_for_itself(
    boss_bot: BossBot, site: Site, library: Library
) -> None:
    urls = [
        site.put("/lake.jpg", library["photo.jpg"], "image/jpeg"),
        f"{site.root}/missing.jpg",
        "not a link",
        site.put("/song.mp3", library["song.mp3"], "audio/mpeg"),
    ]
    ran = await boss_bot("download-only", *urls, "--json")
    assert ran.status == 3
    ended = {document["url"]: document for document in ran.documents}
    assert set(ended) == set(urls)
    assert [ended[url]["outcome"] for url in urls] == ["delivered", "failed", "failed", "delivered"]
    assert ended[urls[1]]["failure"]["kind"] == "not_found"
    assert ended[urls[2]]["failure"]["kind"] == "refused_link"


async def test_people_are_told_paths_on_stdout_and_troubles_on_stderr(
    boss_bot: BossBot, site: Site, library: Library
) -> None:
    url = site.put("/lake.jpg", library["photo.jpg"], "image/jpeg")
    ran = await boss_bot("download-only", url, f"{site.root}/missing.jpg")
    assert ran.status == 3
    assert ran.out.startswith(str(boss_bot.home / "downloads" / "lake.jpg"))
    assert ran.err.startswith(f"{site.root}/missing.jpg: There is no such post or file")


async def test_what_a_stranger_wrote_cannot_steer_the_terminal(
    boss_bot: BossBot, site: Site
) -> None:
    ran = await boss_bot("info", f"{site.root}/a\x1b]0;owned\x07.jpg")
    assert ran.status == 1
    assert "\x1b" not in ran.out + ran.err
