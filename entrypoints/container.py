"""The whole wiring, on one page."""

import time
from datetime import UTC, datetime, timedelta
from typing import Any, TypeAlias

from dependency_injector import containers, providers

from adapters.cells.cells import Cells
from adapters.compressors.at_most import AtMost as AtMostEncodes
from adapters.compressors.bare_picture import BarePicture
from adapters.compressors.by_kind import ByKind
from adapters.compressors.pillow_image import PillowImage
from adapters.compressors.pyav import PyavCompressor
from adapters.compressors.share import Share
from adapters.egress.guarded.guarded import Guarded
from adapters.engines.by_pip import ByPip
from adapters.engines.sets import Sets
from adapters.fetchers.at_most import AtMost as AtMostDownloads
from adapters.fetchers.by_site import BySite
from adapters.fetchers.cookie_jar import CookieJar
from adapters.fetchers.direct import Direct
from adapters.fetchers.fallback import Fallback
from adapters.fetchers.for_all_ages import ForAllAges
from adapters.fetchers.gallery_dl.tool import WAYS as GALLERY_DL
from adapters.fetchers.gallery_dl.tool import GalleryDl
from adapters.fetchers.resting import Resting
from adapters.fetchers.retrying import Retrying
from adapters.fetchers.visitor import Visitor
from adapters.fetchers.within_budget import WithinBudget
from adapters.fetchers.within_storage import WithinStorage
from adapters.fetchers.yt_dlp.tool import WAYS as YT_DLP
from adapters.fetchers.yt_dlp.tool import YtDlp
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
from application.renew_engines import RenewEngines
from application.save_media import SaveMedia
from application.share_media import ShareMedia
from domain.destinations import EgressRules
from domain.limits import Minima, UploadLimits
from domain.link import Admission, Site
from domain.retries import worth_another_tool, worth_another_way
from entrypoints import derived
from entrypoints.settings import Settings

AnyFetcher: TypeAlias = providers.Provider[Any]
ALWAYS = providers.Object(True)
WHATEVER = 1 << 60
"""Bytes: where nothing is to be fitted, everything fits."""


def _clock() -> datetime:
    return datetime.now(UTC)


def _way(in_process: bool, fall_back: bool) -> str:
    """How a tool is driven: the keys of `_driven`."""
    if not in_process:
        return "cli"
    return "both" if fall_back else "api"


def _minded(fetcher: AnyFetcher) -> AnyFetcher:
    """A tool that is stopped before it downloads what may not be shown, or has no room.

    Each by itself: beyond a choice between tools, nothing is told before its first file is there.
    """
    return providers.Singleton(ForAllAges, providers.Singleton(WithinStorage, fetcher))


def _both_ways(tool: type[GalleryDl | YtDlp], **given: Any) -> tuple[AnyFetcher, AnyFetcher]:
    """A tool in-process, and as a command."""
    api, cli = (providers.Singleton(tool, way, **given) for way in ("api", "cli"))
    return _minded(api), _minded(cli)


def _driven(
    api: AnyFetcher,
    cli: AnyFetcher,
    in_process: providers.Provider[Any],
    told: providers.ProvidedInstance,
) -> AnyFetcher:
    """A tool in-process, as a command, or the one after the other."""
    return providers.Selector(
        providers.Callable(_way, in_process, told.download_api_fallback_to_cli),
        api=api,
        cli=cli,
        both=providers.Singleton(Fallback, api, cli, worth=providers.Object(worth_another_way)),
    )


def _first(tool: AnyFetcher, other: AnyFetcher) -> AnyFetcher:
    """A tool, and another where that may help."""
    return providers.Singleton(Fallback, tool, other, worth=providers.Object(worth_another_tool))


class Container(containers.DeclarativeContainer):
    """Every class that a running Boss-Bot is made of, by its role."""

    settings = providers.Singleton(Settings)
    told = settings.provided

    seconds = providers.Object(time.monotonic)
    clock = providers.Object(_clock)
    finish = providers.Object(undisturbed)

    engine_sets = providers.Singleton(Sets, told.download_engines_dir)
    cells = providers.Singleton(
        Cells, minimum=told.sandbox_minimum, newer=engine_sets.provided.path
    )
    engines = providers.Singleton(
        ByPip,
        cells,
        engine_sets,
        names=providers.Object(("yt-dlp", "yt-dlp-ejs", "gallery-dl")),
        modules=providers.Object((*GALLERY_DL["api"].preload, *YT_DLP["api"].preload)),
        environment=providers.Singleton(derived.pip_environment, settings),
        reads=providers.Singleton(derived.pip_reads, settings),
    )
    renew_engines = providers.Singleton(RenewEngines, engines)
    admission = providers.Singleton(
        Admission,
        loopback=told.egress_allow_loopback,
        disabled_sites=told.download_disabled_sites,
        allow_hosts=told.egress_allow_hosts,
        deny_hosts=told.egress_deny_hosts,
    )
    egress = providers.Singleton(
        Guarded,
        rules=providers.Singleton(
            EgressRules,
            loopback=told.egress_allow_loopback,
            allow_hosts=told.egress_allow_hosts,
            deny_hosts=told.egress_deny_hosts,
        ),
        upstream=providers.Singleton(derived.upstream, settings),
    )
    budget = providers.Singleton(derived.budget, settings)
    workspace = providers.Singleton(
        Temporary,
        parent=told.download_work_dir,
        egress=egress,
        now=clock,
        budget=budget,
        quotas=providers.Singleton(derived.quotas, settings),
    )

    gallery_dl_config = providers.Singleton(derived.gallery_dl_config, settings)
    cookies = providers.Singleton(
        CookieJar,
        cells,
        file=told.gallery_dl_cookies_file,
        browser=told.gallery_dl_cookies_from_browser,
        own=gallery_dl_config.provided.cookies.call(),
    )
    visitor = providers.Singleton(
        Visitor,
        user_agent=told.gallery_dl_user_agent,
        ca_file=providers.Singleton(derived.authorities, settings),
        cookies=cookies,
    )

    yt_dlp_api, yt_dlp_cli = _both_ways(
        YtDlp, cells=cells, visitor=visitor, generic=told.download_generic_pages
    )
    segments = _driven(*_both_ways(YtDlp, cells=cells, visitor=visitor, generic=True), ALWAYS, told)
    gallery_dl_api, gallery_dl_cli = _both_ways(
        GalleryDl,
        cells=cells,
        admission=admission,
        visitor=visitor,
        streams=segments,
        config=gallery_dl_config,
    )
    direct = _minded(providers.Singleton(Direct, admission=admission, visitor=visitor))
    posts = _driven(gallery_dl_api, gallery_dl_cli, ALWAYS, told)
    videos = _driven(yt_dlp_api, yt_dlp_cli, ALWAYS, told)

    by_site = providers.Singleton(
        BySite,
        sites=providers.Dict(
            {
                Site.TWITTER: _first(
                    _driven(gallery_dl_api, gallery_dl_cli, told.twitter_use_api_client, told),
                    videos,
                ),
                Site.REDDIT: providers.Selector(
                    providers.Callable(derived.has_login, settings, gallery_dl_config),
                    yes=_first(
                        _driven(gallery_dl_api, gallery_dl_cli, told.reddit_use_api_client, told),
                        videos,
                    ),
                    no=_first(
                        _driven(yt_dlp_api, yt_dlp_cli, told.reddit_use_api_client, told), posts
                    ),
                ),
                Site.INSTAGRAM: _first(
                    _driven(gallery_dl_api, gallery_dl_cli, told.instagram_use_api_client, told),
                    videos,
                ),
                Site.YOUTUBE: _driven(yt_dlp_api, yt_dlp_cli, told.youtube_use_api_client, told),
                Site.TIKTOK: _first(videos, posts),
                Site.BLUESKY: _first(posts, videos),
                Site.IMGUR: _first(posts, videos),
                Site.TUMBLR: _first(posts, videos),
            }
        ),
        files=_first(direct, posts),
        streams=segments,
        others=_first(_first(posts, videos), direct),
    )
    fetcher = providers.Singleton(
        AtMostDownloads,
        providers.Singleton(
            Retrying,
            providers.Singleton(WithinBudget, providers.Singleton(Resting, by_site, now=clock)),
            tries=told.retry_max_tries,
            pause=told.retry_pause_seconds,
        ),
        most=told.max_concurrent_downloads,
    )

    probe = providers.Singleton(
        ByContent,
        pictures=providers.Singleton(PillowProbe, cells=cells),
        films=providers.Singleton(PyavProbe, cells=cells),
    )
    share = providers.Singleton(Share, cores=providers.Callable(derived.cores))
    pictures = providers.Singleton(PillowImage, cells=cells)
    compressor = providers.Singleton(
        AtMostEncodes,
        providers.Singleton(
            ByKind,
            bare=providers.Singleton(BarePicture, cells=cells, otherwise=pictures),
            pictures=pictures,
            films=providers.Singleton(
                PyavCompressor, cells=cells, share=share, preset=told.compression_ffmpeg_preset
            ),
        ),
        share=share,
        most=told.compression_max_concurrent,
    )

    minima = providers.Singleton(
        Minima,
        video_kbps=told.compression_min_video_bitrate_kbps,
        audio_kbps=told.compression_min_audio_bitrate_kbps,
        image_quality=told.compression_image_min_quality,
    )
    ours = providers.Singleton(derived.ours, settings)
    unlimited = providers.Singleton(
        UploadLimits, bytes_per_file=WHATEVER, files_per_message=1, bytes_per_message=WHATEVER
    )
    kept_for = providers.Object(timedelta(0))
    keep_the_rest = providers.Singleton(
        KeepTheRest, keep_for=kept_for, today=clock, workspace=workspace
    )

    fit = providers.Singleton(
        FitFiles, probe=probe, compressor=compressor, now=seconds, strips=told.strip_metadata
    )
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

    measure = providers.Singleton(MeasureFiles, probe=probe, now=seconds, fit=fit)
    gather_as_it_is = providers.Singleton(
        GatherMedia, fetcher=fetcher, fit=measure, fetch_to_fit=False
    )
    share_as_it_is = providers.Singleton(
        ShareMedia,
        gatherings=providers.Singleton(
            Gatherings, workspace=workspace, gather=gather_as_it_is, finish=finish, now=seconds
        ),
        deliver=providers.Singleton(DeliverMedia, fit=measure, now=seconds),
        keep_the_rest=keep_the_rest,
        ours=unlimited,
        minima=minima,
        now=seconds,
    )
    save_folders = providers.Singleton(Folders, limits=unlimited, metadata_beside=True)
    save_media = providers.Singleton(SaveMedia, share=share_as_it_is, folders=save_folders)
    look_at_link = providers.Singleton(LookAtLink, workspace=workspace, fetcher=fetcher)
    compress_media = providers.Singleton(
        CompressMedia, workspace=workspace, fit=fit, deliver=deliver, now=seconds
    )
