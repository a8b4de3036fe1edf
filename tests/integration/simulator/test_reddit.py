"""Reddit, as the engines see it."""

from tests.simulator import faults
from tests.simulator.engines import Job, run
from tests.simulator.simulator import Simulator
from tests.simulator.sites import reddit


async def test_gallery_dl_sees_every_kind_of_post_on_reddit_with_cookies(simulator: Simulator):
    (
        image,
        shared,
        gallery,
        partly,
        gif,
        cross,
        video,
        inside,
        outside,
        words,
        talk,
        nsfw,
    ) = await run(
        "gallery_dl",
        simulator,
        *(
            Job(url, reddit.COOKIES, {"videos": False, "comments": 10})
            for url in (
                reddit.IMAGE,
                reddit.SHARED,
                reddit.GALLERY,
                reddit.GALLERY_PARTLY,
                reddit.GIF,
                reddit.CROSSPOST,
                reddit.VIDEO,
                reddit.SELF_WITH_IMAGE,
                reddit.LINK_TO_FILE,
                reddit.SELF,
                reddit.COMMENT,
                reddit.NSFW,
            )
        ),
    )
    assert image.keywords("title") == shared.keywords("title") == ["A lake & its shore"]
    assert gallery.keywords("num") == [1, 2, 3]
    assert gallery.keywords("filename") == ["dawn", "noon", "dusk"]
    assert [item.get("caption") for item in gallery.keywords("gallery_data")[0]["items"]] == [
        "At dawn",
        None,
        "At dusk",
    ]
    assert partly.keywords("filename") == ["spring", "autumn"]
    assert gif.keywords("extension") == ["gif"]
    assert cross.keywords("filename") == ["lake"]
    assert inside.keywords("filename") == ["inside"]
    assert outside.keywords("category") == ["directlink"]
    assert [one["id"] for one in talk.keywords("comment")] == ["commnt1", "commnt2", "answer1"]
    assert nsfw.keywords("over_18") == nsfw.keywords("spoiler") == [True]
    assert [(one.code, one.files) for one in (video, words)] == [(0, []), (0, [])]
    assert not simulator.strangers


async def test_gallery_dl_is_told_why_reddit_shows_nothing(simulator: Simulator):
    oauth = {"client-id": "mine", "refresh-token": reddit.REFRESH_TOKEN}
    oauth |= {"user-agent": "mine", "videos": False}
    blocked, private, missing, known = await run(
        "gallery_dl",
        simulator,
        reddit.IMAGE,
        Job(reddit.PRIVATE, reddit.COOKIES),
        Job(reddit.DELETED, reddit.COOKIES),
        Job(reddit.IMAGE, options=oauth),
    )
    assert [one.code for one in (blocked, private, missing)] == [4, 16, 4]
    assert "blocked by network security" in blocked.words
    assert "AuthorizationError" in private.log[-2]
    assert "NotFoundError" in missing.log[-2]
    assert len(known.files) == 1
    assert len(simulator.asked(host="oauth.reddit.com")) == 1


async def test_yt_dlp_sees_the_videos_on_reddit(simulator: Simulator):
    video, silent, cross, inside, outside, image, words, private, missing = await run(
        "yt_dlp",
        simulator,
        *(
            Job(url, options={"format": "bv*,ba"})
            for url in (
                reddit.VIDEO,
                reddit.SILENT,
                reddit.CROSSPOSTED_VIDEO,
                reddit.SELF_WITH_VIDEO,
                reddit.LINK_TO_FILE,
                reddit.IMAGE,
                reddit.SELF,
                reddit.PRIVATE,
                reddit.DELETED,
            )
        ),
    )
    assert video.info is not None
    assert video.info["channel_id"] == "lakes"
    assert video.keywords("vcodec") == ["avc1.4d401e", "none"]
    assert silent.keywords("vcodec") == ["avc1.4d401e"]
    assert [len(one.files) for one in (cross, inside, outside, image)] == [2, 2, 1, 1]
    assert "No media found" in words.words
    assert "Private subreddit" in private.words
    assert "404" in missing.words


async def test_yt_dlp_disguises_itself_where_reddit_refuses_it(simulator: Simulator):
    simulator.fail(faults.status(403), host="old.reddit.com")
    (video,) = await run("yt_dlp", simulator, Job(reddit.SILENT))
    assert len(video.files) == 1
    (disguised,) = simulator.asked(path="/svc/shreddit/*")
    assert "Chrome/" in disguised.request.user_agent


async def test_yt_dlp_wants_a_login_where_reddit_blocks_it(simulator: Simulator):
    simulator.fail(faults.says(reddit.BLOCKED), host="*.reddit.com")
    (video,) = await run("yt_dlp", simulator, reddit.VIDEO)
    assert "authentication is required" in video.words
