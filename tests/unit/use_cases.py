"""The use cases, wired to fakes."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from adapters.undisturbed import undisturbed
from application.answer_job import AnswerJob
from application.compress_media import CompressMedia
from application.deliver_kept import DeliverKept
from application.deliver_media import DeliverMedia
from application.fit_files import FitFiles
from application.gather_media import GatherMedia
from application.gatherings import Gatherings
from application.keep_the_rest import KeepTheRest
from application.look_at_link import LookAtLink
from application.measure_files import MeasureFiles
from application.save_media import SaveMedia
from application.share_media import ShareMedia
from domain.jobs import Actor, JobId, ReplyAddress
from domain.limits import Minima, UploadLimits
from domain.link import Link
from domain.request import MediaRequest
from domain.sizes import MEBIBYTE
from tests.fakes.chats import FakeChats
from tests.fakes.fetchers import FakeFetcher
from tests.fakes.media import FakeCompressor, FakeProbe
from tests.fakes.rooms import FakeWorkspace

REQUEST = MediaRequest(link=Link(url="https://example.com/post"))
SOMEBODY = Actor(user="1")
NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


def never_after(reached: asyncio.Event) -> Callable[[], Awaitable[object]]:
    """Something to wait for that says when it is waited for, and never comes."""

    async def wait() -> None:
        reached.set()
        await asyncio.Event().wait()

    return wait


@dataclass
class UseCases:
    folder: Path
    fetcher: FakeFetcher = field(default_factory=FakeFetcher)
    probe: FakeProbe = field(default_factory=FakeProbe)
    compressor: FakeCompressor = field(default_factory=FakeCompressor)
    chats: FakeChats = field(default_factory=FakeChats)
    folders: FakeChats = field(default_factory=FakeChats)
    keep_for: timedelta = timedelta(hours=1)
    bugs: list[tuple[JobId, Exception]] = field(default_factory=list)

    def __post_init__(self) -> None:
        ours = UploadLimits(
            bytes_per_file=50 * MEBIBYTE, files_per_message=10, bytes_per_message=20 * MEBIBYTE
        )
        minima = Minima()
        now = time.monotonic
        self.workspace = FakeWorkspace(self.folder)
        self.fit = FitFiles(self.probe, self.compressor, now)
        measure = MeasureFiles(self.probe, now, self.fit)
        rest = KeepTheRest(self.keep_for, lambda: NOON, self.workspace)
        self.deliver = DeliverMedia(self.fit, now)
        self.share = ShareMedia(
            gatherings=self._gatherings(GatherMedia(self.fetcher, self.fit)),
            deliver=self.deliver,
            keep_the_rest=rest,
            ours=ours,
            minima=minima,
            now=now,
        )
        share_as_it_is = ShareMedia(
            gatherings=self._gatherings(GatherMedia(self.fetcher, measure, fetch_to_fit=False)),
            deliver=DeliverMedia(measure, now),
            keep_the_rest=rest,
            ours=ours,
            minima=minima,
            now=now,
        )
        self.save = SaveMedia(share_as_it_is, self.folders)
        self.look = LookAtLink(self.workspace, self.fetcher)
        self.compress = CompressMedia(self.workspace, self.fit, self.deliver, now)
        self.deliver_kept = DeliverKept(self.workspace, self.deliver, rest, ours, minima, now)
        self.answer = AnswerJob(
            chats=self.chats,
            share=self.share,
            save=self.save,
            deliver_kept=self.deliver_kept,
            saved_to=ReplyAddress(chat="folder", place="/downloads"),
            report=lambda job_id, bug: self.bugs.append((job_id, bug)),
            finish=undisturbed,
        )

    def _gatherings(self, gather: GatherMedia) -> Gatherings:
        return Gatherings(self.workspace, gather, undisturbed, time.monotonic)
