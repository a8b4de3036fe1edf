"""Who is asked, and what a site says when it refuses an answer: yt-dlp tells the status only."""

from typing import Any

from yt_dlp.extractor.common import InfoExtractor
from yt_dlp.networking import common, exceptions
from yt_dlp.utils import unsmuggle_url

from adapters.cells.inside.talk import Talk


def hear_refusals(talk: Talk) -> None:
    """Tell each from now on, and when the site wants us back; and each address that is looked at.

    A post may lead to another site, which an extractor of its own then asks.
    """
    send, extract = common.RequestDirector.send, InfoExtractor.extract

    def extracting(self: Any, url: str) -> Any:  # noqa: ANN401 - yt-dlp's own
        talk.tell({"asks": unsmuggle_url(url)[0]})
        return extract(self, url)

    def heard(self: Any, request: Any) -> Any:  # noqa: ANN401 - yt-dlp's own
        try:
            return send(self, request)
        except exceptions.HTTPError as error:
            headers = error.response.headers
            wait = headers.get("Retry-After"), headers.get("x-rate-limit-reset")
            talk.tell({"refused": error.status, "retry_after": wait[0], "reset": wait[1]})
            raise

    common.RequestDirector.send = heard
    InfoExtractor.extract = extracting
