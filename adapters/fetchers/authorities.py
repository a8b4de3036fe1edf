"""Whom we believe to be a site: a tool takes one file of certificate authorities, not two."""

import fcntl
import os
import secrets
from hashlib import sha256
from pathlib import Path
from ssl import PROTOCOL_TLS_CLIENT, SSLContext
from typing import Final

import certifi

from adapters.disk.claims import forget, seize

USUAL: Final = Path(certifi.where())
"""Those that the tools bring with them."""

_HELD: Final[dict[Path, int]] = {}
"""Files that this process uses; each descriptor shares a lock with whoever else uses the file."""


def hold_authorities(file: Path) -> bool:
    """Whether certificates (PEM) can be read from it."""
    try:
        SSLContext(PROTOCOL_TLS_CLIENT).load_verify_locations(file)
    except OSError:  # SSLError is one, too
        return False
    return True


def with_the_usual(extra: Path, folder: Path, *, usual: Path = USUAL) -> Path:
    """A file in `folder` of the usual authorities (PEM) and of `extra`.

    It is called by its content: processes may share it, and it is as good tomorrow. It stays while
    this process lives; others in the folder, which no living process uses, go.

    Raises:
        OSError: `extra` cannot be read, or nothing can be written.
    """
    content = b"\n".join(each.read_bytes() for each in (usual, extra))
    path = folder / f"authorities-{sha256(content).hexdigest()[:16]}.pem"
    while not _held(path, content):
        _write(path, content)
    for left in folder.glob("authorities-*.pem"):
        dead = None if left == path else seize(left)
        if dead is not None:
            forget(left, dead)
    return path


def _held(path: Path, content: bytes) -> bool:
    """Whether it lies there whole, and nobody removes it from now on.

    A disk that lost its power may have kept the name without the content.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY)
    except FileNotFoundError:
        return False
    fcntl.flock(descriptor, fcntl.LOCK_SH)
    with open(descriptor, "rb", closefd=False) as file:
        whole = file.read() == content
    if not (whole and os.fstat(descriptor).st_nlink):  # swept before it was locked
        os.close(descriptor)
        return False
    if (before := _HELD.get(path)) is not None:
        os.close(before)
    _HELD[path] = descriptor
    return True


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = path.with_name(f".{secrets.token_hex(8)}.part")
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        part.replace(path)
    except OSError:
        part.unlink(missing_ok=True)
        raise
