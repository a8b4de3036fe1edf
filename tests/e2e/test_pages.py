"""A film on a page of a site that no tool knows: fetched where the operator allows that."""

import pytest

from domain.failures import UnsupportedUrl
from entrypoints.words import sentence
from tests.e2e.command import BossBot
from tests.simulator.simulator import Simulator
from tests.simulator.sites import files


@pytest.fixture
def online(boss_bot: BossBot, simulator: Simulator) -> BossBot:
    """The command, with the simulated internet behind its proxy."""
    way_out = {"DOWNLOAD_PROXY": simulator.proxy, "DOWNLOAD_CA_FILE": str(simulator.ca_file)}
    return BossBot(boss_bot.home, {**boss_bot.settings, **way_out})


async def test_a_film_on_just_any_page_is_refused_unless_that_is_allowed(
    online: BossBot, simulator: Simulator
) -> None:
    ran = await online("download", files.PAGE_WITH_FILM, "--json")
    refused = UnsupportedUrl()
    assert ran.document["failure"] == {"kind": refused.kind, "message": sentence(refused)}
    assert (ran.status, ran.document["files"]) == (1, [])
    assert simulator.asked(path="/films/*") == []
    for_people = await online("download", files.PAGE_WITH_FILM)
    assert for_people.err.count(sentence(refused)) == 1
    assert (for_people.status, for_people.out.strip()) == (1, "")


async def test_where_it_is_allowed_a_film_comes_from_just_any_page(
    online: BossBot, simulator: Simulator
) -> None:
    allowed = {"DOWNLOAD_GENERIC_PAGES": "true"}
    ran = await online("download", files.PAGE_WITH_FILM, "--json", settings=allowed)
    (file,) = ran.document["files"]
    assert (file["kind"], file["height"], file["action"]) == ("video", 360, "kept")
    assert ran.document["metadata"]["title"].startswith("A lake")
    assert ran.status == 0
    nothing = await online("download", files.PAGE, "--json", settings=allowed)
    assert nothing.document["failure"]["kind"] == "unsupported"
    assert not simulator.strangers
