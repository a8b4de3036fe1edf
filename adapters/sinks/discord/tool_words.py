"""What a tool said as it failed is for the log: people are told a sentence of ours."""

import logging

from domain.delivery import Delivery, End
from domain.failures import ExternalToolFailed
from domain.jobs import JobId
from domain.redaction import redacted

_log = logging.getLogger(__name__)


def log_words(job_id: JobId, end: End) -> None:
    """Write the words of each tool that failed in a way that nothing else explains."""
    if not isinstance(end, Delivery):
        return
    for failure in end.failures:
        if isinstance(failure, ExternalToolFailed):
            _log.warning("job %s: %s failed: %s", job_id, failure.tool, redacted(failure.words))
