"""YouTube's JSON: a film, what stands beside it, and playlists."""

from dataclasses import dataclass
from typing import Any

from tests.simulator import media

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


def refusal(status: str, reason: str, subreason: str) -> Json:
    """A playabilityStatus that says why not."""
    said = {"reason": {"simpleText": reason}, "subreason": {"simpleText": subreason}}
    screen = {"playerErrorMessageRenderer": said}
    return {"status": status, "reason": reason, "errorScreen": screen}


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


def player(film: Film | None, *, streams: bool) -> Json:
    """What a client is told of a film, with or without where its streams are."""
    if film is None:
        return {"playabilityStatus": refusal("ERROR", "Video unavailable", "")}
    said: Json = {"playabilityStatus": film.refused or {"status": "OK", "playableInEmbed": True}}
    if not film.nowhere:
        said |= {"videoDetails": _details(film), "microformat": _microformat(film)}
    if streams and film.refused is None:
        said["streamingData"] = _streams(film)
    return said


def beside() -> Json:
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


def _entries(start: int, length: int) -> list[Json]:
    """A hundred of a playlist, and where to ask for more."""
    end = min(start + 100, length)
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
    if end < length:
        more = {"continuationEndpoint": {"continuationCommand": {"token": str(end)}}}
        shown.append({"continuationItemRenderer": more})
    return shown


def playlist(length: int | None) -> Json:
    """A playlist of so many, or None: there is no such."""
    if length is None:
        said = {"type": "ERROR", "text": {"simpleText": "The playlist does not exist."}}
        return {"alerts": [{"alertRenderer": said}]}
    videos = {"playlistVideoListRenderer": {"contents": _entries(0, length)}}
    section = {"contents": [{"itemSectionRenderer": {"contents": [videos]}}]}
    tab = {"tabRenderer": {"selected": True, "content": {"sectionListRenderer": section}}}
    return {
        "contents": {"twoColumnBrowseResultsRenderer": {"tabs": [tab]}},
        "metadata": {"playlistMetadataRenderer": {"title": "Lakes"}},
    }


def continued(token: str, length: int) -> Json:
    """The next hundred of a playlist of so many."""
    items = {"continuationItems": _entries(int(token), length)}
    return {"onResponseReceivedActions": [{"appendContinuationItemsAction": items}]}
