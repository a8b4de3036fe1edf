"""Stays connected: the library's end, with or without an error, is where the next client begins."""

import asyncio
import logging
from collections.abc import Callable

from interactions import Client
from interactions.client.errors import LoginError

FIRST_PAUSE = 2.0
LONGEST_PAUSE = 120.0
LONG_ENOUGH = 300.0
"""Seconds of a connection after which pauses begin anew."""

_log = logging.getLogger(__name__)


class Gateway:
    """One client at a time."""

    def __init__(self, new_client: Callable[[], Client], *, token: str) -> None:
        self._new_client = new_client
        self._token = token
        self.first_pause = FIRST_PAUSE
        """Before connecting anew; seconds, and twice as many each time until it holds."""
        self._client: Client | None = None

    def ready(self) -> bool:
        """Whether events can come now."""
        return self._client is not None and self._client.is_ready

    async def stay(self) -> None:
        """Until cancelled, or until Discord refuses the token (LoginError)."""
        loop, pause = asyncio.get_running_loop(), self.first_pause
        while True:
            began = loop.time()
            self._client = self._new_client()
            try:
                await self._client.astart(self._token)
                _log.warning("the gateway's client ended without a word")
            except LoginError:
                raise
            except Exception:  # noqa: BLE001 - whatever breaks the library, we connect anew
                _log.exception("the gateway's client broke")
            pause = self.first_pause if loop.time() - began > LONG_ENOUGH else pause
            _log.warning("connecting anew in %.0f s", pause)
            await asyncio.sleep(pause)
            pause = min(LONGEST_PAUSE, pause * 2)
