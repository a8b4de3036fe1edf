"""A bot that starts while Discord is out of reach waits for it; one with a bad token does not."""

import pytest
from interactions.client.errors import LoginError

from adapters.sinks.discord.transport import open_transport
from entrypoints.discord_bot import running
from tests.discord_stand_in.discord import running_discord
from tests.discord_stand_in.faults import Drop, Fault, ServerError
from tests.integration.discord.answering import HASTE

WHO = "GET /applications/@me"


@pytest.mark.parametrize("fault", [ServerError(503), Drop()])
async def test_who_it_is_is_asked_for_until_it_is_told(fault: Fault, mocker) -> None:
    mocker.patch.object(running, "PAUSE", 0.01)
    async with (
        running_discord() as discord,
        open_transport(url=discord.url, patience=HASTE, token=discord.token) as transport,
    ):
        planned = discord.faults.plan(WHO, fault, times=2 * HASTE.tries)
        application = await running._application(transport)
        assert application == str(discord.world.application_id)
        assert planned.happened == 2 * HASTE.tries


async def test_a_token_that_is_refused_is_not_tried_again() -> None:
    async with (
        running_discord() as discord,
        open_transport(url=discord.url, patience=HASTE, token="no token") as transport,
    ):
        with pytest.raises(LoginError):
            await running._application(transport)
        assert len(discord.transcript.of(WHO)) == 1
