import asyncio

import pytest

from adapters.undisturbed import undisturbed


async def test_its_result_is_that_of_the_work():
    assert await undisturbed(asyncio.sleep(0, "done")) == "done"


async def test_its_exception_is_that_of_the_work():
    async def work():
        raise LookupError

    with pytest.raises(LookupError):
        await undisturbed(work())


async def test_the_work_is_finished_however_often_it_is_cancelled():
    steps = []

    async def work():
        for step in range(5):
            await asyncio.sleep(0)
            steps.append(step)

    task = asyncio.create_task(undisturbed(work()))
    await asyncio.sleep(0)
    while not task.done():
        task.cancel()
        await asyncio.sleep(0)
    assert steps == [0, 1, 2, 3, 4]
    assert task.cancelled()


async def test_a_cancellation_goes_before_an_exception_of_the_work():
    go = asyncio.Event()

    async def work():
        await go.wait()
        raise LookupError

    task = asyncio.create_task(undisturbed(work()))
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.sleep(0)
    go.set()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_a_timeout_around_it_strikes_after_the_work():
    steps = []

    async def work():
        await asyncio.sleep(0.05)
        steps.append("finished")

    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.01):
            await undisturbed(work())
    assert steps == ["finished"]


def test_a_future_is_waited_for_even_by_a_loop_that_ends():
    steps = []

    async def leave():
        future = asyncio.get_running_loop().create_future()

        def finish():
            steps.append("finished")
            future.set_result(None)

        asyncio.get_running_loop().call_later(0.05, finish)
        asyncio.create_task(undisturbed(future))  # noqa: RUF006 - it is left behind on purpose
        await asyncio.sleep(0)

    asyncio.run(leave())
    assert steps == ["finished"]
