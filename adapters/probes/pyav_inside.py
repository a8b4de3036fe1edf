"""Measures films and sound in a child: packet by packet, and a few frames."""

from collections.abc import Mapping
from typing import Any

from av import error as av_error
from av.audio.stream import AudioStream
from av.codec.context import CodecContext
from av.container import InputContainer
from av.stream import Stream
from av.video.stream import VideoStream

from adapters.opening.refusing import TooMuchError, refuse
from adapters.opening.with_av import (
    has_decoder,
    is_cover,
    open_film,
    packets,
    picture_stream,
    refuse_huge,
    sound_stream,
)
from adapters.probes.boxes_inside import index_comes_first
from adapters.probes.looks_inside import looks
from adapters.probes.packets_inside import Track
from domain.frame_times import gaps_between
from domain.media_limits import (
    MOST_FILM_PIXELS,
    MOST_FRAMES_PER_SECOND,
    MOST_PACKETS_PER_SECOND,
    Excess,
    too_fast,
    too_long,
    too_many_pixels,
)


def measure(job: Mapping[str, str], _talk: object) -> dict[str, Any]:
    """What is in `path`, a file of `mimetype`: `film` and `sound` (either may be None), or `fails`.

    Fails: "corrupt", "too_much", or "unsupported_codec" with the `codec` that has no decoder.
    """
    path, mimetype = job["path"], job["mimetype"]
    try:
        refuse_huge(path, mimetype)
        with open_film(path, mimetype) as container:
            found = _tracks(container)
        if film := found.get("film"):
            looked = looks(path, mimetype, start=found["start"], end=found["end"])
            if looked is None:
                return {"fails": "corrupt"}
            film |= looked
            refuse(_too_wide(looked))
    except TooMuchError as too_much:
        return too_much.told
    except av_error.FFmpegError:
        return {"fails": "corrupt"}
    with open(path, "rb") as file:  # noqa: PTH123 - nothing here needs pathlib
        found["faststart"] = index_comes_first(file)
    return found


def _tracks(container: InputContainer) -> dict[str, Any]:
    film, sound = picture_stream(container), sound_stream(container)
    streams: list[Stream] = [stream for stream in (film, sound) if stream is not None]
    if not streams:
        return _without_decoder(container)
    tracks = {stream.index: Track(_densest(stream)) for stream in streams}
    for packet in packets(container, *streams):
        tracks[packet.stream_index].add(packet)
    shown = {index: track for index, track in tracks.items() if track.times}
    if not shown:
        return {"fails": "corrupt"}
    for index, track in shown.items():
        length = track.end - track.start
        refuse(too_long(length))
        refuse(too_fast(len(track.times), length) if film and index == film.index else None)
    return {
        "film": _film(film, shown[film.index]) if film and film.index in shown else None,
        "sound": _sound(sound, shown[sound.index]) if sound and sound.index in shown else None,
        "start": min(track.start for track in shown.values()),
        "end": max(track.end for track in shown.values()),
        "damaged_packets": sum(track.damaged for track in tracks.values()),
        "cover_art": any(is_cover(stream) for stream in container.streams.video),
    }


def _too_wide(looked: Mapping[str, Any]) -> Excess | None:
    """As it is shown: a file may say that its pixels are no squares at all."""
    width = round(looked["coded_width"] * looked["aspect"])
    return too_many_pixels(width, looked["coded_height"], allowed=MOST_FILM_PIXELS)


def _densest(stream: Stream) -> float:
    return MOST_FRAMES_PER_SECOND if stream.type == "video" else MOST_PACKETS_PER_SECOND


def _film(stream: VideoStream, track: Track) -> dict[str, Any]:
    return {
        "codec": stream.codec.canonical_name,
        "index": stream.index,
        "bytes": track.bytes,
        "frames": len(track.times),
        "key_frames": track.key_frames,
        "start": track.start,
        "gaps": gaps_between(track.times),
    }


def _sound(stream: AudioStream, track: Track) -> dict[str, Any]:
    return {
        "codec": stream.codec.canonical_name,
        "index": stream.index,
        "bytes": track.bytes,
        "packets": track.packets,
        "channels": stream.channels or None,
        "sample_rate": stream.rate or None,
        "start": track.start,
    }


def _without_decoder(container: InputContainer) -> dict[str, Any]:
    unread = [s for s in container.streams if s.type in ("video", "audio") and not has_decoder(s)]
    if not unread:
        return {"fails": "corrupt"}
    contexts: list[CodecContext | None] = [stream.codec_context for stream in unread]
    names = (context.codec.canonical_name for context in contexts if context is not None)
    return {"fails": "unsupported_codec", "codec": next(names, None)}
