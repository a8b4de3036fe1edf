"""What is made ahead comes in its order, ends with who uses it, and fails where it would have."""

import threading
from collections.abc import Generator

import pytest

from adapters.compressors.ahead_inside import ahead


class Source:
    """Counts what it makes, and notes whether it is over."""

    def __init__(self, length: int, fails_at: int = -1) -> None:
        self.made = 0
        self.over = False
        self.threads: set[str] = set()
        self._length, self._fails_at = length, fails_at

    def items(self) -> Generator[int, None, None]:
        try:
            for number in range(self._length):
                if number == self._fails_at:
                    raise ValueError(number)
                self.made += 1
                self.threads.add(threading.current_thread().name)
                yield number
        finally:
            self.over = True


@pytest.mark.parametrize("length", [0, 1, 4, 50])
def test_all_comes_in_order_from_a_thread_of_its_own(length):
    source = Source(length)
    assert list(ahead(source.items(), 4)) == list(range(length))
    assert source.over
    assert threading.current_thread().name not in source.threads


def test_no_more_is_made_than_was_allowed():
    source = Source(50)
    taken = ahead(source.items(), 4)
    for number in range(10):
        assert next(taken) == number
    assert source.made <= 10 + 4
    taken.close()  # type: ignore[attr-defined] # it is a generator


def test_when_it_is_left_nothing_is_made_any_more():
    before = threading.active_count()
    source = Source(50)
    taken = ahead(source.items(), 4)
    next(taken)
    taken.close()  # type: ignore[attr-defined] # it is a generator
    assert source.over
    assert source.made <= 1 + 4
    assert threading.active_count() == before


def test_a_failure_comes_in_its_place():
    source = Source(50, fails_at=7)
    taken = ahead(source.items(), 4)
    assert [next(taken) for _ in range(7)] == list(range(7))
    with pytest.raises(ValueError, match="7"):
        next(taken)
    assert source.over
