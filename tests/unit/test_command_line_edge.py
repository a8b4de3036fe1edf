"""A bug in one job of a command is logged and told, and ends no other job."""

import asyncio
from pathlib import Path

import pytest
import structlog

from domain.delivery import Broke
from entrypoints.command_line import records
from entrypoints.command_line.edge import at_the_edge
from entrypoints.words import sentence

BROKE = Broke(job_id="12")


async def test_a_bug_is_logged_and_told() -> None:
    async def fails() -> int:
        raise LookupError("hush")

    async def works() -> int:
        return 7

    with structlog.testing.capture_logs() as logged:
        ends = await asyncio.gather(at_the_edge("12", fails()), at_the_edge("13", works()))
    assert ends == [BROKE, 7]
    (event,) = logged
    assert (event["event"], event["job"], event["log_level"]) == ("bug", "12", "error")


async def test_a_cancel_is_no_bug() -> None:
    async def cancelled() -> None:
        raise asyncio.CancelledError

    with pytest.raises(asyncio.CancelledError):
        await at_the_edge("12", cancelled())


def test_each_command_has_a_document_for_it() -> None:
    bug = {"kind": "bug", "message": sentence(BROKE)}
    for record in (
        records.of_compressed(Path("a.mp4"), BROKE, {}),
        records.of_plan(Path("a.mp4"), BROKE),
        records.of_look("https://example.com/1", BROKE, 10),
        records.of_end("https://example.com/1", BROKE, {}),
    ):
        assert (record["outcome"], record["failure"]) == ("failed", bug)
