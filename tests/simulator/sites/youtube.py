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
from dataclasses import dataclass
from itertools import count
from typing import Any

from tests.simulator import media
from tests.simulator.messages import NOT_FOUND, Request, Response, document, file, page
from tests.simulator.site import Site

Json = dict[str, Any]

CHANNEL = "UClakelakelakelakelakeAA"
HANDLE = "@lakefilms"
AVC = {160: 144, 133: 240, 134: 360, 135: 480, 136: 720, 137: 1080}
"""H.264 alone: its height by itag."""
VP9 = {243: 360, 247: 720}
AAC, OPUS, PROGRESSIVE = 140, 251, 18


@dataclass(frozen=True, slots=True)
class Film:
    """A video as YouTube has it; `refused` is a playabilityStatus."""

    key: str
    title: str = "A lake & its shore"
    seconds: int = media.SECONDS
    tallest: int = 1080
    short: bool = False
    live: bool = False
    upcoming: bool = False
    refused: Json | None = None
    nowhere: bool = False
    """Nothing is told about it but that it is not there."""

    @property
    def url(self) -> str:
        return f"https://www.youtube.com/watch?v={self.key}"

    def tracks(self) -> dict[int, tuple[str, bytes, Json]]:
        """By itag: the type, the bytes, and what YouTube says besides."""
        found: dict[int, tuple[str, bytes, Json]] = {}
        for itags, kind, made in (
            (AVC, 'video/mp4; codecs="avc1.4d401e"', media.video_track),
            (VP9, 'video/webm; codecs="vp9"', media.webm_track),
        ):
            for itag, height in itags.items():
                if height <= self.tallest:
                    body = made(height, seconds=self.seconds)
                    found[itag] = (kind, body, _size(height))
        sound = {"audioQuality": "AUDIO_QUALITY_MEDIUM", "audioSampleRate": str(media.SOUND_RATE)}
        body = media.audio_track(seconds=self.seconds)
        found[AAC] = ('audio/mp4; codecs="mp4a.40.2"', body, sound | {"audioChannels": 1})
        body = media.webm_track(None, seconds=self.seconds)
        found[OPUS] = ('audio/webm; codecs="opus"', body, sound | {"audioChannels": 1})
        body = media.video(360, seconds=self.seconds)
        kind = 'video/mp4; codecs="avc1.42001E, mp4a.40.2"'
        found[PROGRESSIVE] = (kind, body, _size(360) | sound)
        return found


def _size(height: int) -> Json:
    label = {"qualityLabel": f"{height}p", "quality": "hd" if height > 700 else "medium"}
    return {"height": height, "width": media.width(height), "fps": media.RATE, **label}


def _refusal(status: str, reason: str, subreason: str) -> Json:
    said = {"reason": {"simpleText": reason}, "subreason": {"simpleText": subreason}}
    screen = {"playerErrorMessageRenderer": said}
    return {"status": status, "reason": reason, "errorScreen": screen}


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
        refused=_refusal(
            "LOGIN_REQUIRED",
            "Private video",
            "Sign in if you've been granted access to this video",
        ),
        nowhere=True,
    ),
    Film(
        "lakeadult01",
        refused=_refusal(
            "LOGIN_REQUIRED",
            "Sign in to confirm your age",
            "This video may be inappropriate for some users.",
        )
        | {"desktopLegacyAgeGateReason": 1},
    ),
    Film(
        "lakebot0001",
        refused=_refusal(
            "LOGIN_REQUIRED",
            "Sign in to confirm you\u2019re not a bot",
            "This helps protect our community. Learn more",
        ),
        nowhere=True,
    ),
    Film(
        "lakegone001",
        refused=_refusal(
            "ERROR", "Video unavailable", "This video has been removed by the uploader"
        ),
        nowhere=True,
    ),
    Film(
        "lakegeo0001",
        refused=_refusal(
            "UNPLAYABLE",
            "Video unavailable",
            "The uploader has not made this video available in your country",
        ),
    ),
    Film(
        "lakeslow001",
        refused=_refusal(
            "UNPLAYABLE", "Video unavailable", "This content isn't available, try again later."
        ),
        nowhere=True,
    ),
    Film(
        "lakemember1",
        refused=_refusal(
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


def _details(film: Film) -> Json:
    return {
        "videoId": film.key,
        "title": film.title,
        "lengthSeconds": "0" if film.live or film.upcoming else str(film.seconds),
        "keywords": ["lake", "shore"],
        "channelId": CHANNEL,
        "shortDescription": "Waves.\nAnd wind.",
        "viewCount": "4321",
        "author": "Lake Films",
        "isPrivate": False,
        "isLiveContent": film.live or film.upcoming,
        **({"isLive": True} if film.live else {}),
        **({"isUpcoming": True} if film.upcoming else {}),
    }


def _microformat(film: Film) -> Json:
    about = {
        "category": "Travel & Events",
        "externalChannelId": CHANNEL,
        "ownerProfileUrl": f"http://www.youtube.com/{HANDLE}",
        "uploadDate": "2025-03-13T00:58:50-07:00",
        "isFamilySafe": film.key != "lakeadult01",
        "isUnlisted": False,
        "isShortsEligible": film.short,
        "availableCountries": ["JP", "NZ"],
        "lengthSeconds": str(film.seconds),
        "viewCount": "4321",
    }
    if film.live or film.upcoming:
        start = "2025-03-13T08:00:00+00:00"
        about["liveBroadcastDetails"] = {"isLiveNow": film.live, "startTimestamp": start}
    return {"playerMicroformatRenderer": about}


def _streams(film: Film) -> Json:
    if film.live:
        where = "https://manifest.googlevideo.com/api/manifest/hls_variant"
        return {"hlsManifestUrl": f"{where}/id/{film.key}/file/index.m3u8"}
    said: dict[int, Json] = {
        itag: {
            "itag": itag,
            "url": f"https://rr1---sn-lake.googlevideo.com/videoplayback?id={film.key}&itag={itag}",
            "mimeType": kind,
            "contentLength": str(len(body)),
            "averageBitrate": len(body) * 8 // film.seconds,
            "bitrate": len(body) * 8 // film.seconds,
            "approxDurationMs": str(film.seconds * 1000),
            **more,
        }
        for itag, (kind, body, more) in film.tracks().items()
    }
    return {"formats": [said.pop(PROGRESSIVE)], "adaptiveFormats": list(said.values())}


def _player(film: Film | None, *, streams: bool) -> Json:
    if film is None:
        return {"playabilityStatus": _refusal("ERROR", "Video unavailable", "")}
    said: Json = {"playabilityStatus": film.refused or {"status": "OK", "playableInEmbed": True}}
    if not film.nowhere:
        said |= {"videoDetails": _details(film), "microformat": _microformat(film)}
    if streams and film.refused is None:
        said["streamingData"] = _streams(film)
    return said


def _beside() -> Json:
    """What stands beside a video: likes, the channel, the number of comments."""
    like = {"buttonViewModel": {"accessibilityText": "like this video along with 40 other people"}}
    for name in ("defaultButtonViewModel", "toggleButtonViewModel", "toggleButtonViewModel"):
        like = {name: like}
    for name in ("likeButtonViewModel", "likeButtonViewModel"):
        like = {name: like}
    buttons = [{"segmentedLikeDislikeButtonViewModel": like}]
    owner = {
        "title": {"runs": [{"text": "Lake Films"}]},
        "subscriberCountText": {"simpleText": "1.23K subscribers"},
    }
    told = [
        {
            "videoPrimaryInfoRenderer": {
                "videoActions": {"menuRenderer": {"topLevelButtons": buttons}}
            }
        },
        {"videoSecondaryInfoRenderer": {"owner": {"videoOwnerRenderer": owner}}},
    ]
    header = {"engagementPanelTitleHeaderRenderer": {"contextualInfo": {"runs": [{"text": "2"}]}}}
    comments = {"panelIdentifier": "engagement-panel-comments-section", "header": header}
    return {
        "contents": {"twoColumnWatchNextResults": {"results": {"results": {"contents": told}}}},
        "engagementPanels": [{"engagementPanelSectionListRenderer": comments}],
    }


def _entries(start: int) -> list[Json]:
    """A hundred of a playlist, and where to ask for more."""
    end = min(start + 100, PLAYLIST_ENTRIES)
    shown: list[Json] = [
        {
            "playlistVideoRenderer": {
                "videoId": f"listed{number:05}",
                "title": {"runs": [{"text": f"Lake {number}"}]},
                "lengthSeconds": str(media.SECONDS),
                "shortBylineText": {"runs": [{"text": "Lake Films"}]},
            }
        }
        for number in range(start, end)
    ]
    if end < PLAYLIST_ENTRIES:
        more = {"continuationEndpoint": {"continuationCommand": {"token": str(end)}}}
        shown.append({"continuationItemRenderer": more})
    return shown


def _playlist(key: str) -> Json:
    if key != _LIST:
        said = {"type": "ERROR", "text": {"simpleText": "The playlist does not exist."}}
        return {"alerts": [{"alertRenderer": said}]}
    videos = {"playlistVideoListRenderer": {"contents": _entries(0)}}
    section = {"contents": [{"itemSectionRenderer": {"contents": [videos]}}]}
    tab = {"tabRenderer": {"selected": True, "content": {"sectionListRenderer": section}}}
    return {
        "contents": {"twoColumnBrowseResultsRenderer": {"tabs": [tab]}},
        "metadata": {"playlistMetadataRenderer": {"title": "Lakes"}},
    }


def _browse(asked: Json) -> Json:
    if token := asked.get("continuation"):
        items = {"continuationItems": _entries(int(token))}
        return {"onResponseReceivedActions": [{"appendContinuationItemsAction": items}]}
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
            film = _film(request.params.get("v", ""))
            player = _player(film, streams=False)
            return _html(ytInitialPlayerResponse=player, ytInitialData=_beside())
        case ["playlist"]:
            return _html(ytInitialData=_playlist(request.params.get("list", "")))
        case ["youtubei", "v1", "player"]:
            asked = request.json()
            direct = asked["context"]["client"]["clientName"] == "VISIONOS"
            return document(_player(_film(asked["videoId"]), streams=direct))
        case ["youtubei", "v1", "browse"]:
            return document(_browse(request.json()))
        case ["youtubei", "v1", "next"]:
            return document(_beside())
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
