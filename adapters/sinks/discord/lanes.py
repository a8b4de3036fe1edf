"""Rate limits: calls of one route and one major parameter share a lane, in the order of asking."""

import asyncio
import math
from collections.abc import Mapping
from typing import Final

from adapters.sinks.discord.calls import Call

LANES_KEPT: Final = 512
"""Beyond this many, those that nobody uses and that hold no limit are forgotten."""


class Lane:
    """Lets in as many at a time as the last answer said are left; one where none said so."""

    def __init__(self) -> None:
        self._line = asyncio.Lock()
        self._changed = asyncio.Event()
        self._limit = 1
        self._left = 1
        self._resets_at = math.inf
        self._inside = 0

    async def enter(self) -> None:
        """Wait for a place; whoever asked first goes first."""
        async with self._line:
            while not self._has_place():
                self._changed.clear()
                await self._change()
            self._left -= 1
            self._inside += 1

    def leave(self, headers: Mapping[str, str] | None) -> None:
        """Give the place back, with the answer's headers if there was an answer."""
        self._inside -= 1
        limit = (headers or {}).get("X-RateLimit-Limit")
        if headers is None or limit is None:
            if self._resets_at == math.inf:
                self._left = max(self._left, 1)
        else:
            self._limit = int(limit)
            remaining = int(headers.get("X-RateLimit-Remaining", "1"))
            self._left = max(0, remaining - self._inside)
            self._resets_at = _now() + float(headers.get("X-RateLimit-Reset-After", "0"))
        self._changed.set()

    def shut(self, seconds: float) -> None:
        """Let nobody in for that long."""
        self._left = 0
        self._resets_at = _now() + seconds
        self._changed.set()

    @property
    def is_idle(self) -> bool:
        """Whether it can be forgotten: nobody is inside, and no limit holds."""
        return not self._inside and not self._line.locked() and self._has_place()

    def _has_place(self) -> bool:
        if _now() >= self._resets_at:
            self._left = max(1, self._limit - self._inside)
            self._resets_at = math.inf
        return self._left > 0

    async def _change(self) -> None:
        until = None if self._resets_at == math.inf else self._resets_at
        try:
            async with asyncio.timeout_at(until):
                await self._changed.wait()
        except TimeoutError:
            return


class Lanes:
    """Every lane of one process, and the limit over all of them."""

    def __init__(self) -> None:
        self._lanes: dict[tuple[str, str], Lane] = {}
        self._buckets: dict[str, str] = {}
        self._open_at = {True: 0.0, False: 0.0}

    async def enter(self, call: Call) -> Lane:
        """The call's lane, entered; `leave` it. Interactions have a global limit of their own."""
        lane = self._lane(call)
        await lane.enter()
        try:
            while (pause := self._open_at[call.by_bot] - _now()) > 0:  # noqa: ASYNC110 - time is it
                await asyncio.sleep(pause)
        except asyncio.CancelledError:
            lane.leave(None)
            raise
        return lane

    def learn(self, call: Call, lane: Lane, headers: Mapping[str, str]) -> None:
        """Routes that Discord counts in one bucket share a lane from now on."""
        bucket = headers.get("X-RateLimit-Bucket")
        if bucket is not None:
            self._buckets[call.route] = bucket
            self._lanes.setdefault((bucket, call.major), lane)

    def shut(self, call: Call, lane: Lane, seconds: float, *, everywhere: bool) -> None:
        """A limit was reached: let nobody in for that long, into the lane or into any."""
        if everywhere:
            self._open_at[call.by_bot] = _now() + seconds
        else:
            lane.shut(seconds)

    def _lane(self, call: Call) -> Lane:
        key = (self._buckets.get(call.route, call.route), call.major)
        if key not in self._lanes:
            if len(self._lanes) >= LANES_KEPT:
                self._lanes = {it: lane for it, lane in self._lanes.items() if not lane.is_idle}
            self._lanes[key] = Lane()
        return self._lanes[key]


def _now() -> float:
    return asyncio.get_running_loop().time()
