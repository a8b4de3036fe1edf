"""What safety costs: a child with and without its fence, the guard's throughput, each bomb."""

import asyncio
import json
import os
import sys
import tempfile
import time
from dataclasses import replace
from ipaddress import ip_address
from pathlib import Path, PurePosixPath
from resource import RUSAGE_CHILDREN, getrusage
from urllib.parse import urlsplit

import trustme

from adapters.cells.cell import Cell
from adapters.cells.cells import Cells
from adapters.cells.fence import Fence
from adapters.cells.limits import CellLimits
from adapters.disk import aside
from adapters.egress.guarded.guarded import Guarded
from adapters.fetchers import mux
from adapters.fetchers.gallery_dl.tool import WAYS as GALLERY_DL
from adapters.fetchers.yt_dlp.tool import WAYS as YT_DLP
from adapters.opening.preloads import AV, PILLOW
from adapters.probes import pillow, pyav
from adapters.probes.by_content import ByContent
from adapters.probes.pillow import PillowProbe
from adapters.probes.pyav import PyavProbe
from application.ports.egress import JobBudget
from benchmarks._medians import machine, spread
from domain.destinations import EgressRules
from tests.fakes.rooms import FakeRoom
from tests.media.fitting import taken
from tests.media.library import Library
from tests.security.bombs import BOMBS
from tests.security.inside import WEIGHT

TIMES = 40
ROUNDS = 9
BYTES = 200_000_000
PATIENCE = 20
NOTHING = "benchmarks._nothing:nothing"
HOST = "files.example"

CLIENT = """
import base64, http.client, ssl, sys, time
scheme, host, port, proxy, ca = sys.argv[1:]
context = ssl.create_default_context(cafile=ca)
began = time.perf_counter()
if scheme == "https":
    kind = lambda *at: http.client.HTTPSConnection(*at, context=context)
else:
    kind = http.client.HTTPConnection
said = {"Host": f"{host}:{port}"}
if proxy != "0":
    login, at = proxy.split("@")
    key = {"Proxy-Authorization": "Basic " + base64.b64encode(login.encode()).decode()}
    asked = kind("127.0.0.1", int(at))
    if scheme == "https":
        asked.set_tunnel(host, int(port), headers=key)
        path = "/"
    else:
        path = f"http://{host}:{port}/"
        said |= key
else:
    asked = kind("127.0.0.1", int(port))
    context.check_hostname = False
    path = "/"
asked.request("GET", path, headers=said)
answer = asked.getresponse()
buffer, total = bytearray(1 << 18), 0
while count := answer.readinto(buffer):
    total += count
print(total, time.perf_counter() - began)
"""

SERVER = """
import socket, ssl, sys, threading
certificate, scheme, size = sys.argv[1], sys.argv[2], int(sys.argv[3])
listener = socket.create_server(("127.0.0.1", 0))
print(listener.getsockname()[1], flush=True)
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(certificate)
chunk = bytes(1 << 18)
def serve(peer):
    with peer if scheme == "http" else context.wrap_socket(peer, server_side=True) as peer:
        peer.recv(65536)
        peer.sendall(b"HTTP/1.1 200 OK\\r\\nConnection: close\\r\\n")
        peer.sendall(b"Content-Length: %d\\r\\n\\r\\n" % size)
        for start in range(0, size, len(chunk)):
            peer.sendall(chunk[:size - start])
while True:
    threading.Thread(target=serve, args=(listener.accept()[0],), daemon=True).start()
"""


def main() -> None:
    print(f"{machine()}\n")
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(_children(Path(folder)))
        asyncio.run(_throughput(Path(folder)))
        asyncio.run(_bombs(Path(folder)))


def _nothing(*preload: str) -> Cell:
    return Cell(NOTHING, preload=preload)


async def _children(folder: Path) -> None:
    """Alternating, so that a busy moment strikes both."""
    print("| children that do nothing, milliseconds | limits only | fenced in |\n|---|---|---|")
    post, video = (_nothing(*tool["api"].preload) for tool in (GALLERY_DL, YT_DLP))
    picture, film = _nothing(*PILLOW), _nothing(*AV)
    kinds = {
        "a fork with PyAV loaded": [film],
        "a fork with Pillow loaded": [picture],
        "a fresh interpreter": [Cell(NOTHING, way="command")],
        "a picture that is kept: tool, probe": [post, picture],
        "a film that is joined and encoded: tool, join, probe, encode": [
            video,
            _nothing(*mux.CELL.preload),
            film,
            film,
        ],
    }
    ways = {False: Cells(fenced=False), True: Cells(minimum="full")}
    fence = Fence(reads=(folder,), ports=(443,))
    try:
        for name, job in kinds.items():
            took: dict[bool, list[float]] = {False: [], True: []}
            for number in range(TIMES + 1):
                for fenced, cells in ways.items():
                    began = time.perf_counter()
                    for cell in job:
                        await cells.run(cell, None, folder=folder, fence=fence)
                    if number:  # the first one pays for the server
                        took[fenced].append(1000 * (time.perf_counter() - began))
            told = " | ".join(spread(took[fenced], "", 1) for fenced in ways)
            print(f"| {name} | {told} |")
    finally:
        for cells in ways.values():
            await cells.aclose()


async def _throughput(folder: Path) -> None:
    print(
        f"\n| {BYTES // 10**6} MB from this machine | direct, MB/s | through the guard, MB/s"
        " | share, % | CPU of both ends, s | and of the guard, s |\n|---|---|---|---|---|---|"
    )
    ca, chain = folder / "ca.pem", folder / "chain.pem"
    trusted = trustme.CA()
    trusted.cert_pem.write_to_path(str(ca))
    trusted.issue_cert(HOST).private_key_and_cert_chain_pem.write_to_path(str(chain))
    for scheme in ("http", "https"):
        server = await asyncio.create_subprocess_exec(
            sys.executable, "-c", SERVER, str(chain), scheme, str(BYTES), stdout=-1
        )
        try:
            assert server.stdout is not None
            port = int(await server.stdout.readline())
            rules = EgressRules(ports=frozenset({port}), loopback=True)
            guarded = Guarded(rules, tell=lambda _event: None, resolve=_at_home)
            speeds: dict[bool, list[float]] = {False: [], True: []}
            ends: list[float] = []
            spent: list[float] = []
            async with guarded.open("job", JobBudget(wire_bytes=1 << 40)) as address:
                assert address is not None
                way = urlsplit(address.url)
                proxy = f"{way.username}:{way.password}@{way.port}"
                for _ in range(ROUNDS):
                    for through, at in ((False, "0"), (True, proxy)):
                        before, ends_before = time.process_time(), _cpu_of_ends(server.pid)
                        seconds = await _fetched(scheme, str(port), at, str(ca))
                        speeds[through].append(BYTES / 1e6 / seconds)
                        if through:
                            spent.append(time.process_time() - before)
                        else:
                            ends.append(_cpu_of_ends(server.pid) - ends_before)
        finally:
            server.kill()
            await server.wait()
        told = " | ".join(spread(speeds[through], "", 0) for through in speeds)
        shares = [100 * ours / direct for direct, ours in zip(*speeds.values(), strict=True)]
        print(
            f"| {scheme} | {told} | {spread(shares, '', 0)}"
            f" | {spread(ends, '', 2)} | {spread(spent, '', 2)} |"
        )


async def _fetched(*words: str) -> float:
    scheme, port, proxy, ca = words
    client = await asyncio.create_subprocess_exec(
        sys.executable, "-c", CLIENT, scheme, HOST, port, proxy, ca, stdout=-1
    )
    out, _ = await client.communicate()
    total, seconds = out.split()
    assert int(total) == BYTES
    return float(seconds)


def _cpu_of_ends(server: int) -> float:
    """Seconds of a server that runs and of all clients that have ended."""
    clients = getrusage(RUSAGE_CHILDREN)
    after_its_name = Path(f"/proc/{server}/stat").read_text().rpartition(")")[2].split()
    ticks = int(after_its_name[11]) + int(after_its_name[12])
    return clients.ru_utime + clients.ru_stime + ticks / os.sysconf("SC_CLK_TCK")


async def _at_home(_name: str) -> list:
    return [ip_address("127.0.0.1")]


async def _plainly(cells: Cells, mimetype: str, path: Path) -> str:
    """What it takes who opens it as the libraries' first pages show; ended after a while."""
    told = [{"seconds": PATIENCE, "bytes": 0, "end": "was stopped"}]
    await cells.run(
        Cell("benchmarks._plainly:open_plainly"),
        {"mimetype": mimetype, "path": str(path)},
        folder=path.parent,
        fence=Fence(reads=()),
        limits=CellLimits(seconds=PATIENCE),
        hear=told.append,
    )
    last = told[-1]
    return f"{last['end']} | {1000 * last['seconds']:.0f} | {last['bytes'] >> 20}"


async def _bombs(folder: Path) -> None:
    print("\n| bomb | bytes | plainly | ms | MiB | here | ms in the child | MiB | ms in all |")
    print("|---|---|---|---|---|---|---|---|---|")
    for module, function in ((pillow, "weighed_picture"), (pyav, "weighed_film")):
        module.CELL = replace(module.CELL, entry=f"tests.security.inside:{function}")  # type: ignore[misc] # it weighs itself
    aside.rmtree = lambda *_, **__: None  # type: ignore[assignment] # or the weight is cleared away
    library, cells = Library(folder), Cells(minimum="full")
    probe = ByContent(pictures=PillowProbe(cells), films=PyavProbe(cells))
    try:
        for number, (name, bomb) in enumerate(BOMBS.items()):
            room = FakeRoom(folder / str(number))
            path = PurePosixPath("work", f"bomb.{bomb.suffix}")
            content = bomb.content(library)
            (room.folder / path).write_bytes(content)
            file = await taken(path, room)
            await probe.measure(file, room=room)
            began = time.perf_counter()
            refused = (await probe.measure(file, room=room)).failure()
            whole = 1000 * (time.perf_counter() - began)
            *_, left = sorted(room.folder.rglob(WEIGHT))
            weight = json.loads(left.read_text())
            why = " ".join(filter(None, (refused.kind, getattr(refused, "what", ""))))
            plain = await _plainly(cells, file.mimetype, room.folder / path)
            print(
                f"| {name} | {len(content):,} | {plain} | {why} | {weight['seconds'] * 1000:.0f}"
                f" | {weight['bytes'] >> 20} | {whole:.0f} |"
            )
    finally:
        await cells.aclose()


if __name__ == "__main__":
    main()
