"""Does the simulator satisfy the real extractors? One process an engine for many links."""

import json
import sys
from pathlib import Path

from tests.simulator import faults
from tests.simulator.engines import Job, command, run
from tests.simulator.simulator import Simulator
from tests.simulator.sites import (
    bluesky,
    files,
    imgur,
    instagram,
    reddit,
    tiktok,
    tumblr,
    twitter,
    youtube,
)

BIN = Path(sys.executable).parent


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


async def test_yt_dlp_asks_elsewhere_when_x_refuses_for_a_time(simulator: Simulator):
    simulator.fail(faults.status(429, reset=1), path="*/TweetResultByRestId")
    (video,) = await run("yt_dlp", simulator, twitter.VIDEO)
    assert len(video.files) == 1
    assert len(simulator.asked(host="cdn.syndication.twimg.com")) == 1


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


async def test_gallery_dl_sees_instagram_with_cookies(simulator: Simulator):
    image, carousel, dash, plain, story, stories, gated, missing = await run(
        "gallery_dl",
        simulator,
        Job(instagram.IMAGE, instagram.COOKIES),
        Job(instagram.CAROUSEL, instagram.COOKIES),
        Job(instagram.REEL, instagram.COOKIES),
        Job(instagram.REEL, instagram.COOKIES, {"videos": "merged"}),
        Job(instagram.STORY, instagram.COOKIES),
        Job(instagram.STORIES, instagram.COOKIES),
        Job(instagram.GATED, instagram.COOKIES, {"videos": "merged"}),
        Job(instagram.MISSING, instagram.COOKIES),
    )
    assert image.keywords("description") == ["A lake & its shore #lake"]
    assert image.keywords("username") == ["lake_watcher"]
    assert carousel.keywords("extension") == ["jpg", "jpg", "mp4"]
    assert [file["bytes"] for file in dash.files] == [None]
    assert [len(one.files) for one in (plain, story, stories, gated)] == [1, 1, 2, 1]
    assert all(one.files[0]["bytes"] for one in (plain, story, stories, gated))
    assert story.keywords("type") == ["story"]
    assert (missing.code, missing.files) == (4, [])
    assert not simulator.strangers


async def test_instagram_shows_guests_of_gallery_dl_its_login_page(simulator: Simulator):
    (guest,) = await run("gallery_dl", simulator, instagram.IMAGE)
    assert guest.code == 4
    assert "HTTP redirect to login page" in guest.words


async def test_yt_dlp_sees_the_films_on_instagram(simulator: Simulator):
    reel, carousel, image, gated, unknown, known, story = await run(
        "yt_dlp",
        simulator,
        Job(instagram.REEL, options={"format": "bv,ba"}),
        Job(instagram.CAROUSEL, options={"ignoreerrors": True}),
        instagram.IMAGE,
        instagram.GATED,
        instagram.STORY,
        Job(instagram.GATED, instagram.COOKIES),
        Job(instagram.STORY, instagram.COOKIES),
    )
    assert reel.info is not None
    assert (reel.info["title"], reel.info["like_count"]) == ("Video by lake_watcher", 40)
    assert [len(one.files) for one in (reel, carousel, known, story)] == [2, 1, 1, 1]
    assert "There is no video in this post" in image.words
    assert "empty media response" in gated.words
    assert "This content is unreachable" in unknown.words
    assert not simulator.strangers


async def test_yt_dlp_meets_the_login_wall_of_instagram(simulator: Simulator):
    simulator.fail(faults.says(instagram.LOGIN), host="www.instagram.com", path="/p/*")
    simulator.fail(faults.says(instagram.LOGIN), host="www.instagram.com", path="/api/*")
    (guest,) = await run("yt_dlp", simulator, instagram.REEL)
    assert "redirected to the login page" in guest.words


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
    assert sizes.keys() == {str(n) for n in (*youtube.AVC, *youtube.VP9, 18, 140, 251)}
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


async def test_links_to_files_are_what_they_are(simulator: Simulator):
    good = (files.JPEG, files.PNG, files.GIF, files.MP4, files.MP3, files.REDIRECTED, files.PLAIN)
    bad = (files.PAGE_NAMED_JPEG, files.EMPTY, files.MISSING)
    runs = await run("gallery_dl", simulator, *good, *bad)
    assert [bool(one.files[0]["bytes"]) for one in runs] == [True] * 7 + [False] * 3
    assert [one.code for one in runs] == [0] * 7 + [4] * 3


async def test_gallery_dl_tries_a_broken_file_again(simulator: Simulator):
    simulator.fail(faults.status(500), path="/pictures/lake.jpg", times=1)
    simulator.fail(faults.cut(after=100), path="/pictures/lake.png", times=1)
    jpeg, png = await run("gallery_dl", simulator, files.JPEG, files.PNG)
    assert all(one.files[0]["bytes"] for one in (jpeg, png))
    assert [seen.status for seen in simulator.asked(path="*/lake.jpg")] == [500, 200]
    assert [seen.status for seen in simulator.asked(path="*/lake.png")] == [200, 206]


async def test_the_commands_reach_the_simulated_sites_too(simulator: Simulator, tmp_path: Path):
    job = tmp_path / "job.json"
    job.write_text(
        json.dumps(
            {
                "extractor": {
                    "base-directory": str(tmp_path / "got"),
                    "directory": [],
                    "proxy": simulator.proxy_for("photo"),
                    "verify": str(simulator.ca_file),
                },
                "cache": {"file": ":memory:"},
            }
        )
    )
    words = ["gallery-dl", "--config-ignore", "--config-json", str(job), "--", twitter.PHOTO]
    await command([str(BIN / words[0]), *words[1:]], simulator)
    words = ["yt-dlp", "--ignore-config", "--no-cache-dir", "--compat-options", "no-certifi"]
    words += ["--proxy", simulator.proxy_for("video"), "-P", f"home:{tmp_path / 'got'}"]
    await command([str(BIN / words[0]), *words[1:], "--", twitter.VIDEO], simulator)

    assert sorted(path.suffix for path in (tmp_path / "got").iterdir()) == [".jpg", ".mp4"]
    photo = {seen.request.host for seen in simulator.asked(job="photo")}
    video = {seen.request.host for seen in simulator.asked(job="video")}
    assert photo == {"api.x.com", "x.com", "pbs.twimg.com"}
    assert video == {"api.x.com", "x.com", "video.twimg.com"}
