"""Carries out the steps that the parent names, one after the other, in a child."""

import errno
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from av import error as av_error

from adapters.cells.inside.talk import Talk
from adapters.compressors.aac_inside import Sound
from adapters.compressors.ahead_inside import ahead
from adapters.compressors.film_filters_inside import Look
from adapters.compressors.film_frames_inside import Film, Frames
from adapters.compressors.film_source_inside import FilmSource
from adapters.compressors.gif_inside import Gif
from adapters.compressors.join_inside import Joined, Track
from adapters.compressors.short_film_inside import ShortFilm
from adapters.compressors.tone_table_inside import write_tone_table
from adapters.compressors.x264_inside import X264, Shown
from domain.frame_clock import FrameClock

SECONDS_BETWEEN_WORDS = 0.25
FRAMES_AHEAD = 4
"""Decoded while others are encoded; each takes memory, up to 13 MB of 4K."""
PICTURES = ("image/webp", "image/avif")
"""What FFmpeg's decoders do not show moving."""
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def carry_out(job: Mapping[str, Any], talk: Talk) -> dict[str, Any]:
    """What came of the last step, or what it `fails` with: "corrupt", "no_room" or "copy".

    Asks with what came of the step before (None at first), and gets the next step, or None. Tells
    the share of a step that is done, a few times a second.
    """
    work = _Work(job, talk)
    made: dict[str, Any] | None = None
    try:
        while (step := talk.ask(made)) is not None:
            made = work.do(step)
    except av_error.MemoryError:
        raise
    except av_error.FFmpegError as error:
        return {"fails": "no_room" if error.errno in FULL else "corrupt"}
    return made or {}


class _Work:
    def __init__(self, job: Mapping[str, Any], talk: Talk) -> None:
        self._job = job
        self._talk = talk
        self._told = 0.0
        self._threads = 1
        folder = Path(job["scratch"])
        folder.mkdir()
        self._sound_made, self._picture_made = folder / "sound.mp4", folder / "picture.mp4"
        self._gif_made = folder / "made.gif"
        self._stats, self._lut = folder / "x264.stats", folder / "tones.cube"
        self._film = self._opened_film() if job["film"] else None
        self._short_film = ShortFilm()

    def do(self, step: Mapping[str, Any]) -> dict[str, Any]:
        self._threads = step["threads"]
        match step["do"]:
            case "sound":
                return dict(self._make_sound(step))
            case "analyse":
                return self._analyse(step)
            case "picture":
                return self._make_picture(step)
            case "gif":
                return self._make_gif(step)
            case "join":
                return self._join(step)
            case other:
                raise ValueError(other)

    def _make_sound(self, step: Mapping[str, Any]) -> Mapping[str, Any]:
        job = self._job
        sound = Sound(
            job["path"],
            job["mimetype"],
            job["sound"]["index"],
            zero=job["zero"],
            start=job["start"],
            seconds=job["seconds"],
        )
        return sound.make(
            self._sound_made, kbps=step["kbps"], channels=step["channels"], tell=self._tell
        )

    def _analyse(self, step: Mapping[str, Any]) -> dict[str, Any]:
        shown = self._shown(step, roughly=True)
        made = self._x264(self._clock(step)).analyse(shown, crf=step["crf"], tell=self._tell)
        return {**made, "damaged": self._needed_film().source.damaged}

    def _make_picture(self, step: Mapping[str, Any]) -> dict[str, Any]:
        made = self._x264(self._clock(step)).make(
            self._shown(step),
            self._picture_made,
            kbps=step["kbps"],
            strictly=step["strictly"],
            crf=step["crf"],
            most_bytes=step["most_bytes"],
            tell=self._tell,
        )
        return {**made, "damaged": self._needed_film().source.damaged}

    def _shown(self, step: Mapping[str, Any], *, roughly: bool = False) -> Shown:
        film, (width, height) = self._needed_film(), step["size"]
        rate, keeps_times = step["frames_per_second"], step["keeps_times"]
        look = (width, height, rate, keeps_times)
        is_short = self._short_film.takes(rate * self._job["seconds"], width, height)
        if is_short and (known := self._short_film.frames(look)):
            return known
        shown = film.shown(self._clock(step), width, height, roughly=roughly and not is_short)
        made = ahead(shown, FRAMES_AHEAD)
        return self._short_film.keep(look, made) if is_short else made

    def _make_gif(self, step: Mapping[str, Any]) -> dict[str, Any]:
        film, output = self._needed_film(), Path(self._job["output"])
        source, rate = film.source_rate, step["frames_per_second"]
        width, height = step["size"]
        gif = Gif(film, width, height, lambda: FrameClock(rate, source, keeps_times=True))
        made = gif.make(self._gif_made, seconds=self._job["seconds"], tell=self._tell)
        best = output.stat().st_size if output.exists() else 0
        if best < made <= step["most_bytes"]:
            self._gif_made.replace(output)
        return {"bytes": made, "damaged": film.source.damaged}

    def _join(self, step: Mapping[str, Any]) -> dict[str, Any]:
        job = self._job
        made = {"picture": self._picture_made, "sound": self._sound_made}
        tracks = [
            self._source("film" if part == "picture" else "sound")
            if step[part] == "source"
            else Track(str(made[part]), "video/mp4", 0)
            for part in ("picture", "sound")
            if step[part] is not None
        ]
        tags = self._source("sound") if step["keeps_tags"] else None
        try:
            joined = Joined(Path(job["output"]), job["container"], tuple(tracks), tags)
            return {"bytes": joined.write(self._tell)}
        except (av_error.ArgumentError, av_error.InvalidDataError, ValueError):
            return {"bytes": 0, "refused": True}

    def _source(self, kind: str) -> Track:
        job = self._job
        return Track(
            job["path"],
            job["mimetype"],
            job[kind]["index"],
            zero=job["zero"],
            start=job["start"],
            end=job["start"] + job["seconds"] if job["cut"] else float("inf"),
        )

    def _opened_film(self) -> Film:
        film = self._job["film"]
        look = Look(**film["look"])
        if look.hdr:
            write_tone_table(self._lut, look.transfer or "")
        return Film(self._frames(), look, film["rate"], self._lut)

    def _frames(self) -> Frames:
        job, film = self._job, self._job["film"]
        if job["mimetype"] in PICTURES:
            from adapters.compressors.moving_picture_inside import MovingPicture  # noqa: PLC0415

            return MovingPicture(job["path"], job["mimetype"], job["seconds"], job["start"])
        return FilmSource(
            job["path"],
            job["mimetype"],
            film["index"],
            zero=job["zero"],
            start=job["start"],
            seconds=job["seconds"],
            rate=film["rate"],
            threads=lambda: self._threads,
        )

    def _needed_film(self) -> Film:
        if self._film is None:
            raise ValueError("a step for a picture, and there is none")
        return self._film

    def _clock(self, step: Mapping[str, Any]) -> FrameClock:
        rate = self._needed_film().source_rate
        return FrameClock(step["frames_per_second"], rate, step["keeps_times"])

    def _x264(self, clock: FrameClock) -> X264:
        return X264(
            preset=self._job["preset"],
            threads=self._threads,
            stats=self._stats,
            ticks=clock.ticks_a_second,
            rate=clock.rate,
        )

    def _tell(self, at: float) -> None:
        now = time.monotonic()
        if now - self._told >= SECONDS_BETWEEN_WORDS:
            self._told = now
            self._talk.tell(min(1.0, at / self._job["seconds"]))
