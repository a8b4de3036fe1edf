"""What is written for whoever runs this: on stderr, for stdout holds results; no secret ever."""

import logging
import re
import sys
from collections.abc import MutableMapping
from types import TracebackType
from typing import Any, TextIO

import structlog

from domain.redaction import redacted

TOKENS = re.compile(r"(/(?:webhooks|interactions)/\d+/)[^/\s\"']+|(\bBot )[\w.-]{20,}")
"""An interaction's in an address, and the bot's own."""


def without_secrets(
    _logger: object, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """The event with every text redacted."""
    return {name: _clean(value) for name, value in event.items()}


def log_everything(
    level: int = logging.INFO, *, to: TextIO = sys.stderr, for_programs: bool = False
) -> None:
    """Write what we and our libraries log, one event a line; the last call counts.

    `for_programs`: as JSON, where it is no terminal. A traceback shows no values: they may be
    secrets. What ends this program is logged, too: Python itself would write its words as they are.
    """
    sys.excepthook = _ended_by
    shown: structlog.typing.Processor = structlog.dev.ConsoleRenderer(colors=to.isatty())
    if for_programs and not to.isatty():
        shown = structlog.processors.JSONRenderer()
    shared: list[structlog.typing.Processor] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.processors.format_exc_info,
    ]
    written = logging.StreamHandler(to)
    written.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                without_secrets,
                shown,
            ],
        )
    )
    logging.basicConfig(level=level, handlers=[written], force=True)
    logging.getLogger("interactions").setLevel(logging.WARNING)
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
    )


def _ended_by(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    logging.getLogger(__name__).critical("a bug ended it", exc_info=(kind, error, trace))


def _clean(value: object) -> object:
    if not isinstance(value, str):
        return value
    return redacted(TOKENS.sub(lambda found: f"{found[1] or found[2]}***", value))
