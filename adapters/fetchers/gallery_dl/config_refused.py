"""Why a key of gallery-dl's configuration is not for us: each line a person can act upon."""

from collections.abc import Mapping
from typing import Final

RUNS: Final = "refused, because it runs programs"
WRITES: Final = "refused, because it reads or writes files elsewhere"
OURS: Final = "refused, because Boss-Bot decides it"

REFUSED: Final[Mapping[str, str]] = {
    **dict.fromkeys(
        (
            "child-filter", "chapter-filter", "command", "exec", "file-filter", "finalize",
            "globals", "image-filter", "init", "keywords-eval", "module", "module-sources",
            "modules", "plugins", "post-filter", "postprocess", "postprocessor",
            "postprocessors", "postprocessor-options", "python", "ytdl",
        ),
        RUNS,
    ),
    **dict.fromkeys(
        (
            "archive", "base-directory", "cache", "cookies-update", "errorfile", "input",
            "input-files", "log", "logfile", "netrc", "output", "parent-directory", "part",
            "part-directory", "rejectfile", "unsupportedfile", "write-pages",
        ),
        WRITES,
    ),
    **dict.fromkeys(
        (
            "cookies-select", "download", "fallback", "file-range", "filesize-max", "mtime",
            "path-metadata", "progress", "ratelimit", "retries", "retry-codes", "skip",
            "sleep-429", "sleep-retries", "source-address", "text-tweets", "timeout",
            "url-metadata",
        ),
        OURS,
    ),
    "proxy": "refused, because Boss-Bot decides it: see DOWNLOAD_PROXY",
    "proxy-env": "refused, because Boss-Bot decides it: see DOWNLOAD_PROXY",
    "verify": "refused, because Boss-Bot decides it: see DOWNLOAD_CA_FILE",
    "cookies": "refused here, because it would go to every site: see GALLERY_DL_COOKIES_FILE",
}  # fmt: skip
PREFIXES: Final[Mapping[str, str]] = {"archive-": WRITES, "path-": WRITES, "python-": RUNS}


def why_refused(key: str) -> str | None:
    """What is wrong with the key, None where nothing is known against it."""
    for prefix, why in PREFIXES.items():
        if key.startswith(prefix):
            return why
    return REFUSED.get(key)
