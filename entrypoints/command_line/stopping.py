"""Ends a command on a signal the way it would end by itself: with everything put away."""

import asyncio
import signal
from collections.abc import Coroutine
from typing import Any

from entrypoints.command_line.statuses import INTERRUPTED

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


async def until_stopped(work: Coroutine[Any, Any, int]) -> int:
    """The exit status of `work`, or 130 once it has put everything away after a signal."""
    loop = asyncio.get_running_loop()
    task = loop.create_task(work)
    for number in SIGNALS:
        loop.add_signal_handler(number, task.cancel)
    try:
        await asyncio.wait([task])
        return INTERRUPTED if task.cancelled() else task.result()
    finally:
        for number in SIGNALS:
            loop.remove_signal_handler(number)
