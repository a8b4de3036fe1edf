"""What is remembered of a film of a few seconds from one pass to the next."""

import pytest

from adapters.compressors.short_film_inside import ShortFilm

LOOK = (480, 270, 15.0, False)
FRAMES = [(0, "first"), (1, "second"), (1, "second")]


def test_frames_that_were_shown_to_the_end_are_known_to_the_next_pass():
    film = ShortFilm()
    assert film.frames(LOOK) is None
    assert list(film.keep(LOOK, iter(FRAMES))) == FRAMES
    assert film.frames(LOOK) == FRAMES


def test_a_pass_that_was_given_up_leaves_nothing():
    film = ShortFilm()
    list(film.keep(LOOK, iter(FRAMES)))
    shown = film.keep(LOOK, iter(FRAMES))
    next(shown)
    shown.close()
    assert film.frames(LOOK) is None


def test_frames_of_another_size_or_rate_are_not_taken_for_these():
    film = ShortFilm()
    list(film.keep(LOOK, iter(FRAMES)))
    assert film.frames((240, 136, 15.0, False)) is None
    assert film.frames((480, 270, 7.5, False)) is None


@pytest.mark.parametrize(
    ("frames", "size", "taken"),
    [(45, (480, 270), True), (87, (480, 270), False), (2, (3840, 2160), False)],
)
def test_only_a_few_megabytes_of_them_are_kept(frames, size, taken):
    assert ShortFilm.takes(frames, *size) is taken
