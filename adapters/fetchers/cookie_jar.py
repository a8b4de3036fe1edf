"""Reads the operator's cookies once, and lends each job those of its site as a private file."""

import asyncio
import logging
import os
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Final, final

from adapters.cells.cells import Cells
from adapters.fetchers.browser_cookies import from_browser
from adapters.fetchers.cookies import DOMAINS, LOGIN, Cookie, Cookies, State, parsed
from adapters.undisturbed import finished_in_thread
from domain.failures import ExternalToolFailed
from domain.link import Link, Site
from domain.outcome import Failure, Outcome, Success

_log = logging.getLogger(__name__)

NAME: Final = ".cookies"
"""No tool gives a file a name that begins with a dot."""


@final
@dataclass(frozen=True, slots=True)
class Lent:
    """The file for one job."""

    file: Path
    logged_in: bool
    """Whether the login of the link's site is among them."""


@final
class CookieJar:
    """All the cookies that an operator gave us, from wherever."""

    def __init__(
        self,
        cells: Cells,
        *,
        file: Path | None = None,
        browser: str | None = None,
        own: Mapping[Site, Mapping[str, str] | Path | str] | None = None,
    ) -> None:
        """`own` are those that one site was given: by name, as a file, or from a browser."""
        self._cells = cells
        self._file = file
        self._browser = browser
        self._own = own or {}
        self._turn = asyncio.Lock()
        self._read: Outcome[Cookies, ExternalToolFailed] | None = None

    async def read(self) -> Outcome[Cookies, ExternalToolFailed]:
        """All of them; what was read once stays, and so does why it could not be read."""
        async with self._turn:
            if self._read is None:
                self._read = await self._fill()
                if isinstance(self._read, Failure):
                    _log.warning("no cookies: %s", self._read.failure().words)
            return self._read

    async def states(self) -> Mapping[Site, State]:
        """Of each site that shows a guest little: whether we can log in there."""
        now = datetime.now(UTC)
        match await self.read():
            case Success(cookies):
                return {site: cookies.state(site, now) for site in LOGIN}
            case Failure():
                return dict.fromkeys(LOGIN, "missing")

    @asynccontextmanager
    async def lend(self, link: Link, folder: Path) -> AsyncIterator[Lent | None]:
        """Those for `link`, in a file of the folder that only we can read; gone afterwards.

        None: there are none for it.
        """
        now = datetime.now(UTC)
        match await self.read():
            case Success(cookies):
                ours = cookies.of(link, now)
            case Failure():
                ours = Cookies()
        if not ours.every:
            yield None
            return
        file = folder / NAME
        await finished_in_thread(partial(_write, file, ours.text))
        try:
            yield Lent(file, link.site in LOGIN and ours.state(link.site, now) == "there")
        finally:
            await finished_in_thread(partial(file.unlink, missing_ok=True))

    async def _fill(self) -> Outcome[Cookies, ExternalToolFailed]:
        """What one site was given and cannot be read is missing there alone."""
        every: list[Cookie] = []
        for given in (self._browser, self._file):
            match await self._from(given):
                case Success(cookies):
                    every += cookies.every
                case Failure(failure):
                    return Failure(failure)
        for site, own in self._own.items():
            if isinstance(own, Mapping):
                every += [Cookie(DOMAINS[site], *pair) for pair in own.items()]
                continue
            match await self._from(own):
                case Success(cookies):
                    link = Link(url=f"https://{DOMAINS[site].lstrip('.')}/")
                    every += [cookie for cookie in cookies.every if cookie.goes_to(link)]
                case Failure(failure):
                    _log.warning("no cookies for %s: %s", site, failure.words)
        return Success(Cookies(tuple(every)))

    async def _from(self, given: Path | str | None) -> Outcome[Cookies, ExternalToolFailed]:
        """Those in a file, or of a browser."""
        match given:
            case None:
                return Success(Cookies())
            case str():
                return await from_browser(self._cells, given)
            case Path():
                pass
        try:
            return Success(parsed(await finished_in_thread(partial(_text, given))))
        except (OSError, ValueError) as error:
            return Failure(ExternalToolFailed(tool="cookies", words=str(error)))


def _text(file: Path) -> str:
    try:
        return file.expanduser().read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise ValueError(f"{file} is no text") from None


def _write(file: Path, text: str) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW
    with open(os.open(file, flags, 0o600), "w", encoding="utf-8") as private:  # noqa: PTH123 - mode
        private.write(text)
