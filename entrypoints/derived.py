"""What follows from the settings: values that several of them make together."""

import os
import sys
from pathlib import Path

from adapters.egress.guarded.ways import Upstream
from adapters.fetchers.authorities import with_the_usual
from adapters.fetchers.gallery_dl.config import GalleryDLConfig
from adapters.fetchers.gallery_dl.config_file import read_config
from application.ports.egress import JobBudget
from domain.limits import UploadLimits
from domain.link import Site
from domain.outcome import Failure, Success
from domain.quotas import Quotas
from domain.sizes import MEBIBYTE
from entrypoints.settings import Settings

PIP_READS = (
    "PIP_CERT",
    "PIP_CONFIG_FILE",
    "PIP_EXTRA_INDEX_URL",
    "PIP_FIND_LINKS",
    "PIP_INDEX_URL",
    "PIP_NO_INDEX",
    "PIP_PROXY",
    "PIP_TRUSTED_HOST",
)


def cores() -> int:
    """Those that this process may use: a container may leave it fewer than there are."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1


def ours(settings: Settings) -> UploadLimits:
    """What the operator allows of what a chat takes."""
    return UploadLimits(
        bytes_per_file=settings.compression_max_upload_size_mb * MEBIBYTE,
        files_per_message=settings.upload_max_files_per_batch,
        bytes_per_message=settings.upload_batch_size_mb * MEBIBYTE,
    )


def budget(settings: Settings) -> JobBudget:
    """What one job may use."""
    whole = settings.download_max_job_size_mb * MEBIBYTE
    return JobBudget(
        wire_bytes=2 * whole,
        file_bytes=settings.max_file_size,
        disk_bytes=whole,
        items=settings.download_max_items,
        seconds=settings.download_timeout_seconds,
        idle_seconds=settings.download_idle_seconds,
    )


def quotas(settings: Settings) -> Quotas:
    """What may be kept and in work, in bytes."""

    def share(megabytes: int | None) -> int | None:
        return None if megabytes is None else megabytes * MEBIBYTE

    return Quotas(
        user=share(settings.quota_user_mb),
        guild=share(settings.quota_guild_mb),
        everything=share(settings.quota_total_mb),
        free_floor=settings.quota_free_mb * MEBIBYTE,
    )


def gallery_dl_config(settings: Settings) -> GalleryDLConfig:
    """From its file and the settings.

    Raises:
        ValueError: It is refused; each line says where.
    """
    match read_config(settings.gallery_dl_config_file, settings.gallery_dl_config):
        case Success(config):
            return config
        case Failure(refused):
            raise ValueError("\n".join(refused.lines))


def has_login(settings: Settings, config: GalleryDLConfig) -> str:
    """Of Reddit: "yes" or "no", the keys of the ways to it."""
    given = settings.gallery_dl_cookies_file or settings.gallery_dl_cookies_from_browser
    own = Site.REDDIT in {*config.cookies(), *config.logins()}
    return "yes" if given or own else "no"


def upstream(settings: Settings) -> Upstream | None:
    """The proxy that everything goes through, if there is one."""
    proxy, authorities = settings.download_proxy, settings.download_ca_file
    return None if proxy is None else Upstream(str(proxy), authorities=authorities)


def authorities(settings: Settings) -> Path | None:
    """The usual certificate authorities and the operator's, in one file; None: the usual ones."""
    if settings.download_ca_file is None:
        return None
    extra = settings.download_ca_file.absolute()
    try:
        return with_the_usual(extra, settings.download_work_dir.absolute())
    except OSError:  # of a folder that takes nothing each job says so by itself
        return extra


def pip_environment(settings: Settings) -> dict[str, str]:
    """Where to ask for newer engines, as the operator tells pip itself; and our own way out."""
    told = {name: os.environ[name] for name in PIP_READS if name in os.environ}
    if settings.download_proxy is not None:
        told["PIP_PROXY"] = str(settings.download_proxy)
    if trusted := authorities(settings):
        told["PIP_CERT"] = str(trusted)
    return told


def pip_reads(settings: Settings) -> tuple[Path, ...]:
    """Files that pip is told to read."""
    told = pip_environment(settings)
    files = (told.get(name) for name in ("PIP_CERT", "PIP_CONFIG_FILE", "PIP_FIND_LINKS"))
    return tuple(Path(each) for each in files if each and Path(each).is_absolute())
