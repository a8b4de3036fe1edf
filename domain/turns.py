"""Whose job is next: fair between guilds, then between users, then in the order of asking."""

from collections import Counter
from collections.abc import Mapping, Sequence

from pydantic import Field

from domain.failures import QueueFull
from domain.jobs import Actor, JobId
from domain.value import Value


class Caps(Value):
    """How many jobs may run and wait."""

    running: int = Field(default=3, ge=1)
    running_a_user: int = Field(default=2, ge=1)
    queued: int = Field(default=100, ge=1)
    queued_a_user: int = Field(default=5, ge=1)


class Turn(Value):
    """A job in the line, or running."""

    id: JobId
    actor: Actor

    @property
    def party(self) -> str:
        """Whom it counts for first: the guild, or the user where there is none."""
        return self.actor.guild or f"user {self.actor.user}"


def why_full(waiting: Sequence[Turn], actor: Actor, caps: Caps) -> QueueFull | None:
    """Why the actor's next job finds no place in the line, or None."""
    own = sum(turn.actor.user == actor.user for turn in waiting)
    if own >= caps.queued_a_user:
        return QueueFull(whose="user", allowed=caps.queued_a_user)
    if len(waiting) >= caps.queued:
        return QueueFull(whose="everything", allowed=caps.queued)
    return None


def next_turn(
    waiting: Sequence[Turn],
    running: Sequence[Turn],
    caps: Caps,
    served: Mapping[str, int],
) -> Turn | None:
    """The job to start now, or None while every place is taken or every user has enough.

    `waiting` stands in the order of asking; `served` tells when a party or user last had a turn
    (a number that grows), so that one with a long line does not starve the others.
    """
    if len(running) >= caps.running:
        return None
    of_user = Counter(turn.actor.user for turn in running)
    of_party = Counter(turn.party for turn in running)

    def rank(turn: Turn) -> tuple[int, int, int, int]:
        user = turn.actor.user
        return of_party[turn.party], served.get(turn.party, 0), of_user[user], served.get(user, 0)

    return min(
        (turn for turn in waiting if of_user[turn.actor.user] < caps.running_a_user),
        key=rank,
        default=None,
    )
