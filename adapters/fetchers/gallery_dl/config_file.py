"""Reads gallery-dl's configuration, or says in one line each what is wrong there."""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, TypeAlias

from pydantic import ValidationError

from adapters.fetchers.gallery_dl.config import GalleryDLConfig
from adapters.fetchers.gallery_dl.config_refused import why_refused
from domain.outcome import Failure, Outcome, Success
from domain.value import Value

Json: TypeAlias = dict[str, Any]

STRING_OR_COMMENT: Final = re.compile(r'("(?:\\.|[^"\\])*")|//[^\n]*|#[^\n]*|/\*.*?\*/', re.DOTALL)
ALTERNATIVES: Final = re.compile(r"(bool|int|float|str|dict|tuple|constrained|function|lax)")
"""How pydantic names the alternatives that it tried: no part of a key's name."""

HAVE_COOKIES: Final = ("twitter", "reddit", "instagram")
"""Sites that may be told theirs in the configuration."""


class ConfigRefused(Value):
    """What is wrong with the configuration; a line for each key, and no value in it."""

    lines: tuple[str, ...]


def read_config(
    file: Path | None, over: Mapping[str, Any] | None = None
) -> Outcome[GalleryDLConfig, ConfigRefused]:
    """The file, JSON in which comments and keys that begin with # are no matter, and `over` it."""
    told: Json = {}
    if file is not None:
        try:
            told = json.loads(STRING_OR_COMMENT.sub(r"\1", file.read_text(encoding="utf-8")))
        except OSError as error:
            return Failure(ConfigRefused(lines=(f"{file}: {error.strerror}",)))
        except ValueError as error:
            return Failure(ConfigRefused(lines=(f"{file}: it should be JSON: {error}",)))
        if not isinstance(told, dict):
            return Failure(ConfigRefused(lines=(f"{file}: it should be an object",)))
    return validated(_merged(told, over or {}))


def validated(told: Mapping[str, Any]) -> Outcome[GalleryDLConfig, ConfigRefused]:
    """The configuration of this dict."""
    try:
        return Success(GalleryDLConfig.model_validate(_without_remarks(told)))
    except ValidationError as wrong:
        lines: dict[str, str] = {}
        for error in wrong.errors():
            key, why = _wrong(error["type"], error["loc"], error["msg"])
            lines.setdefault(key, f"{key}: {why}")  # of alternatives, the first says enough
        return Failure(ConfigRefused(lines=tuple(lines.values())))


def _wrong(kind: str, location: tuple[int | str, ...], message: str) -> tuple[str, str]:
    """The key and what is wrong with it."""
    names = [str(part) for part in location]
    for end, name in enumerate(names):
        why = why_refused(name)
        if why and not (name == "cookies" and names[end - 1] in HAVE_COOKIES):
            return ".".join(names[: end + 1]), why
    if kind == "extra_forbidden":
        return ".".join(names), "refused, because Boss-Bot does not know it"
    key = ".".join(name for name in names if not ALTERNATIVES.match(name))
    words = message.removeprefix("Value error, ")
    return key, re.sub("^(Input|String) should", "it should", words)


def _without_remarks(value: Any) -> Any:  # noqa: ANN401 - JSON
    if not isinstance(value, Mapping):
        return value
    return {
        name: _without_remarks(each) for name, each in value.items() if not name.startswith("#")
    }


def _merged(under: Mapping[str, Any], over: Mapping[str, Any]) -> Json:
    both = {
        name: _merged(under[name], value)
        for name, value in over.items()
        if isinstance(value, Mapping) and isinstance(under.get(name), Mapping)
    }
    return {**under, **over, **both}
