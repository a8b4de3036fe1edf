"""Brings frames of any sort to what every player shows: upright, square, 8 bits, tagged colours."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from av import error as av_error
from av.filter import Graph
from av.video.frame import VideoFrame

Filter: TypeAlias = tuple[str, dict[str, str]]

TICKS = Fraction(1, 90_000)
"""The clock of frames that are being filtered; nothing here needs it."""

UPRIGHT: Mapping[int, tuple[Filter, ...]] = {
    0: (),
    90: (("transpose", {"dir": "clock"}),),
    180: (("hflip", {}), ("vflip", {})),
    270: (("transpose", {"dir": "cclock"}),),
}
"""What turns a picture as a player would, by degrees clockwise."""

ON_WHITE: tuple[Filter, ...] = (
    ("format", {"pix_fmts": "gbrap10le"}),
    ("negate", {}),
    ("premultiply", {"inplace": "1"}),
    ("negate", {}),
    ("format", {"pix_fmts": "gbrp"}),
)
"""What shines through becomes white: black, in the negative.

In 10 bits, because the filter that multiplies rounds down: in 8 bits it costs 1.5 VMAF of a GIF
where nothing shines through.
"""

PLAIN_MATRICES = ("bt709", "smpte170m", "bt470bg")
"""What players understand in a file that says so; others are brought to the first."""
NAMES_IN_SCALE = {"bt470bg": "bt470", "bt2020nc": "bt2020", "bt2020c": "bt2020"}
"""Where the scale filter calls a matrix otherwise than the rest of FFmpeg."""
LARGE_LINES = 720
"""A picture of so many lines that names no matrix is taken for BT.709, a smaller one for 601."""
LIGHT_UNTOLD: Filter = ("setparams", {"color_primaries": "unknown", "color_trc": "unknown"})
"""The scale filter changes neither, and refuses a frame that names one it does not know."""


@dataclass(frozen=True)
class Look:
    """How a film looks, as the probe saw it."""

    rotation: int
    mirrored: bool
    interlaced: bool
    alpha: bool
    coded_height: int
    transfer: str | None
    primaries: str | None
    matrix: str | None
    hdr: bool

    @property
    def source_matrix(self) -> str:
        """As the film says, or as it is taken for."""
        return self.matrix or ("bt709" if self.coded_height >= LARGE_LINES else "smpte170m")

    @property
    def colours(self) -> tuple[str, str, str]:
        """Of what is made: primaries, transfer and matrix."""
        if self.hdr or self.source_matrix not in PLAIN_MATRICES:
            return "bt709", "bt709", "bt709"
        plain = self.source_matrix
        return self.primaries or plain, self.transfer or "bt709", plain

    def filters(self, width: int, height: int, *, roughly: bool, lut: str) -> list[Filter]:
        """From a decoded frame to one of these even sizes, ready to be encoded.

        `lut` is the file of the table that tones an HDR film down. It is scaled before that, which
        is many times cheaper.
        """
        across = (height, width) if self.rotation in (90, 270) else (width, height)
        scaled = {
            "w": str(across[0]),
            "h": str(across[1]),
            "flags": "fast_bilinear" if roughly else "bicubic",
        }
        primaries, transfer, matrix = self.colours
        named = NAMES_IN_SCALE.get(self.source_matrix, self.source_matrix)
        source = {} if self.source_matrix == "gbr" else {"in_color_matrix": named}
        made = {"out_color_matrix": NAMES_IN_SCALE.get(matrix, matrix), "out_range": "limited"}
        yuv: Filter = ("format", {"pix_fmts": "yuv420p"})
        colours: list[Filter] = [("scale", scaled | source | made), yuv]
        if self.hdr:
            colours = [
                ("scale", scaled | source),
                ("format", {"pix_fmts": "gbrp10le"}),
                ("lut3d", {"file": lut, "interp": "tetrahedral"}),
                ("scale", made),
                yuv,
            ]
        told = {"range": "limited", "field_mode": "prog", "colorspace": matrix}
        return [
            LIGHT_UNTOLD,
            *((("scale", source), *ON_WHITE) if self.alpha else ()),
            *colours,
            *((("hflip", {}),) if self.mirrored else ()),
            *UPRIGHT[self.rotation],
            ("setsar", {"sar": "1"}),
            ("setparams", told | {"color_primaries": primaries, "color_trc": transfer}),
        ]

    def rgb_filters(self, width: int, height: int) -> list[Filter]:
        """To a frame of one of these sizes for a palette, in which what shines through may stay."""
        return [
            LIGHT_UNTOLD,
            ("scale", {"w": f"{width}", "h": f"{height}", "flags": "bicubic"}),
            ("format", {"pix_fmts": "bgra"}),
            ("setsar", {"sar": "1"}),
        ]


DEINTERLACE: list[Filter] = [("bwdif", {"mode": "send_frame", "deint": "all"})]


def pulled(graph: Graph) -> Iterator[tuple[int, VideoFrame]]:
    """What is ready to come out of a chain of filters, each frame with its number."""
    while True:
        try:
            frame = graph.vpull()
        except (av_error.BlockingIOError, av_error.EOFError):
            return
        yield round((frame.pts or 0) * (frame.time_base or TICKS) / TICKS), frame


class Filtered:
    """A chain of filters, built anew whenever the frames that come change their form."""

    def __init__(self, filters: Iterable[Filter]) -> None:
        self._filters = list(filters)
        self._graph: Graph | None = None
        self._form: tuple[object, ...] = ()

    def push(self, frame: VideoFrame, number: int) -> Iterator[tuple[int, VideoFrame]]:
        """What comes out after this frame went in; frames keep the number that they came with."""
        form = (frame.width, frame.height, frame.format.name, frame.colorspace, frame.color_range)
        if form != self._form or self._graph is None:
            yield from self.flush()
            self._graph, self._form = self._built(frame), form
        frame.pts, frame.time_base = number, TICKS
        self._graph.vpush(frame)
        yield from pulled(self._graph)

    def flush(self) -> Iterator[tuple[int, VideoFrame]]:
        """What was held back."""
        if self._graph is not None:
            self._graph.vpush(None)
            yield from pulled(self._graph)
            self._graph = None

    def _built(self, frame: VideoFrame) -> Graph:
        graph = Graph()
        form = (
            f"video_size={frame.width}x{frame.height}:pix_fmt={frame.format.name}"
            f":time_base={TICKS}:pixel_aspect=1/1"
            f":colorspace={frame.colorspace}:range={frame.color_range}"
        )
        chain = [graph.add("buffer", form)]
        chain += [graph.add(name, **options) for name, options in self._filters]
        graph.link_nodes(*chain, graph.add("buffersink")).configure()
        return graph
