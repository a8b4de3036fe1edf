"""Marks written by hand; what real encoders write is in tests/integration."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import signatures
from domain.media import MediaKind
from domain.signatures import HEAD_BYTES, sniff


def box(kind: bytes, body: bytes) -> bytes:
    return (8 + len(body)).to_bytes(4, "big") + kind + body


def ftyp(major: bytes, *compatible: bytes) -> bytes:
    return box(b"ftyp", major + bytes(4) + b"".join(compatible))


def moov(*handlers: bytes) -> bytes:
    return box(b"moov", b"".join(box(b"hdlr", bytes(8) + handler) for handler in handlers))


def chunk(kind: bytes, body: bytes = b"") -> bytes:
    return len(body).to_bytes(4, "big") + kind + body + bytes(4)


def matroska(doctype: bytes, tracks: bytes) -> bytes:
    doctype = b"\x42\x82" + bytes([0x80 | len(doctype)]) + doctype
    head = b"\x1a\x45\xdf\xa3" + bytes([0x80 | len(doctype)]) + doctype
    seek_head = b"\x11\x4d\x9b\x74\x84\x16\x54\xae\x6b"
    tracks = b"\x16\x54\xae\x6b" + bytes([0x80 | len(tracks)]) + tracks
    return head + b"\x18\x53\x80\x67\x01" + b"\xff" * 7 + seek_head + tracks


def ogg(packet: bytes) -> bytes:
    return b"OggS" + bytes(22) + b"\x01" + bytes([len(packet)]) + packet


PNG = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", bytes(13))
GIF = b"GIF89a" + bytes(4) + b"\x80\0\0" + bytes(6)
GIF_PICTURE = b"," + bytes(9) + b"\x02" + b"\x01\x00\x00"
LOOP = b"!\xff\x0bNETSCAPE2.0\x03\x01\0\0\0"
MP3_FRAME = b"\xff\xfb\x90\x00" + bytes(413)
ADTS_FRAME = b"\xff\xf1\x50\x80\x02\x00\xfc" + bytes(9)
ID3 = b"ID3\x04\x00\x00\x00\x00\x00\x0a" + bytes(10)

MARKS = {
    "jpeg": (b"\xff\xd8\xff\xe0", signatures.JPEG),
    "png": (PNG + chunk(b"IDAT"), signatures.PNG),
    "png cut short": (PNG, signatures.PNG),
    "apng": (PNG + chunk(b"acTL", bytes(8)) + chunk(b"IDAT"), signatures.APNG),
    "png with acTL in a text": (PNG + chunk(b"tEXt", b"acTL") + chunk(b"IDAT"), signatures.PNG),
    "gif": (GIF + GIF_PICTURE + b";", signatures.GIF),
    "gif that loops": (GIF + LOOP + GIF_PICTURE, signatures.MOVING_GIF),
    "gif of two pictures": (GIF + GIF_PICTURE * 2, signatures.MOVING_GIF),
    "gif cut short": (GIF[:9], signatures.GIF),
    "webp": (b"RIFF\0\0\0\0WEBPVP8 ", signatures.WEBP),
    "webp that moves": (b"RIFF\0\0\0\0WEBPVP8X\x0a\0\0\0\x02", signatures.MOVING_WEBP),
    "webp with alpha": (b"RIFF\0\0\0\0WEBPVP8X\x0a\0\0\0\x10", signatures.WEBP),
    "avif": (ftyp(b"avif", b"mif1"), signatures.AVIF),
    "avif behind mif1": (ftyp(b"mif1", b"miaf", b"avif"), signatures.AVIF),
    "avif that moves": (ftyp(b"avis", b"avif", b"msf1"), signatures.MOVING_AVIF),
    "heic": (ftyp(b"heic", b"mif1"), signatures.HEIC),
    "bmp": (b"BM" + bytes(12) + b"\x28\0\0\0", signatures.BMP),
    "tiff": (b"II*\0", signatures.TIFF),
    "mp4": (ftyp(b"isom", b"avc1"), signatures.MP4),
    "mp4 of both": (ftyp(b"isom") + moov(b"soun", b"vide"), signatures.MP4),
    "mp4 of sound": (ftyp(b"dash") + moov(b"soun"), signatures.M4A),
    "mp4 whose index is cut off": (ftyp(b"isom") + moov(b"soun", b"vide")[:32], signatures.MP4),
    "m4a": (ftyp(b"M4A "), signatures.M4A),
    "mov": (ftyp(b"qt  "), signatures.MOV),
    "old mov": (box(b"wide", b""), signatures.MOV),
    "fragment": (box(b"moof", b""), signatures.MP4),
    "3gp": (ftyp(b"3gp5"), signatures.GP3),
    "3g2": (ftyp(b"3g2a"), signatures.GP2),
    "webm": (matroska(b"webm", b"V_VP9 A_OPUS"), signatures.WEBM),
    "webm of sound": (matroska(b"webm", b"A_OPUS"), signatures.WEBM_SOUND),
    "webm cut short": (matroska(b"webm", b"A_OPUS")[:-1], signatures.WEBM),
    "webm without tracks": (matroska(b"webm", b"")[:-11], signatures.WEBM),
    "matroska": (matroska(b"matroska", b"V_MPEG4"), signatures.MATROSKA),
    "matroska of sound": (matroska(b"matroska", b"A_AAC"), signatures.MATROSKA_SOUND),
    "mpeg-ts": ((b"G" + bytes(187)) * 3, signatures.MPEGTS),
    "flv": (b"FLV\x01\x05", signatures.FLV),
    "avi": (b"RIFF\0\0\0\0AVI LIST", signatures.AVI),
    "vorbis": (ogg(b"\x01vorbis"), signatures.OGG),
    "opus": (ogg(b"OpusHead"), signatures.OPUS),
    "theora": (ogg(b"\x80theora"), signatures.OGG_VIDEO),
    "vp8-in-ogg": (ogg(b"OVP80"), signatures.OGG_VIDEO),
    "mp3": (MP3_FRAME * 2, signatures.MP3),
    "mp3 behind a tag": (ID3 + MP3_FRAME, signatures.MP3),
    "mp3 behind a long tag": (ID3[:8] + b"\x7f\x7f", signatures.MP3),
    "wav": (b"RIFF\0\0\0\0WAVEfmt ", signatures.WAV),
    "flac": (b"fLaC", signatures.FLAC),
    "flac behind a tag": (ID3 + b"fLaC", signatures.FLAC),
    "aac": (ADTS_FRAME * 2, signatures.AAC),
    "aac behind a tag": (ID3 + ADTS_FRAME, signatures.AAC),
}

NO_MEDIA = {
    "nothing": b"",
    "html": b"<!DOCTYPE html><title>404</title>",
    "svg": b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>',
    "hls playlist": b"#EXTM3U\n#EXT-X-VERSION:3\nhttp://127.0.0.1/a.ts\n",
    "dash manifest": b'<?xml version="1.0"?><MPD/>',
    "concat script": b"ffconcat version 1.0\nfile /etc/passwd\n",
    "sdp": b"v=0\no=- 0 0 IN IP4 127.0.0.1\n",
    "zip": b"PK\x03\x04",
    "elf": b"\x7fELF",
    "json": b"{}",
    "bm, but no bitmap": b"BMW drives by, and no bitmap header follows",
    "riff of something else": b"RIFF\0\0\0\0sfbk",
    "ebml of something else": matroska(b"other", b""),
    "utf-16": "\ufeffG".encode("utf-16-le") + bytes(800),
    "frame sync of no version": b"\xff\xeb\x90\x00" + bytes(800),
    "frame sync of no rate": b"\xff\xfb\x9c\x00" + bytes(800),
    "frame sync by chance": b"\xff\xfb\x90\x00" + b"x" * 800,
    "G by chance": b"G" * 3 + b"x" * 600,
}


@pytest.mark.parametrize(("head", "expected"), MARKS.values(), ids=MARKS.keys())
def test_a_mark_names_kind_type_and_extension(head: bytes, expected: signatures.Signature) -> None:
    assert sniff(head) == expected


@pytest.mark.parametrize("head", NO_MEDIA.values(), ids=NO_MEDIA.keys())
def test_what_is_no_media_has_no_signature(head: bytes) -> None:
    assert sniff(head) is None


def test_a_gif_with_a_colour_table_in_each_picture_is_walked() -> None:
    picture = b"," + bytes(8) + b"\x80" + bytes(6) + b"\x02" + b"\x01\x00\x00"
    comment = b"!\xfe\x03abc\0"
    still = GIF + comment + picture + b";"
    assert sniff(still) == signatures.GIF
    assert sniff(GIF + comment + picture * 2) == signatures.MOVING_GIF


@given(
    st.sampled_from([head[:size] for head, _ in MARKS.values() for size in (2, 4, 9, 27, 60)]),
    st.binary(max_size=HEAD_BYTES),
)
def test_any_bytes_behind_a_mark_get_an_answer(mark: bytes, rest: bytes) -> None:
    found = sniff(mark + rest)
    assert found is None or (found.kind in MediaKind and "/" in found.mimetype)
