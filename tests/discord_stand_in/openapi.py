"""Checks bodies against Discord's own OpenAPI description, where it is at hand."""

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
KNOWN_GAPS = {"tts", "enforce_nonce", "nsfw"}
"""What Discord takes although its description does not list it: on edits, and on commands."""
_TYPES: dict[str, type | tuple[type, ...]] = {
    "object": dict,
    "array": list,
    "string": str,
    "integer": int,
    "number": (int, float),
    "boolean": bool,
    "null": type(None),
}


def find_description() -> Path | None:
    """The file that BOSS_BOT_DISCORD_OPENAPI names, or one that lies beside this repository."""
    if named := os.environ.get("BOSS_BOT_DISCORD_OPENAPI"):
        return Path(named)
    return next(ROOT.parent.glob("*/facts/discord-openapi.json"), None)


class Description:
    """An OpenAPI 3.1 document; what it does not list is a mistake, unless it is empty."""

    def __init__(self, document: dict[str, Any]) -> None:
        self._document = document

    @classmethod
    def load(cls, path: Path) -> "Description":
        """Read the file."""
        return cls(json.loads(path.read_text()))

    def mistakes(self, method: str, route: str, body: Any) -> list[str]:
        """What is wrong with `body`, a sentence each; a route that is not described is wrong."""
        schema = self._request(method, route)
        if schema is None:
            return [f"{method} {route} is not described"]
        return list(self._wrong(schema, body, "body"))

    def _request(self, method: str, route: str) -> dict[str, Any] | None:
        shape = re.sub(r"{[^}]*}", "{}", route)
        for path, operations in self._document["paths"].items():
            if re.sub(r"{[^}]*}", "{}", path) == shape and method.lower() in operations:
                content = operations[method.lower()].get("requestBody", {}).get("content", {})
                found: dict[str, Any] = content.get("application/json", {}).get("schema", {})
                return found
        return None

    def _resolved(self, schema: dict[str, Any]) -> dict[str, Any]:
        while reference := schema.get("$ref"):
            schema = self._document
            for name in reference.removeprefix("#/").split("/"):
                schema = schema[name]
        return schema

    def _wrong(self, schema: dict[str, Any], value: Any, at: str) -> Iterator[str]:
        schema = self._resolved(schema)
        kinds = schema.get("type")
        if kinds and not any(
            _is(kind, value) for kind in ([kinds] if isinstance(kinds, str) else kinds)
        ):
            yield f"{at}: {value!r} is no {kinds}"
            return
        if "const" in schema and value != schema["const"]:
            yield f"{at}: {value!r} is not {schema['const']!r}"
        if "enum" in schema and value not in schema["enum"]:
            yield f"{at}: {value!r} is none of {schema['enum']}"
        for part in schema.get("allOf", []):
            yield from self._wrong(part, value, at)
        for union in ("oneOf", "anyOf"):
            if union in schema:
                yield from self._none_fits(schema[union], value, at)
        yield from _out_of_bounds(schema, value, at)
        if isinstance(value, dict):
            yield from self._wrong_object(schema, value, at)
        if isinstance(value, list) and "items" in schema:
            for index, item in enumerate(value):
                yield from self._wrong(schema["items"], item, f"{at}[{index}]")

    def _none_fits(self, parts: list[dict[str, Any]], value: Any, at: str) -> Iterator[str]:
        complaints = [list(self._wrong(part, value, at)) for part in parts]
        if all(complaints):
            yield from max(complaints, key=lambda it: (max(map(_depth, it)), -len(it)))

    def _wrong_object(
        self, schema: dict[str, Any], value: dict[str, Any], at: str
    ) -> Iterator[str]:
        known, others = schema.get("properties", {}), schema.get("additionalProperties")
        for name in schema.get("required", []):
            if name not in value:
                yield f"{at}.{name} is missing"
        for name, it in value.items():
            if name in known:
                yield from self._wrong(known[name], it, f"{at}.{name}")
            elif isinstance(others, dict):
                yield from self._wrong(others, it, f"{at}.{name}")
            elif known and name not in KNOWN_GAPS and it not in (None, []):
                yield f"{at}.{name} is not described"


def _depth(complaint: str) -> int:
    return len(re.findall(r"[.\[]", complaint.split(" ", 1)[0]))


def _is(kind: str, value: Any) -> bool:
    if isinstance(value, bool):
        return kind == "boolean"
    return isinstance(value, _TYPES[kind])


def _out_of_bounds(schema: dict[str, Any], value: Any, at: str) -> Iterator[str]:
    if isinstance(value, str | list | dict):
        suffix = {str: "Length", list: "Items", dict: "Properties"}[type(value)]
        if (
            not schema.get(f"min{suffix}", 0)
            <= len(value)
            <= schema.get(f"max{suffix}", len(value))
        ):
            yield f"{at}: {len(value)} is no allowed length"
    elif isinstance(value, int | float) and not (
        schema.get("minimum", value) <= value <= schema.get("maximum", value)
    ):
        yield f"{at}: {value} is out of bounds"
    if isinstance(value, str) and not re.search(schema.get("pattern", ""), value):
        yield f"{at}: {value!r} does not match {schema['pattern']}"
    if (
        isinstance(value, list)
        and schema.get("uniqueItems")
        and len(set(map(str, value))) < len(value)
    ):
        yield f"{at}: something is there twice"
