"""A stored job becomes an answer in its chat: the edge at which a bug stays one job's affair."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from application.deliver_kept import DeliverKept
from application.gatherings import Finish
from application.ports.chat import Chats, ChatSink
from application.ports.journal import Journal
from application.ports.telling import Shows
from application.save_media import SaveMedia
from application.share_media import ShareMedia
from domain.delivery import Broke, Cancelled, End, Interrupted
from domain.jobs import JobId, JobSpec, ReplyAddress
from domain.progress import Progress


@dataclass(frozen=True, slots=True)
class AnswerJob:
    """Opens the chat, chooses the use case, closes the chat with how it ended."""

    chats: Chats
    share: ShareMedia
    save: SaveMedia
    deliver_kept: DeliverKept
    saved_to: ReplyAddress
    """The folder that `save` jobs fill."""
    report: Callable[[JobId, Exception], None]
    """Where a bug is told to the operator."""
    finish: Finish

    async def __call__(
        self,
        spec: JobSpec,
        *,
        job_id: JobId,
        journal: Journal,
        stopped_by: Callable[[], Cancelled | Interrupted],
        watched_by: Shows | None = None,
    ) -> End:
        """How the job ended, after its chat was told.

        When the task is cancelled, the chat is told `stopped_by()`, and the cancellation goes on.
        Progress is shown to the chat and to `watched_by`.
        """
        opened = False
        try:
            async with self.chats.open(spec.reply, job_id=job_id, journal=journal) as sink:
                opened = True
                shows = sink if watched_by is None else _Both(sink, watched_by)
                try:
                    end = await self._work(spec, sink, job_id=job_id, journal=journal, shows=shows)
                except asyncio.CancelledError:
                    await self.finish(sink.close(stopped_by()))
                    raise
                except Exception as bug:  # noqa: BLE001 - the job's edge: the other jobs go on
                    self.report(job_id, bug)
                    end = Broke(job_id=job_id)
                await sink.close(end)
                return end
        except asyncio.CancelledError:
            if not opened:
                told = self.only_tell(spec, stopped_by(), job_id=job_id, journal=journal)
                await self.finish(told)
            raise

    async def only_tell(self, spec: JobSpec, end: End, *, job_id: JobId, journal: Journal) -> None:
        """Tell the chat of a job that is not worked off here how it ended."""
        try:
            async with self.chats.open(spec.reply, job_id=job_id, journal=journal) as sink:
                await sink.close(end)
        except Exception as bug:  # noqa: BLE001 - the job's edge: others are still to be told
            self.report(job_id, bug)

    async def _work(
        self, spec: JobSpec, sink: ChatSink, *, job_id: JobId, journal: Journal, shows: Shows
    ) -> End:
        match spec.kind:
            case "share":
                return await self.share(
                    spec.request, to=sink, job_id=job_id, actor=spec.actor, shows=shows
                )
            case "save":
                return await self.save(
                    spec.request,
                    into=self.saved_to,
                    job_id=job_id,
                    actor=spec.actor,
                    journal=journal,
                    shows=shows,
                )
            case "deliver_kept":
                return await self.deliver_kept(spec.kept_job or job_id, to=sink, shows=shows)


@dataclass(frozen=True, slots=True)
class _Both(Shows):
    one: Shows
    other: Shows

    def progress(self, progress: Progress) -> None:
        self.one.progress(progress)
        self.other.progress(progress)
