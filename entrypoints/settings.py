"""Everything that the environment, or a .env file, may say."""

import json
import os
import re
import tempfile
from pathlib import Path
from typing import Annotated, Literal, TypeAlias

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    HttpUrl,
    JsonValue,
    PositiveFloat,
    PositiveInt,
    SecretStr,
    ValidationError,
    ValidatorFunctionWrapHandler,
    WrapValidator,
    model_validator,
)
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from adapters.cells.fence import Level
from adapters.fetchers.authorities import hold_authorities
from domain.audience import NsfwRule
from domain.link import Site
from domain.sizes import parse_size

Preset: TypeAlias = Literal[
    "ultrafast", "superfast", "veryfast", "faster", "fast", "medium", "slow", "slower", "veryslow"
]
"""x264's presets; a slower one makes a better picture of the same size."""

ENV_FILE = ".env"
"""In the working folder; the environment stands over it."""


def _size(given: object) -> object:
    return parse_size(given) if isinstance(given, str) else given


def _words(given: object) -> object:
    if not isinstance(given, str):
        return given
    return [word.strip().lower() for word in given.split(",") if word.strip()]


def _json(given: object) -> object:
    if not isinstance(given, str):
        return given
    try:
        return json.loads(given)
    except json.JSONDecodeError as wrong:
        raise ValueError(f"it should be JSON: {wrong}") from None


def _expanded(path: object) -> object:
    return Path(path).expanduser() if isinstance(path, str | Path) else path


def _readable(path: Path) -> Path:
    if not os.path.isfile(path):  # noqa: PTH113 - it says so of a folder that is out of reach, too
        raise ValueError(f'there is no file "{path}"; correct the path, or unset this')
    if not os.access(path, os.R_OK):
        raise ValueError(f'the file "{path}" cannot be read; allow this user to read it')
    return path


def _id(given: str) -> str:
    if not re.fullmatch("[0-9]{5,20}", given):
        raise ValueError(
            "it should be an id, a number of 5 to 20 digits; Discord copies it from the menu of a "
            "server, a channel or a user in developer mode"
        )
    return given


def _address(given: object, read: ValidatorFunctionWrapHandler) -> HttpUrl:
    """What was given may hold a password, and is not repeated."""
    try:
        address: HttpUrl = read(given)
    except ValidationError:
        raise ValueError("it should be an address such as http://proxy.example:3128") from None
    return address


def _authorities(file: Path) -> Path:
    if not hold_authorities(file):
        raise ValueError("no certificates (PEM) can be read from it")
    return file


def _work_folder() -> Path:
    """In the user's cache folder, or in the temporary folder of who has none."""
    cache = _folder_of_user("XDG_CACHE_HOME", ".cache")
    return cache or Path(tempfile.gettempdir()) / f"boss-bot-{os.getuid()}"


def _engines_folder() -> Path:
    """In the user's data folder, or beside the work of who has none."""
    return (_folder_of_user("XDG_DATA_HOME", ".local/share") or _work_folder()) / "engines"


def _folder_of_user(variable: str, usual: str) -> Path | None:
    """Ours among the user's folders of that kind (XDG Base Directory); None: there is no home."""
    told = Path(os.environ.get(variable, ""))
    if told.is_absolute():
        return told / "boss-bot"
    home = Path("~").expanduser()
    return home / usual / "boss-bot" if home.is_dir() and os.access(home, os.W_OK) else None


def _gallery_dl_config() -> Path | None:
    usual = Path("~/.gallery-dl.conf").expanduser()
    return usual if usual.is_file() else None


Hosts: TypeAlias = Annotated[frozenset[str], NoDecode, BeforeValidator(_words)]
Id: TypeAlias = Annotated[str, AfterValidator(_id)]
"""Of a guild, channel or user, as Discord shows it to developers."""
Ids: TypeAlias = Annotated[frozenset[Id], NoDecode, BeforeValidator(_words)]
Size: TypeAlias = Annotated[PositiveInt, BeforeValidator(_size)]
Folder: TypeAlias = Annotated[Path, AfterValidator(Path.expanduser)]
File: TypeAlias = Annotated[Path, BeforeValidator(_expanded), AfterValidator(_readable)]
Address: TypeAlias = Annotated[HttpUrl, WrapValidator(_address)]
Percent: TypeAlias = Annotated[int, Field(ge=1, le=100)]


class Settings(BaseSettings):
    """One field for each name that the environment may say, in lower case; MB means MiB."""

    model_config = SettingsConfigDict(
        env_file=ENV_FILE, extra="ignore", frozen=True, hide_input_in_errors=True
    )

    twitter_use_api_client: bool = Field(
        default=True, description="ask gallery-dl in-process first"
    )
    reddit_use_api_client: bool = Field(default=True, description="the same for Reddit")
    instagram_use_api_client: bool = Field(default=True, description="the same for Instagram")
    youtube_use_api_client: bool = Field(default=True, description="ask yt-dlp in-process first")

    download_api_fallback_to_cli: bool = Field(
        default=True, description="when the in-process way breaks, run the tool as a command"
    )
    download_dir: Folder = Field(
        default=Path("downloads"), description="folder of kept files, and of `download-only`"
    )
    download_work_dir: Folder = Field(
        default_factory=_work_folder,
        description="folder of the files that jobs work on; swept at the start",
        json_schema_extra={"shown": "the user's cache folder"},
    )
    download_engines_dir: Folder = Field(
        default_factory=_engines_folder,
        description="folder of newer gallery-dl and yt-dlp: see `boss-bot engines`",
        json_schema_extra={"shown": "the user's data folder"},
    )
    download_timeout_seconds: PositiveFloat = Field(
        default=1800, description="longest time that one job may fetch"
    )
    download_idle_seconds: PositiveFloat = Field(
        default=30, description="longest time without a byte arriving"
    )
    download_max_items: PositiveInt = Field(default=100, description="items that one job takes")
    download_max_job_size_mb: PositiveInt = Field(
        default=2048, description="bytes that the files of one job may hold; twice that may come in"
    )
    download_disabled_sites: Annotated[frozenset[Site], NoDecode, BeforeValidator(_words)] = Field(
        default=frozenset(), description="sites to refuse, such as `tiktok,imgur`"
    )
    download_generic_pages: bool = Field(
        default=False, description="look for media on pages of sites that no tool knows"
    )
    download_proxy: Address | None = Field(
        default=None,
        description="proxy to go through; may itself be a loopback or private address",
        repr=False,
    )
    download_ca_file: Annotated[File, AfterValidator(_authorities)] | None = Field(
        default=None, description="certificate authorities (PEM) to trust besides the usual ones"
    )

    retry_max_tries: PositiveInt = Field(
        default=3, description="tries in all after a timeout, a cut connection or a server's error"
    )
    retry_pause_seconds: PositiveFloat = Field(
        default=1, description="pause before the second try; each later one is twice as long"
    )

    max_file_size: Size = Field(default=100_000_000, description="bytes of one file at the source")
    max_concurrent_downloads: PositiveInt = Field(
        default=3, description="downloads at once, over all jobs"
    )

    gallery_dl_config_file: File | None = Field(
        default_factory=_gallery_dl_config,
        description="gallery-dl's own settings; a key that runs programs or writes elsewhere is "
        "refused",
        json_schema_extra={"shown": "`~/.gallery-dl.conf`, when it exists"},
    )
    gallery_dl_config: Annotated[dict[str, JsonValue], NoDecode, BeforeValidator(_json)] = Field(
        default_factory=dict,
        description="the same as JSON; stands over the file",
        repr=False,
        json_schema_extra={"shown": "none"},
    )
    gallery_dl_cookies_file: File | None = Field(
        default=None, description="cookies of logged-in visits (Netscape format), for both tools"
    )
    gallery_dl_cookies_from_browser: str | None = Field(
        default=None, description="browser to read cookies from, such as `firefox`, for both tools"
    )
    gallery_dl_user_agent: str | None = Field(
        default=None, description="what to call ourselves; without it each tool uses its own"
    )

    compression_target_size_mb: PositiveInt = Field(
        default=50,
        description="limit where no chat tells one (`compress` and `download` without --limit)",
    )
    compression_max_upload_size_mb: PositiveInt = Field(
        default=50, description="cap on what is posted, whatever the chat allows"
    )
    compression_ffmpeg_preset: Preset = Field(
        default="slow", description="x264's preset, from `ultrafast` to `veryslow`"
    )
    compression_max_concurrent: PositiveInt = Field(
        default=3, description="encodes at once, never more than there are cores"
    )
    compression_min_video_bitrate_kbps: PositiveInt = Field(
        default=125, description="below this a video is refused, with what would work"
    )
    compression_min_audio_bitrate_kbps: PositiveInt = Field(
        default=32, description="the same for sound"
    )
    compression_image_min_quality: Percent = Field(
        default=10, description="the same for pictures, 1 to 100"
    )

    upload_cleanup_after_success: bool = Field(
        default=True, description="false: originals and what was posted stay in DOWNLOAD_DIR"
    )
    upload_enable_progress_updates: bool = Field(
        default=True, description="show in the chat how far a job is"
    )
    upload_batch_size_mb: PositiveInt = Field(
        default=20,
        description="bounds messages of two files and more; a single file may use the whole limit",
    )
    upload_max_files_per_batch: Annotated[int, Field(ge=1, le=10)] = Field(
        default=10, description="files in one message, 10 at most"
    )

    upload_keep_hours: Annotated[float, Field(ge=0)] = Field(
        default=24, description="how long files wait for a Retry that a chat did not take"
    )

    discord_token: SecretStr | None = Field(default=None, description="the bot's token")
    discord_token_file: File | None = Field(
        default=None, description="a file that holds the token, instead of DISCORD_TOKEN"
    )
    discord_api_url: Address | None = Field(
        default=None, description="where Discord's REST API is reached, when not at Discord"
    )
    discord_test_guild: Id | None = Field(
        default=None, description="guild in which commands are there at once, and nowhere else"
    )
    discord_allowed_guilds: Ids = Field(
        default=frozenset(),
        description="guilds that may ask; neither guilds nor users named: everybody",
    )
    discord_allowed_users: Ids = Field(
        default=frozenset(), description="users who may ask, wherever they are"
    )
    discord_owners: Ids = Field(default=frozenset(), description="users who have `/admin`")
    discord_auto_detect_channels: Ids = Field(
        default=frozenset(), description="channels in which pasted links are answered unasked"
    )
    discord_nsfw: NsfwRule = Field(
        default="refuse",
        description="what becomes of media marked as NSFW outside of age-restricted channels: "
        "`refuse` or `spoiler`; in direct messages it is always hidden as a spoiler",
    )
    discord_shards: PositiveInt | None = Field(
        default=None,
        description="connections to the gateway",
        json_schema_extra={"shown": "what Discord recommends"},
    )
    discord_max_running: PositiveInt = Field(
        default=3, description="requests that are worked on at once"
    )
    discord_max_running_per_user: PositiveInt = Field(default=2, description="of one user")
    discord_max_queued: PositiveInt = Field(default=100, description="requests that may wait")
    discord_max_queued_per_user: PositiveInt = Field(default=5, description="of one user")
    health_port: Annotated[int, Field(ge=0, le=65535)] | None = Field(
        default=None, description="port on 127.0.0.1 that tells whether the bot is well"
    )

    egress_allow_loopback: bool = Field(
        default=False, description="any port and this machine's own addresses pass (for trying out)"
    )

    egress_allow_hosts: Hosts = Field(
        default=frozenset(),
        description="hosts that pass at any port although they are private; subdomains, too",
    )
    egress_deny_hosts: Hosts = Field(
        default=frozenset(), description="hosts that never pass; subdomains, too"
    )

    quota_user_mb: PositiveInt | None = Field(
        default=None, description="what one user's jobs may take up on the disk, kept or in work"
    )
    quota_guild_mb: PositiveInt | None = Field(default=None, description="of one server")
    quota_total_mb: PositiveInt | None = Field(default=None, description="of all together")
    quota_free_mb: Annotated[int, Field(ge=0)] = Field(
        default=200, description="what stays free on the disk"
    )
    quota_kept_mb: PositiveInt | None = Field(
        default=10240, description="what the bot keeps in DOWNLOAD_DIR, of everybody together"
    )
    quota_kept_days: PositiveInt | None = Field(
        default=None, description="how long it keeps it there"
    )

    strip_metadata: bool = Field(
        default=False,
        description="take place, device, comments and tags out of files that are kept as they are, "
        "too; what is encoded never has them",
    )
    sandbox_minimum: Level = Field(
        default="limits",
        description="least that must fence in what opens a stranger's files: `limits` (memory, "
        "time and sizes), `files` (and files and programs) or `full` (and ports); below it "
        "nothing runs",
    )

    @model_validator(mode="after")
    def _has_one_token(self) -> "Settings":
        if self.discord_token is not None and self.discord_token_file is not None:
            raise ValueError("DISCORD_TOKEN and DISCORD_TOKEN_FILE: one of them is enough")
        return self
