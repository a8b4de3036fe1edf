"""DASH and HLS as the platforms write them, over tracks that lie apart."""

from collections.abc import Mapping
from xml.sax.saxutils import escape

from tests.simulator import media

_MPD = """<?xml version="1.0"?>
<MPD xmlns="urn:mpeg:dash:schema:mpd:2011" profiles="urn:mpeg:dash:profile:isoff-on-demand:2011"
 type="static" mediaPresentationDuration="PT{seconds}S"><Period duration="PT{seconds}S">
<AdaptationSet contentType="video">{video}</AdaptationSet>{audio}</Period></MPD>"""
_MPD_VIDEO = """
<Representation id="v{height}" mimeType="video/mp4" codecs="avc1.4d401e" bandwidth="{height}000"
 width="{width}" height="{height}" frameRate="{rate}"><BaseURL>{url}</BaseURL></Representation>"""
_MPD_AUDIO = """<AdaptationSet contentType="audio">
<Representation id="a48" mimeType="audio/mp4" codecs="mp4a.40.2" bandwidth="48000"
 audioSamplingRate="{rate}"><BaseURL>{url}</BaseURL></Representation></AdaptationSet>"""
_HLS_AUDIO = '#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="a",URI="{url}"\n'
_HLS_VIDEO = "#EXT-X-STREAM-INF:BANDWIDTH={height}000,RESOLUTION={width}x{height},{rest}\n{url}\n"


def dash(videos: Mapping[int, str], audio: str | None) -> str:
    """An MPD: the video tracks' addresses by height, and the audio track's where there is one."""
    return _MPD.format(
        seconds=media.SECONDS,
        video="".join(
            _MPD_VIDEO.format(
                height=height, width=media.width(height), rate=media.RATE, url=escape(url)
            )
            for height, url in videos.items()
        ),
        audio=_MPD_AUDIO.format(rate=media.SOUND_RATE, url=escape(audio)) if audio else "",
    )


def hls(videos: Mapping[int, str], audio: str | None = None, *, muxed: bool = False) -> str:
    """A master playlist: the renditions' addresses by height, and the sound's where it lies apart.

    `muxed`: the renditions themselves have sound.
    """
    rest = 'CODECS="avc1.4d401e,mp4a.40.2"' if audio or muxed else 'CODECS="avc1.4d401e"'
    rest += ',AUDIO="a"' if audio else ""
    lines = (
        _HLS_VIDEO.format(height=height, width=media.width(height), rest=rest, url=url)
        for height, url in videos.items()
    )
    return "".join(("#EXTM3U\n", _HLS_AUDIO.format(url=audio) if audio else "", *lines))
