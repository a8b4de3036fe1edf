"""Reads the settings from the environment, or says in one line each what is wrong there."""

import difflib
import logging
import os
from collections.abc import Iterable
from typing import Final

from pydantic import ValidationError
from pydantic_core import ErrorDetails
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
"""A name that begins like this may be meant for us; all other names are ignored."""
ALIKE: Final = 0.75
"""Of 1: from there on a name is one of ours, mistyped, and not another program's."""
OWN_WORDS: Final = {
    "bool_parsing": "it should be true or false",
    "int_parsing": "it should be a whole number",
    "float_parsing": "it should be a number",
}

_log = logging.getLogger(__name__)


class SettingsRefused(Value):
    """What the environment says is wrong; a line for each name."""

    lines: tuple[str, ...]


def read_settings() -> Outcome[Settings, SettingsRefused]:
    """The settings as told, or a line for each wrong value and each name that is mistyped.

    A name that only begins like ours is logged and ignored.
    """
    told = {*os.environ, *DotEnvSettingsSource(Settings, env_file=ENV_FILE).env_vars}
    wrong = list(_mistyped({name.upper() for name in told}))
    try:
        settings = Settings()
    except ValidationError as error:
        wrong += [_line(each) for each in error.errors()]
        return Failure(SettingsRefused(lines=tuple(wrong)))
    match read_config(settings.gallery_dl_config_file, settings.gallery_dl_config):
        case Failure(refused):
            wrong += [f"GALLERY_DL_CONFIG: {line}" for line in refused.lines]
        case Success():
            pass
    return Failure(SettingsRefused(lines=tuple(wrong))) if wrong else Success(settings)


def _line(error: ErrorDetails) -> str:
    location, message = error["loc"], OWN_WORDS.get(error["type"], error["msg"])
    message = message.removeprefix("Value error, ").replace("Input should", "it should")
    return f"{str(location[0]).upper()}: {message}" if location else message


def _mistyped(told: Iterable[str]) -> Iterable[str]:
    names = [name.upper() for name in Settings.model_fields]
    for name in sorted(told):
        if name.startswith(PREFIXES) and name not in names:
            nearest = difflib.get_close_matches(name, names, n=1, cutoff=ALIKE)
            if nearest:
                yield f"{name}: there is no such setting; correct it to {nearest[0]}, or unset it"
            else:
                _log.warning("%s is ignored: no setting has that name", name)
