"""The peer in a process of its own, in the environment that its package is installed in."""

import asyncio
import contextlib
import sys
from pathlib import Path
from typing import Any

from ffmpeg4discord.__main__ import twopass_loop
from ffmpeg4discord.arguments import FALLBACK_AUDIO_BR
from ffmpeg4discord.twopass import EncodeSettings, TwoPass

from benchmarks.compression.inside import Json, when_told


class Counted(TwoPass):  # type: ignore[misc] # it is installed elsewhere
    """Counts its runs of two passes."""

    runs = 0

    def run(self, *told: Any, **more: Any) -> Any:
        self.runs += 1
        return super().run(*told, **more)


async def fit(job: Json) -> Json:
    """As its command does it without options, but for the limit and the file."""
    told = EncodeSettings(
        target_filesize=job["limit"] / (1 << 20),
        output=Path(job["to"]),
        audio_br=FALLBACK_AUDIO_BR // 1000,
    )
    with contextlib.redirect_stdout(sys.stderr):
        try:
            peer = Counted(Path(job["path"]))
            twopass_loop(peer, told)
        except Exception as error:  # noqa: BLE001 - whatever it fails with is the result
            return {"tries": 0, "failure": f"{type(error).__name__}: {error}"}
    return {"tries": peer.runs, "filters": _filters(peer)}


def _filters(peer: TwoPass) -> str:
    return ",".join(
        f"{name}={':'.join(f'{key}={value}' for key, value in options.items())}"
        for name, options in peer.tonemap or []
    )


if __name__ == "__main__":
    asyncio.run(when_told(fit))
