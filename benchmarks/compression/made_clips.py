"""Films and a picture for who has none at hand: painted landscapes, and flights along them."""

from pathlib import Path
from typing import Final

from entrypoints.demo.filming import film
from entrypoints.demo.painting import landscape

FLIGHTS: Final = {"dawn": (1280, 720), "noon": (854, 480), "evening": (1920, 1080)}
"""By the landscape's mood, in the order of the moods; pixels."""
SECONDS: Final = 5
KBPS: Final = 6000
PHOTO: Final = (3000, 2000)


def make_clips(folder: Path) -> Path:
    """Where they are; they are made once."""
    clips = folder / "clips"
    if not clips.exists():
        clips.mkdir()
        for mood, (name, size) in enumerate(FLIGHTS.items()):
            panorama = landscape(mood, (2 * size[0], size[1] + 16))
            film(panorama, clips / f"{name}.mp4", seconds=SECONDS, size=size, kbps=KBPS)
        landscape(len(FLIGHTS), PHOTO).save(clips / "hour.jpg", quality=92)
    return clips
