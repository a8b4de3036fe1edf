"""Cookies from files, browsers and configuration, lent to jobs one at a time."""

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
from domain.outcome import Failure, Success

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
    match await jar.read():
        case Failure(failure):
            assert failure.words == "line 1 is no cookie in Netscape's format"
        case read:
            pytest.fail(str(read))
    assert "hush" not in caplog.text
    assert set((await jar.states()).values()) == {"missing"}


async def test_a_file_of_one_sites_own_counts_for_that_site_alone(
    cells: Cells, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("HOME", str(tmp_path))
    jar = CookieJar(cells, own={Site.TWITTER: Path("~/cookies.txt")})
    assert (await jar.states()) == {
        Site.TWITTER: "there",
        Site.REDDIT: "missing",  # expired, if it counted
        Site.INSTAGRAM: "missing",
    }


async def test_what_one_site_was_given_and_is_not_there_is_missing_for_that_site_alone(
    cells: Cells, file: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
):
    jar = CookieJar(cells, file=file, own={Site.INSTAGRAM: tmp_path / "nowhere.txt"})
    assert (await jar.states())[Site.TWITTER] == "there"
    assert (await jar.states())[Site.INSTAGRAM] == "missing"
    assert "no cookies for instagram" in caplog.text


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
    match await CookieJar(cells, browser=named.format(profile=profile)).read():
        case Success(cookies):
            (cookie,) = cookies.every
        case failure:
            pytest.fail(str(failure))
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
    assert [cookie.name for cookie in (await for_x.read()).unwrap().every] == ["auth_token"]
    assert (await for_reddit.read()).unwrap().every == ()


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
    assert isinstance(await CookieJar(cells, browser=f"firefox:{profile}").read(), Success)
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
    match await CookieJar(cells, browser="firefox").read():
        case Failure(failure):
            assert "PermissionError" in failure.words
        case read:
            pytest.fail(str(read))


async def test_a_browser_that_is_not_there_is_a_failure(
    cells: Cells, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    match await CookieJar(cells, browser="firefox").read():
        case Failure(failure):
            assert "could not find firefox" in failure.words
        case read:
            pytest.fail(str(read))
