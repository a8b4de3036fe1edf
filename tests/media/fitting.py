"""What the suites of probes and compressors share: a bench with a file on it."""

import shutil
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import final

from adapters.cells.cells import Cells
from adapters.compressors.at_most import AtMost
from adapters.compressors.bare_picture import BarePicture
from adapters.compressors.by_kind import ByKind
from adapters.compressors.pillow_image import PillowImage
from adapters.compressors.pyav import PyavCompressor
from adapters.compressors.share import Share
from adapters.probes.by_content import ByContent
from adapters.probes.pillow import PillowProbe
from adapters.probes.pyav import PyavProbe
from application.ports.compressor import Compressor
from application.ports.probe import Probe
from application.ports.telling import Shows
from domain import fitting
from domain.limits import Aim, Minima, UploadLimits
from domain.media import MediaFile, MediaInfo
from domain.outcome import Success
from domain.plans import Keep, Plan, Refuse, Wish
from domain.progress import Fitting, Progress
from tests.fakes.rooms import FakeRoom

LOW = Minima(video_kbps=20, audio_kbps=8, image_quality=1)
"""Films of a test are small; nobody looks at them."""


def aim(size: int, minima: Minima = LOW) -> Aim:
    return Aim(limits=UploadLimits(bytes_per_file=size, bytes_per_message=size), minima=minima)


def real_probe(cells: Cells) -> Probe:
    return ByContent(pictures=PillowProbe(cells), films=PyavProbe(cells))


def real_compressor(cells: Cells, *, preset: str = "ultrafast", most: int = 2) -> Compressor:
    share = Share(cores=2)
    films, pictures = PyavCompressor(cells, share, preset), PillowImage(cells)
    by_kind = ByKind(bare=BarePicture(cells, pictures), pictures=pictures, films=films)
    return AtMost(by_kind, share, most)


async def arrived(source: Path, room: FakeRoom) -> MediaFile:
    """A copy of the file, as a fetcher would have left it."""
    path = PurePosixPath("work", source.name)
    shutil.copyfile(source, room.folder / path)
    return await taken(path, room)


async def taken(path: PurePosixPath, room: FakeRoom) -> MediaFile:
    match await room.take(path):
        case Success(file):
            return file
        case failure:
            raise AssertionError(failure)


@final
@dataclass
class Shown(Shows):
    """Remembers what it was shown."""

    fractions: list[float] = field(default_factory=list)

    def progress(self, progress: Progress) -> None:
        assert isinstance(progress, Fitting)
        self.fractions.append(progress.fraction)


@dataclass(frozen=True)
class Bench:
    probe: Probe
    compressor: Compressor
    room: FakeRoom

    async def measured(self, source: Path) -> tuple[MediaFile, MediaInfo]:
        file = await arrived(source, self.room)
        match await self.probe.measure(file, room=self.room):
            case Success(info):
                return file, info
            case failure:
                raise AssertionError(failure)

    async def fit(
        self, source: Path, size: int, wish: Wish | None = None, minima: Minima = LOW
    ) -> tuple[Plan, Path, MediaFile]:
        """What was planned, and what came of it."""
        file, info = await self.measured(source)
        plan = fitting.plan(info, aim(size, minima), wish or Wish())
        assert not isinstance(plan, Keep | Refuse), plan
        match await self.compressor.compress(
            file, info=info, plan=plan, room=self.room, shows=Shown()
        ):
            case Success((made, _)):
                return plan, self.room.folder / made.filepath, made
            case failure:
                raise AssertionError(failure)
