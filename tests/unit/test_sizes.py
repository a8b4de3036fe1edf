import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.sizes import human_limit, human_size, parse_size


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("10MiB", 10_485_760),
        ("10MB", 10_485_760),
        ("10 mb", 10_485_760),
        ("9.5MiB", 9_961_472),
        ("512KiB", 524_288),
        ("512k", 524_288),
        ("1GiB", 1_073_741_824),
        ("1048576", 1_048_576),
        ("7 bytes", 7),
        ("7B", 7),
        (" 8 MiB ", 8_388_608),
    ],
)
def test_a_size_reads_as_chats_write_it(text, size):
    assert parse_size(text) == size


@pytest.mark.parametrize("text", ["", "0", "0MiB", "-1", "ten", "10TB", "1e6", "10MiB/s", "٣MiB"])
def test_what_is_no_size_is_refused_with_an_example(text):
    with pytest.raises(ValueError, match="is not a size such as 10MiB"):
        parse_size(text)


@pytest.mark.parametrize(
    ("size", "text"),
    [
        (0, "0 bytes"),
        (1, "1 byte"),
        (1023, "1023 bytes"),
        (1024, "1 KiB"),
        (1_048_576, "1 MiB"),
        (9_961_472, "9.5 MiB"),
        (5 * 1024**3, "5 GiB"),
    ],
)
def test_a_size_is_told_in_its_largest_unit(size, text):
    assert human_size(size) == text


@given(st.integers(min_value=1, max_value=10**13))
def test_a_told_size_reads_back_to_about_the_same(size):
    assert parse_size(human_size(size)) == pytest.approx(size, rel=0.06)


@given(st.integers(min_value=1, max_value=10**13))
def test_what_fits_into_a_limit_fits_into_it_as_it_is_told(size):
    assert size <= parse_size(human_limit(size)) <= size * 1.1
