"""Reddit for guests and for those with a `reddit_session` cookie or an OAuth token.

Who comes without `reddit_session` and without the `loid` cookie, which `old.reddit.com` and
`/svc/shreddit/` set, gets the block page (403, HTML) instead of JSON. So gallery-dl needs COOKIES
(or `client-id`), and yt-dlp does not.

gallery-dl asks `/comments/ID/.json?raw_json=1` whatever the link says besides; with `client-id`
it asks `/api/v1/access_token` and `oauth.reddit.com`. It leaves a permalink's comment out of
account: with `comments` set it tells all media of all comments, and `comment[id]` says whose.

gallery-dl's keywords are the post's own JSON: `id`, `title`, `author`, `subreddit`, `selftext`,
`permalink`, `url`, `domain`, `created_utc` and `date`, `score`, `ups`, `upvote_ratio`,
`num_comments`, `over_18`, `spoiler`, `is_video`, `is_self`, `is_gallery`, `link_flair_text`,
`crosspost_parent_list` (the original's JSON, of which the media are), `gallery_data` (`items`:
`media_id`, `caption`, `outbound_url`), `media_metadata` (by media_id: `status`, `m`, `s`),
`secure_media[reddit_video]` (`duration`, `width`, `height`, `has_audio`, `is_gif`,
`fallback_url`, `dash_url`, `hls_url`, `bitrate_kbps`); besides `num` (0 for a single file),
`filename` (the media_id), `extension`, and `comment` (None, or the comment's JSON). A caption
belongs to the item whose `media_id` is the `filename`; `num` is no index into the items, since
broken items are left out.

yt-dlp asks `old.reddit.com/`, `/r/SUB/comments/ID/.json` without `raw_json` (so `&` in a title
arrives as `&amp;`), and of v.redd.it the HLS and DASH manifests. Its keys: `id` (the video's),
`display_id` (the post's), `title` (at most 72 characters), `alt_title`, `description`,
`timestamp`, `uploader`, `channel_id` (the subreddit), `like_count`, `comment_count`, `age_limit`,
`duration`, `formats` ("fallback", "dash-N" and "hls-N" with video or sound alone). A post that
links elsewhere is handed to the other site's extractor and keeps Reddit's title and uploader; a
link that none knows goes to Generic.
"""

import html
from typing import Any

from tests.simulator import manifests, media
from tests.simulator.messages import NOT_FOUND, Request, Response, document, file, page, redirect
from tests.simulator.site import Site
from tests.simulator.sites.reddit_documents import (
    comment,
    gallery,
    image,
    listing,
    post,
    shows,
    video,
)

COOKIES = {"reddit_session": "s" * 32}
"""What a browser that has logged in would send to reddit.com."""
REFRESH_TOKEN = "refresh-token"
"""What gallery-dl's `refresh-token` must be, beside any `client-id`, for OAuth."""
BLOCKED = page("<p class='-content-strong'>You've been blocked by network security.</div>", 403)
"""What those get who are no one; also to be used with `faults.says`."""


def _link(key: str) -> str:
    return f"https://www.reddit.com/r/lakes/comments/{key}/a_lake/"


IMAGE = _link("1image")
SHORT = "https://redd.it/1image"
SHARED = "https://www.reddit.com/r/lakes/s/aBcDeFgHiJ"
"""Leads to IMAGE."""
GALLERY = _link("1gallry")
"""Three pictures; the first and the last have captions."""
GALLERY_PARTLY = _link("1partly")
"""Three pictures, of which the first is broken; the third has a caption."""
GIF = _link("1gif")
CROSSPOST = _link("1cross")
"""Of IMAGE."""
CROSSPOSTED_VIDEO = _link("1crossv")
"""Of VIDEO."""
VIDEO = _link("1video")
"""At 240, 480 and 720, with sound apart."""
SILENT = _link("1silent")
LINK = _link("1link")
"""To a YouTube video."""
LINK_TO_FILE = _link("1linkfile")
LINK_TO_PICTURE = _link("1linkimg")
"""On Imgur."""
SELF = _link("1self")
"""Only words."""
SELF_WITH_IMAGE = _link("1selfimg")
SELF_WITH_VIDEO = _link("1selfvid")
SELF_WITH_LINK = _link("1selflnk")
"""Words with a link to a file."""
COMMENTS = _link("1talk")
"""Only words; two comments have a picture, and an answer to the first has a GIF."""
COMMENT = f"{COMMENTS}commnt2/"
"""The permalink to the second comment."""
NSFW = _link("1nsfw")
SPOILER = _link("1spoil")
PRIVATE = _link("1prvt")
QUARANTINED = _link("1quarnt")
DELETED = _link("1nothere")
"""Also any other: there is no such post."""
REMOVED = _link("1removd")
"""Its words are left, its picture is not."""


_RIPPLES = {
    "id": "ripples",
    "status": "valid",
    "e": "AnimatedImage",
    "m": "image/gif",
    "s": {
        "gif": "https://i.redd.it/ripples.gif",
        "mp4": "https://preview.redd.it/ripples.gif?format=mp4&s=abc",
        "x": 96,
        "y": 54,
    },
}
_EMBEDDED = {
    "id": "embedded1",
    "status": "valid",
    "e": "RedditVideo",
    "dashUrl": "https://v.redd.it/link/1selfvid/asset/embedded1/DASHPlaylist.mpd?a=1&v=1",
    "hlsUrl": "https://v.redd.it/link/1selfvid/asset/embedded1/HLSPlaylist.m3u8?a=1&v=1",
    "x": 1280,
    "y": 720,
    "isGif": False,
}
_COMMENTS = [
    comment(
        COMMENTS,
        "commnt1",
        "Mine",
        [comment(COMMENTS, "answer1", "Ripples", media_metadata={"ripples": _RIPPLES})],
        **shows("pier"),
    ),
    comment(COMMENTS, "commnt2", "And mine", **shows("boat")),
    comment(COMMENTS, "commnt3", "Nice"),
]

_IMAGE = post(IMAGE, "https://i.redd.it/lake.jpg", post_hint="image")
_VIDEO = post(VIDEO, "https://v.redd.it/lakefilm", **video("lakefilm", sound=True))
_BROKEN = ({"media_id": "broken", "id": 1}, {"id": "broken", "status": "failed"})
_POSTS = [
    _IMAGE,
    _VIDEO,
    post(
        GALLERY,
        "https://www.reddit.com/gallery/1gallry",
        **gallery(image("dawn", "At dawn"), image("noon"), image("dusk", "At dusk")),
    ),
    post(
        GALLERY_PARTLY,
        "https://www.reddit.com/gallery/1partly",
        **gallery(_BROKEN, image("spring"), image("autumn", "In autumn")),
    ),
    post(GIF, "https://i.redd.it/waves.gif", post_hint="image"),
    post(CROSSPOST, "https://i.redd.it/lake.jpg", crosspost_parent_list=[_IMAGE]),
    post(CROSSPOSTED_VIDEO, "https://v.redd.it/lakefilm", crosspost_parent_list=[_VIDEO]),
    post(SILENT, "https://v.redd.it/silent", **video("silent", sound=False)),
    post(LINK, "https://www.youtube.com/watch?v=lakefilm001", post_hint="rich:video"),
    post(LINK_TO_FILE, "https://files.example/pictures/lake.jpg", post_hint="link"),
    post(LINK_TO_PICTURE, "https://imgur.com/lake001", post_hint="link"),
    post(SELF, selftext="No picture", selftext_html="<p>No picture</p>"),
    post(SELF_WITH_IMAGE, selftext="See", selftext_html="<p>See</p>", **shows("inside")),
    post(SELF_WITH_VIDEO, selftext="See", media_metadata={"embedded1": _EMBEDDED}),
    post(
        SELF_WITH_LINK,
        selftext="[See](https://files.example/pictures/lake.jpg)",
        selftext_html='<p><a href="https://files.example/pictures/lake.jpg">See</a></p>',
    ),
    post(COMMENTS, selftext="Show yours"),
    post(NSFW, "https://i.redd.it/bathers.jpg", over_18=True, spoiler=True),
    post(SPOILER, "https://i.redd.it/ending.jpg", spoiler=True),
    post(REMOVED, selftext="[removed]", removed_by_category="moderator"),
]
_BY_KEY = {one["id"]: one for one in _POSTS}
_REFUSED = {"1prvt": "private", "1quarnt": "quarantined"}


def _escaped(value: Any) -> Any:
    """As Reddit sends it to those who do not ask for `raw_json`."""
    match value:
        case str():
            return html.escape(value, quote=False)
        case list():
            return [_escaped(one) for one in value]
        case dict():
            return {key: _escaped(one) for key, one in value.items()}
        case _:
            return value


def _comments(request: Request, key: str) -> Response:
    if key in _REFUSED:
        refusal = {"reason": _REFUSED[key], "message": "Forbidden", "error": 403}
        return document(refusal, 403)
    if key not in _BY_KEY:
        return document({"message": "Not Found", "error": 404}, 404)
    comments = _COMMENTS if f"/{key}/" in COMMENTS else []
    answer = [listing({"kind": "t3", "data": _BY_KEY[key]}), listing(*comments)]
    return document(answer if request.params.get("raw_json") == "1" else _escaped(answer))


def _known(request: Request) -> bool:
    return request.host == "oauth.reddit.com" or bool(
        {"reddit_session", "loid"} & request.cookies.keys()
    )


def _api(request: Request) -> Response:
    match [part for part in request.path.split("/") if part]:
        case ["api", "v1", "access_token"]:
            if f"refresh_token={REFRESH_TOKEN}" not in request.body.decode():
                return document({"message": "Unauthorized", "error": 401}, 401)
            return document({"access_token": "access-token", "expires_in": 86400})
        case ["r", _, "s", _]:
            return redirect(IMAGE + "?share_id=abc")
        case [key] if request.host == "redd.it":
            return redirect(_link(key))
        case [] | ["svc", "shreddit", *_]:
            welcome = page("<title>reddit</title>")
            return welcome.with_headers(set_cookie="loid=abc; Domain=.reddit.com; Path=/")
        case [*_, "comments", _, ".json"] if not _known(request):
            return BLOCKED
        case [*_, "comments", key, ".json"]:
            return _comments(request, key)
        case [*_, "comments", _, _] | [*_, "comments", _, _, _] | ["gallery", _]:
            return page("<title>reddit</title>")
        case _:
            return NOT_FOUND


_HEIGHTS = (240, 480, 720)


def _film(request: Request) -> Response:
    """v.redd.it; only the film named `silent` has no sound."""
    *where, name = request.path.strip("/").split("/")
    sound = "silent" not in where
    match name.removesuffix(".mp4").split("_"):
        case ["DASHPlaylist.mpd"]:
            tracks = {height: f"CMAF_{height}.mp4" for height in _HEIGHTS}
            manifest = manifests.dash(tracks, "CMAF_AUDIO_48.mp4" if sound else None)
            return Response(200, manifest.encode(), {"content-type": "application/dash+xml"})
        case ["HLSPlaylist.m3u8"]:
            tracks = {height: f"HLS_{height}/index.m3u8" for height in _HEIGHTS}
            playlist = manifests.hls(tracks, "HLS_AUDIO/index.m3u8" if sound else None)
            return Response(200, playlist.encode(), {"content-type": "application/x-mpegURL"})
        case ["CMAF", "AUDIO", _] if sound:
            return file(media.audio_track(), "video/mp4")
        case ["CMAF", height]:
            return file(media.video_track(int(height)), "video/mp4")
        case [_] if where and where[-1] == "HLS_AUDIO" and sound:
            return file(media.hls(None, sound=True)[name], "video/mp2t")
        case [_] if where and where[-1].startswith("HLS_"):
            height = int(where[-1].removeprefix("HLS_"))
            return file(media.hls(height, sound=False)[name], "video/mp2t")
        case _:
            return NOT_FOUND


def _answer(request: Request) -> Response:
    if request.host == "v.redd.it":
        return _film(request)
    if request.host.endswith(".redd.it"):
        name, _, kind = request.path.rpartition("/")[2].rpartition(".")
        if kind == "gif":
            return file(media.animation(name), "image/gif")
        return file(media.image(name), "image/jpeg")
    return _api(request)


SITE = Site(("reddit.com", "*.reddit.com", "redd.it", "*.redd.it"), _answer)
