"""Reads the settings from the environment, or says in one line each what is wrong there."""

import difflib
import os
from collections.abc import Iterable

from pydantic import ValidationError
from pydantic_settings import DotEnvSettingsSource

from adapters.fetchers.gallery_dl.config_file import read_config
from domain.outcome import Failure, Outcome, Success
from domain.value import Value
from entrypoints.settings import ENV_FILE, Settings

PREFIXES = (
    "TWITTER_",
    "REDDIT_",
    "INSTAGRAM_",
    "YOUTUBE_",
    "DOWNLOAD_",
    "RETRY_",
    "SANDBOX_",
    "STRIP_",
    "MAX_FILE_",
    "MAX_CONCURRENT_",
    "GALLERY_DL_",
    "COMPRESSION_",
    "UPLOAD_",
    "DISCORD_",
    "EGRESS_",
    "QUOTA_",
    "HEALTH_",
)
"""A name that begins like this is meant for us; all other names are ignored."""


class SettingsRefused(Value):
    """What the environment says is wrong; a line for each name."""

    lines: tuple[str, ...]


def read_settings() -> Outcome[Settings, SettingsRefused]:
    """The settings as told, or a line for each wrong value and each name that no setting has."""
    told = {*os.environ, *DotEnvSettingsSource(Settings, env_file=ENV_FILE).env_vars}
    wrong = list(_unknown_names({name.upper() for name in told}))
    try:
        settings = Settings()
    except ValidationError as error:
        wrong += [_line(each["loc"], each["msg"]) for each in error.errors()]
        return Failure(SettingsRefused(lines=tuple(wrong)))
    match read_config(settings.gallery_dl_config_file, settings.gallery_dl_config):
        case Failure(refused):
            wrong += [f"GALLERY_DL_CONFIG: {line}" for line in refused.lines]
        case Success():
            pass
    return Failure(SettingsRefused(lines=tuple(wrong))) if wrong else Success(settings)


def _line(location: tuple[int | str, ...], message: str) -> str:
    message = message.removeprefix("Value error, ").replace("Input should", "it should")
    return f"{str(location[0]).upper()}: {message}" if location else message


def _unknown_names(told: Iterable[str]) -> Iterable[str]:
    names = [name.upper() for name in Settings.model_fields]
    for name in sorted(told):
        if name.startswith(PREFIXES) and name not in names:
            nearest = difflib.get_close_matches(name, names, n=1, cutoff=0)
            yield f"{name}: there is no such setting; did you mean {nearest[0]}?"
