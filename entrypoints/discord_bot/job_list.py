"""A person's jobs, or a guild's for who manages it there, with a button to cancel each."""

from dataclasses import dataclass
from typing import Any

from adapters.sinks.discord.buttons import BUTTON, ROW, SECONDARY
from adapters.sinks.discord.caption import fitted_into_content
from adapters.sinks.discord.custom_ids import Cancel
from adapters.sinks.discord.defang import in_angles
from adapters.sinks.discord.labels import labels
from application.ports.jobs import JobQueue
from domain.jobs import JobState, JobView
from domain.progress import Waiting
from entrypoints.discord_bot.asked import Asked
from entrypoints.discord_bot.replies import Replies

SHOWN = 10
IN_A_ROW = 5
NONE = "There is nothing in the line."


@dataclass(frozen=True, slots=True)
class JobList:
    """Shows what is not over."""

    queue: JobQueue
    replies: Replies

    async def show(self, asked: Asked) -> None:
        """To this person only."""
        if not await self.replies.defer(asked, private=True):
            return
        views = await self.queue.find(actor=asked.actor)
        if asked.may_manage and asked.guild is not None:
            views = await self.queue.find(guild=asked.guild)
        open_jobs = [view for view in views if view.state is not JobState.OVER][:SHOWN]
        lines = [f"{number}. {self._line(asked, it)}" for number, it in enumerate(open_jobs, 1)]
        await self.replies.edit(
            asked,
            {
                "content": fitted_into_content(*lines) or NONE,
                "components": _buttons(open_jobs, labels(asked.locale).cancel),
            },
        )

    def _line(self, asked: Asked, view: JobView) -> str:
        link = in_angles(view.spec.request.link.url[:150])
        if view.place is not None:
            return f"{link} {self.replies.words(asked, Waiting(place=view.place))}"
        return f"{link} {self.replies.words(asked, view.progress) if view.progress else ''}"


def _buttons(views: list[JobView], cancel: str) -> list[dict[str, Any]]:
    buttons = [
        {
            "type": BUTTON,
            "style": SECONDARY,
            "label": f"{cancel} {number}",
            "custom_id": str(Cancel(job=view.id)),
        }
        for number, view in enumerate(views, 1)
    ]
    rows = [buttons[first : first + IN_A_ROW] for first in range(0, len(buttons), IN_A_ROW)]
    return [{"type": ROW, "components": row} for row in rows]
