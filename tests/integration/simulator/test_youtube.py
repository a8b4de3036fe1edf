"""YouTube, as the engines see it."""

from tests.simulator.engines import Job, run
from tests.simulator.simulator import Simulator
from tests.simulator.sites import youtube
from tests.simulator.sites.youtube_documents import AAC, AVC, OPUS, PROGRESSIVE, VP9


async def test_yt_dlp_sees_every_rendition_on_youtube(simulator: Simulator):
    pair, short, live = await run(
        "yt_dlp",
        simulator,
        Job(youtube.VIDEO, options={"format": "136,140"}),
        Job(youtube.SHORT, options={"format": "18"}),
        Job(youtube.LIVE, options={"skip_download": True}),
    )
    assert pair.info is not None
    assert short.info is not None
    assert live.info is not None
    sizes = {one["format_id"]: one["filesize"] for one in pair.info["formats"]}
    assert sizes.keys() == {str(n) for n in (*AVC, *VP9, AAC, OPUS, PROGRESSIVE)}
    assert [file["bytes"] for file in pair.files] == [sizes["136"], sizes["140"]]
    assert pair.info["channel"] == "Lake Films"
    assert (pair.info["like_count"], pair.info["comment_count"]) == (40, 2)
    assert short.info["media_type"] == "short"
    assert live.info["live_status"] == "is_live"
    assert not simulator.strangers


async def test_yt_dlp_is_told_why_youtube_shows_nothing(simulator: Simulator):
    words = {
        youtube.UPCOMING: "will begin in",
        youtube.PRIVATE: "Private video",
        youtube.AGE_GATED: "Sign in to confirm your age",
        youtube.BOT_CHECK: "Sign in to confirm you\u2019re not a bot",
        youtube.REMOVED: "Video unavailable. This video has been removed",
        youtube.GEO_BLOCKED: "not made this video available in your country",
        youtube.SLOWED: "rate-limited by YouTube for up to an hour",
        youtube.MEMBERS: "Join this channel",
        youtube.MISSING_PLAYLIST: "The playlist does not exist",
    }
    for one in await run("yt_dlp", simulator, *words):
        assert words[one.url] in one.words


async def test_yt_dlp_takes_a_part_of_a_playlist(simulator: Simulator):
    flat, part, one = await run(
        "yt_dlp",
        simulator,
        Job(youtube.PLAYLIST, options={"extract_flat": True}),
        Job(youtube.PLAYLIST, options={"format": "18", "playlist_items": "1:2"}),
        Job(youtube.IN_PLAYLIST, options={"format": "18"}),
    )
    assert flat.info is not None
    assert len(flat.info["entries"]) == youtube.PLAYLIST_ENTRIES
    assert [file["keywords"]["title"] for file in part.files] == ["Lake 0", "Lake 1"]
    assert one.keywords("id") == ["lakefilm001"]
