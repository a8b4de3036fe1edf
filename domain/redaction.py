"""What must not stand in a log: what logs somebody in, and what tells who asked for what."""

import re

SECRETS = (
    (re.compile(r"(https?://)[^/\s@]+@", re.IGNORECASE), r"\1***@"),
    (re.compile(r"(https?://[^\s?#'\"]+)[?#][^\s'\"]*", re.IGNORECASE), r"\1?***"),
    (re.compile(r"(/[^\s?#'\"/]*\?)[^\s'\"]+"), r"\1***"),
    (re.compile(r"\b(bearer\s+)[^\s'\",;]+", re.IGNORECASE), r"\1***"),
    (
        re.compile(
            r"\b((?:set-)?cookie|(?:proxy-)?authorization)(['\"]?\s*[:=]\s*).+", re.IGNORECASE
        ),
        r"\1\2***",
    ),
    (
        re.compile(
            r"(?<![\w-])([\w-]*(?:token|secret|password|passwd|api[_-]?key|session(?:id)?|ct0|sig(?:nature)?))(['\"]?\s*[:=]\s*['\"]?)"
            r"[^\s'\"&,;]+",
            re.IGNORECASE,
        ),
        r"\1\2***",
    ),
)
"""User and query of an address or path, headers that carry a login, values with a secret's name."""


def redacted(words: str) -> str:
    """A tool's words without what must not be read in a log, and without control characters."""
    for pattern, instead in SECRETS:
        words = pattern.sub(instead, words)
    return "".join(sign if sign.isprintable() or sign == "\n" else "?" for sign in words)
