"""The one place that names `returns`: an operation's answer is a value of one of two classes."""

from typing import TypeAlias, TypeVar

from returns.result import Failure, Success

__all__ = ["Failure", "Outcome", "Success"]

T = TypeVar("T")
F = TypeVar("F")

Outcome: TypeAlias = Success[T] | Failure[F]
"""Match it flat: `case Success(value)`, `case Failure(failure)`; checkers see a missing arm."""
