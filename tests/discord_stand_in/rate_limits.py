"""Buckets, the global limit and the count of invalid requests."""

from dataclasses import dataclass, field
from zlib import crc32

from tests.discord_stand_in.clock import Clock
from tests.discord_stand_in.faults import TooMany
from tests.discord_stand_in.transcript import Call

GRACE = 0.1
"""Seconds within which a call may have been on its way before its client could read the 429."""


@dataclass(slots=True)
class Bucket:
    """So many requests in a window of so many seconds, which the first one opens.

    Every major parameter has a window of its own.
    """

    pattern: str
    requests: int
    seconds: float
    windows: dict[str, tuple[float, int]] = field(default_factory=dict)

    def left(self, major: str, now: float) -> tuple[int, float]:
        """How many requests are left, and the seconds until all of them are again."""
        began, used = self.windows.get(major, (now, 0))
        rest = began + self.seconds - now
        return (self.requests - used, rest) if rest > 0 else (self.requests, self.seconds)

    def spend(self, major: str, now: float) -> None:
        """Count one request."""
        began, used = self.windows.get(major, (now, 0))
        is_over = began + self.seconds <= now
        self.windows[major] = (now, 1) if is_over else (began, used + 1)


class RateLimits:
    """Generous unless a test says otherwise."""

    def __init__(self, clock: Clock) -> None:
        self.invalid_requests = 0
        self._clock = clock
        self._buckets: list[Bucket] = []
        self._everyone = Bucket("*", 1_000_000, 1.0)
        self._shut: dict[str, tuple[float, float]] = {}

    def limit(self, pattern: str, *, requests: int, seconds: float) -> None:
        """Hold calls that match `pattern` to `requests` in `seconds`, per major parameter."""
        self._buckets.append(Bucket(pattern, requests, seconds))

    def limit_everything(self, *, requests: int, seconds: float) -> None:
        """The global limit, from which interactions and their webhooks are exempt."""
        self._everyone = Bucket("*", requests, seconds)

    def admit(self, call: Call) -> TooMany | None:
        """None when the call may pass, and it is counted then."""
        now = self._clock.now()
        if not _exempt(call):
            left, wait = self._everyone.left("", now)
            if left <= 0:
                return TooMany(retry_after=wait, everywhere=True)
            self._everyone.spend("", now)
        bucket, major = self._bucket(call), major_of(call)
        if bucket is None:
            return None
        left, wait = bucket.left(major, now)
        if left <= 0:
            return TooMany(retry_after=wait)
        bucket.spend(major, now)
        return None

    def headers(self, call: Call) -> dict[str, str]:
        """The X-RateLimit headers of an answer."""
        bucket = self._bucket(call) or Bucket(f"{call.method} {call.route}", 50, 1.0)
        left, wait = bucket.left(major_of(call), self._clock.now())
        return {
            "X-RateLimit-Limit": str(bucket.requests),
            "X-RateLimit-Remaining": str(max(0, left)),
            "X-RateLimit-Reset": f"{self._clock.now() + wait:.3f}",
            "X-RateLimit-Reset-After": f"{wait:.3f}",
            "X-RateLimit-Bucket": f"{crc32(bucket.pattern.encode()):08x}",
        }

    def shut(self, call: Call, too_many: TooMany) -> None:
        """Remember until when this client was told to stay away."""
        now = self._clock.now()
        name = "" if too_many.everywhere else f"{call.method} {call.route} {major_of(call)}"
        self._shut[name] = (now + GRACE, now + too_many.retry_after - 0.01)

    def came_early(self, call: Call) -> bool:
        """Whether the call comes before the time that a 429 named."""
        names = [f"{call.method} {call.route} {major_of(call)}", *([] if _exempt(call) else [""])]
        return any(
            since < call.at < until
            for since, until in (self._shut.get(name, (0.0, 0.0)) for name in names)
        )

    def _bucket(self, call: Call) -> Bucket | None:
        return next((it for it in self._buckets if call.matches(it.pattern)), None)


def major_of(call: Call) -> str:
    """The part of the path that has a limit of its own: channel, guild, or webhook and token."""
    parts = call.path.strip("/").split("/")
    return "/".join(parts[: 3 if parts[0] in ("webhooks", "interactions") else 2])


def _exempt(call: Call) -> bool:
    return call.path.startswith(("/interactions/", "/webhooks/"))
