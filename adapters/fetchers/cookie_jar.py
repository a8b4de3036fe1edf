"""Reads the operator's cookies once, and lends each job those of its site as a private file."""

import asyncio
import logging
import os
import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Final, TypeAlias, final

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
Troubles: TypeAlias = Mapping[Site | None, str]
"""Why cookies cannot be had that were given to one site, or (None) to all; one line."""
ERROR: Final = re.compile(r"\w+(?:Error|Exception): ")
"""How an exception of a child begins."""


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
        self._known: tuple[Cookies, Troubles] | None = None

    async def read(self) -> tuple[Cookies, Troubles]:
        """All of them, and what cannot be had of them: both stay as they were at first."""
        async with self._turn:
            if self._known is None:
                self._known = await self._fill()
                for site, why in self._known[1].items():
                    _log.warning("no cookies%s: %s", f" for {site}" if site else "", why)
            return self._known

    async def states(self) -> Mapping[Site, State]:
        """Of each site that shows a guest little: whether we can log in there."""
        now = datetime.now(UTC)
        cookies, _ = await self.read()
        return {site: cookies.state(site, now) for site in LOGIN}

    @asynccontextmanager
    async def lend(self, link: Link, folder: Path) -> AsyncIterator[Lent | None]:
        """Those for `link`, in a file of the folder that only we can read; gone afterwards.

        None: there are none for it.
        """
        now = datetime.now(UTC)
        cookies, _ = await self.read()
        ours = cookies.of(link, now)
        if not ours.every:
            yield None
            return
        file = folder / NAME
        await finished_in_thread(partial(_write, file, ours.text))
        try:
            yield Lent(file, link.site in LOGIN and ours.state(link.site, now) == "there")
        finally:
            await finished_in_thread(partial(file.unlink, missing_ok=True))

    async def _fill(self) -> tuple[Cookies, Troubles]:
        every: list[Cookie] = []
        troubles: dict[Site | None, str] = {}
        for given in (self._browser, self._file):
            match await self._from(given):
                case Success(cookies):
                    every += cookies.every
                case Failure(failure):
                    troubles[None] = _reason(failure)
        for site, own in self._own.items():
            match _named(site, own) if isinstance(own, Mapping) else await self._from(own):
                case Success(cookies):
                    link = Link(url=f"https://{DOMAINS[site].lstrip('.')}/")
                    every += [cookie for cookie in cookies.every if cookie.goes_to(link)]
                case Failure(failure):
                    troubles[site] = _reason(failure)
        return Cookies(tuple(every)), troubles

    async def _from(self, given: Path | str | None) -> Outcome[Cookies, ExternalToolFailed]:
        """Those in a file, or of a browser."""
        match given:
            case None:
                return Success(Cookies())
            case str():
                return await from_browser(self._cells, given)
            case Path():
                return await finished_in_thread(partial(_in_file, given))


def _named(site: Site, given: Mapping[str, str]) -> Outcome[Cookies, ExternalToolFailed]:
    try:
        return Success(Cookies(tuple(Cookie(DOMAINS[site], *pair) for pair in given.items())))
    except ValueError as error:
        return _trouble(str(error))


def _in_file(file: Path) -> Outcome[Cookies, ExternalToolFailed]:
    """A name in gallery-dl's configuration may begin with ~ and hold variables, as it has them."""
    try:
        text = Path(os.path.expandvars(file)).expanduser().read_text(encoding="utf-8")
        return Success(parsed(text))
    except OSError as error:
        return _trouble(f"{file}: {error.strerror}")
    except UnicodeDecodeError:
        return _trouble(f"{file} is no text")
    except (ValueError, RuntimeError) as error:  # no cookies, or there is no such home
        return _trouble(f"{file}: {error}")


def _reason(failure: ExternalToolFailed) -> str:
    """What was said in one line; all of it is logged for whoever looks closer."""
    _log.debug("no cookies: %s", failure.words)
    return ERROR.sub("", failure.words.partition("\n")[0], count=1)


def _trouble(words: str) -> Outcome[Cookies, ExternalToolFailed]:
    return Failure(ExternalToolFailed(tool="cookies", words=words))


def _write(file: Path, text: str) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW
    with open(os.open(file, flags, 0o600), "w", encoding="utf-8") as private:  # noqa: PTH123 - mode
        private.write(text)
