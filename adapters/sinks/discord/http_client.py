"""The client library reaches Discord through our transport: its own loses, doubles and hangs."""

from http import HTTPStatus
from typing import Any, cast, final

import aiohttp
from interactions.api.http.http_client import HTTPClient
from interactions.api.http.route import Route
from interactions.client.errors import HTTPException, LoginError

from adapters.sinks.discord.calls import Call, Json
from adapters.sinks.discord.library_terms import (
    Files,
    exception_of,
    listing_attachments,
    uploads_of,
)
from adapters.sinks.discord.transport import USER_AGENT, Transport
from domain.outcome import Failure, Success


@final
class TransportedHTTPClient(HTTPClient):
    """What the library calls, done by a transport; set as `client.http` before it starts.

    The transport belongs to whoever opened it and stays open until they close it: a session that
    is closed under an open gateway lets the library's reading loop spin for ever.
    """

    def __init__(self, transport: Transport) -> None:
        super().__init__()
        self._transport = transport

    @property
    def closed(self) -> bool:
        """Whether the transport's owner has closed it."""
        return self._transport.session.closed

    async def close(self) -> None:
        """Does nothing, see the class."""

    async def login(self, token: str) -> dict[str, Any]:
        """The bot's user. LoginError: Discord does not know the token."""
        self.token = token
        try:
            return cast("dict[str, Any]", await self.request(Route("GET", "/users/@me")))
        except HTTPException as error:
            if error.status == HTTPStatus.UNAUTHORIZED:
                raise LoginError("Discord refused the token") from error
            raise

    async def websocket_connect(self, url: str) -> aiohttp.ClientWebSocketResponse:
        """A connection to the gateway."""
        return await self._transport.session.ws_connect(
            url,
            max_msg_size=0,
            autoclose=False,
            headers={"User-Agent": USER_AGENT},
            compress=0,
        )

    async def request(
        self,
        route: Route,
        payload: list[Any] | dict[str, Any] | None = None,
        files: Files = None,
        reason: str | None = None,
        params: dict[str, Any] | None = None,
        **_: Any,
    ) -> Json:
        """The JSON that came back, or one of the library's own exceptions.

        DiscordError stands also for "no answer" and "nobody knows whether it took effect".
        """
        body = self._process_payload(payload, None)
        if isinstance(body, aiohttp.FormData):
            raise TypeError("files are given as files, so that they can be sent again")
        uploads = await uploads_of(files)
        call = Call(
            method=route.method,
            path=route.resolved_path,
            json=listing_attachments(body, uploads, given=files is not None),
            uploads=uploads,
            query={name: _in_query(it) for name, it in (params or {}).items() if it is not None},
            reason=reason,
        )
        match await self._transport.send(call):
            case Success(answer):
                return answer
            case Failure(failure):
                raise exception_of(failure, route)


def _in_query(value: Json) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
