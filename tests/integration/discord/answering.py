"""A job that answers in the stand-in: real use cases and sink, fakes where media would be."""

import hashlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from adapters.sinks.discord.calls import Call
from adapters.sinks.discord.chats import DiscordChats
from adapters.sinks.discord.transport import Patience, Transport, open_transport
from domain.delivery import Cancelled, End
from domain.jobs import JobSpec, ReplyAddress
from domain.outcome import Success
from domain.request import MediaRequest
from entrypoints.discord_bot.asked import asked
from entrypoints.words import sentence
from tests.discord_stand_in.discord import Discord, running_discord
from tests.discord_stand_in.invocation import Invocation
from tests.discord_stand_in.violations import Rule
from tests.fakes.fetchers import JPEG, FakeFetcher, Script
from tests.fakes.journals import FakeJournal
from tests.unit.use_cases import REQUEST, UseCases

HASTE = Patience(tries=3, waiting=5.0, pause=0.01, connecting=2.0, answering=5.0)
ANSWER = "PATCH */messages/@original"
COMMAND = {"id": "5", "type": 1, "name": "download", "options": []}


@dataclass
class Answering:
    """One process that answers jobs, without gateway and, unless told, without bot token."""

    discord: Discord
    transport: Transport
    cases: UseCases
    chats: DiscordChats
    journal: FakeJournal = field(default_factory=FakeJournal)

    async def asked(self, **where: Any) -> Invocation:
        self.discord.world.commands[""] = [COMMAND]
        private = where.pop("private", False)
        invocation = await self.discord.slash("download", {}, **where)
        path = f"/interactions/{invocation.id}/{invocation.token}/callback"
        defer = {"type": 5, "data": {"flags": 64 if private else 0}}
        assert await self.transport.send(Call("POST", path, defer)) == Success(None)
        return invocation

    def now(self) -> datetime:
        return datetime.fromtimestamp(self.discord.clock.now(), UTC)

    def spec(
        self,
        invocation: Invocation,
        request: MediaRequest = REQUEST,
        *,
        private: bool = False,
        **more: Any,
    ) -> JobSpec:
        who = asked(invocation.payload, at=datetime.fromtimestamp(invocation.born, UTC))
        reply = who.address(request, private=private)
        return JobSpec(request=request, reply=reply, actor=who.actor, **more)

    async def answer(self, spec: JobSpec, *, job_id: str = "job") -> End:
        return await self.cases.answer(
            JobSpec.model_validate_json(spec.model_dump_json(context={"sealed": True})),
            job_id=job_id,
            journal=self.journal,
            stopped_by=Cancelled,
        )


@asynccontextmanager
async def answering(
    tmp_path: Path,
    script: Script,
    *,
    token: bool = False,
    shows_progress: bool = True,
    keep_in: Path | None = None,
    tolerated: frozenset[Rule] = frozenset(),
) -> AsyncIterator[Answering]:
    async with (
        running_discord(keep_in=keep_in, tolerated=tolerated) as discord,
        open_transport(
            url=discord.url, patience=HASTE, token=discord.token if token else None
        ) as transport,
    ):
        chats = DiscordChats(
            transport,
            say=sentence,
            shows_progress=shows_progress,
            today=lambda: datetime.fromtimestamp(discord.clock.now(), UTC),
        )
        cases = UseCases(tmp_path / "rooms", FakeFetcher(script), chats=chats)
        yield Answering(discord, transport, cases, chats)
        assert discord.violations == []


def hashes(invocation: Invocation) -> list[list[str]]:
    """The files of each message of an answer, in order."""
    return [[it.sha256 for it in message.attachments] for message in invocation.messages]


def in_channel(address: ReplyAddress) -> str:
    return f"/channels/{address.channel}/messages"


def posted(size: int) -> str:
    """The hash of what the fake fetcher brings for a post of that size."""
    return hashlib.sha256(JPEG.ljust(size, b"x")[:size]).hexdigest()
