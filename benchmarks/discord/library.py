"""The same upload through interactions.py's own transport, in a process of its own."""

import asyncio
import json
import sys
import time
import warnings
from pathlib import Path

warnings.simplefilter("ignore", DeprecationWarning)

from interactions.api.http.http_client import HTTPClient  # noqa: E402
from interactions.api.http.route import Route  # noqa: E402
from interactions.models.discord.file import File  # noqa: E402


async def main() -> None:
    told = json.loads(sys.argv[1])
    paths = await asyncio.to_thread(lambda: sorted(Path(told["folder"]).iterdir()))
    Route.BASE = told["url"]
    client = HTTPClient()
    await client.login(told["token"])
    print("ready", flush=True)
    await asyncio.to_thread(sys.stdin.readline)
    worst = 0.0

    async def watch() -> None:
        nonlocal worst
        while True:
            before = time.perf_counter()
            await asyncio.sleep(0.005)
            worst = max(worst, time.perf_counter() - before - 0.005)

    watching = asyncio.create_task(watch())
    route = Route("PATCH", f"/webhooks/{told['application']}/{told['asked']}/messages/@original")
    files = [File(path) for path in paths]
    payload = {
        "allowed_mentions": {"parse": []},
        "attachments": [{"id": n, "filename": file.file_name} for n, file in enumerate(files)],
    }
    await client.request(route, payload=payload, files=files)
    watching.cancel()
    print(json.dumps({"blocked": worst}), flush=True)
    await client.close()


if __name__ == "__main__":
    asyncio.run(main())
