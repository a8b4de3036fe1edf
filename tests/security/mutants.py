"""Damaged media: whole files with a few things wrong, as chance or an enemy would have it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from random import Random

from tests.media.library import FILMS, MADE, RARE, Library

EDGES = (0, 1, 0x7F, 0x80, 0xFF, 0x7FFF, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF)
HEAD = 600
"""Most of what a file says of itself stands in its first bytes."""


@dataclass(frozen=True)
class Mutant:
    name: str
    content: bytes


def mutants(library: Library, count: int, *, seed: int) -> Iterator[Mutant]:
    """So many, of each kind of file in turn; the same for the same seed."""
    random = Random(seed)
    whole = {name: library[name].read_bytes() for name in (*FILMS, *MADE, *RARE)}
    names = list(whole)
    for number in range(count):
        name = names[number % len(names)]
        content = bytearray(whole[name])
        for _ in range(random.choice((1, 1, 2, 4, 16))):
            random.choice(WAYS)(content, random, list(whole.values()))
        yield Mutant(f"{number:05}-{name}", bytes(content))


Way = Callable[[bytearray, Random, Sequence[bytes]], None]


def _somewhere(content: bytearray, random: Random) -> int:
    most = len(content) if random.random() < 0.5 else min(HEAD, len(content))
    return random.randrange(most) if most else 0


def _flip(content: bytearray, random: Random, _others: Sequence[bytes]) -> None:
    if content:
        content[_somewhere(content, random)] ^= 1 << random.randrange(8)


def _overwrite(content: bytearray, random: Random, _others: Sequence[bytes]) -> None:
    at, length = _somewhere(content, random), random.randrange(1, 64)
    content[at : at + length] = random.randbytes(length)


def _number(content: bytearray, random: Random, _others: Sequence[bytes]) -> None:
    at, length = _somewhere(content, random), random.choice((1, 2, 4, 8))
    edge = random.choice(EDGES) & ((1 << 8 * length) - 1)
    content[at : at + length] = edge.to_bytes(length, random.choice(("big", "little")))


def _cut(content: bytearray, random: Random, _others: Sequence[bytes]) -> None:
    del content[_somewhere(content, random) :]


def _leave_out(content: bytearray, random: Random, _others: Sequence[bytes]) -> None:
    at = _somewhere(content, random)
    del content[at : at + random.randrange(1, 5000)]


def _repeat(content: bytearray, random: Random, _others: Sequence[bytes]) -> None:
    at = _somewhere(content, random)
    content[at:at] = content[at : at + random.randrange(1, 5000)] * random.randrange(1, 4)


def _splice(content: bytearray, random: Random, others: Sequence[bytes]) -> None:
    other = random.choice(others)
    start = random.randrange(len(other))
    at = _somewhere(content, random)
    content[at : at + random.randrange(5000)] = other[start : start + random.randrange(5000)]


WAYS: tuple[Way, ...] = (_flip, _overwrite, _number, _cut, _leave_out, _repeat, _splice)
