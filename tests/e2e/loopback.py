"""A web site of a test's own on this machine: what it answers, and when."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from aiohttp import web

PATIENCE = 60
HTML = "<!doctype html><title>Nothing</title><p>No media here."


@dataclass
class Site:
    """Every path is a 404 until something is put there."""

    root: str = ""
    asked: list[str] = field(default_factory=list)
    """Paths, in the order of the requests."""
    _there: dict[str, Callable[[], web.Response]] = field(default_factory=dict)
    _held: dict[str, asyncio.Event] = field(default_factory=dict)
    _heard: dict[str, asyncio.Event] = field(default_factory=lambda: defaultdict(asyncio.Event))

    def put(
        self, path: str, content: bytes | str | Path, mimetype: str, *, status: int = 200
    ) -> str:
        """The address of what is there from now on."""
        body = content.read_bytes() if isinstance(content, Path) else content
        body = body.encode() if isinstance(body, str) else body
        self._there[path] = lambda: web.Response(body=body, content_type=mimetype, status=status)
        return f"{self.root}{path}"

    def hold(self, path: str) -> asyncio.Event:
        """Whoever asks for that path waits until the event is set."""
        self._held[path] = asyncio.Event()
        return self._held[path]

    async def until_asked(self, path: str) -> None:
        """Somebody has asked for that path."""
        await asyncio.wait_for(self._heard[path].wait(), PATIENCE)

    async def answer(self, request: web.Request) -> web.Response:
        """The one handler."""
        self.asked.append(request.path)
        self._heard[request.path].set()
        if request.path in self._held:
            await self._held[request.path].wait()
        if request.path not in self._there:
            return web.Response(status=404, text=HTML, content_type="text/html")
        return self._there[request.path]()


@asynccontextmanager
async def serving() -> AsyncIterator[Site]:
    """An empty site, while the block runs."""
    site = Site()
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", site.answer)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    try:
        listening = web.TCPSite(runner, "127.0.0.1", 0)
        await listening.start()
        site.root = f"http://127.0.0.1:{runner.addresses[0][1]}"
        yield site
    finally:
        for held in site._held.values():
            held.set()
        await runner.cleanup()
