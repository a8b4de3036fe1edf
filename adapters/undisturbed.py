"""What was begun with processes and files is finished, however often its caller is cancelled."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

T = TypeVar("T")


async def undisturbed(awaitable: Awaitable[T]) -> T:
    """Finish `awaitable` however often we are cancelled; then the cancellation goes on its way.

    A future withstands even a loop that cancels all its tasks as it ends; a coroutine is wrapped
    in a task of its own, which does not.
    """
    work = asyncio.ensure_future(awaitable)
    cancelled: asyncio.CancelledError | None = None
    while not work.done():
        try:
            await asyncio.wait([work])
        except asyncio.CancelledError as error:
            cancelled = error
    if cancelled is not None:
        raise cancelled from (None if work.cancelled() else work.exception())
    return work.result()


async def finished_in_thread(work: Callable[[], T]) -> T:
    """What blocking `work` returns or raises; when this ends, its thread has ended with it."""
    return await undisturbed(asyncio.get_running_loop().run_in_executor(None, work))
