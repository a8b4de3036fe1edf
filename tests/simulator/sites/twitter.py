"""X/Twitter for guests and for those with an `auth_token` cookie.

gallery-dl asks as a guest `api.x.com/1.1/guest/activate.json` and TweetResultByRestId; with the
cookie `x.com/home` and a script of `abs.twimg.com` (for its transaction ids) and TweetDetail.
yt-dlp always asks TweetResultByRestId, and after a 429 `cdn.syndication.twimg.com`.

gallery-dl's keywords: the post's are `tweet_id`, `retweet_id`, `quote_id` (the post that quotes
this one), `quoted_id`, `reply_id`, `conversation_id` (all int, 0 where none), `date`, `author`
and `user` (`id`, `name` = screen name, `nick` = display name ...), `lang`, `content` (without the
trailing t.co link), `hashtags`, `sensitive`, `favorite_count`, `quote_count`, `reply_count`,
`retweet_count`, `bookmark_count`, `view_count` (0 where unknown), `count` (files), `reply_to`,
`quote_by`; a file's are `num`, `type` ("photo" | "video" | "animated_gif"), `width`, `height`,
`description` (the alt text, or None), `extension`, `filename`, `sensitive_flags` (list of
"Nudity", "Sensitive", "Violence"), and for video and GIF `bitrate`, `duration` (seconds).

yt-dlp's: `id` (the video's; the post's where there is no number in its address), `display_id`
(the post's), `title` ("name - text"), `description` (with the t.co link), `uploader`,
`uploader_id` (screen name), `channel_id` (the user's number), `timestamp`, `duration`,
`view_count`, `like_count`, `repost_count`, `comment_count`, `age_limit` (18 = sensitive), `tags`,
`formats` ("http-256" ... with `tbr` and a height but no codec; "hls-..."); a post of several
videos is a playlist. It sees the quoted post's videos too, and no photo at all: a post of photos
is the error "No video could be found in this tweet".
"""

import itertools
import json

from tests.simulator import manifests, media
from tests.simulator.messages import NOT_FOUND, Request, Response, document, file, page
from tests.simulator.site import Site
from tests.simulator.sites.twitter_documents import Json, gif, photo, post, user, video

ME = "lake_watcher"
_FIRST = 1900000000000000000
"""Of March 2025, which the number itself says."""


def _link(number: int, name: str = ME) -> str:
    return f"https://x.com/{name}/status/{_FIRST + number}"


PHOTO = _link(1)
PHOTOS = _link(2)
"""Four, of which the first two have an alt text."""
VIDEO = _link(3)
GIF = _link(4)
MIXED = _link(5)
"""A photo, a video, a GIF, in this order."""
QUOTE = _link(6)
"""A photo; quotes PHOTO."""
QUOTE_OF_VIDEO = _link(7)
"""Only words; quotes VIDEO."""
REPLY = _link(8)
"""A photo; answers PHOTO."""
THREAD = _link(10)
"""The first of three posts of one author, with a photo, a video, a photo."""
THREAD_SECOND = _link(11)
RETWEET = _link(13)
"""Somebody else's photo."""
SENSITIVE = _link(14)
"""A photo, marked as nudity, that guests may see."""
TEXT = _link(15)
LINK = _link(16)
"""Only words and a link to a YouTube video."""
HLS_ONLY = _link(17)
"""A video without MP4 variants."""
VIDEOS = _link(18)
"""Two videos."""
FULL = _link(19)
"""Four photos with alt texts, and a video."""
PROTECTED = _link(20, "shy")
AGE_GATED = _link(21)
"""Shown to whoever has logged in."""
SUSPENDED = _link(22, "gone")
DELETED = _link(23)
"""Also any other number: the answer to a guest holds no post."""

COOKIES = {"auth_token": "a" * 40, "ct0": "c" * 32}
"""What a browser that has logged in would send to x.com."""


def _number(url: str) -> str:
    return url.rpartition("/")[2]


def _quoting(post: Json) -> Json:
    return {"quoted_status_result": {"result": post}}


_OTHER = user("boat_owner", "Boat Owner", 4712)
_PHOTO = post(PHOTO, "A lake & its shore", photo("Photo01"))
_VIDEO = post(VIDEO, "Waves", video(1800000000000000003))
_THREAD = [
    post(THREAD, "One", photo("Thread1")),
    post(THREAD_SECOND, "Two", video(1800000000000000011)),
    post(_link(12), "Three", photo("Thread3")),
]
for before, after in itertools.pairwise(_THREAD):
    after["legacy"] |= {
        "conversation_id_str": _number(THREAD),
        "in_reply_to_status_id_str": before["rest_id"],
        "in_reply_to_user_id_str": "4711",
        "in_reply_to_screen_name": ME,
    }

_LINKED = {
    "url": "https://t.co/linklinkli",
    "expanded_url": "https://www.youtube.com/watch?v=lakefilm001",
}

_POSTS = [
    _PHOTO,
    post(
        PHOTOS,
        "Four lakes",
        photo("Photos1", "A lake at dawn"),
        photo("Photos2", "A lake <at> noon & after"),
        photo("Photos3"),
        photo("Photos4"),
    ),
    _VIDEO,
    post(GIF, "Ripples", gif(1800000000000000004)),
    post(
        MIXED,
        "All of it",
        photo("Mixed01", "A shore"),
        video(1800000000000000005),
        gif(1800000000000000006),
    ),
    post(
        QUOTE,
        "Look at this",
        photo("Quote01"),
        quoted_status_id_str=_number(PHOTO),
        is_quote_status=True,
        beside=_quoting(_PHOTO),
    ),
    post(
        QUOTE_OF_VIDEO,
        "Such waves",
        quoted_status_id_str=_number(VIDEO),
        is_quote_status=True,
        beside=_quoting(_VIDEO),
    ),
    post(
        REPLY,
        "Mine",
        photo("Reply01"),
        by=_OTHER,
        conversation_id_str=_number(PHOTO),
        in_reply_to_status_id_str=_number(PHOTO),
        in_reply_to_user_id_str="4711",
        in_reply_to_screen_name=ME,
    ),
    *_THREAD,
    post(
        RETWEET,
        f"RT @{ME}: A lake & its shore",
        by=_OTHER,
        retweeted_status_result={"result": _PHOTO},
    ),
    post(
        SENSITIVE,
        "Bathers",
        photo("Bathers", sensitive_media_warning={"adult_content": True}),
        possibly_sensitive=True,
    ),
    post(TEXT, "No lake today"),
    post(LINK, "A film https://t.co/linklinkli", entities={"urls": [_LINKED]}),
    post(HLS_ONLY, "Streamed", video(1800000000000000017, heights=())),
    post(VIDEOS, "Twice", video(1800000000000000018), video(1800000000000000019)),
    post(
        FULL,
        "Four lakes and their waves",
        *(photo(f"Full{number}", f"Lake {number}") for number in range(1, 5)),
        video(1800000000000000020),
    ),
    post(AGE_GATED, "Not for children", photo("AgeGate"), possibly_sensitive=True),
]
_BY_NUMBER = {one["rest_id"]: one for one in _POSTS}
_UNAVAILABLE = {
    _number(PROTECTED): "Protected",
    _number(AGE_GATED): "NsfwLoggedOut",
    _number(SUSPENDED): "Suspended",
}
_HIDDEN = "this account owner limits who can view their Posts. Learn more"
_TOMBSTONES = {
    _number(PROTECTED): f"You\u2019re unable to view this Post because {_HIDDEN}",
    _number(SUSPENDED): "This Post is from a suspended account. Learn more",
}


def _single(number: str, *, known: bool) -> Response:
    if number in _UNAVAILABLE and not (known and number in _BY_NUMBER):
        result: Json = {"__typename": "TweetUnavailable", "reason": _UNAVAILABLE[number]}
        return document({"data": {"tweetResult": {"result": result}}})
    if number not in _BY_NUMBER:
        return document({"data": {"tweetResult": {}}})
    return document({"data": {"tweetResult": {"result": _BY_NUMBER[number]}}})


def _detail(number: str) -> Response:
    if number not in _BY_NUMBER and number not in _TOMBSTONES:
        error = {"message": "_Missing: No status found with that ID.", "code": 144}
        return document({"errors": [error], "data": {}})
    if number in _TOMBSTONES:
        said = {"text": {"text": _TOMBSTONES[number]}}
        item = {"__typename": "TimelineTombstone", "tombstoneInfo": said}
        return _timeline([{"entryId": f"tombstone-{number}", "content": {"itemContent": item}}])
    focal = _BY_NUMBER[number]
    told = focal["legacy"]["conversation_id_str"]
    before = [] if told == number else [_BY_NUMBER[told]]
    after = [
        one
        for one in _POSTS
        if one["legacy"]["conversation_id_str"] == told and one not in (focal, *before)
    ]
    entries = [
        {"entryId": f"tweet-{one['rest_id']}", "content": _item(one)} for one in (*before, focal)
    ]
    entries += [
        {
            "entryId": f"conversationthread-{one['rest_id']}",
            "content": {"items": [{"entryId": f"tweet-{one['rest_id']}", "item": _item(one)}]},
        }
        for one in after
    ]
    return _timeline(entries)


def _item(told: Json) -> Json:
    return {"itemContent": {"tweet_results": {"result": told}}}


def _timeline(entries: list[Json]) -> Response:
    instructions = [{"type": "TimelineAddEntries", "entries": entries}]
    conversation = {"instructions": instructions}
    return document({"data": {"threaded_conversation_with_injections_v2": conversation}})


def _syndicated(number: str) -> Response:
    found = _BY_NUMBER.get(number)
    if found is None:
        return NOT_FOUND
    legacy, author = found["legacy"], found["core"]["user_results"]["result"]
    shown = legacy.get("extended_entities", {}).get("media", [])
    return document(
        {
            "__typename": "Tweet",
            "id_str": number,
            "text": legacy["full_text"],
            "created_at": "2025-03-13T00:58:50.000Z",
            "lang": "en",
            "favorite_count": legacy["favorite_count"],
            "entities": legacy["entities"],
            "user": {"id_str": author["rest_id"], **author["core"]},
            "mediaDetails": shown,
        }
    )


def _home() -> Response:
    """What gallery-dl computes its transaction ids from: a key, a script's name, four drawings."""
    curve = "C".join(" 11,22 33,44 55,66 h 77 s 88,99 10,20" for _ in range(16))
    drawings = "".join(
        f'<svg id="loading-x-anim-{n}"><path d="M 0"></path><path d="M 10,30 {curve}"></path></svg>'
        for n in range(4)
    )
    return page(
        '<html><head><meta name="twitter-site-verification" '
        f'content="{"QUJD" * 16}"/></head><body>{drawings}'
        '<script>u={1:"main",20113:"ondemand.s"};h={1:"aaa",20113:"1a2b3c4"}</script></body></html>'
    )


_SCRIPT = "a=[(e[2], 16),(e[42], 16),(e[45], 16),(e[7], 16)]"


def _api(request: Request) -> Response:
    match request.path.split("/"):
        case ["", "1.1", "guest", "activate.json"]:
            return document({"guest_token": "1900000000000000000"})
        case ["", "home"]:
            return _home()
        case ["", "i", "api", "graphql", _, "TweetResultByRestId"]:
            number = json.loads(request.params["variables"])["tweetId"]
            return _single(number, known="auth_token" in request.cookies)
        case ["", "i", "api", "graphql", _, "TweetDetail"]:
            if request.cookies.get("auth_token") != COOKIES["auth_token"]:
                wrong = {"message": "Could not authenticate you", "code": 32}
                return document({"errors": [wrong]}, 401)
            return _detail(json.loads(request.params["variables"])["focalTweetId"])
        case _:
            return NOT_FOUND


def _files(request: Request) -> Response:
    match request.path.split("/"):
        case ["", "responsive-web", *_]:
            return Response(200, _SCRIPT.encode(), {"content-type": "application/javascript"})
        case ["", "tweet-result"]:
            return _syndicated(request.params["id"])
        case ["", "media", name]:
            form = request.params.get("format", "jpg")
            return file(media.image(name.partition(".")[0]), f"image/{form.replace('jpg', 'jpeg')}")
        case ["", "ext_tw_video", _, "pu", "vid", "avc1", size, _]:
            return file(media.video(int(size.partition("x")[2])), "video/mp4")
        case ["", "ext_tw_video", _, "pu", "pl", "all.m3u8"]:
            playlist = manifests.hls({360: "360/index.m3u8"}, muxed=True)
            return Response(200, playlist.encode(), {"content-type": "application/x-mpegURL"})
        case ["", "ext_tw_video", _, "pu", "pl", "360", name]:
            return file(media.hls(360, sound=True)[name], "video/mp2t")
        case ["", "tweet_video", _]:
            return file(media.video(144, sound=False), "video/mp4")
        case ["", "ext_tw_video_thumb" | "tweet_video_thumb", *_]:
            return file(media.image(request.path), "image/jpeg")
        case _:
            return NOT_FOUND


def _answer(request: Request) -> Response:
    return _files(request) if request.host.endswith(".twimg.com") else _api(request)


SITE = Site(("x.com", "*.x.com", "twitter.com", "*.twitter.com", "*.twimg.com"), _answer)
