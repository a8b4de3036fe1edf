"""What is encoded anew says nothing of where, when and with what it was taken."""

import io
from pathlib import Path, PurePosixPath

import pytest
from PIL import Image, PngImagePlugin

from adapters.cells.cells import Cells
from adapters.compressors.pillow_image import PillowImage
from adapters.probes.pillow import PillowProbe
from domain.outcome import Failure, Success
from domain.plans import EncodeImage
from domain.progress import Progress
from tests.fakes.rooms import FakeRoom
from tests.media.fitting import taken
from tests.media.pictures import quadrants

CANARY = "canary of a camera"
MAKE, MODEL, SOFTWARE, ARTIST, COMMENT, GPS = 0x010F, 0x0110, 0x0131, 0x013B, 0x9286, 0x8825


class Unseen:
    def progress(self, progress: Progress) -> None: ...


def _exif() -> Image.Exif:
    exif = Image.Exif()
    for tag in (MAKE, MODEL, SOFTWARE, ARTIST):
        exif[tag] = CANARY
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
        case Success(smaller):
            content = (room.folder / smaller.filepath).read_bytes()
        case Failure(failure):
            pytest.fail(str(failure))
    assert CANARY.encode() not in content
    with Image.open(io.BytesIO(content)) as picture:
        assert not picture.getexif()
        assert "comment" not in picture.info
        assert "xmp" not in picture.info
