"""The use cases over HTTP, in one file: python examples/http_service.py FOLDER PORT.

curl -d url=https://... localhost:PORT/download     media that fits, in FOLDER: what came of it
curl localhost:PORT/look?url=https://...            what stands behind the link
curl localhost:PORT/files/NAME                      one of the files
"""

import sys
import uuid
from collections.abc import AsyncIterator
from pathlib import Path

from aiohttp import web

from adapters.queues.journal import InMemoryJournal
from domain.jobs import Actor, ReplyAddress
from domain.outcome import Failure, Success
from domain.request import MediaRequest
from entrypoints.library import BossBot, open_boss_bot
from entrypoints.words import sentence

BOSS_BOT = web.AppKey("boss_bot", BossBot)
FOLDER = web.AppKey("folder", Path)
VISITOR = Actor(user="visitor")


async def opened(app: web.Application) -> AsyncIterator[None]:
    async with open_boss_bot() as app[BOSS_BOT]:
        yield


async def look(request: web.Request) -> web.Response:
    boss_bot = request.app[BOSS_BOT]
    match boss_bot.admit(request.query.get("url", "")):
        case Failure(refused):
            return web.json_response({"message": sentence(refused)}, status=400)
        case Success(link):
            wanted = MediaRequest(link=link)
    match await boss_bot.look_at_link(wanted, job_id=uuid.uuid4().hex, actor=VISITOR):
        case Failure(failure):
            return web.json_response({"message": sentence(failure)}, status=502)
        case Success(found):
            return web.Response(text=found.model_dump_json(), content_type="application/json")


async def download(request: web.Request) -> web.Response:
    boss_bot, form = request.app[BOSS_BOT], await request.post()
    address = ReplyAddress(chat="folder", place=str(request.app[FOLDER]))
    async with boss_bot.folders.open(
        address, job_id=uuid.uuid4().hex, journal=InMemoryJournal()
    ) as folder:
        delivery = await boss_bot.share(str(form.get("url", "")), to=folder, actor=VISITOR)
        await folder.close(delivery)
    return web.json_response(
        {
            "outcome": delivery.outcome,
            "message": sentence(delivery),
            "files": [f"/files/{path.name}" for path in folder.written.values()],
        }
    )


def service(folder: Path) -> web.Application:
    app = web.Application()
    app[FOLDER] = folder
    app.cleanup_ctx.append(opened)
    app.add_routes([web.get("/look", look), web.post("/download", download)])
    app.add_routes([web.static("/files", folder)])
    return app


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("python examples/http_service.py FOLDER PORT")
    there = Path(sys.argv[1])
    there.mkdir(parents=True, exist_ok=True)
    web.run_app(service(there), host="127.0.0.1", port=int(sys.argv[2]))
