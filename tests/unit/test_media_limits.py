from domain.media_limits import too_fast, too_long, too_many_pixels, too_much_movement


def test_what_is_just_small_enough_is_worked_on():
    assert too_many_pixels(7680, 4320, allowed=7680 * 4320) is None
    assert too_long(3 * 3600) is None
    assert too_fast(120 * 60, 60) is None
    assert too_much_movement(1920, 1080, 2000) is None


def test_one_more_is_too_much():
    assert too_many_pixels(7681, 4320, allowed=7680 * 4320) == ("pixels", 33_181_920, 33_177_600)
    assert too_long(3 * 3600 + 1) == ("seconds", 10_801, 10_800)
    assert too_much_movement(1, 1, 2001) == ("frames", 2001, 2000)
    assert too_much_movement(1920, 1081, 2000) is not None


def test_a_short_film_may_be_rounded_but_no_long_one():
    assert too_fast(2, 0) is None
    assert too_fast(240 * 10, 10) is not None
