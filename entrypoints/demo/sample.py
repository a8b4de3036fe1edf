"""Makes everything that the sample site shows; runs in a child process."""

from pathlib import Path

from adapters.cells.inside.talk import Talk
from adapters.cells.json_value import Json
from entrypoints.demo.filming import film, song, turning
from entrypoints.demo.painting import MOODS, landscape

PICTURE = (1600, 1066)
FULL_HD = (1920, 1080)
STRIP = (3840, 1080)


def make(job: Json, talk: Talk) -> Json:
    """Fill the working directory; what is made is told by its name."""
    del job
    for mood in range(len(MOODS)):
        landscape(mood, PICTURE).save(f"{mood + 1}.jpg", quality=92)
        talk.tell(f"{mood + 1}.jpg")
    evening, night = landscape(2, STRIP), landscape(3, STRIP)
    film(evening, Path("flight.mp4"), seconds=8, size=FULL_HD, kbps=16200)
    talk.tell("flight.mp4")
    small = night.resize((STRIP[0] * 480 // STRIP[1], 480))
    film(small, Path("walk.m3u8"), seconds=8, size=(854, 480), kbps=900)
    talk.tell("walk.m3u8")
    turning(evening, Path("turn.gif"), size=(400, 225), frames=40)
    song(Path("song.mp3"), seconds=20)
    whole = Path("flight.mp4").read_bytes()
    Path("broken.mp4").write_bytes(whole[: len(whole) // 8])
    talk.tell("broken.mp4")
    return None
