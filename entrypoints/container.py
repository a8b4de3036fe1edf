"""The whole wiring, on one page."""

import time
from datetime import UTC, datetime, timedelta

from dependency_injector import containers, providers
from pydantic import HttpUrl

from adapters.cells.cells import Cells
from adapters.egress.unguarded import Unguarded
from adapters.fetchers.direct import Direct
from adapters.fetchers.visitor import Visitor
from adapters.probes.by_content import ByContent
from adapters.probes.pillow import PillowProbe
from adapters.probes.pyav import PyavProbe
from adapters.sinks.folder import Folders
from adapters.undisturbed import undisturbed
from adapters.workspaces.temporary import Temporary
from application.compress_media import CompressMedia
from application.deliver_media import DeliverMedia
from application.fit_files import FitFiles
from application.gather_media import GatherMedia
from application.gatherings import Gatherings
from application.keep_the_rest import KeepTheRest
from application.look_at_link import LookAtLink
from application.measure_files import MeasureFiles
from application.ports.compressor import Compressor
from application.ports.egress import JobBudget
from application.save_media import SaveMedia
from application.share_media import ShareMedia
from domain.limits import MEBIBYTE, Minima, UploadLimits
from domain.link import Admission
from entrypoints.settings import Settings

WHATEVER = 1 << 60
"""Bytes: where nothing is to be fitted, everything fits."""


def _ours(settings: Settings) -> UploadLimits:
    return UploadLimits(
        bytes_per_file=settings.compression_max_upload_size_mb * MEBIBYTE,
        files_per_message=settings.upload_max_files_per_batch,
        bytes_per_message=settings.upload_batch_size_mb * MEBIBYTE,
    )


def _budget(settings: Settings) -> JobBudget:
    whole = settings.download_max_job_size_mb * MEBIBYTE
    return JobBudget(
        wire_bytes=whole,
        file_bytes=settings.max_file_size,
        disk_bytes=whole,
        items=settings.download_max_items,
        seconds=settings.download_timeout_seconds,
        idle_seconds=settings.download_idle_seconds,
    )


def _text(url: HttpUrl | None) -> str | None:
    return None if url is None else str(url).rstrip("/")


def _clock() -> datetime:
    return datetime.now(UTC)


class Container(containers.DeclarativeContainer):
    """Every class that a running Boss-Bot is made of, by its role."""

    settings = providers.Singleton(Settings)
    told = settings.provided

    seconds = providers.Object(time.monotonic)
    clock = providers.Object(_clock)
    finish = providers.Object(undisturbed)

    cells = providers.Singleton(Cells, minimum=told.sandbox_minimum)
    admission = providers.Singleton(
        Admission,
        loopback=told.egress_allow_loopback,
        disabled_sites=told.download_disabled_sites,
    )
    egress = providers.Singleton(Unguarded, proxy=providers.Callable(_text, told.download_proxy))
    budget = providers.Singleton(_budget, settings)
    workspace = providers.Singleton(
        Temporary, parent=told.download_work_dir, egress=egress, now=clock, budget=budget
    )
    visitor = providers.Singleton(
        Visitor, user_agent=told.gallery_dl_user_agent, ca_file=told.download_ca_file
    )

    fetcher = providers.Singleton(Direct, admission=admission, visitor=visitor)

    probe = providers.Singleton(
        ByContent,
        pictures=providers.Singleton(PillowProbe, cells=cells),
        films=providers.Singleton(PyavProbe, cells=cells),
    )
    compressor = providers.AbstractSingleton(Compressor)

    minima = providers.Singleton(
        Minima,
        video_kbps=told.compression_min_video_bitrate_kbps,
        audio_kbps=told.compression_min_audio_bitrate_kbps,
        image_quality=told.compression_image_min_quality,
    )
    ours = providers.Singleton(_ours, settings)
    unlimited = providers.Singleton(
        UploadLimits, bytes_per_file=WHATEVER, files_per_message=1, bytes_per_message=WHATEVER
    )
    keep_the_rest = providers.Singleton(KeepTheRest, keep_for=timedelta(0), today=clock)

    fit = providers.Singleton(FitFiles, probe=probe, compressor=compressor, now=seconds)
    deliver = providers.Singleton(DeliverMedia, fit=fit, now=seconds)
    gather = providers.Singleton(GatherMedia, fetcher=fetcher, fit=fit)
    share_media = providers.Singleton(
        ShareMedia,
        gatherings=providers.Singleton(
            Gatherings, workspace=workspace, gather=gather, finish=finish, now=seconds
        ),
        deliver=deliver,
        keep_the_rest=keep_the_rest,
        ours=ours,
        minima=minima,
        now=seconds,
    )
    folders = providers.Singleton(Folders, limits=ours)

    measure = providers.Singleton(MeasureFiles, probe=probe, now=seconds)
    gather_as_it_is = providers.Singleton(
        GatherMedia, fetcher=fetcher, fit=measure, fetch_to_fit=False
    )
    save_folders = providers.Singleton(Folders, limits=unlimited, metadata_beside=True)
    save_media = providers.Singleton(
        SaveMedia,
        share=providers.Singleton(
            ShareMedia,
            gatherings=providers.Singleton(
                Gatherings, workspace=workspace, gather=gather_as_it_is, finish=finish, now=seconds
            ),
            deliver=providers.Singleton(DeliverMedia, fit=measure, now=seconds),
            keep_the_rest=keep_the_rest,
            ours=unlimited,
            minima=minima,
            now=seconds,
        ),
        folders=save_folders,
    )
    look_at_link = providers.Singleton(LookAtLink, workspace=workspace, fetcher=fetcher)
    compress_media = providers.Singleton(
        CompressMedia, workspace=workspace, fit=fit, deliver=deliver, now=seconds
    )
