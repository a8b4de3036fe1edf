"""The parent's side of the work on one film: what came of a step decides the next one."""

from dataclasses import dataclass, field
from typing import Any, Final, final

from adapters.cells.json_value import NONSENSE, Json
from adapters.compressors.meter import Meter
from adapters.compressors.share import Share
from domain.encoding import Doable, next_step
from domain.failures import CannotFit, ExternalToolFailed
from domain.media import MediaInfo
from domain.steps import Done, Made, Step

MOST: Final = 40
"""Steps of one file: twice as many as any takes; a child that goes on asking is not heard."""


@final
@dataclass(slots=True)
class StepByStep:
    """Answers the child, which asks with what came of the step that it was told last."""

    plan: Doable
    info: MediaInfo
    meter: Meter
    share: Share
    """Looked at before each step: others may have begun or ended since the last."""
    done: list[Done] = field(default_factory=list)
    failure: CannotFit | ExternalToolFailed | None = None
    """Why there is no next step, where the file is not done."""
    _step: Step | None = None

    async def answer(self, event: Any) -> Json:  # noqa: ANN401 - whatever the child says
        """The next step as JSON; None: that was all."""
        if len(self.done) == MOST:
            return None
        try:
            if self._step is not None:
                self.done.append(Done(step=self._step, made=Made.model_validate(event)))
            decided = next_step(self.plan, self.info, self.done)
        except NONSENSE as nonsense:
            self.failure = ExternalToolFailed(tool="pyav", words=repr(nonsense))
            return None
        match decided:
            case CannotFit() as failure:
                self.failure = failure
                return None
            case None:
                return None
            case step:
                self._step = step
                self.meter.begin(step.do)
                told: Json = {**step.model_dump(mode="json"), "threads": self.share.threads}
                return told

    def hear(self, event: Json) -> None:
        """The share of the step that is done."""
        if isinstance(event, int | float):
            self.meter.come(event)

    @property
    def refused(self) -> bool:
        """Whether the packets could not be copied into the container."""
        return bool(self.done) and self.done[-1].made.refused

    @property
    def damaged(self) -> int:
        """Packets that could not be decoded, in the worst of the passes."""
        return max((one.made.damaged for one in self.done), default=0)
