"""What is encoded says nothing of its taking, and what is kept does not where that is asked for."""

import io
import shutil
import time
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
from PIL import Image, ImageCms, ImageOps, ImageSequence, PngImagePlugin

from adapters.cells.cells import Cells
from adapters.compressors.pillow_image import PillowImage
from adapters.probes.pillow import PillowProbe
from application.fit_files import FitFiles
from domain.fitting import Fitted
from domain.outcome import Failure, Success
from domain.plans import EncodeAudio, EncodeImage, EncodeVideo, Remux, Strip, Wish
from domain.progress import Progress
from tests.fakes.rooms import FakeRoom
from tests.media.films import Film
from tests.media.fitting import Bench, Shown, aim, arrived, real_compressor, real_probe, taken
from tests.media.library import Library
from tests.media.pictures import quadrants
from tests.media.sounds import sound

CANARY = "canary of a camera"
ORIENTATION = 0x0112
PROFILE = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
MAKE, MODEL, SOFTWARE, ARTIST, COMMENT, GPS = 0x010F, 0x0110, 0x0131, 0x013B, 0x9286, 0x8825


class Unseen:
    def progress(self, progress: Progress) -> None: ...


def _exif() -> Image.Exif:
    exif = Image.Exif()
    for tag in (MAKE, MODEL, SOFTWARE, ARTIST):
        exif[tag] = CANARY
    exif[ORIENTATION] = 6
    exif.get_ifd(0x8769)[COMMENT] = CANARY
    exif.get_ifd(GPS).update({1: "N", 2: (52.0, 31.0, 12.0), 3: "E", 4: (13.0, 24.0, 36.0)})
    return exif


def _words() -> PngImagePlugin.PngInfo:
    words = PngImagePlugin.PngInfo()
    words.add_text("Comment", CANARY)
    words.add_itxt("XML:com.adobe.xmp", f"<x>{CANARY}</x>", zip=False)
    return words


SAVED = {
    "photo.jpg": {"comment": CANARY.encode(), "xmp": f"<x>{CANARY}</x>".encode(), "quality": 95},
    "photo.png": {"pnginfo": _words()},
    "photo.webp": {"xmp": f"<x>{CANARY}</x>".encode(), "quality": 95},
    "photo.tiff": {"description": CANARY},
}


@pytest.mark.parametrize("name", SAVED)
async def test_a_picture_that_is_encoded_anew_says_nothing_of_its_taking(name: str, tmp_path: Path):
    room, cells = FakeRoom(tmp_path), Cells()
    path = PurePosixPath("work", name)
    quadrants((400, 300), noise=1.0).save(room.folder / path, exif=_exif(), **SAVED[name])
    assert CANARY.encode() in (room.folder / path).read_bytes()
    try:
        file = await taken(path, room)
        match await PillowProbe(cells).measure(file, room=room):
            case Success(info):
                plan = EncodeImage(max_bytes=file.size_bytes // 3, min_quality=10)
            case Failure(failure):
                pytest.fail(str(failure))
        made = await PillowImage(cells).compress(
            file, info=info, plan=plan, room=room, shows=Unseen()
        )
    finally:
        await cells.aclose()
    match made:
        case Success((smaller, _)):
            content = (room.folder / smaller.filepath).read_bytes()
        case Failure(failure):
            pytest.fail(str(failure))
    assert CANARY.encode() not in content
    with Image.open(io.BytesIO(content)) as picture:
        assert not picture.getexif()
        assert "comment" not in picture.info
        assert "xmp" not in picture.info


FULL = Film(
    tags={"title": CANARY, "comment": CANARY, "location": "+52.5200+013.4050/", "make": CANARY},
    container={"movflags": "+faststart+use_metadata_tags"},
    turned=90,
)
ENCODED = {
    "a film": ("tagged.mp4", Wish(), 12_000),
    "its sound": ("tagged.mp4", Wish(audio_only=True), 8_000),
}


@pytest.mark.parametrize(("name", "wish", "limit"), ENCODED.values(), ids=ENCODED)
async def test_a_film_that_is_encoded_anew_says_nothing_of_its_taking(
    name: str, wish: Wish, limit: int, warm_cells: Cells, library: Library, tmp_path: Path
):
    source = library.film(name, FULL)
    assert CANARY.encode() in source.read_bytes()
    room = FakeRoom(tmp_path)
    bench = Bench(real_probe(warm_cells), real_compressor(warm_cells), room)
    plan, path, _ = await bench.fit(source, limit, wish)
    assert isinstance(plan, EncodeVideo | EncodeAudio)
    assert CANARY.encode() not in path.read_bytes()
    assert b"+52.52" not in path.read_bytes()


def _animation(path: Path, **saved: Any) -> None:
    frames = [quadrants((64, 48)), quadrants((64, 48)).rotate(90)]
    frames[0].save(path, save_all=True, append_images=frames[1:], duration=100, loop=0, **saved)


def _with_thumbnail(path: Path) -> None:
    """What a camera adds after the picture, too."""
    quadrants((400, 300), noise=1.0).save(path, exif=_exif(), **SAVED["photo.jpg"])
    path.write_bytes(path.read_bytes() + CANARY.encode())


KEPT: dict[str, Callable[[Path], object]] = {
    "photo.jpg": _with_thumbnail,
    "progressive.jpg": lambda path: quadrants((400, 300)).save(
        path, exif=_exif(), progressive=True, icc_profile=PROFILE, comment=CANARY.encode()
    ),
    "photo.png": lambda path: quadrants((400, 300)).save(
        path, exif=_exif(), icc_profile=PROFILE, **SAVED["photo.png"]
    ),
    "photo.webp": lambda path: quadrants((400, 300)).save(
        path, exif=_exif(), icc_profile=PROFILE, **SAVED["photo.webp"]
    ),
    "moving.gif": lambda path: _animation(path, comment=CANARY.encode()),
    "moving.png": lambda path: _animation(path, pnginfo=_words()),
    "moving.webp": lambda path: _animation(path, exif=_exif()),
}


def _looks(content: bytes) -> list[object]:
    """Every frame's pixels, as they are shown, and for how long."""
    with Image.open(io.BytesIO(content)) as picture:
        profile = picture.info.get("icc_profile")
        frames = [
            (ImageOps.exif_transpose(frame).convert("RGBA").tobytes(), frame.info.get("duration"))
            for frame in ImageSequence.Iterator(picture)
        ]
        return [picture.info.get("loop"), profile, *frames]


async def _stripped(warm_cells: Cells, room: FakeRoom, path: PurePosixPath) -> Fitted:
    fit = FitFiles(real_probe(warm_cells), real_compressor(warm_cells), time.monotonic, strips=True)
    file = await taken(path, room)
    match await fit("1", file, aim=aim(file.size_bytes * 2), wish=Wish(), room=room, shows=Shown()):
        case Success(fitted):
            return fitted
        case Failure(failure):
            pytest.fail(str(failure))


@pytest.mark.parametrize("name", KEPT)
async def test_a_picture_that_is_kept_is_stripped_and_its_pixels_stay(
    name: str, warm_cells: Cells, tmp_path: Path
):
    room, path = FakeRoom(tmp_path), PurePosixPath("work", name)
    KEPT[name](room.folder / path)
    before = (room.folder / path).read_bytes()
    assert CANARY.encode() in before
    fitted = await _stripped(warm_cells, room, path)
    after = (room.folder / fitted.file.filepath).read_bytes()
    assert isinstance(fitted.plan, Strip)
    assert fitted.file.mimetype == fitted.original.mimetype
    assert CANARY.encode() not in after
    assert _looks(after) == _looks(before)
    with Image.open(io.BytesIO(after)) as picture:
        assert set(picture.getexif()) <= {ORIENTATION}


@pytest.mark.parametrize("name", ["tagged.mp4", "song.mp3", "song.m4a", "song.flac", "song.ogg"])
async def test_a_film_or_a_song_that_is_kept_is_stripped_and_copied(
    name: str, warm_cells: Cells, library: Library, tmp_path: Path
):
    source, room = tmp_path / name, FakeRoom(tmp_path / "room")
    if name == "tagged.mp4":
        shutil.copyfile(library.film(name, FULL), source)
    else:
        codec = {"song.mp3": "libmp3lame", "song.flac": "flac", "song.ogg": "libopus"}
        sound(source, codec=codec.get(name, "aac"), tags={"title": CANARY, "comment": CANARY})
    assert CANARY.encode() in source.read_bytes()
    path = (await arrived(source, room)).filepath
    fitted = await _stripped(warm_cells, room, path)
    assert isinstance(fitted.plan, Remux)
    after = (room.folder / fitted.file.filepath).read_bytes()
    assert CANARY.encode() not in after
    assert b"+52.52" not in after
    probe = real_probe(warm_cells)
    was = (await probe.measure(fitted.original, room=room)).unwrap()
    now = (await probe.measure(fitted.file, room=room)).unwrap()
    assert (now.video and now.video.rotation) == (was.video and was.video.rotation)
    assert now.audio is not None
    assert was.audio is not None
    assert now.audio.packets == was.audio.packets


async def test_without_that_wish_what_fits_is_left_byte_for_byte(
    warm_cells: Cells, library: Library, tmp_path: Path
):
    fit = FitFiles(real_probe(warm_cells), real_compressor(warm_cells), time.monotonic)
    room = FakeRoom(tmp_path)
    file = await arrived(library["photo.jpg"], room)
    fitted = await fit("1", file, aim=aim(file.size_bytes), wish=Wish(), room=room, shows=Shown())
    assert fitted.unwrap().file.checksum == file.checksum


async def test_a_picture_in_odd_parts_is_encoded_instead(warm_cells: Cells, tmp_path: Path):
    room, path = FakeRoom(tmp_path), PurePosixPath("work", "photo.jpg")
    _with_thumbnail(room.folder / path)
    whole = (room.folder / path).read_bytes()
    (room.folder / path).write_bytes(whole[:2] + b"\xff" + whole[2:])
    fitted = await _stripped(warm_cells, room, path)
    assert CANARY.encode() not in (room.folder / fitted.file.filepath).read_bytes()
