"""YouTube wants scripts of its own answered, which takes a JavaScript runtime."""

from functools import cache
from pathlib import Path

import deno

from domain.link import Site


@cache
def deno_program() -> Path | None:
    """The program, which the package `deno` brings; None where it has none for this system."""
    try:
        return Path(deno.find_deno_bin()).resolve()
    except FileNotFoundError:
        return None


def runtimes(site: Site) -> tuple[Path, ...]:
    """The programs that yt-dlp starts for that site: none but for YouTube."""
    program = deno_program() if site is Site.YOUTUBE else None
    return () if program is None else (program,)
