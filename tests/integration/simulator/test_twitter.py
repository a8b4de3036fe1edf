"""X/Twitter, as the engines see it."""

from tests.simulator import faults
from tests.simulator.engines import Job, run
from tests.simulator.simulator import Simulator
from tests.simulator.sites import twitter


async def test_gallery_dl_sees_every_kind_of_post_on_x_as_a_guest(simulator: Simulator):
    all_of_it = {"quoted": True, "retweets": True}
    photos, video, gif, mixed, quote, quoted_video, reply, sensitive, text = await run(
        "gallery_dl",
        simulator,
        *(
            Job(url, options=all_of_it)
            for url in (
                twitter.PHOTOS,
                twitter.VIDEO,
                twitter.GIF,
                twitter.MIXED,
                twitter.QUOTE,
                twitter.QUOTE_OF_VIDEO,
                twitter.REPLY,
                twitter.SENSITIVE,
                twitter.TEXT,
            )
        ),
    )
    assert photos.keywords("description") == [
        "A lake at dawn",
        "A lake <at> noon & after",
        None,
        None,
    ]
    assert photos.keywords("favorite_count") == [40] * 4
    assert video.keywords("type") == ["video"]
    assert video.keywords("bitrate") == [720_000]
    assert gif.keywords("type") == ["animated_gif"]
    assert mixed.keywords("type") == ["photo", "video", "animated_gif"]
    assert quote.keywords("quote_id") == [0, 1900000000000000006]
    assert quoted_video.keywords("tweet_id") == [1900000000000000003]
    assert reply.keywords("reply_id") == [1900000000000000001]
    assert sensitive.keywords("sensitive_flags") == [["Nudity"]]
    assert (text.code, text.files) == (0, [])
    assert not simulator.strangers


async def test_gallery_dl_is_told_why_a_post_on_x_is_not_shown(simulator: Simulator):
    runs = await run(
        "gallery_dl",
        simulator,
        twitter.PROTECTED,
        twitter.AGE_GATED,
        twitter.SUSPENDED,
        twitter.DELETED,
    )
    assert [one.code for one in runs] == [16, 16, 4, 4]
    assert "Protected Tweet" in runs[0].log[-2]
    assert "NSFW Tweet" in runs[1].log[-2]
    assert "Suspended" in runs[2].words
    assert "Unavailable" in runs[3].words


async def test_gallery_dl_sees_a_thread_on_x_with_cookies(simulator: Simulator):
    thread, gated, retweet = await run(
        "gallery_dl",
        simulator,
        Job(twitter.THREAD_SECOND, twitter.COOKIES, {"conversations": True}),
        Job(twitter.AGE_GATED, twitter.COOKIES),
        Job(twitter.RETWEET, twitter.COOKIES, {"retweets": True}),
    )
    assert thread.keywords("tweet_id") == [1900000000000000000 + n for n in (10, 11, 12)]
    assert thread.keywords("type") == ["photo", "video", "photo"]
    assert len(gated.files) == 1
    assert retweet.keywords("retweet_id") == [1900000000000000001]
    assert simulator.asked(host="x.com", path="*/TweetDetail")
    assert not simulator.asked(path="*/guest/activate.json")


async def test_yt_dlp_sees_the_videos_on_x(simulator: Simulator):
    video, gif, mixed, quoted, streamed, two, photo, protected, gone = await run(
        "yt_dlp",
        simulator,
        twitter.VIDEO,
        twitter.GIF,
        twitter.MIXED,
        twitter.QUOTE_OF_VIDEO,
        twitter.HLS_ONLY,
        twitter.VIDEOS,
        twitter.PHOTO,
        twitter.PROTECTED,
        twitter.SUSPENDED,
    )
    assert video.info is not None
    assert video.info["display_id"] == "1900000000000000003"
    assert video.info["uploader_id"] == twitter.ME
    assert {"http-240", "http-360", "http-720", "hls-360"} == {
        one["format_id"] for one in video.info["formats"]
    }
    assert [len(one.files) for one in (gif, mixed, quoted, streamed, two)] == [1, 2, 1, 1, 2]
    assert "No video could be found" in photo.words
    assert "not authorized" in protected.words
    assert "Suspended" in gone.words


async def test_gallery_dl_gives_up_when_x_refuses_for_a_time(simulator: Simulator):
    simulator.fail(faults.status(429, reset=1), path="*/TweetResultByRestId")
    (photo,) = await run(
        "gallery_dl", simulator, Job(twitter.PHOTO, options={"ratelimit": "abort:1"})
    )
    assert photo.code == 4
    assert "Rate limit exceeded" in photo.words
    assert len(simulator.asked(path="*/TweetResultByRestId")) == 1


async def test_yt_dlp_asks_elsewhere_when_x_refuses_for_a_time(simulator: Simulator):
    simulator.fail(faults.status(429, reset=1), path="*/TweetResultByRestId")
    (video,) = await run("yt_dlp", simulator, twitter.VIDEO)
    assert len(video.files) == 1
    assert len(simulator.asked(host="cdn.syndication.twimg.com")) == 1
