from domain.failures import TooMany
from entrypoints.words import sentence
from tests.e2e.command import BossBot
from tests.e2e.gallery import known, posted
from tests.e2e.loopback import Site
from tests.media.library import Library
from tests.simulator.simulator import Simulator
from tests.simulator.sites import twitter, youtube


async def test_a_post_is_told_with_its_items_and_nothing_is_downloaded(
    boss_bot: BossBot, site: Site, library: Library
) -> None:
    url = posted(site, [library["photo.jpg"], library["plain.mp4"]])
    ran = await boss_bot("info", url, "--json", settings=known(site))
    assert ran.status == 0
    document = ran.document
    assert (document["outcome"], document["failure"]) == ("found", None)
    assert document["metadata"]["author"] == "me"
    assert [item["number"] for item in document["items"]] == [1, 2]
    assert [item["kind"] for item in document["items"]] == ["image", "video"]
    assert [item["fits"] for item in document["items"]] == [None, None], "no size is told"
    assert site.asked == ["/api/v1/statuses/1"]
    assert boss_bot.left_behind() == []


async def test_a_plain_file_is_told_with_whether_it_fits(
    boss_bot: BossBot, site: Site, library: Library
) -> None:
    url = site.put("/photo.jpg", library["photo.jpg"], "image/jpeg")
    size = library["photo.jpg"].stat().st_size
    for limit, fits in ((size, True), (size - 1, False)):
        ran = await boss_bot("info", url, "--limit", limit, "--json")
        assert [item["fits"] for item in ran.document["items"]] == [fits]
        people = await boss_bot("info", url, "--limit", limit)
        assert ("\tfits\t" in people.out) is fits


async def test_renditions_are_told_with_what_fits(boss_bot: BossBot, simulator: Simulator) -> None:
    settings = {"DOWNLOAD_PROXY": simulator.proxy, "DOWNLOAD_CA_FILE": str(simulator.ca_file)}
    ran = await boss_bot("info", youtube.LONG, "--limit", "180KiB", "--json", settings=settings)
    renditions = ran.document["renditions"]
    fitting = {each["height"] for each in renditions if each["fits"]}
    assert {144, 240} <= fitting
    assert 360 not in fitting
    assert 360 in {each["height"] for each in renditions}
    people = await boss_bot("info", youtube.LONG, settings=settings)
    assert people.status == 0
    assert "A long lake" in people.out
    assert "Lake Films" in people.out


async def test_of_a_film_on_x_the_sizes_are_told(boss_bot: BossBot, simulator: Simulator) -> None:
    settings = {"DOWNLOAD_PROXY": simulator.proxy, "DOWNLOAD_CA_FILE": str(simulator.ca_file)}
    ran = await boss_bot("info", twitter.VIDEO, "--limit", "120KiB", "--json", settings=settings)
    fits = {each["height"]: each["fits"] for each in ran.document["renditions"]}
    assert fits == {240: True, 360: True, 720: False}
    assert not simulator.asked(host="video.twimg.com")


async def test_a_long_playlist_is_told_as_far_as_a_request_takes_it(
    boss_bot: BossBot, simulator: Simulator
) -> None:
    settings = {
        "DOWNLOAD_PROXY": simulator.proxy,
        "DOWNLOAD_CA_FILE": str(simulator.ca_file),
        "DOWNLOAD_MAX_ITEMS": "3",
    }
    ran = await boss_bot("info", youtube.PLAYLIST, "--json", settings=settings)
    more = TooMany(allowed=3)
    assert (ran.document["outcome"], ran.status) == ("found", 0)
    assert [item["number"] for item in ran.document["items"]] == [1, 2, 3]
    assert ran.document["failure"] == {"kind": more.kind, "message": sentence(more)}
    people = await boss_bot("info", youtube.PLAYLIST, settings=settings)
    assert "Lakes" in people.out
    assert sentence(more) in people.err


async def test_several_links_are_told_in_the_order_given(boss_bot: BossBot, site: Site) -> None:
    urls = [f"{site.root}/missing.jpg", "no link"]
    ran = await boss_bot("info", *urls, "--json")
    assert ran.status == 1
    assert [document["url"] for document in ran.documents] == urls
    assert [document["failure"]["kind"] for document in ran.documents] == [
        "not_found",
        "refused_link",
    ]
