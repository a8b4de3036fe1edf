"""Opens films and sound so that they can be nothing but what their first bytes say."""

from collections.abc import Iterator
from typing import Any, cast

import av
from av import error as av_error
from av.audio.stream import AudioStream
from av.codec.context import CodecContext
from av.container import InputContainer
from av.packet import Packet
from av.stream import Disposition, Stream
from av.video.codeccontext import VideoCodecContext
from av.video.stream import VideoStream

from adapters.opening.refusing import TooMuchError, refuse
from domain.media_limits import MOST_FILM_PIXELS, MOST_STREAMS, Excess, too_many_pixels

ISO = "mov,mp4,m4a,3gp,3g2,mj2"
MATROSKA = "matroska,webm"
FORMATS = {
    "video/mp4": ISO,
    "audio/mp4": ISO,
    "video/quicktime": ISO,
    "video/3gpp": ISO,
    "video/3gpp2": ISO,
    "video/webm": MATROSKA,
    "audio/webm": MATROSKA,
    "video/x-matroska": MATROSKA,
    "audio/x-matroska": MATROSKA,
    "video/mp2t": "mpegts",
    "video/x-flv": "flv",
    "video/x-msvideo": "avi",
    "audio/ogg": "ogg",
    "video/ogg": "ogg",
    "audio/mpeg": "mp3",
    "audio/wav": "wav",
    "audio/flac": "flac",
    "audio/aac": "aac",
    "image/gif": "gif",
    "image/apng": "apng",
}
"""FFmpeg's names of the demuxers that a MIME type, told by first bytes, may be opened with."""

DECODERS = (
    "h264,hevc,vp8,libvpx,vp9,libvpx-vp9,libdav1d,av1,mpeg4,mpeg2video,mpeg1video,h263,flv,mjpeg,prores,theora,"
    "wmv1,wmv2,vc1,gif,png,apng,rawvideo,huffyuv,ffv1,dnxhd,msmpeg4,vp6,vp6f,qtrle,cinepak,"
    "dvvideo,svq1,svq3,"
    "aac,aac_fixed,mp3,mp3float,opus,libopus,vorbis,libvorbis,flac,alac,ac3,eac3,mp2,mp2float,"
    "amrnb,amrwb,wmav1,wmav2,adpcm_ms,adpcm_ima_wav,adpcm_ima_qt,adpcm_swf,nellymoser,speex,"
    "libspeex,pcm_s16le,pcm_s16be,pcm_s24le,pcm_s24be,pcm_s32le,pcm_s32be,pcm_f32le,pcm_f32be,"
    "pcm_u8,pcm_s8,pcm_alaw,pcm_mulaw,dca,truehd,mlp"
)
"""What may be decoded: what cameras, phones, sites and editors write."""
READ = frozenset(DECODERS.split(","))
DECODING = {"codec_whitelist": DECODERS, "max_pixels": str(MOST_FILM_PIXELS)}
WITH_ALPHA = {"vp8": "libvpx", "vp9": "libvpx-vp9"}
"""Decoders of the transparency that FFmpeg's own pass over, by the name of the codec."""

MOST_STREAMS_OPENED = 8 * MOST_STREAMS
"""Fonts, subtitles and covers are streams, too; FFmpeg stops at more."""


def open_film(path: str, mimetype: str) -> InputContainer:
    """The file, open; av_error.FFmpegError: it is damaged, or not what its first bytes say.

    A playlist or a script is never followed: only one demuxer is allowed, and only this file.
    A picture that has more pixels than its container says counts as damaged.
    TooMuchError: it has too many tracks.
    """
    container = _opened(path, mimetype, decoders=DECODERS)
    for stream in container.streams:
        if has_decoder(stream):
            stream.codec_context.options = dict(DECODING)
    tracks = len(container.streams.video) + len(container.streams.audio)
    if tracks > MOST_STREAMS:
        container.close()
        raise TooMuchError(Excess("streams", tracks, MOST_STREAMS))
    return container


def refuse_huge(path: str, mimetype: str) -> None:
    """Raise TooMuchError where the container tells of too many pixels; nothing is decoded.

    FFmpeg itself calls such a film damaged.
    """
    with _opened(path, mimetype, decoders="none") as container:
        for film in filter(has_decoder, container.streams.video):
            if not is_cover(film):
                refuse(too_many_pixels(film.width, film.height, allowed=MOST_FILM_PIXELS))


def _opened(path: str, mimetype: str, *, decoders: str) -> InputContainer:
    if mimetype not in FORMATS:
        raise av_error.InvalidDataError(0, f"{mimetype} is not opened")
    return av.open(
        f"file:{path}",
        options={
            "format_whitelist": FORMATS[mimetype],
            "codec_whitelist": decoders,
            "protocol_whitelist": "file",
            "max_pixels": str(MOST_FILM_PIXELS),
            "max_streams": str(MOST_STREAMS_OPENED),
        },
        metadata_errors="replace",
    )


def picture_stream(container: InputContainer) -> VideoStream | None:
    """The film: the largest picture that has a decoder and is no cover."""
    films = [s for s in container.streams.video if has_decoder(s) and not is_cover(s)]
    return max(films, key=lambda stream: stream.width * stream.height, default=None)


def film_decoder(film: VideoStream) -> VideoCodecContext:
    """What decodes the film's packets, its transparency included; a seek may not flush it."""
    other = WITH_ALPHA.get(film.codec_context.codec.name)
    if other is None or film.metadata.get("alpha_mode") != "1":
        return film.codec_context
    decoder = cast("VideoCodecContext", CodecContext.create(other, "r"))
    decoder.options = dict(DECODING)
    return decoder


def sound_stream(container: InputContainer) -> AudioStream | None:
    """The sound: what the file says is the default, else the first; one with a decoder."""
    sounds = [s for s in container.streams.audio if has_decoder(s)]
    return max(sounds, key=lambda s: bool(s.disposition & Disposition.default), default=None)


def has_decoder(stream: Stream) -> bool:
    """Whether there is one of ours; what PyAV's types leave out is that there may be none."""
    context: CodecContext | None = stream.codec_context
    return context is not None and context.codec.name in READ


def is_cover(stream: Stream) -> bool:
    """Whether the stream is a picture that only rides along."""
    pictures = Disposition.attached_pic | Disposition.timed_thumbnails
    return bool(stream.disposition & pictures)


def packets(container: InputContainer, *streams: Stream) -> Iterator["Packet[Any]"]:
    """The packets of these streams up to the end, or to where the file is broken off."""
    demuxed = container.demux(*streams)
    while True:
        try:
            packet = next(demuxed)
        except (StopIteration, av_error.InvalidDataError, av_error.EOFError):
            return
        except IndexError:  # of a stream that only begins now, which PyAV does not know
            demuxed = container.demux(*streams)
            continue
        if packet.size:
            yield packet
