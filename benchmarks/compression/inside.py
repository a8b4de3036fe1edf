"""The measured side: a process that has all loaded, and works when it is told to."""

import json
import sys
from collections.abc import Awaitable, Callable
from typing import Any, TypeAlias

Json: TypeAlias = dict[str, Any]
READY = "ready"


async def when_told(work: Callable[[Json], Awaitable[Json]]) -> None:
    """Say that all is loaded, read a job, do it, answer, and stay until that was noted."""
    print(READY, flush=True)
    answer = await work(json.loads(sys.stdin.readline()))
    print(json.dumps(answer), flush=True)
    sys.stdin.readline()
