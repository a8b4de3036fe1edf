"""`python -m benchmarks.discord`: the numbers that the bot promises, as JSON."""

import asyncio
import itertools
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from benchmarks.discord.bot import ENCODES, FILM, JPEG
from tests.discord_stand_in.discord import Discord, running_discord
from tests.discord_stand_in.invocation import Invocation
from tests.discord_stand_in.limits import MIB
from tests.discord_stand_in.violations import Rule
from tests.media.films import Film

LIMIT = 500 * MIB
TEN = (10, int(9.9 * MIB))
ONE = (1, 100 * MIB)
ROUNDS = 8
"""Of four uploads at once, so that there are some hundreds of acknowledgements."""
A_FILM = Film(width=1280, height=720, seconds=20, noise=0.25)
ITS_LIMIT = 6 * MIB


def rss(pid: int, what: str) -> int:
    """VmRSS or VmHWM in bytes."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith(what):
            return int(line.split()[1]) * 1024
    raise LookupError(what)


def forget_the_peak(pid: int) -> int:
    Path(f"/proc/{pid}/clear_refs").write_text("5")
    return rss(pid, "VmRSS")


@asynccontextmanager
async def bot(discord: Discord, folder: str) -> AsyncIterator[int]:
    told = {
        "url": discord.url,
        "token": discord.token,
        "application": discord.world.application_id,
        "folder": folder,
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-W", "ignore", "-m", "benchmarks.discord.bot", json.dumps(told)
    )
    try:
        await discord.gateway.ready()
        while not discord.world.commands.get(""):  # noqa: ASYNC110
            await asyncio.sleep(0.05)
        await asyncio.sleep(1)
        yield process.pid
    finally:
        process.terminate()
        await process.wait()


async def download(discord: Discord, case: tuple[int, int], number: int) -> Invocation:
    url = f"https://large.example/{case[0]}x{case[1]}?{number}"
    return await discord.slash("download", {"url": url}, attachment_size_limit=LIMIT)


async def whole(asked: Invocation, files: int) -> None:
    await asked.answer(lambda it: it.components and "Cancel" not in str(it.components), within=300)
    there = sum(len(message.attachments) for message in asked.messages)
    assert there == files, [message.content for message in asked.messages]


async def memory(case: tuple[int, int]) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        async with running_discord() as discord, bot(discord, folder) as pid:
            await whole(await download(discord, (2, 1000), 0), 2)
            before = forget_the_peak(pid)
            began = time.perf_counter()
            await whole(await download(discord, case, 1), case[0])
            seconds = time.perf_counter() - began
            return {"grew_mib": (rss(pid, "VmHWM") - before) / MIB, "seconds": seconds}


async def library_memory(case: tuple[int, int]) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for number in range(case[0]):
            (folder / f"{number}.jpg").write_bytes(JPEG)
            os.truncate(folder / f"{number}.jpg", case[1])
        tolerated = frozenset({Rule.TOKEN_ON_WEBHOOK, Rule.CONTENT_TYPE})
        async with running_discord(tolerated=tolerated) as discord:
            discord.world.commands[""] = [{"id": "5", "type": 1, "name": "help", "options": []}]
            asked = await discord.slash("help", attachment_size_limit=LIMIT)
            asked.ack = None
            told = {
                "url": discord.url,
                "token": discord.token,
                "application": discord.world.application_id,
                "asked": asked.token,
                "folder": name,
            }
            process = await asyncio.create_subprocess_exec(
                sys.executable, "-W", "ignore", "-m", "benchmarks.discord.library",
                json.dumps(told), stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
            )  # fmt: skip
            assert process.stdin is not None
            assert process.stdout is not None
            await process.stdout.readline()
            await _defer(discord, asked)
            before = forget_the_peak(process.pid)
            process.stdin.write(b"\n")
            await asyncio.sleep(0.05)
            answer = json.loads(await process.stdout.readline())
            peak = rss(process.pid, "VmHWM")
            await process.wait()
            return {"grew_mib": (peak - before) / MIB, "loop_blocked_seconds": answer["blocked"]}


async def _defer(discord: Discord, asked: Invocation) -> None:
    from adapters.sinks.discord.calls import Call  # noqa: PLC0415
    from adapters.sinks.discord.transport import open_transport  # noqa: PLC0415

    async with open_transport(url=discord.url) as transport:
        path = f"/interactions/{asked.id}/{asked.token}/callback"
        await transport.send(Call("POST", path, {"type": 5}))


async def acknowledgements() -> dict[str, float]:
    """Of /help, while the bot encodes 3 films and uploads 4 files of 100 MiB, round after round."""
    with tempfile.TemporaryDirectory() as folder:
        await asyncio.to_thread(A_FILM.write, Path(folder) / FILM)
        async with running_discord() as discord, bot(discord, folder):
            films = [asyncio.create_task(encode(discord, n)) for n in range(ENCODES)]
            await discord.world.changes.until(lambda: encoding(discord) == ENCODES, within=120)
            others: list[Invocation] = []
            encodes: list[int] = []
            for number in range(ROUNDS):
                uploads = [
                    asyncio.create_task(whole(await download(discord, ONE, 4 * number + n), 1))
                    for n in range(4)
                ]
                while not all(task.done() for task in uploads):
                    others.append(await discord.slash("help"))
                    encodes.append(encoding(discord))
                    await asyncio.sleep(0.05)
                await asyncio.gather(*uploads)
            after = [(await it.acknowledged()).after for it in others]
            for film in films:
                film.cancel()
            await asyncio.wait(films)
    return {
        "count": len(after),
        "p50_ms": 1000 * statistics.median(after),
        "p99_ms": 1000 * statistics.quantiles(after, n=100, method="inclusive")[98],
        "worst_ms": 1000 * max(after),
        "encodes_at_once": statistics.mean(encodes),
    }


async def encode(discord: Discord, lane: int) -> None:
    """One film after the other."""
    for number in itertools.count():
        url = f"https://large.example/{FILM}?{lane}-{number}"
        asked = await discord.slash("download", {"url": url}, attachment_size_limit=ITS_LIMIT)
        await whole(asked, 1)


def encoding(discord: Discord) -> int:
    """How many cards say that a film is being made smaller."""
    return sum("Making" in message.content for message in discord.messages)


async def main() -> None:
    print(json.dumps({
        "10 x 9.9 MiB": await memory(TEN),
        "1 x 100 MiB": await memory(ONE),
        "10 x 9.9 MiB, interactions.py's own transport": await library_memory(TEN),
        "1 x 100 MiB, interactions.py's own transport": await library_memory(ONE),
        "acknowledgements": await acknowledgements(),
    }, indent=2))  # fmt: skip


if __name__ == "__main__":
    asyncio.run(main())
