"""Makes things in a thread of its own while others of them are used: decoding beside encoding."""

from collections import deque
from collections.abc import Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Final, TypeVar

T = TypeVar("T")

END: Final = object()


def ahead(items: Generator[T, None, None], most: int) -> Iterator[T]:
    """The same in the same order, at most so many of them made ahead.

    What making one raises is raised here, in its place. When this has ended, or is closed, nothing
    is being made any more.
    """
    with ThreadPoolExecutor(1, "ahead") as thread:
        try:
            line = deque(thread.submit(next, items, END) for _ in range(most))
            while (item := line.popleft().result()) is not END:
                line.append(thread.submit(next, items, END))
                yield item  # type: ignore[misc] # END was told apart
        finally:
            thread.shutdown(cancel_futures=True)
            items.close()
