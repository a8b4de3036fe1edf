"""A process that answers one stored job: no gateway, no bot token, only the bytes on its stdin."""

import asyncio
import json
import sys
from datetime import UTC, datetime
from pathlib import Path

from adapters.queues.journal import InMemoryJournal
from adapters.sinks.discord.chats import DiscordChats
from adapters.sinks.discord.transport import open_transport
from domain.delivery import Cancelled
from domain.jobs import JobSpec
from entrypoints.words import sentence
from tests.fakes.fetchers import FakeFetcher, Post
from tests.unit.use_cases import UseCases


async def main() -> None:
    told = json.loads(sys.stdin.read())
    spec = JobSpec.model_validate_json(told["spec"])
    async with open_transport(url=told["url"]) as transport:
        chats = DiscordChats(
            transport, say=sentence, shows_progress=True, today=lambda: datetime.now(UTC)
        )
        cases = UseCases(Path(told["folder"]), FakeFetcher([Post("a.jpg")]), chats=chats)
        end = await cases.answer(
            spec, job_id="job", journal=InMemoryJournal(), stopped_by=Cancelled
        )
    print(end.model_dump_json())
    assert "interactions" not in sys.modules


if __name__ == "__main__":
    asyncio.run(main())
