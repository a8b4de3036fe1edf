"""What a file is by its first bytes, because a stranger chose its name."""

from typing import NamedTuple

from domain import leading_bytes
from domain.media import MediaKind

HEAD_BYTES = 4096
"""How much of a file's beginning is asked for; less is taken too."""


class Signature(NamedTuple):
    """What the marks say; motion and tracks are known for sure only once the file is measured."""

    kind: MediaKind
    mimetype: str
    extension: str
    """Without the dot."""


JPEG = Signature(MediaKind.IMAGE, "image/jpeg", "jpg")
PNG = Signature(MediaKind.IMAGE, "image/png", "png")
APNG = Signature(MediaKind.ANIMATION, "image/apng", "png")
GIF = Signature(MediaKind.IMAGE, "image/gif", "gif")
MOVING_GIF = Signature(MediaKind.ANIMATION, "image/gif", "gif")
WEBP = Signature(MediaKind.IMAGE, "image/webp", "webp")
MOVING_WEBP = Signature(MediaKind.ANIMATION, "image/webp", "webp")
AVIF = Signature(MediaKind.IMAGE, "image/avif", "avif")
MOVING_AVIF = Signature(MediaKind.ANIMATION, "image/avif", "avif")
HEIC = Signature(MediaKind.IMAGE, "image/heic", "heic")
BMP = Signature(MediaKind.IMAGE, "image/bmp", "bmp")
TIFF = Signature(MediaKind.IMAGE, "image/tiff", "tiff")
MP4 = Signature(MediaKind.VIDEO, "video/mp4", "mp4")
M4A = Signature(MediaKind.AUDIO, "audio/mp4", "m4a")
MOV = Signature(MediaKind.VIDEO, "video/quicktime", "mov")
GP3 = Signature(MediaKind.VIDEO, "video/3gpp", "3gp")
GP2 = Signature(MediaKind.VIDEO, "video/3gpp2", "3g2")
WEBM = Signature(MediaKind.VIDEO, "video/webm", "webm")
WEBM_SOUND = Signature(MediaKind.AUDIO, "audio/webm", "webm")
MATROSKA = Signature(MediaKind.VIDEO, "video/x-matroska", "mkv")
MATROSKA_SOUND = Signature(MediaKind.AUDIO, "audio/x-matroska", "mka")
MPEGTS = Signature(MediaKind.VIDEO, "video/mp2t", "ts")
FLV = Signature(MediaKind.VIDEO, "video/x-flv", "flv")
AVI = Signature(MediaKind.VIDEO, "video/x-msvideo", "avi")
OGG = Signature(MediaKind.AUDIO, "audio/ogg", "ogg")
OPUS = Signature(MediaKind.AUDIO, "audio/ogg", "opus")
OGG_VIDEO = Signature(MediaKind.VIDEO, "video/ogg", "ogv")
MP3 = Signature(MediaKind.AUDIO, "audio/mpeg", "mp3")
WAV = Signature(MediaKind.AUDIO, "audio/wav", "wav")
FLAC = Signature(MediaKind.AUDIO, "audio/flac", "flac")
AAC = Signature(MediaKind.AUDIO, "audio/aac", "aac")

HEIF_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})
QUICKTIME_ATOMS = (b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot")
"""What a QuickTime film older than `ftyp` begins with (QTFF, "Atoms")."""
SEGMENT_BOXES = (b"styp", b"sidx", b"moof")
"""What a fragment of an MP4 begins with (ISO/IEC 14496-12, 8.16)."""
BITMAP_HEADERS = (12, 40, 52, 56, 64, 108, 124)
"""Sizes of the headers that a bitmap may continue with."""


def sniff(head: bytes) -> Signature | None:
    """What a file with these first bytes is, None for texts and whatever else is no media of ours.

    Playlists, SVG and HTML are texts: a decoder must never be shown one.
    """
    return _picture(head) or _box(head) or _riff(head) or _stream(head)


def _picture(head: bytes) -> Signature | None:
    if head.startswith(b"\xff\xd8\xff"):
        return JPEG
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return APNG if leading_bytes.png_moves(head) else PNG
    if head.startswith((b"GIF87a", b"GIF89a")):
        return MOVING_GIF if leading_bytes.gif_moves(head) else GIF
    if head.startswith((b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")):
        return TIFF
    if head.startswith(b"BM") and int.from_bytes(head[14:18], "little") in BITMAP_HEADERS:
        return BMP
    return None


def _box(head: bytes) -> Signature | None:
    brands = leading_bytes.brands(head)
    if not brands:
        kind = head[4:8]
        return MP4 if kind in SEGMENT_BOXES else MOV if kind in QUICKTIME_ATOMS else None
    major = brands[0]
    if major in HEIF_BRANDS or major in (b"avif", b"avis"):
        return MOVING_AVIF if major == b"avis" else AVIF if b"avif" in brands else HEIC
    if major in (b"M4A ", b"M4B ", b"M4P ") or leading_bytes.only_sound_in_moov(head):
        return M4A
    match major[:3]:
        case b"qt ":
            return MOV
        case b"3gp" | b"3gr" | b"3gs":
            return GP3
        case b"3g2":
            return GP2
        case _:
            return MP4


def _riff(head: bytes) -> Signature | None:
    if head[:4] not in (b"RIFF", b"RF64"):
        return None
    match head[8:12]:
        case b"WEBP":
            moves = head[12:16] == b"VP8X" and len(head) > 20 and head[20] & 2
            return MOVING_WEBP if moves else WEBP
        case b"WAVE":
            return WAV
        case b"AVI ":
            return AVI
        case _:
            return None


def _stream(head: bytes) -> Signature | None:
    if head.startswith(b"\x1a\x45\xdf\xa3"):
        sound = leading_bytes.only_sound_in_matroska(head)
        if b"webm" in head[:64]:
            return WEBM_SOUND if sound else WEBM
        if b"matroska" in head[:64]:
            return MATROSKA_SOUND if sound else MATROSKA
        return None
    if head.startswith(b"OggS"):
        codec = leading_bytes.ogg_codec(head)
        video = codec.startswith((b"\x80theora", b"fishead", b"OVP80"))
        return OGG_VIDEO if video else OPUS if codec.startswith(b"OpusHead") else OGG
    if head.startswith(b"FLV\x01"):
        return FLV
    if leading_bytes.is_mpegts(head):
        return MPEGTS
    return _sound(head)


def _sound(head: bytes) -> Signature | None:
    tagged = head.startswith(b"ID3")
    rest = leading_bytes.after_id3(head)
    if rest.startswith(b"fLaC"):
        return FLAC
    if leading_bytes.is_adts(rest):
        return AAC
    return MP3 if tagged or leading_bytes.is_mp3(rest) else None
