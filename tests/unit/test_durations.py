import pytest

from domain.durations import human_duration, parse_duration


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("83", 83),
        ("0", 0),
        ("83.5", 83.5),
        ("90s", 90),
        ("1:23", 83),
        ("1:02:03", 3723),
        ("1:02:03.5", 3723.5),
        ("1m23s", 83),
        ("2h", 7200),
        ("1h 5m", 3900),
    ],
)
def test_a_time_reads_as_people_write_it(text, seconds):
    assert parse_duration(text) == seconds


@pytest.mark.parametrize("text", ["", "soon", "1:99", "-5", "1:2:3:4", "s", "1e3"])
def test_what_is_no_time_is_refused_with_an_example(text):
    with pytest.raises(ValueError, match="is not a time such as 83"):
        parse_duration(text)


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0.42, "0.4 s"),
        (20.2, "20 s"),
        (59.9, "1 min"),
        (80, "1 min 20 s"),
        (3600, "1 h"),
        (7500, "2 h 5 min"),
    ],
)
def test_a_time_is_told_for_reading(seconds, text):
    assert human_duration(seconds) == text
