"""Reads a browser's cookies in a child."""

import os
from http.cookiejar import Cookie
from typing import Any, Final

from yt_dlp.cookies import extract_cookies_from_browser

from adapters.cells.inside.talk import Talk

AT_ONCE: Final = 500
"""Cookies in one line of the conversation."""


def read(job: Any, talk: Talk) -> None:  # noqa: ANN401 - JSON
    """Tell all cookies of the browser; the operator's own home is where it is looked for."""
    os.environ["HOME"] = job["home"]
    jar = extract_cookies_from_browser(job["name"], job["profile"], container=job["container"])
    told = [_told(cookie) for cookie in jar if _is_plain(cookie)]
    for start in range(0, len(told), AT_ONCE):
        talk.tell({"cookies": told[start : start + AT_ONCE]})


def _told(cookie: Cookie) -> dict[str, str | int | bool | None]:
    return {
        "domain": cookie.domain,
        "name": cookie.name,
        "value": cookie.value or "",
        "path": cookie.path,
        "secure": cookie.secure,
        "expires": int(cookie.expires) if cookie.expires else None,
    }


def _is_plain(cookie: Cookie) -> bool:
    return (cookie.domain + cookie.name + cookie.path + (cookie.value or "")).isprintable()
