"""What can be said to a person, and the language that it is said in."""

from typing import TypeAlias

from domain.delivery import End, LeftBehind
from domain.failures import AnyFailure
from domain.fitting import Fitted
from domain.plans import Plan
from domain.progress import Progress, Waiting

Sayable: TypeAlias = AnyFailure | Progress | Waiting | Plan | Fitted | LeftBehind | End

Locale: TypeAlias = str
"""As BCP 47 and Discord write it: en, de, pt-BR; one without sentences of its own reads English."""
