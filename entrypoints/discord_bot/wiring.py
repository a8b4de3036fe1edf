"""What the bot is made of, besides what every face shares; the command line never loads it."""

import logging
import secrets
from datetime import timedelta
from pathlib import Path

from dependency_injector import providers

from adapters.disk.bounds import Bounds
from adapters.queues.in_process import InProcess
from adapters.queues.journal import InMemoryJournal
from adapters.queues.records import Records
from adapters.sinks.discord.chats import DiscordChats
from adapters.sinks.discord.transport import Transport
from adapters.sinks.folder import Folders
from adapters.sinks.keeping import KeepingChats
from application.answer_job import AnswerJob
from application.deliver_kept import DeliverKept
from application.ports.chat import Chats
from application.save_media import SaveMedia
from domain.jobs import JobId, ReplyAddress
from domain.sizes import MEBIBYTE
from domain.turns import Caps
from entrypoints.container import Container
from entrypoints.discord_bot.admitted import Admitted
from entrypoints.settings import Settings
from entrypoints.words import sentence

_log = logging.getLogger(__name__)


def new_id() -> JobId:
    """Unguessable, and short enough for a button's id."""
    return secrets.token_hex(6)


def _report(job_id: JobId, bug: Exception) -> None:
    _log.error("job %s broke", job_id, exc_info=bug)


def _caps(settings: Settings) -> Caps:
    return Caps(
        running=settings.discord_max_running,
        running_a_user=settings.discord_max_running_per_user,
        queued=settings.discord_max_queued,
        queued_a_user=settings.discord_max_queued_per_user,
    )


def _admitted(settings: Settings) -> Admitted:
    return Admitted(
        guilds=settings.discord_allowed_guilds,
        users=settings.discord_allowed_users,
        owners=settings.discord_owners,
    )


def _folder(path: Path) -> ReplyAddress:
    return ReplyAddress(chat="folder", place=str(path.absolute()))


def _records(parent: Path) -> Records:
    return Records(parent / "discord-jobs")


def _bounds(settings: Settings) -> Bounds:
    """Of what anybody may have the bot keep; on the command line a folder is its user's own."""
    most, days = settings.quota_kept_mb, settings.quota_kept_days
    return Bounds(
        bytes=None if most is None else most * MEBIBYTE,
        age=None if days is None else timedelta(days=days),
        free_floor=settings.quota_free_mb * MEBIBYTE,
    )


def _answered_in(chats: DiscordChats, settings: Settings) -> Chats:
    if settings.upload_cleanup_after_success:
        return chats
    return KeepingChats(chats, settings.download_dir.absolute(), bounds=_bounds(settings))


class BotContainer(Container):
    """The container with a queue, and with Discord as the chat; it wants an open transport."""

    told = Container.settings.provided

    transport = providers.Dependency(instance_of=Transport)
    chats = providers.Singleton(
        DiscordChats,
        transport,
        say=providers.Object(sentence),
        shows_progress=told.upload_enable_progress_updates,
        today=Container.clock,
    )
    save_folders = providers.Singleton(
        Folders,
        limits=Container.unlimited,
        metadata_beside=True,
        bounds=providers.Callable(_bounds, Container.settings),
    )
    save_media = providers.Singleton(
        SaveMedia, share=Container.share_as_it_is, folders=save_folders
    )
    deliver_kept = providers.Singleton(
        DeliverKept,
        workspace=Container.workspace,
        deliver=Container.deliver,
        keep_the_rest=Container.keep_the_rest,
        ours=Container.ours,
        minima=Container.minima,
        now=Container.seconds,
    )
    answer_job = providers.Singleton(
        AnswerJob,
        chats=providers.Callable(_answered_in, chats, Container.settings),
        share=Container.share_media,
        save=save_media,
        deliver_kept=deliver_kept,
        saved_to=providers.Callable(_folder, told.download_dir),
        report=providers.Object(_report),
        finish=Container.finish,
    )
    queue = providers.Singleton(
        InProcess,
        answers=answer_job,
        journal=providers.Object(InMemoryJournal),
        caps=providers.Callable(_caps, Container.settings),
        records=providers.Callable(_records, told.download_work_dir),
        new_id=providers.Object(new_id),
        today=Container.clock,
    )
    admitted = providers.Callable(_admitted, Container.settings)


def wired(settings: Settings, transport: Transport) -> BotContainer:
    """The bot's container; what its chats do not take is kept for as long as the settings say."""
    hours = timedelta(hours=settings.upload_keep_hours)
    return BotContainer(settings=settings, transport=transport, kept_for=hours)
