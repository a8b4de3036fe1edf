"""What both ways of running gallery-dl in a child have in common: who listens, and how it ends."""

import logging
from typing import Any, Final, TypeAlias, final
from urllib.parse import urlsplit

import requests
from gallery_dl import output, util

from adapters.cells.inside.talk import Talk
from adapters.fetchers.gallery_dl.inside_told import Told
from adapters.fetchers.gallery_dl.inside_variants import ask_which

Json: TypeAlias = dict[str, Any]

EVENTS: Final = ("post", "prepare", "after", "skip", "error")
"""What gallery-dl calls its hooks; `Told` has a method for each."""


def listening(job: Json, talk: Talk) -> Told:
    """Who is told: by what it logs, by its progress, by every answer of a server."""
    told = Told(job, talk)
    logging.getLogger().addHandler(told)
    told.listen_closely("twitter")
    ask_which(talk)
    util.GLOBALS["told"] = told  # as its option `globals` would
    output.select = lambda: _Progress(told)
    send = requests.Session.send

    def heard(session: requests.Session, request: Any, **options: Any) -> Any:  # noqa: ANN401
        response = send(session, request, **options)
        host = urlsplit(response.url).hostname
        told.answered(response.status_code, host, response.headers)
        return response

    requests.Session.send = heard  # type: ignore[assignment, method-assign] # this process has one job only
    return told


def ended(code: int, told: Told) -> Json:
    """What the parent hears last."""
    return {"code": code, "words": told.words, "too_many": told.too_many}


@final
class _Progress:
    """What gallery-dl calls its output."""

    def __init__(self, told: Told) -> None:
        self.progress = told.progress

    def start(self, path: str) -> None:
        """Of no interest."""

    skip = success = start
