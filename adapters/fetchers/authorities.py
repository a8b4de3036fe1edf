"""Whom we believe to be a site: a tool takes one file of certificate authorities, not two."""

import os
import secrets
from hashlib import sha256
from pathlib import Path

import certifi


def with_the_usual(extra: Path, folder: Path) -> Path:
    """A file in `folder` of the authorities (PEM) that the tools bring with them, and of `extra`.

    It is called by its content: processes may share it, and it is as good tomorrow.

    Raises:
        OSError: `extra` cannot be read, or nothing can be written.
    """
    content = b"\n".join(Path(each).read_bytes() for each in (certifi.where(), extra))
    path = folder / f"authorities-{sha256(content).hexdigest()[:16]}.pem"
    if not path.exists():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        part = folder / f".{secrets.token_hex(8)}.part"
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        part.replace(path)
    return path
