"""What a tool may touch while it fetches."""

from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from adapters.cells.fence import Fence
from adapters.fetchers.visitor import Visitor
from application.ports.workspace import Room


def fence_of(room: Room, visitor: Visitor, *, runs: tuple[Path, ...] = ()) -> Fence:
    """Its way out, what it is told to read, and the programs `runs`."""
    reads = () if visitor.ca_file is None else (visitor.ca_file,)
    return Fence(reads=reads, runs=runs, ports=_ports(room))


def _ports(room: Room) -> tuple[int, ...] | None:
    """The proxy's alone; any, where there is none, or where its name has to be looked up first."""
    if room.egress is None:
        return None
    proxy = urlsplit(room.egress.url)
    try:
        ip_address(proxy.hostname or "")
    except ValueError:
        return None
    return None if proxy.port is None else (proxy.port,)
