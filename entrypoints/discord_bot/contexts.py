"""The library's contexts, which keep the payload: it holds what they leave out."""

from copy import deepcopy
from typing import Any, Protocol, Self

from interactions import (
    BaseInteractionContext,
    Client,
    ComponentContext,
    ContextMenuContext,
    SlashContext,
)


class RawContext(Protocol):
    """What a callback of ours wants of a context."""

    raw: dict[str, Any]
    """INTERACTION_CREATE, as it came."""
    kwargs: dict[str, Any]
    """The options that were given, by name."""


class _Raw(BaseInteractionContext[Any]):
    raw: dict[str, Any]

    @classmethod
    def from_dict(cls, client: Client, payload: dict[str, Any]) -> Self:
        """The context with its payload."""
        raw = deepcopy(payload)  # the library takes it apart
        context = super().from_dict(client, payload)
        context.raw = raw
        return context


class RawSlash(_Raw, SlashContext[Any]):
    """Of a slash command."""


class RawContextMenu(_Raw, ContextMenuContext[Any]):
    """Of a message command."""


class RawComponent(_Raw, ComponentContext[Any]):
    """Of a button."""
