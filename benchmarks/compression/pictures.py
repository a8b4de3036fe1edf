"""Still pictures: what our search makes of a limit, and a plain search of the quality beside it."""

import io
import re
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, NamedTuple

from PIL import Image, ImageCms, ImageOps

from benchmarks.compression.records import Case, Log, Pictured
from benchmarks.compression.ways import Tools, warm
from benchmarks.compression.worker import run_warm

PARTS: Final = (16, 4)
"""Of the picture's bytes, these are its limits."""
SUFFIXES: Final = (".jpg", ".png")
WAY: Final = "medium"
"""It does not matter to pictures."""
BEST: Final = 95
OPTIONS: Final[Mapping[str, Mapping[str, Any]]] = {
    "JPEG": {"optimize": True, "progressive": True},
    "WEBP": {"method": 4},
}
"""As ours are written, so that it is the search that is compared."""
LOSSLESS_WEBP: Final = b"VP8L"
SSIM: Final = re.compile(r"SSIM Y:([\d.]+)")


class Found(NamedTuple):
    """The best of a plain search."""

    content: bytes
    encodes: int


@dataclass(frozen=True, slots=True)
class Pictures:
    """Keeps its results in a log; what is there is not done again."""

    folder: Path
    tools: Tools
    log: Log[Pictured]

    def measure(self, folder: Path) -> None:
        """Every picture there, at two limits."""
        done = {record.case for record in self.log.records}
        for path in sorted(path for path in folder.iterdir() if path.suffix in SUFFIXES):
            for part in PARTS:
                case = Case(name=path.stem, limit=path.stat().st_size // part, way=WAY)
                if case not in done:
                    self.log.append(self._of(path, case))

    def _of(self, path: Path, case: Case) -> Pictured:
        with tempfile.TemporaryDirectory(dir=self.folder) as scratch:
            job = {"path": str(path), "to": f"{scratch}/made", "limit": case.limit}
            log = self.folder / "words.log"
            _, answer = run_warm(warm(WAY, self.tools), job, self.tools, log)
            assert not answer["failure"], answer
            (made,) = Path(scratch).iterdir()
            content = made.read_bytes()
            whole = _shown(path)
            name = "JPEG" if made.suffix == ".jpg" else "WEBP"
            plain = [_searched(whole, side, name, case.limit) for side in (1.0, 0.5)]
            marked = [(self._ssim(whole, each.content), each) for each in plain if each.content]
            best, searched = max(marked, key=lambda pair: pair[0], default=(0.0, plain[0]))
            return Pictured(
                case=case,
                size=len(content),
                lossless=LOSSLESS_WEBP in content[:64],
                encodes=answer["tries"],
                ssim=self._ssim(whole, content),
                plain_size=len(searched.content),
                plain_encodes=searched.encodes,
                plain_ssim=best,
            )

    def _ssim(self, whole: Image.Image, content: bytes) -> float:
        """Of the light, at the whole picture's size; 1 is the same."""
        with tempfile.TemporaryDirectory(dir=self.folder) as scratch:
            made = _on_white(Image.open(io.BytesIO(content)))
            for name, picture in (("whole", whole), ("made", made)):
                grey = _on_white(picture).convert("L")
                grey.resize(whole.size, Image.Resampling.BICUBIC).save(f"{scratch}/{name}.png")
            words = ["-i", f"{scratch}/made.png", "-i", f"{scratch}/whole.png", "-lavfi", "ssim"]
            told = subprocess.run(
                [str(self.tools.ffmpeg), "-hide_banner", *words, "-f", "null", "-"],
                check=True,
                stdin=-3,
                stderr=-1,
                text=True,
            ).stderr
            found = SSIM.search(told)
            assert found is not None, told
            return float(found[1])


def _shown(path: Path) -> Image.Image:
    """Upright and in sRGB, as a viewer shows it."""
    with Image.open(path) as opened:
        picture = ImageOps.exif_transpose(opened)
        profile = opened.info.get("icc_profile")
        mode = "RGBA" if picture.has_transparency_data else "RGB"
        if profile:
            own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            srgb = ImageCms.createProfile("sRGB")
            relative = ImageCms.Intent.RELATIVE_COLORIMETRIC
            turned = ImageCms.profileToProfile(
                picture, own, srgb, renderingIntent=relative, outputMode=mode
            )
            assert turned is not None
            return turned
        return picture.convert(mode)


def _on_white(picture: Image.Image) -> Image.Image:
    if picture.mode != "RGBA":
        return picture.convert("RGB")
    ground = Image.new("RGB", picture.size, "white")
    ground.paste(picture, mask=picture.getchannel("A"))
    return ground


def _searched(whole: Image.Image, side: float, name: str, limit: int) -> Found:
    """The highest quality that fits at that share of the sides, by halving the interval."""
    size = round(whole.width * side), round(whole.height * side)
    picture = whole if side == 1 else whole.resize(size, Image.Resampling.LANCZOS)
    low, high, best, encodes = 1, BEST, b"", 0
    while low <= high:
        middle = (low + high) // 2
        target = io.BytesIO()
        picture.save(target, name, quality=middle, **OPTIONS[name])
        encodes += 1
        if target.tell() <= limit:
            best, low = target.getvalue(), middle + 1
        else:
            high = middle - 1
    return Found(best, encodes)
