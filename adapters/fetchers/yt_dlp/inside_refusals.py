"""What a site says when it refuses an answer: yt-dlp tells the status only."""

from typing import Any
from urllib.parse import urlsplit

from yt_dlp.networking import common, exceptions

from adapters.cells.inside.talk import Talk


def hear_refusals(talk: Talk) -> None:
    """Tell each from now on, by whom, and when that site wants us back."""
    send = common.RequestDirector.send

    def heard(self: Any, request: Any) -> Any:  # noqa: ANN401 - yt-dlp's own
        try:
            return send(self, request)
        except exceptions.HTTPError as error:
            headers = error.response.headers
            wait = {
                "retry_after": headers.get("Retry-After"),
                "reset": headers.get("x-rate-limit-reset"),
            }
            host = urlsplit(error.response.url).hostname
            talk.tell({"refused": error.status, "host": host} | wait)
            raise

    common.RequestDirector.send = heard
