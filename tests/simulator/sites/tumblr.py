"""Tumblr for guests.

gallery-dl asks `api.tumblr.com/v2/blog/BLOG/posts` with its own API key and fetches from
`64.media.tumblr.com`. yt-dlp asks `www.tumblr.com/login` for a token, the post's page as WhatsApp
would, and the post's JSON; it finds videos only, and knows only links of the form
`BLOG.tumblr.com/post/ID`.

gallery-dl's keywords: the post's are `id`, `blog_name`, `blog`, `post_url`, `slug`, `type`
("photo" | "text" | "video" ...), `timestamp`, `date`, `tags`, `summary`, `note_count`, `caption`
(HTML), `reblogged`, `is_nsfw`, `count`; a file's are `num`, `source` ("photo" | "inline" |
"video"), `photo` (`caption`, `url`, `width`, `height`), `hash`, `filename`, `extension`. An alt
text is not told.

yt-dlp's: `id`, `title`, `description`, `uploader_id` (the blog), `timestamp`, `like_count`,
`repost_count`, `tags`, `age_limit`, `formats` (one, without codecs). A post without a video is
"No video could be found in this post".
"""

from typing import Any

from tests.simulator import media
from tests.simulator.messages import NOT_FOUND, Request, Response, document, file, page
from tests.simulator.site import Site

Json = dict[str, Any]

ROOT = "https://lakes.tumblr.com/post"
PHOTOS = f"{ROOT}/778000000000000001/a-lake"
"""Two."""
INLINE = "https://www.tumblr.com/lakes/778000000000000002/a-lake"
"""Words with an image between them."""
VIDEO = f"{ROOT}/778000000000000003/a-lake"
MISSING = f"{ROOT}/778000000000000009/a-lake"

_IMAGES = "https://64.media.tumblr.com/0a1b2c/tumblr"
_FILM = "https://va.media.tumblr.com/tumblr_lakefilm.mp4"


def _post(url: str, kind: str, **more: Any) -> Json:
    key = url.split("/")[-2]
    return {
        "id": int(key),
        "id_string": key,
        "blog_name": "lakes",
        "blog": {"name": "lakes", "title": "Lakes", "uuid": "t:lakes"},
        "post_url": f"{ROOT}/{key}/a-lake",
        "slug": "a-lake",
        "type": kind,
        "timestamp": 1741827530,
        "tags": ["lake"],
        "summary": "A lake & its shore",
        "note_count": 50,
        "like_count": 40,
        "reblog_count": 10,
        "is_nsfw": False,
        "reblog": {"comment": "<p>A lake</p>", "tree_html": ""},
        **more,
    }


def _photo(name: str) -> Json:
    url = f"{_IMAGES}_{name}/s1280x1920/{name}.jpg"
    size = {"url": url, "width": 320, "height": 180}
    return {"caption": "", "original_size": size, "alt_sizes": [size]}


def _inline(name: str) -> Json:
    picture = f'<img src="{_IMAGES}_{name}/s640x960/{name}.jpg" alt="A lake at dawn">'
    return {"comment": f"<p>Before</p><figure>{picture}</figure><p>After</p>", "tree_html": ""}


_POSTS = [
    _post(PHOTOS, "photo", photos=[_photo("dawn"), _photo("noon")]),
    _post(INLINE, "text", body="<p>Words</p>", reblog=_inline("dusk")),
    _post(
        VIDEO,
        "video",
        video_url=_FILM,
        video_type="tumblr",
        content=[
            {
                "type": "video",
                "provider": "tumblr",
                "media": {"url": _FILM, "type": "video/mp4", "width": 640, "height": 360},
            }
        ],
    ),
]
_BY_KEY = {post["id_string"]: post for post in _POSTS}


def _told(status: int, response: Json) -> Response:
    return document({"meta": {"status": status, "msg": ""}, "response": response}, status)


def _api(key: str) -> Response:
    if key not in _BY_KEY:
        return _told(404, {})
    post = _BY_KEY[key]
    return _told(200, {"blog": post["blog"], "posts": [post], "total_posts": 1})


def _answer(request: Request) -> Response:
    match request.path.strip("/").split("/"):
        case ["v2", "blog", _, "posts"]:
            return _api(request.params.get("id", ""))
        case ["login"]:
            return page('<script>{"API_TOKEN":"token"}</script>')
        case ["api", "v2", "blog", _, "posts", key, "permalink"] if key in _BY_KEY:
            return _told(200, {"timeline": {"elements": [_BY_KEY[key]]}})
        case ["post", key, *_] if key in _BY_KEY:
            return page("<title>A lake &amp; its shore | Tumblr</title>")
        case [_, _, "s99999x99999", name]:
            shown = f"{_IMAGES}_{name.partition('.')[0]}/s99999x99999/{name}"
            if "text/html" in request.headers.get("accept", ""):
                return page(f'<img class="shown" src="{shown}">')
            return file(media.image(name), "image/jpeg")
        case [_, _, _, name] if name.endswith(".jpg"):
            return file(media.image(name), "image/jpeg")
        case ["tumblr_lakefilm.mp4"]:
            return file(media.video(360), "video/mp4")
        case _:
            return NOT_FOUND


SITE = Site(("tumblr.com", "*.tumblr.com"), _answer)
