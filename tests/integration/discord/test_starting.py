"""A bot that starts while Discord is out of reach waits for it; one with a bad token does not."""

from pathlib import Path
from urllib.parse import urlsplit

import pytest
from dependency_injector import providers
from interactions.client.errors import LoginError

from adapters.cells.cells import Cells
from adapters.sinks.discord.transport import open_transport
from entrypoints.command_line.statuses import CANNOT_BEGIN
from entrypoints.discord_bot import running
from entrypoints.discord_bot.wiring import BotContainer, wired
from entrypoints.settings import Settings
from tests.discord_stand_in.discord import Discord, running_discord
from tests.discord_stand_in.faults import Drop, Fault, Refusal, ServerError
from tests.integration.discord.answering import HASTE

WHO = "GET /applications/@me"


@pytest.mark.parametrize(
    ("fault", "why"), [(ServerError(503), "status 503"), (Drop(), "the connection was cut")]
)
async def test_who_it_is_is_asked_for_until_it_is_told(
    fault: Fault, why: str, mocker, caplog: pytest.LogCaptureFixture
) -> None:
    mocker.patch.object(running, "PAUSE", 0.01)
    caplog.set_level("INFO")
    async with (
        running_discord() as discord,
        open_transport(url=discord.url, patience=HASTE, token=discord.token) as transport,
    ):
        planned = discord.faults.plan(WHO, fault, times=2 * HASTE.tries)
        application = await running._application(transport)
        assert application == str(discord.world.application_id)
        assert planned.happened == 2 * HASTE.tries
    waiting = [said for said in caplog.messages if said.startswith("waiting for Discord: ")]
    assert set(waiting) == {"waiting for Discord: no proper answer; asked again in 0 s"}
    assert f"try {HASTE.tries - 1} failed ({why}), the next in" in caplog.text
    assert f"try {HASTE.tries} failed ({why}), and was the last" in caplog.text
    assert f"try {HASTE.tries} failed ({why}), the next in" not in caplog.text


async def test_what_discord_answers_instead_is_logged(mocker, caplog) -> None:
    mocker.patch.object(running, "PAUSE", 0.01)
    async with (
        running_discord() as discord,
        open_transport(url=discord.url, patience=HASTE, token=discord.token) as transport,
    ):
        discord.faults.plan(WHO, Refusal(50001))
        await running._application(transport)
    (waiting,) = [said for said in caplog.messages if said.startswith("waiting for Discord: ")]
    assert "it answered with status 403 Missing Access" in waiting


async def test_a_token_that_is_refused_is_not_tried_again() -> None:
    async with (
        running_discord() as discord,
        open_transport(url=discord.url, patience=HASTE, token="no token") as transport,
    ):
        with pytest.raises(LoginError):
            await running._application(transport)
        assert len(discord.transcript.of(WHO)) == 1


async def test_it_does_not_begin_where_jobs_would_be_kept_from_too_little(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(running, "wired", lambda *told: without_a_fence(wired(*told)))
    async with running_discord() as discord:
        settings = told(discord, tmp_path, sandbox_minimum="full")
        assert await running.run(settings) == CANNOT_BEGIN
    said = capsys.readouterr().err
    assert "this system can enforce 'limits' only" in said
    assert "lower SANDBOX_MINIMUM, which is full" in said


async def test_it_does_not_begin_without_the_port_that_it_was_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async with running_discord() as discord:
        settings = told(discord, tmp_path, health_port=urlsplit(discord.url).port)
        assert await running.run(settings) == CANNOT_BEGIN
    said = capsys.readouterr().err
    assert "Address already in use. Name another one in HEALTH_PORT." in said


def told(discord: Discord, folder: Path, **more: object) -> Settings:
    """As an operator would set it, and no more than that."""
    return Settings.model_validate(
        {
            "discord_token": discord.token,
            "discord_api_url": discord.url,
            "download_work_dir": folder / "work",
            "download_dir": folder / "kept",
            **more,
        }
    )


def without_a_fence(wiring: BotContainer) -> BotContainer:
    """As on a system that has none."""
    wiring.cells.override(providers.Singleton(Cells, minimum="full", fenced=False))
    return wiring
