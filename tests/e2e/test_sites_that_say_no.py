"""What the real engines meet on simulated platforms, as a person reads it."""

import re
from datetime import UTC, datetime

import pytest

from domain import failures
from domain.failures import AnyFailure
from domain.sizes import MEBIBYTE
from entrypoints.words import sentence
from tests.e2e.command import BossBot
from tests.simulator import faults
from tests.simulator.simulator import Simulator
from tests.simulator.sites import files, instagram, twitter, youtube

NO: dict[str, AnyFailure] = {
    twitter.PROTECTED: failures.PrivateMedia(),
    twitter.DELETED: failures.NotFound(),
    twitter.TEXT: failures.NothingThere(),
    instagram.GATED: failures.LoginNeeded(),
    youtube.AGE_GATED: failures.AgeRestricted(),
    youtube.GEO_BLOCKED: failures.GeoBlocked(),
    youtube.LIVE: failures.LiveStream(),
    youtube.BOT_CHECK: failures.BotCheck(),
    youtube.PLAYLIST: failures.TooMany(allowed=2),
    files.PAGE: failures.UnsupportedUrl(),
}

SLOWED = failures.RateLimited()
UNTIL = datetime(2026, 1, 1, 12, tzinfo=UTC)
CLOCK = re.compile(r"\d\d:\d\d")


@pytest.fixture
def online(boss_bot: BossBot, simulator: Simulator) -> BossBot:
    """The command, with the simulated internet behind its proxy."""
    settings = {
        **boss_bot.settings,
        "DOWNLOAD_PROXY": simulator.proxy,
        "DOWNLOAD_CA_FILE": str(simulator.ca_file),
        "DOWNLOAD_MAX_ITEMS": "2",
        "RETRY_MAX_TRIES": "2",
    }
    return BossBot(boss_bot.home, settings)


async def test_what_a_site_does_not_give_is_said_in_a_sentence_of_its_own(
    online: BossBot,
) -> None:
    ran = await online("download", *NO, "--json")
    told = {document["url"]: document["failure"] for document in ran.documents}
    assert told == {
        url: {"kind": failure.kind, "message": sentence(failure)} for url, failure in NO.items()
    }
    came = {document["url"]: len(document["files"]) for document in ran.documents}
    assert came == dict.fromkeys(NO, 0) | {youtube.PLAYLIST: 2}
    assert ran.status == 3
    assert "Traceback" not in ran.err


async def test_what_breaks_on_the_way_is_said_and_nothing_else_is_lost(
    online: BossBot, simulator: Simulator
) -> None:
    simulator.fail(faults.status(503), path="/pictures/broken.jpg")
    simulator.fail(faults.status(403), path="/pictures/refused.jpg")
    simulator.fail(faults.hang(), path="/pictures/silent.jpg")
    simulator.fail(faults.cut(), path="/pictures/cut.jpg")
    broken: dict[str, AnyFailure] = {
        "broken": failures.ServerError(status=503),
        "refused": failures.Blocked(),
        "silent": failures.DownloadTimedOut(after=2),
        "cut": failures.ConnectionLost(),
    }
    urls = [f"{files.ROOT}/pictures/{name}.jpg" for name in broken]
    settings = {"DOWNLOAD_IDLE_SECONDS": "2"}
    ran = await online("download", *urls, files.JPEG, "--json", settings=settings)
    assert ran.status == 3
    ended = {document["url"]: document for document in ran.documents}
    for url, failure in zip(urls, broken.values(), strict=True):
        document = ended[url]
        told = document["failure"] or document["left_behind"][0]["failure"]
        assert told == {"kind": failure.kind, "message": sentence(failure)}
    assert ended[files.JPEG]["outcome"] == "delivered"


async def test_a_site_that_wants_us_to_wait_is_asked_for_nothing_more(
    online: BossBot, simulator: Simulator
) -> None:
    simulator.fail(faults.status(429, retry_after=3600), host="files.example")
    urls = [files.JPEG, files.GIF, files.MP3, files.REDIRECTED]
    ran = await online("download", *urls, "--json", settings={"MAX_CONCURRENT_DOWNLOADS": "1"})
    told = [document["failure"] for document in ran.documents]
    wait = sentence(failures.RateLimited(until=UNTIL))
    assert [failure["kind"] for failure in told] == ["rate_limited"] * len(urls)
    assert {CLOCK.sub("12:00", failure["message"]) for failure in told} == {wait}
    assert len(simulator.asked(host="files.example")) == 1
    ran = await online("download", youtube.SLOWED, "--json")
    assert ran.document["failure"] == {"kind": "rate_limited", "message": sentence(SLOWED)}


async def test_a_page_that_never_ends_takes_no_more_than_one_request_may(
    online: BossBot, simulator: Simulator
) -> None:
    simulator.fail(faults.endless(every=0), path="*TweetResultByRestId")
    settings = {"DOWNLOAD_MAX_JOB_SIZE_MB": "1"}
    ran = await online("download", twitter.PHOTO, "--json", settings=settings)
    failure = failures.OverBudget(allowed=2 * MEBIBYTE)
    assert ran.document["failure"] == {"kind": failure.kind, "message": sentence(failure)}
    assert ran.status == 1
