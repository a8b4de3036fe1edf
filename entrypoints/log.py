"""What is written for whoever runs this: on stderr, so that stdout holds results only."""

import logging
import sys

import structlog


def log_to_stderr(level: int = logging.WARNING) -> None:
    """Write events of that level and above, one a line; call it once, at the start of a face.

    A traceback shows no values: they may be secrets.
    """
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.dev.ConsoleRenderer(
                colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback
            ),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
