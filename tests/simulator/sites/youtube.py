"""YouTube for guests, as the client `visionos` sees it: direct addresses, no JavaScript to be
solved.

yt-dlp asks `/watch?v=ID` (a page with `ytcfg`, `ytInitialPlayerResponse`, `ytInitialData`), once
for each of its clients `/youtubei/v1/player` (with a JavaScript runtime tv_samsung, visionos and
web, else visionos alone), after that `*.googlevideo.com/videoplayback` in parts of 10 MiB; for an
age gate `/embed/ID` too; for a playlist `/playlist?list=ID`, then `/youtubei/v1/browse` once for
the whole and once for each hundred entries. `googlevideo` serves what `itag` says.

Its keys: `id`, `title`, `description`, `channel` (= `uploader`), `channel_id`, `uploader_id` (the
handle, "@..."), `channel_follower_count`, `upload_date` ("20250313"), `timestamp`, `duration`,
`categories`, `tags`, `view_count`, `like_count`, `comment_count`, `age_limit`, `live_status`
("not_live" | "is_live" | "is_upcoming" ...), `is_live`, `media_type` ("video" | "short" |
"livestream"), `availability`, `playable_in_embed`, `thumbnail`, `chapters`, `formats`:
`format_id` = itag, `ext`, `vcodec`, `acodec` ("none" where there is none), `width`, `height`,
`fps`, `tbr`, `filesize` (exact), `container` ("mp4_dash" ... for single tracks), and the
storyboards ("sb0" ...) where they exist, which are no media. Every failure is a DownloadError
whose words begin "[youtube] ID: ". A live stream needs an ffmpeg binary. A flat playlist's
entries have `id`, `url`, `title`, `duration`, `channel`, and `ie_key`.
"""

import json
from itertools import count

from tests.simulator import media
from tests.simulator.messages import NOT_FOUND, Request, Response, document, file, page
from tests.simulator.site import Site
from tests.simulator.sites.youtube_documents import (
    Film,
    Json,
    beside,
    continued,
    player,
    playlist,
    refusal,
)

_FILMS = (
    Film("lakefilm001"),
    Film("lakeshort01", "A short lake", tallest=360, short=True),
    Film("lakelong001", "A long lake", seconds=8, tallest=360),
    Film("lakelive001", "A lake, live", live=True),
    Film(
        "lakesoon001",
        "A lake, soon",
        upcoming=True,
        refused={
            "status": "LIVE_STREAM_OFFLINE",
            "reason": "This live event will begin in 2 hours.",
        },
    ),
    Film(
        "lakeprivat1",
        refused=refusal(
            "LOGIN_REQUIRED",
            "Private video",
            "Sign in if you've been granted access to this video",
        ),
        nowhere=True,
    ),
    Film(
        "lakeadult01",
        refused=refusal(
            "LOGIN_REQUIRED",
            "Sign in to confirm your age",
            "This video may be inappropriate for some users.",
        )
        | {"desktopLegacyAgeGateReason": 1},
    ),
    Film(
        "lakebot0001",
        refused=refusal(
            "LOGIN_REQUIRED",
            "Sign in to confirm you\u2019re not a bot",
            "This helps protect our community. Learn more",
        ),
        nowhere=True,
    ),
    Film(
        "lakegone001",
        refused=refusal(
            "ERROR", "Video unavailable", "This video has been removed by the uploader"
        ),
        nowhere=True,
    ),
    Film(
        "lakegeo0001",
        refused=refusal(
            "UNPLAYABLE",
            "Video unavailable",
            "The uploader has not made this video available in your country",
        ),
    ),
    Film(
        "lakeslow001",
        refused=refusal(
            "UNPLAYABLE", "Video unavailable", "This content isn't available, try again later."
        ),
        nowhere=True,
    ),
    Film(
        "lakemember1",
        refused=refusal(
            "UNPLAYABLE",
            "Join this channel to get access to members-only content like this video.",
            "",
        ),
    ),
)
_BY_KEY = {film.key: film for film in _FILMS}
(
    VIDEO,
    _,
    LONG,
    LIVE,
    UPCOMING,
    PRIVATE,
    AGE_GATED,
    BOT_CHECK,
    REMOVED,
    GEO_BLOCKED,
    SLOWED,
    MEMBERS,
) = (film.url for film in _FILMS)
SHORT = "https://www.youtube.com/shorts/lakeshort01"
SHORT_LINK = "https://youtu.be/lakefilm001?t=1"
"""To VIDEO."""
PLAYLIST_ENTRIES = 300
_LIST = "PLlakelakelakelakelakelakelakelake"
PLAYLIST = f"https://www.youtube.com/playlist?list={_LIST}"
"""PLAYLIST_ENTRIES videos, of which each is like VIDEO at 360 and below."""
IN_PLAYLIST = f"{VIDEO}&list={_LIST}"
MISSING_PLAYLIST = "https://www.youtube.com/playlist?list=PLnothingnothingnothingnothingnoth"


def _film(key: str) -> Film | None:
    if key.startswith("listed"):
        return Film(key, f"Lake {int(key[6:])}", tallest=360)
    return _BY_KEY.get(key)


def _playlist(key: str | None) -> Json:
    return playlist(PLAYLIST_ENTRIES if key == _LIST else None)


def _browse(asked: Json) -> Json:
    if token := asked.get("continuation"):
        return continued(token, PLAYLIST_ENTRIES)
    return _playlist(asked["browseId"].removeprefix("VL"))


def _html(**variables: Json) -> Response:
    config = {
        "INNERTUBE_API_KEY": "key",
        "INNERTUBE_CONTEXT": {"client": {"visitorData": "visitor", "clientName": "WEB"}},
        "PLAYER_JS_URL": "/s/player/1a2b3c4d/player_es6.vflset/en_US/base.js",
        "STS": 20500,
        "VISITOR_DATA": "visitor",
    }
    said = "".join(f"var {name} = {json.dumps(value)};" for name, value in variables.items())
    return page(f"<html><script>ytcfg.set({json.dumps(config)});{said}</script></html>")


def _www(request: Request) -> Response:
    match request.path.strip("/").split("/"):
        case ["watch"]:
            told = player(_film(request.params.get("v", "")), streams=False)
            return _html(ytInitialPlayerResponse=told, ytInitialData=beside())
        case ["playlist"]:
            return _html(ytInitialData=_playlist(request.params.get("list")))
        case ["youtubei", "v1", "player"]:
            asked = request.json()
            direct = asked["context"]["client"]["clientName"] == "VISIONOS"
            return document(player(_film(asked["videoId"]), streams=direct))
        case ["youtubei", "v1", "browse"]:
            return document(_browse(request.json()))
        case ["youtubei", "v1", "next"]:
            return document(beside())
        case ["s", "player", *_]:
            return Response(
                200, b"a={signatureTimestamp:20500}", {"content-type": "text/javascript"}
            )
        case [""] | ["embed", _] | ["tv"] | ["iframe_api"]:
            return _html()
        case _:
            return NOT_FOUND


_clock = count(1000)


def _live(path: list[str]) -> Response:
    """A stream that goes on: every time its playlist is asked it is a second further."""
    m3u8 = {"content-type": "application/vnd.apple.mpegurl"}
    match path:
        case ["api", "manifest", "hls_variant", "id", key, *_]:
            where = f"https://manifest.googlevideo.com/api/manifest/hls_playlist/id/{key}/itag/91"
            stream = 'BANDWIDTH=290000,CODECS="mp4a.40.5,avc1.42C00B",RESOLUTION=256x144'
            said = f"#EXTM3U\n#EXT-X-STREAM-INF:{stream}\n{where}/playlist/index.m3u8\n"
        case ["api", "manifest", "hls_playlist", "id", key, *_]:
            where = f"https://rr1---sn-lake.googlevideo.com/videoplayback/id/{key}/sq"
            now = next(_clock)
            parts = "".join(f"#EXTINF:1.0,\n{where}/{n}/file/seg.ts\n" for n in range(now - 4, now))
            said = f"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXT-X-MEDIA-SEQUENCE:{now - 4}\n{parts}"
        case ["videoplayback", "id", _, "sq", number, *_]:
            return file(media.hls(144, sound=True)[f"index{int(number) % 2}.ts"], "video/mp2t")
        case _:
            return NOT_FOUND
    return Response(200, said.encode(), m3u8)


def _video(request: Request) -> Response:
    film = _film(request.params.get("id", ""))
    if film is None:
        return _live(request.path.strip("/").split("/"))
    kind, body, _ = film.tracks()[int(request.params["itag"])]
    return file(body, kind.partition(";")[0])


def _answer(request: Request) -> Response:
    if request.host.endswith(".googlevideo.com"):
        return _video(request)
    if request.host.endswith(".ytimg.com"):
        return file(media.image(request.path), "image/jpeg")
    return _www(request)


SITE = Site(
    ("youtube.com", "*.youtube.com", "youtu.be", "*.ytimg.com", "*.googlevideo.com"), _answer
)
