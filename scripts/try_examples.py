"""Runs examples/ with the interpreter that runs this, against a site on this machine."""

import functools
import http.server
import io
import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path
from typing import Any

from PIL import Image

EXAMPLES = Path(__file__).parents[1] / "examples"
SECONDS = 60


def main() -> None:
    """Fail with an AssertionError as soon as one of them does not do what it promises."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        (place / "site").mkdir()
        Image.effect_mandelbrot((640, 480), (-3, -2.5, 2, 2.5), 60).save(place / "site/lake.jpg")
        serve = functools.partial(http.server.SimpleHTTPRequestHandler, directory=place / "site")
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), serve)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        picture = f"http://127.0.0.1:{server.server_port}/lake.jpg"
        home = {"HOME": folder, "PATH": os.environ["PATH"], "EGRESS_ALLOW_LOOPBACK": "true"}
        try_embedding(picture, home, place)
        try_the_service(picture, home, place)
        server.shutdown()


def try_embedding(picture: str, home: dict[str, str], place: Path) -> None:
    """It hands the file to its own chat."""
    size = (place / "site/lake.jpg").stat().st_size
    ran = run_it("embed.py", picture, env=home, cwd=place)
    assert f"[{size}]" in ran, ran
    print("examples/embed.py does what it promises")


def try_the_service(picture: str, home: dict[str, str], place: Path) -> None:
    """It downloads, looks, and gives the file out."""
    port = free_port()
    command = [sys.executable, str(EXAMPLES / "http_service.py"), "out", str(port)]
    with subprocess.Popen(command, env=home, cwd=place) as service:
        try:
            said = ask(f"http://127.0.0.1:{port}/download", {"url": picture})
            assert said["outcome"] == "delivered", said
            with urllib.request.urlopen(f"http://127.0.0.1:{port}{said['files'][0]}") as answer:
                assert Image.open(io.BytesIO(answer.read())).size == (640, 480)
            query = urllib.parse.urlencode({"url": picture})
            assert ask(f"http://127.0.0.1:{port}/look?{query}")["items"]
        finally:
            service.terminate()
    print("examples/http_service.py does what it promises")


def run_it(example: str, *words: str, env: dict[str, str], cwd: Path) -> str:
    """What it printed."""
    command = [sys.executable, str(EXAMPLES / example), *words]
    return subprocess.run(
        command, env=env, cwd=cwd, timeout=SECONDS, check=True, capture_output=True, text=True
    ).stdout


def ask(url: str, form: dict[str, str] | None = None) -> Any:  # noqa: ANN401 - whatever JSON says
    """The JSON at that address, once somebody answers there."""
    data = None if form is None else urllib.parse.urlencode(form).encode()
    until = time.monotonic() + SECONDS
    while True:
        try:
            with urllib.request.urlopen(url, data, timeout=SECONDS) as answer:
                return json.load(answer)
        except urllib.error.URLError as error:
            if isinstance(error, urllib.error.HTTPError) or time.monotonic() > until:
                raise
            time.sleep(0.1)


def free_port() -> int:
    """One that nobody listens on."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return int(held.getsockname()[1])


if __name__ == "__main__":
    main()
