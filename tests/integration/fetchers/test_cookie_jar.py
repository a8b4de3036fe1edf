"""Cookies from files, browsers and configuration, lent to jobs one at a time."""

import logging
import os
import sqlite3
import tempfile
from pathlib import Path

import pytest

from adapters.cells.cells import Cells
from adapters.disk.claims import claim
from adapters.fetchers.browser_cookies import SCRATCH
from adapters.fetchers.cookie_jar import CookieJar
from domain.link import Link, Site
from entrypoints.checks_of_sites import logins

POST = Link(url="https://x.com/a/status/1")
LINE = ".x.com\tTRUE\t/\tTRUE\t0\tauth_token\thush\n"
OTHER = ".reddit.com\tTRUE\t/\tTRUE\t1000\treddit_session\thush\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "cookies.txt"
    path.write_text(f"# Netscape HTTP Cookie File\n{LINE}{OTHER}")
    return path


async def test_a_job_is_lent_its_sites_cookies_in_a_private_file_that_goes_with_it(
    cells: Cells, file: Path, tmp_path: Path
):
    async with CookieJar(cells, file=file).lend(POST, tmp_path) as lent:
        assert lent is not None
        assert lent.logged_in
        assert lent.file.parent == tmp_path
        assert lent.file.stat().st_mode & 0o777 == 0o600
        assert LINE in lent.file.read_text()
        assert "reddit" not in lent.file.read_text()
    assert not lent.file.exists()
    assert "reddit" in file.read_text()


async def test_a_site_without_cookies_is_lent_nothing(cells: Cells, file: Path, tmp_path: Path):
    elsewhere = Link(url="https://netflix.com/x.com")
    async with CookieJar(cells, file=file).lend(elsewhere, tmp_path) as lent:
        assert lent is None
    assert list(tmp_path.iterdir()) == [file]


async def test_a_file_is_read_once(cells: Cells, file: Path, tmp_path: Path):
    jar = CookieJar(cells, file=file)
    await jar.read()
    file.unlink()
    async with jar.lend(POST, tmp_path) as lent:
        assert lent is not None


async def test_a_link_that_lies_in_wait_is_not_written_through(
    cells: Cells, file: Path, tmp_path: Path
):
    work = tmp_path / "work"
    work.mkdir()
    (work / ".cookies").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OSError, match="symbolic"):
        async with CookieJar(cells, file=file).lend(POST, work):
            pass
    assert not (tmp_path / "elsewhere").exists()


async def test_it_is_known_which_sites_we_cannot_log_in_to(cells: Cells, file: Path):
    states = await CookieJar(cells, file=file, own={Site.INSTAGRAM: {"sessionid": "hush"}}).states()
    assert states == {
        Site.TWITTER: "there",
        Site.REDDIT: "expired",
        Site.INSTAGRAM: "there",
    }


async def test_why_cookies_cannot_be_read_is_said_without_them(
    cells: Cells, tmp_path: Path, caplog: pytest.LogCaptureFixture
):
    wrong = tmp_path / "cookies.txt"
    wrong.write_text('[{"name": "auth_token", "value": "hush"}]')
    jar = CookieJar(cells, file=wrong)
    known, troubles = await jar.read()
    assert known.every == ()
    assert troubles == {None: f"{wrong}: line 1 is no cookie in Netscape's format"}
    assert "hush" not in caplog.text
    assert set((await jar.states()).values()) == {"missing"}


@pytest.mark.parametrize("written", ["~/cookies.txt", "$HOME/${MINE}.txt", "cookies.txt"])
async def test_a_file_of_one_sites_own_counts_for_that_site_alone(
    cells: Cells, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, written: str
):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("MINE", "cookies")
    jar = CookieJar(cells, own={Site.TWITTER: Path(written)})
    assert (await jar.states()) == {
        Site.TWITTER: "there",
        Site.REDDIT: "missing",  # expired, if it counted
        Site.INSTAGRAM: "missing",
    }


@pytest.mark.parametrize(
    ("own", "why"),
    [
        (Path("nowhere.txt"), "nowhere.txt: No such file or directory"),
        (Path("~nobody-of-that-name/c.txt"), "~nobody-of-that-name/c.txt: Could not determine"),
        (Path("picture.txt"), "picture.txt is no text"),
        ({"sessionid": "hush\n"}, "a cookie is one line"),
        ("netscape", "unknown browser"),
    ],
    ids=lambda given: None if isinstance(given, str) else str(given),
)
async def test_what_one_site_was_given_and_cannot_be_read_is_missing_for_that_site_alone(
    cells: Cells,
    file: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    own: dict[str, str] | Path | str,
    why: str,
):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "picture.txt").write_bytes(b"\xff\xd8\xff")
    jar = CookieJar(cells, file=file, own={Site.INSTAGRAM: own})
    assert (await jar.states())[Site.TWITTER] == "there"
    assert (await jar.states())[Site.INSTAGRAM] == "missing"
    assert caplog.text.count("no cookies for instagram: ") == 1
    (on_instagram,) = (one for one in await logins(jar) if one.name == "cookies of instagram")
    assert not on_instagram.ok
    assert why in on_instagram.found
    assert "\n" not in on_instagram.found
    assert "hush" not in caplog.text + on_instagram.found


async def test_what_all_sites_were_given_and_cannot_be_read_is_named_and_a_sites_own_still_counts(
    cells: Cells, tmp_path: Path
):
    nowhere = tmp_path / "nowhere.txt"
    jar = CookieJar(cells, file=nowhere, own={Site.INSTAGRAM: {"sessionid": "hush"}})
    told = {one.name: (one.ok, one.found) for one in await logins(jar)}
    assert told["cookies"] == (False, f"{nowhere}: No such file or directory.")
    assert told["cookies of instagram"] == (True, "logged in")


async def test_a_login_that_needs_no_cookies_counts_as_one(cells: Cells, tmp_path: Path):
    jar = CookieJar(cells)
    told = {one.name: one for one in await logins(jar, without_cookies={Site.REDDIT})}
    assert told["cookies of reddit"].found == "none needed: logged in by a token"
    assert told["cookies of twitter"].found == "none: as a guest"
    file = tmp_path / "cookies.txt"
    file.write_text(".reddit.com\tTRUE\t/\tTRUE\t1000\treddit_session\thush\n")
    expired = CookieJar(cells, file=file)
    told = {one.name: one for one in await logins(expired, without_cookies={Site.REDDIT})}
    assert not told["cookies of reddit"].ok


def firefox_cookies(profile: Path) -> Path:
    """What Firefox keeps in a profile: one login."""
    profile.mkdir(parents=True)
    file = profile / "cookies.sqlite"
    with sqlite3.connect(file) as database:
        database.execute(
            "CREATE TABLE moz_cookies (host, name, value, path, expiry, isSecure, originAttributes)"
        )
        database.execute(
            "INSERT INTO moz_cookies VALUES ('.x.com', 'auth_token', 'hush', '/', 1900000000, 1, 0)"
        )
    database.close()
    return file


@pytest.mark.parametrize("named", ["firefox", "Firefox:abc.default", "firefox:{profile}"])
async def test_a_browsers_cookies_are_read_in_a_child(
    cells: Cells, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, named: str
):
    profile = tmp_path / ".mozilla" / "firefox" / "abc.default"
    firefox_cookies(profile)
    monkeypatch.setenv("HOME", str(tmp_path / "nobody" if "{" in named else tmp_path))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    known, troubles = await CookieJar(cells, browser=named.format(profile=profile)).read()
    assert troubles == {}
    (cookie,) = known.every
    assert (cookie.domain, cookie.name, cookie.value) == (".x.com", "auth_token", "hush")
    assert cookie.expires == 1900000000


async def test_one_site_may_have_a_browser_of_its_own(
    cells: Cells, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    profile = tmp_path / ".mozilla" / "firefox" / "abc.default"
    firefox_cookies(profile)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    browser = "firefox:abc.default"
    for_x, for_reddit = (
        CookieJar(cells, own={site: browser}) for site in (Site.TWITTER, Site.REDDIT)
    )
    assert [cookie.name for cookie in (await for_x.read())[0].every] == ["auth_token"]
    assert (await for_reddit.read())[0].every == ()


async def test_a_copy_that_the_dead_left_is_swept_and_one_of_the_living_is_not(
    cells: Cells, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    for name in ("dead", "living"):
        (tmp_path / f"{SCRATCH}{name}").mkdir()
        (tmp_path / f"{SCRATCH}{name}" / "cookies.sqlite").write_text("hush")
    (tmp_path / f"{SCRATCH}dead.lock").touch()
    held = claim(tmp_path / f"{SCRATCH}living.lock")
    profile = firefox_cookies(tmp_path / "profile").parent
    _, troubles = await CookieJar(cells, browser=f"firefox:{profile}").read()
    assert troubles == {}
    os.close(held)
    left = sorted(path.name for path in tmp_path.glob(f"{SCRATCH}*"))
    assert left == [f"{SCRATCH}living", f"{SCRATCH}living.lock"]


async def test_who_reads_a_browsers_cookies_reads_nothing_else_of_the_home(
    cells: Cells, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    elsewhere = firefox_cookies(tmp_path / "another-browser")
    profile = tmp_path / ".mozilla" / "firefox" / "abc.default"
    profile.mkdir(parents=True)
    (profile / "cookies.sqlite").symlink_to(elsewhere)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    _, troubles = await CookieJar(cells, browser="firefox").read()
    assert "Permission denied" in troubles[None]


async def test_a_browser_that_is_not_there_is_a_failure(
    cells: Cells,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
):
    caplog.set_level(logging.DEBUG, "adapters.fetchers.cookie_jar")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    _, troubles = await CookieJar(cells, browser="firefox").read()
    assert troubles[None].startswith("could not find firefox")
    levels = {"Traceback" in record.getMessage(): record.levelname for record in caplog.records}
    assert levels == {True: "DEBUG", False: "WARNING"}
