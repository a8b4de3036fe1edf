"""A bomb as one would open it who had not thought of bombs; runs in a child."""

import time
from pathlib import Path
from typing import Any

import av
from PIL import Image, ImageSequence


def open_plainly(job: dict[str, str], talk: Any) -> None:
    """Decode every frame, with the libraries' own defaults; says now and then what it took."""
    began = time.perf_counter()

    def tell(end: str) -> None:
        (peak,) = [
            line for line in Path("/proc/self/status").read_text().splitlines() if "VmHWM" in line
        ]
        seconds = time.perf_counter() - began
        talk.tell({"seconds": seconds, "bytes": int(peak.split()[1]) * 1024, "end": end})

    try:
        if job["mimetype"].startswith("image/"):
            for number, frame in enumerate(ImageSequence.Iterator(Image.open(job["path"]))):
                frame.load()
                if number % 10 == 0:
                    tell("was stopped")
        else:
            with av.open(job["path"]) as container:
                for number, _ in enumerate(container.decode()):
                    if number % 10 == 0:
                        tell("was stopped")
        tell("opened")
    except Exception as error:  # noqa: BLE001 - as it happens
        tell(type(error).__name__)
