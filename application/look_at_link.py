"""What stands behind a link, without downloading it."""

from dataclasses import dataclass

from application.ports.fetcher import Fetcher
from application.ports.workspace import Workspace
from domain.failures import FetchFailure
from domain.jobs import Actor, JobId
from domain.look import Look
from domain.outcome import Failure, Outcome, Success
from domain.request import MediaRequest


@dataclass(frozen=True, slots=True)
class LookAtLink:
    """Asks the site once."""

    workspace: Workspace
    fetcher: Fetcher

    async def __call__(
        self, request: MediaRequest, *, job_id: JobId, actor: Actor
    ) -> Outcome[Look, FetchFailure]:
        """Metadata, items and renditions with their sizes."""
        async with self.workspace.lend(job_id, owner=actor, expected=0) as lent:
            match lent:
                case Failure(failure):
                    return Failure(failure)
                case Success(room):
                    return await self.fetcher.look(request, room=room)
