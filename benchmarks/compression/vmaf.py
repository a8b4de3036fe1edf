"""How much a made film looks like its source, by VMAF, frame against frame."""

import json
import subprocess
from pathlib import Path
from statistics import fmean, quantiles
from typing import Final, NamedTuple, final

from adapters.compressors.tone_table_inside import write_tone_table
from benchmarks.compression.clips import Clip, matrix_of
from benchmarks.compression.frames import Frames, decoded
from benchmarks.compression.pairing import paired
from benchmarks.compression.ways import NAIVE, PEER

THREADS: Final = 2
LOG: Final = "vmaf.json"


class Likeness(NamedTuple):
    """0 to 100."""

    mean: float
    fifth_percentile: float
    frames: int


@final
class Comparison:
    """Compares films with their sources; the source that was decoded last is kept."""

    def __init__(self, ffmpeg: Path, scratch: Path) -> None:
        self._ffmpeg = ffmpeg
        self._scratch = scratch
        self._source: tuple[str, Frames] | None = None

    def of(self, clip: Clip, made: Path, *, way: str, peers_filters: str) -> Likeness:
        """The made film's likeness to the source as that way sees it, at the source's size.

        What only that way does before it encodes (deinterlacing, toning down) is done to the
        source, too: the loss is measured, and not the taste.
        """
        matrix = matrix_of(made, clip.height)
        source = self._decoded(clip, self._seen(clip, way, peers_filters, matrix))
        shape = f"scale={clip.width}:{clip.height}:flags=bicubic,format=yuv420p"
        size = clip.width, clip.height
        shown = decoded(self._ffmpeg, made, shape, size, to=self._scratch / "made")
        return self._compared(shown, source)

    def _decoded(self, clip: Clip, filters: str) -> Frames:
        key = f"{clip.path} {filters}"
        if self._source is None or self._source[0] != key:
            size = clip.width, clip.height
            to = self._scratch / "source"
            self._source = key, decoded(self._ffmpeg, clip.path, filters, size, to=to)
        return self._source[1]

    def _seen(self, clip: Clip, way: str, peers_filters: str, matrix: str) -> str:
        """The filters that bring the source to the made film's colours."""
        last = f"out_color_matrix={matrix}:out_range=limited,format=yuv420p"
        named = f"in_color_matrix={clip.matrix}:" if clip.matrix else ""
        if way == PEER and peers_filters:
            return f"{peers_filters},scale={last}"
        if way in (PEER, NAIVE):
            return f"scale={named}{last}"
        smooth = "bwdif=mode=send_frame:deint=all," if clip.interlaced else ""
        if clip.transfer is None:
            return f"{smooth}scale={named}{last}"
        table = self._scratch / "tones.cube"
        write_tone_table(table, clip.transfer)
        toned = f"format=gbrp10le,lut3d=file={table}:interp=tetrahedral"
        return f"{smooth}scale={named.rstrip(':')},{toned},scale={last}"

    def _compared(self, shown: Frames, source: Frames) -> Likeness:
        pairs = paired(shown.times, source.times, lambda one, its: shown.unlike(one, source, its))
        form = ["-f", "rawvideo", "-pixel_format", "yuv420p"]
        form += ["-video_size", f"{source.width}x{source.height}", "-framerate", "25"]
        graph = f"libvmaf=log_fmt=json:log_path={LOG}:n_threads={THREADS}"
        words = [*form, "-i", str(shown.path), *form, "-i", "pipe:0", "-lavfi", graph]
        with subprocess.Popen(
            [str(self._ffmpeg), "-v", "error", *words, "-f", "null", "-"],
            stdin=subprocess.PIPE,
            cwd=self._scratch,
        ) as comparing:
            assert comparing.stdin is not None
            for frame in source.read(pairs):
                comparing.stdin.write(frame)
        assert comparing.returncode == 0
        told = json.loads((self._scratch / LOG).read_text())["frames"]
        marks = [frame["metrics"]["vmaf"] for frame in told]
        return Likeness(fmean(marks), quantiles(marks, n=20)[0], len(marks))
