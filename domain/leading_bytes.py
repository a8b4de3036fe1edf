"""What a file's first bytes give away beyond a fixed mark: brands, tracks, motion, frames."""

from collections.abc import Iterator

TS_PACKET = 188
"""Bytes of an MPEG transport packet; each begins with 0x47 (ISO/IEC 13818-1)."""
EBML_SEGMENT, EBML_TRACKS = b"\x18\x53\x80\x67", b"\x16\x54\xae\x6b"
"""What holds everything in a Matroska file, and in it the list of tracks (RFC 9559, 5.1)."""
MP3_KBPS = {
    1: (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    2: (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
"""Layer III, by MPEG version; the header's index counts from 1 (ISO/IEC 11172-3, 13818-3)."""
MP3_HZ = {0b11: (44100, 48000, 32000), 0b10: (22050, 24000, 16000), 0b00: (11025, 12000, 8000)}
"""By the header's two version bits: MPEG 1, 2, 2.5."""


def brands(head: bytes) -> tuple[bytes, ...]:
    """Major and compatible brands of an ISO base media file, () where it names none."""
    if head[4:8] != b"ftyp":
        return ()
    end = min(int.from_bytes(head[:4], "big"), len(head))
    compatible = (head[at : at + 4] for at in range(16, end - 3, 4))
    return (head[8:12], *compatible)


def only_sound_in_moov(head: bytes) -> bool:
    """Whether the index of an MP4 lies whole in `head` and lists sound, but no picture."""
    at = head.find(b"moov") - 4
    size = int.from_bytes(head[at : at + 4], "big") if at >= 0 else 0
    moov = head[at : at + size]
    if not size or len(moov) < size:
        return False
    handlers = {part[8:12] for part in moov.split(b"hdlr")[1:]}
    return b"soun" in handlers and b"vide" not in handlers


def only_sound_in_matroska(head: bytes) -> bool:
    """Whether the list of tracks lies whole in `head` and holds sound, but no picture."""
    at = 0
    while at < len(head):
        name, body = _ebml_number(head, at)
        _, start = _ebml_number(head, body)
        size = int.from_bytes(head[body:start], "big") & ((1 << 7 * (start - body)) - 1)
        if name == EBML_TRACKS:
            tracks = head[start : start + size]
            return len(tracks) == size and b"A_" in tracks and b"V_" not in tracks
        at = start if name == EBML_SEGMENT else start + size
    return False


def _ebml_number(head: bytes, at: int) -> tuple[bytes, int]:
    """The variable-length number at `at`, its marker included, and where it ends (RFC 8794, 4)."""
    first = head[at] if at < len(head) else 0x80
    end = at + 9 - (first or 1).bit_length()
    return head[at:end], end


def png_moves(head: bytes) -> bool:
    """Whether a PNG announces frames (acTL) before its first picture data."""
    at = 8
    while at + 8 <= len(head):
        kind = head[at + 4 : at + 8]
        if kind in (b"acTL", b"IDAT"):
            return kind == b"acTL"
        at += 12 + int.from_bytes(head[at : at + 4], "big")
    return False


def gif_moves(head: bytes) -> bool:
    """Whether a GIF says that it loops, or shows a second picture within `head`."""
    pictures = 0
    for block in _gif_blocks(head):
        if block in (b"NETSCAPE2.0", b"ANIMEXTS1.0"):
            return True
        pictures += block == b","
    return pictures > 1


def _gif_blocks(head: bytes) -> Iterator[bytes]:
    """A comma for a picture, the name of an application's extension, b"" for anything else."""
    at = 13 + _colour_table(head, 10)
    while at < len(head) and head[at : at + 1] in (b"!", b","):
        if head[at : at + 1] == b",":
            yield b","
            at += 11 + _colour_table(head, at + 9)
        else:
            yield head[at + 3 : at + 14] if head[at + 1 : at + 2] == b"\xff" else b""
            at += 2
        while at < len(head) and head[at]:
            at += 1 + head[at]
        at += 1


def _colour_table(head: bytes, flags_at: int) -> int:
    flags = head[flags_at] if flags_at < len(head) else 0
    return 3 * 2 ** ((flags & 7) + 1) if flags & 0x80 else 0


def ogg_codec(head: bytes) -> bytes:
    """The beginning of the first packet in an Ogg stream, which names its codec."""
    return head[27 + head[26] :] if head[:4] == b"OggS" and len(head) > 26 else b""


def after_id3(head: bytes) -> bytes:
    """What follows a leading ID3v2 tag, b"" where that lies beyond `head`."""
    if head[:3] != b"ID3" or len(head) < 10:
        return head
    size = 0
    for byte in head[6:10]:
        size = size << 7 | byte & 0x7F
    return head[10 + size :]


def is_mpegts(head: bytes) -> bool:
    """Whether transport packets follow one another through all of `head`, three at least."""
    starts = head[::TS_PACKET]
    return len(head) > 2 * TS_PACKET and set(starts) == {0x47}


def is_mp3(head: bytes) -> bool:
    """Whether a Layer III frame starts here and another one where it ends."""
    length = _mp3_frame(head)
    rest = head[length:]
    return length > 0 and (not rest or _mp3_frame(rest) > 0 or rest.startswith((b"TAG", b"APE")))


def _mp3_frame(head: bytes) -> int:
    """Bytes of the frame that starts here, 0 where none does."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE6 != 0xE2:
        return 0
    version, rate, kbps = head[1] >> 3 & 3, head[2] >> 2 & 3, head[2] >> 4
    if version not in MP3_HZ or rate == 3 or kbps in (0, 15):
        return 0
    first = version == 0b11
    bits = 1000 * MP3_KBPS[1 if first else 2][kbps - 1]
    return (144 if first else 72) * bits // MP3_HZ[version][rate] + (head[2] >> 1 & 1)


def is_adts(head: bytes) -> bool:
    """Whether an AAC frame starts here and another one where it ends."""
    length = _adts_frame(head)
    rest = head[length:]
    return length > 0 and (not rest or _adts_frame(rest) > 0)


def _adts_frame(head: bytes) -> int:
    """Bytes of the frame that starts here, 0 where none does (ISO/IEC 13818-7, 6.2)."""
    if len(head) < 7 or head[0] != 0xFF or head[1] & 0xF6 != 0xF0 or head[2] >> 2 & 15 > 12:
        return 0
    length = (head[3] & 3) << 11 | head[4] << 3 | head[5] >> 5
    return length if length >= 7 else 0
