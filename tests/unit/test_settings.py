import os
import re
from pathlib import Path

import pytest

from domain.link import Site
from domain.outcome import Failure, Success
from entrypoints.environment import PREFIXES, read_settings
from entrypoints.settings import Settings

README = Path(__file__).parents[2] / "README.md"


@pytest.fixture(autouse=True)
def _an_environment_that_says_nothing(monkeypatch, tmp_path):
    for name in os.environ:
        if name.upper().startswith(PREFIXES):
            monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.chdir(tmp_path)


def complaints() -> tuple[str, ...]:
    match read_settings():
        case Failure(refused):
            return refused.lines
        case Success():
            return ()


def test_an_environment_that_says_nothing_is_right():
    assert complaints() == ()


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("MAX_FILE_SIZE", "0", '"0" is not a size such as 10MiB'),
        ("MAX_FILE_SIZE", "lots", '"lots" is not a size'),
        ("MAX_CONCURRENT_DOWNLOADS", "0", "greater than 0"),
        ("TWITTER_USE_API_CLIENT", "perhaps", "it should be true or false"),
        ("COMPRESSION_FFMPEG_PRESET", "fastest", "'ultrafast', 'superfast'"),
        ("COMPRESSION_IMAGE_MIN_QUALITY", "101", "less than or equal to 100"),
        ("COMPRESSION_TARGET_SIZE_MB", "ten", "it should be a whole number"),
        ("UPLOAD_MAX_FILES_PER_BATCH", "11", "less than or equal to 10"),
        (
            "GALLERY_DL_COOKIES_FILE",
            "/nowhere/cookies.txt",
            'there is no file "/nowhere/cookies.txt"; correct',
        ),
        ("GALLERY_DL_CONFIG", "{", "JSON"),
        ("DOWNLOAD_PROXY", "proxy", "an address such as http://proxy.example:3128"),
        ("DOWNLOAD_CA_FILE", "/nowhere/ca.pem", 'there is no file "/nowhere/ca.pem"; correct'),
        ("DISCORD_TOKEN_FILE", "/", 'there is no file "/"; correct'),
        ("DISCORD_TEST_GUILD", "my server", "an id, a number of 5 to 20 digits"),
        ("DISCORD_OWNERS", "12345, me", "an id, a number of 5 to 20 digits"),
        ("RETRY_PAUSE_SECONDS", "soon", "it should be a number"),
        ("DOWNLOAD_CA_FILE", __file__, "no certificates (PEM)"),
        ("SANDBOX_MINIMUM", "none", "'limits', 'files' or 'full'"),
        ("DOWNLOAD_DISABLED_SITES", "tiktok,x", "'twitter', 'reddit'"),
    ],
)
def test_a_wrong_value_is_told_in_one_line_with_its_name(monkeypatch, name, value, words):
    monkeypatch.setenv(name, value)
    (line,) = complaints()
    assert line.startswith(f"{name}: ")
    assert words in line
    assert "\n" not in line


def test_each_wrong_value_has_a_line(monkeypatch):
    monkeypatch.setenv("MAX_FILE_SIZE", "0")
    monkeypatch.setenv("RETRY_MAX_TRIES", "0")
    assert len(complaints()) == 2


@pytest.mark.parametrize(
    ("name", "nearest"),
    [
        ("COMPRESSION_TARGET_SIZE", "COMPRESSION_TARGET_SIZE_MB"),
        ("DOWNLOAD_DIRECTORY", "DOWNLOAD_DIR"),
        ("MAX_CONCURRENT_DOWNLOAD", "MAX_CONCURRENT_DOWNLOADS"),
        ("youtube_use_api", "YOUTUBE_USE_API_CLIENT"),
        ("DISCORD_TOKN", "DISCORD_TOKEN"),
    ],
)
def test_a_name_that_no_setting_has_is_told_with_the_nearest(monkeypatch, name, nearest):
    monkeypatch.setenv(name, "1")
    (line,) = complaints()
    assert line == f"{name.upper()}: there is no such setting; correct it to {nearest}, or unset it"


def test_a_name_of_another_program_that_begins_like_ours_is_logged_and_ignored(monkeypatch, caplog):
    monkeypatch.setenv("DISCORD_WEBHOOK_URL", "hush")
    assert complaints() == ()
    assert caplog.messages == ["DISCORD_WEBHOOK_URL is ignored: no setting has that name"]


def test_names_of_others_are_ignored(monkeypatch, tmp_path):
    monkeypatch.setenv("MAX_JOBS", "4")
    (tmp_path / ".env").write_text("EDITOR=vi\n")
    assert complaints() == ()


def test_the_env_file_counts_and_the_environment_stands_over_it(monkeypatch, tmp_path):
    (tmp_path / ".env").write_text("MAX_FILE_SIZE=5MB\nRETRY_MAX_TRIES=7\n")
    monkeypatch.setenv("MAX_FILE_SIZE", "6MB")
    settings = Settings()
    assert settings.max_file_size == 6 * 1024**2
    assert settings.retry_max_tries == 7


def test_the_env_file_is_read_as_strictly_as_the_environment(tmp_path):
    (tmp_path / ".env").write_text("UPLOAD_BATCH_SIZE=5\n")
    (line,) = complaints()
    assert "UPLOAD_BATCH_SIZE_MB" in line


def test_two_tokens_are_one_too_many(monkeypatch, tmp_path):
    (tmp_path / "token").write_text("hush")
    monkeypatch.setenv("DISCORD_TOKEN", "hush")
    monkeypatch.setenv("DISCORD_TOKEN_FILE", "token")
    assert complaints() == ("DISCORD_TOKEN and DISCORD_TOKEN_FILE: one of them is enough",)


def test_a_wrong_secret_is_not_repeated(monkeypatch):
    monkeypatch.setenv("DISCORD_API_URL", "hush://user:secret@")
    (line,) = complaints()
    assert "secret" not in line


def test_a_token_does_not_show():
    assert "hush" not in repr(Settings(discord_token="hush"))


def test_sites_are_disabled_by_name(monkeypatch):
    monkeypatch.setenv("DOWNLOAD_DISABLED_SITES", "tiktok, Imgur")
    assert Settings().download_disabled_sites == {Site.TIKTOK, Site.IMGUR}


def test_jobs_work_in_the_users_cache_folder(monkeypatch, tmp_path):
    assert Settings().download_work_dir == tmp_path / ".cache" / "boss-bot"
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "elsewhere"))
    assert Settings().download_work_dir == tmp_path / "elsewhere" / "boss-bot"


def test_who_has_no_home_works_in_the_temporary_folder(monkeypatch):
    monkeypatch.setenv("HOME", "/proc/nonexistent")
    assert Settings().download_work_dir.name == f"boss-bot-{os.getuid()}"


def test_gallery_dls_own_settings_count_when_they_exist(tmp_path):
    assert Settings().gallery_dl_config_file is None
    (tmp_path / ".gallery-dl.conf").write_text("{}")
    assert Settings().gallery_dl_config_file == tmp_path / ".gallery-dl.conf"


def shown(name: str) -> str:
    field = Settings.model_fields[name]
    told = field.json_schema_extra
    if isinstance(told, dict):
        return str(told["shown"])
    match field.default:
        case None | frozenset():
            return "none"
        case bool(flag):
            return str(flag).lower()
        case Path() as folder:
            return f"./{folder}"
        case default:
            return str(default)


def test_the_table_in_the_readme_is_the_settings():
    section = re.split(r"^## ", README.read_text(encoding="utf-8"), flags=re.MULTILINE)
    (settings,) = (text for text in section if text.startswith("Settings"))
    told = [line for line in settings.splitlines() if line.startswith("| ")][1:]
    expected = [
        f"| `{name.upper()}` | {shown(name)} | {field.description} |"
        for name, field in Settings.model_fields.items()
    ]
    assert told == expected
