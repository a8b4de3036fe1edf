"""A disk that is full, without a disk."""

import resource
from collections.abc import Iterator
from contextlib import contextmanager

LIMIT = 64 * 1024


@contextmanager
def full_disk() -> Iterator[None]:
    """The system lets no file grow beyond LIMIT bytes, as if there were no more to have."""
    before, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (LIMIT, most))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (before, most))
