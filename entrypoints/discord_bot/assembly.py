"""Puts the face together, on what the container has wired."""

from adapters.sinks.discord.chats import SAFE_BYTES
from domain.sizes import MEBIBYTE
from entrypoints.discord_bot.admin import Admin
from entrypoints.discord_bot.asked import Asked
from entrypoints.discord_bot.autodetect import Autodetect
from entrypoints.discord_bot.downloads import Downloads
from entrypoints.discord_bot.face import Face
from entrypoints.discord_bot.health import Health
from entrypoints.discord_bot.help_text import help_text
from entrypoints.discord_bot.info import Info
from entrypoints.discord_bot.job_list import JobList
from entrypoints.discord_bot.presses import Presses
from entrypoints.discord_bot.replies import Replies
from entrypoints.discord_bot.wiring import BotContainer, new_id
from entrypoints.settings import Settings


def new_face(wiring: BotContainer, settings: Settings, *, health: Health, application: str) -> Face:
    """The face of one bot."""
    queue, chats, admission = wiring.queue(), wiring.chats(), wiring.admission()
    replies, admitted = Replies(wiring.transport()), wiring.admitted()
    most_bytes = settings.compression_max_upload_size_mb * MEBIBYTE
    downloads = Downloads(queue, chats, replies, admission, settings.discord_nsfw)

    async def help_here(asked: Asked) -> str:
        states, known = await wiring.cookies().states(), wiring.gallery_dl_config().logins()
        return help_text(
            limit=min(asked.bytes_per_file or SAFE_BYTES, most_bytes),
            disabled=settings.download_disabled_sites,
            as_a_guest=[
                site for site, state in states.items() if state != "there" and site not in known
            ],
        )

    return Face(
        replies=replies,
        downloads=downloads,
        presses=Presses(queue, chats, replies, downloads, admission),
        info=Info(wiring.look_at_link(), replies, admission, most_bytes, new_id),
        jobs=JobList(queue, replies),
        admin=Admin(queue, queue, replies, admitted, health),
        admitted=admitted,
        autodetect=Autodetect(
            queue,
            chats,
            admission,
            admitted,
            settings.discord_auto_detect_channels,
            application,
            settings.discord_nsfw,
        ),
        help_here=help_here,
        now=wiring.clock(),
    )
