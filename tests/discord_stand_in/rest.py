"""Each request's way: faults, limits, token, body, effect, answer; all of it written down."""

import asyncio
import json
from typing import Any

from aiohttp import web

from tests.discord_stand_in import callbacks, channels, commands, identity, webhooks
from tests.discord_stand_in.exchange import Endpoint, Exchange, Reply
from tests.discord_stand_in.faults import Drop, Fault, Refusal, ServerError, Stall, TooMany
from tests.discord_stand_in.multipart import read_body
from tests.discord_stand_in.refusals import Refused
from tests.discord_stand_in.transcript import Call
from tests.discord_stand_in.violations import Rule
from tests.discord_stand_in.world import World

VERSION = "/api/v10"
ENDPOINTS = [
    *identity.ENDPOINTS,
    *commands.ENDPOINTS,
    *callbacks.ENDPOINTS,
    *webhooks.ENDPOINTS,
    *channels.ENDPOINTS,
]
HTML = "<!DOCTYPE html><html><head><title>Error</title></head><body>cloudflare</body></html>"


class Rest:
    """REST v10, as routes of an aiohttp application."""

    def __init__(self, world: World) -> None:
        self._world = world

    def add_to(self, application: web.Application, *, gateway: dict[str, Any]) -> None:
        """Serve every endpoint; `gateway` is what /gateway/bot says."""

        async def where(_: Exchange) -> Reply:
            return Reply(200, gateway)

        own = [
            Endpoint("GET", "/gateway", where, by_bot=True),
            Endpoint("GET", "/gateway/bot", where, by_bot=True),
        ]
        for endpoint in [*own, *ENDPOINTS]:
            application.router.add_route(
                endpoint.method, VERSION + endpoint.route, self._serving(endpoint)
            )
        application.router.add_route("*", "/{path:.*}", self._unknown)

    def _serving(self, endpoint: Endpoint) -> Any:
        async def serve(request: web.Request) -> web.StreamResponse:
            call = self._call(request, endpoint.route)
            planned = self._world.faults.striking(call)
            try:
                if planned and not planned.after_effect:
                    answer = await self._strike(planned.fault, call, request)
                    if answer is not None:
                        return answer
                answer = await self._answer(endpoint, call, request)
                if planned and planned.after_effect:
                    return await self._strike(planned.fault, call, request) or answer
                return answer
            finally:
                self._world.changes.tell()

        return serve

    def _call(self, request: web.Request, route: str) -> Call:
        world = self._world
        call = Call(
            number=len(world.transcript) + 1,
            method=request.method,
            route=route,
            path=request.path.removeprefix(VERSION),
            at=world.clock.now(),
            authorization=request.headers.get("Authorization"),
        )
        world.transcript.append(call)
        if world.rate_limits.came_early(call):
            world.violations.record(Rule.EARLY_AFTER_429, str(call), "before retry_after was over")
        return call

    async def _answer(self, endpoint: Endpoint, call: Call, request: web.Request) -> web.Response:
        world = self._world
        if too_many := world.rate_limits.admit(call):
            return self._too_many(too_many, call)
        parameters = dict(request.match_info)
        try:
            self._check_token(endpoint, call)
            try:
                await read_body(
                    request,
                    call,
                    file_bytes=endpoint.file_bytes(world, parameters),
                    request_bytes=world.limits.request_bytes,
                    keep_in=world.keep_in,
                )
            finally:
                self._check_schema(call)
            reply = await endpoint.answer(Exchange(world, call, parameters, dict(request.query)))
        except Refused as refused:
            call.code = refused.code
            return self._response(call, refused.status, refused.payload())
        call.took_effect = True
        return self._response(call, reply.status, reply.body)

    def _check_token(self, endpoint: Endpoint, call: Call) -> None:
        if endpoint.by_bot and call.authorization != f"Bot {self._world.token}":
            raise Refused(0)
        if not endpoint.by_bot and call.authorization:
            self._world.violations.record(
                Rule.TOKEN_ON_WEBHOOK, str(call), "the bot's token was sent where none is needed"
            )

    def _check_schema(self, call: Call) -> None:
        if self._world.description is None or call.json is None:
            return
        for mistake in self._world.description.mistakes(call.method, call.route, call.json):
            self._world.violations.record(Rule.SCHEMA, str(call), mistake)

    async def _strike(
        self, fault: Fault, call: Call, request: web.Request
    ) -> web.StreamResponse | None:
        match fault:
            case Stall(seconds):
                await asyncio.sleep(seconds)
                return None
            case Drop(after_bytes):
                while after_bytes > 0 and (piece := await request.content.readany()):
                    after_bytes -= len(piece)
                call.status = 0
                if request.transport:
                    request.transport.abort()
                return web.Response()
            case TooMany():
                return self._too_many(fault, call)
            case ServerError(status, html):
                if html:
                    return self._html(call, status)
                return self._response(call, status, {"message": f"{status}: Error", "code": 0})
            case Refusal():
                refused = fault.exception()
                call.code = refused.code
                return self._response(call, refused.status, refused.payload())

    def _too_many(self, fault: TooMany, call: Call) -> web.Response:
        self._world.rate_limits.shut(call, fault)
        if fault.html:
            return self._html(call, 429)
        response = self._response(
            call,
            429,
            {
                "message": "You are being rate limited.",
                "retry_after": fault.retry_after,
                "global": fault.everywhere,
            },
            count=not fault.shared,
        )
        limits = [name for name in response.headers if name.startswith("X-RateLimit")]
        if not fault.headers:
            for name in limits:
                del response.headers[name]
            return response
        scope = "global" if fault.everywhere else "shared" if fault.shared else "user"
        response.headers["X-RateLimit-Scope"] = scope
        response.headers["Retry-After"] = str(int(fault.retry_after) + 1)
        if fault.everywhere:
            response.headers["X-RateLimit-Global"] = "true"
        else:
            response.headers["X-RateLimit-Remaining"] = "0"
            response.headers["X-RateLimit-Reset-After"] = f"{fault.retry_after:.3f}"
        return response

    def _html(self, call: Call, status: int) -> web.Response:
        response = self._response(call, status, None)
        for name in list(response.headers):
            del response.headers[name]
        response.text = HTML
        response.content_type = "text/html"
        return response

    def _response(self, call: Call, status: int, body: Any, *, count: bool = True) -> web.Response:
        call.status = status
        if count and status in (401, 403, 429):
            self._world.rate_limits.invalid_requests += 1
        response = web.Response(status=status, headers=self._world.rate_limits.headers(call))
        if body is not None:
            response.body = json.dumps(body).encode()
            response.headers["Content-Type"] = "application/json"
        return response

    async def _unknown(self, request: web.Request) -> web.Response:
        call = self._call(request, request.path)
        self._world.violations.record(Rule.UNKNOWN_ROUTE, str(call), "no such route here")
        return self._response(call, 404, {"message": "404: Not Found", "code": 0})
