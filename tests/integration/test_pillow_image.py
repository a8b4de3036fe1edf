import io
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from PIL import Image

from adapters.cells.cells import Cells
from adapters.compressors.pillow_image import PillowImage
from adapters.probes.pillow import PillowProbe
from application.ports.compressor import Compressed, Compressor
from domain.failures import Corrupt, ExternalToolFailed, MediaFailure
from domain.media import MediaFile
from domain.outcome import Failure, Outcome, Success
from domain.plans import EncodeImage, Keep, Plan
from tests.fakes.chats import FakeSink
from tests.fakes.rooms import FakeRoom
from tests.media import pictures
from tests.media.fitting import arrived

EXIF_BYTES = b"Exif\0\0"


@pytest.fixture
async def cells() -> AsyncIterator[Cells]:
    cells = Cells()
    yield cells
    await cells.aclose()


class Work:
    def __init__(self, cells: Cells, folder: Path) -> None:
        self.compressor: Compressor = PillowImage(cells)
        self.probe = PillowProbe(cells)
        self.room = FakeRoom(folder / "room")
        self.shown = FakeSink()

    async def compress(self, source: Path, plan: Plan) -> Outcome[Compressed, MediaFailure]:
        file = await arrived(source, self.room)
        match await self.probe.measure(file, room=self.room):
            case Success(info):
                return await self.compressor.compress(
                    file, info=info, plan=plan, room=self.room, shows=self.shown
                )
            case Failure(failure):
                return Failure(failure)

    async def made(self, source: Path, max_bytes: int) -> tuple[MediaFile, bytes]:
        match await self.compress(source, EncodeImage(max_bytes=max_bytes, min_quality=10)):
            case Success((file, _)):
                return file, (self.room.folder / file.filepath).read_bytes()
            case Failure(failure):
                pytest.fail(str(failure))


@pytest.fixture
def work(cells: Cells, tmp_path: Path) -> Work:
    return Work(cells, tmp_path)


async def test_a_photo_becomes_a_jpeg_that_fills_the_limit(work: Work, tmp_path: Path) -> None:
    source = pictures.photo(tmp_path / "photo.jpg", size=(600, 450), noise=1.0, quality=95)
    limit = source.stat().st_size // 4
    file, content = await work.made(source, limit)
    assert 0.9 * limit <= len(content) == file.size_bytes <= limit
    assert file.mimetype == "image/jpeg"
    with Image.open(io.BytesIO(content)) as picture:
        assert picture.size == (file.width, file.height)
        assert picture.info.get("progressive")
    assert EXIF_BYTES not in content
    assert work.shown.shown


async def test_a_turned_photo_is_stored_upright(work: Work, tmp_path: Path) -> None:
    source = pictures.photo(tmp_path / "turned.jpg", size=(640, 480), orientation=6)
    upright = pictures.photo(tmp_path / "upright.jpg", size=(640, 480))
    _, content = await work.made(source, source.stat().st_size // 2)
    with Image.open(io.BytesIO(content)) as picture, Image.open(upright) as wanted:
        assert picture.width > picture.height
        _same_quadrants(picture, wanted)


async def test_colours_are_those_that_the_profile_means(work: Work, tmp_path: Path) -> None:
    source = pictures.in_swapped_colours(tmp_path / "profile.jpg")
    plain = pictures.photo(tmp_path / "plain.jpg")
    _, content = await work.made(source, source.stat().st_size // 2)
    with Image.open(io.BytesIO(content)) as picture, Image.open(plain) as wanted:
        _same_quadrants(picture, wanted)


async def test_a_cmyk_photo_becomes_rgb(work: Work, tmp_path: Path) -> None:
    source = pictures.photo(tmp_path / "cmyk.jpg", mode="CMYK")
    _, content = await work.made(source, source.stat().st_size // 2)
    with Image.open(io.BytesIO(content)) as picture:
        assert picture.mode == "RGB"


async def test_transparency_is_kept(work: Work, tmp_path: Path) -> None:
    source = pictures.with_alpha(tmp_path / "alpha.png")
    file, content = await work.made(source, source.stat().st_size // 3)
    assert file.mimetype == "image/webp"
    with Image.open(io.BytesIO(content)) as picture:
        assert picture.mode == "RGBA"
        assert picture.getpixel((0, 0))[3] == 0  # type: ignore[index]  # four bands
        assert picture.getpixel((picture.width // 2, picture.height // 2))[3] == 255  # type: ignore[index]


async def test_a_screen_is_kept_without_loss_where_that_fits(work: Work, tmp_path: Path) -> None:
    source = pictures.screen(tmp_path / "screen.png")
    _, content = await work.made(source, source.stat().st_size - 1)
    with Image.open(io.BytesIO(content)) as picture, Image.open(source) as wanted:
        assert picture.format == "WEBP"
        assert picture.convert("RGB").tobytes() == wanted.convert("RGB").tobytes()


async def test_a_picture_of_sixteen_bits_is_as_bright_as_before(work: Work, tmp_path: Path) -> None:
    source = pictures.sixteen_bits(tmp_path / "deep.png")
    _, content = await work.made(source, source.stat().st_size // 2)
    with Image.open(io.BytesIO(content)) as picture:
        grey = picture.convert("L").resize((4, 1), Image.Resampling.BOX)
        assert list(grey.tobytes()) == pytest.approx([32, 96, 159, 223], abs=4)


async def test_a_damaged_picture_is_corrupt(work: Work, tmp_path: Path) -> None:
    source = pictures.photo(tmp_path / "cut.jpg", size=(640, 480))
    source.write_bytes(source.read_bytes()[:300])
    cut = await work.compress(source, EncodeImage(max_bytes=5000, min_quality=10))
    assert cut == Failure(Corrupt())


async def test_a_plan_that_is_no_pictures_is_refused(work: Work, tmp_path: Path) -> None:
    source = pictures.photo(tmp_path / "photo.jpg")
    match await work.compress(source, Keep()):
        case Failure(ExternalToolFailed(tool=tool)):
            assert tool == "pillow"
        case other:
            pytest.fail(str(other))


def _same_quadrants(picture: Image.Image, wanted: Image.Image) -> None:
    small, right = (
        one.convert("RGB").resize((2, 2), Image.Resampling.BOX) for one in (picture, wanted)
    )
    for seen, meant in zip(small.tobytes(), right.tobytes(), strict=True):
        assert abs(seen - meant) <= 24
