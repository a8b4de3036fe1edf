"""Joining copies packets, and says how far it is."""

import pytest

from adapters.compressors.join_inside import Joined, Track
from adapters.fetchers import mux_inside
from tests.media.library import FILMS


def test_a_file_that_is_repacked_says_up_to_which_moment_it_is_written(library, tmp_path):
    told: list[float] = []
    source = library["mkv.mkv"]
    Joined(tmp_path / "new.mp4", "mp4", (Track(str(source), "video/x-matroska", 0),)).write(
        told.append
    )
    assert told[0] == pytest.approx(0, abs=0.2)
    assert told[-1] == pytest.approx(FILMS["mkv.mkv"].seconds, abs=0.2)


def test_tracks_that_are_joined_are_not_silent_for_long(library, tmp_path, monkeypatch):
    monkeypatch.setattr(mux_inside, "SECONDS_BETWEEN_WORDS", 0)
    talk = Heard()
    job = {"paths": [str(library["mkv.mkv"])], "into": str(tmp_path / "new")}
    assert mux_inside.join(job, talk) == str(tmp_path / "new.mp4")
    assert len(talk.told) > 10


class Heard:
    def __init__(self):
        self.told = []

    def tell(self, event):
        self.told.append(event)
