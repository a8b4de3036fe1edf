"""`boss-bot discord`: the bot."""

from entrypoints.command_line.told import told_settings
from entrypoints.log import log_everything


async def discord() -> int:
    """Run the Discord bot until it is told to stop (SIGTERM, SIGINT)."""
    log_everything(for_programs=True)
    settings = told_settings()
    # The chat library takes a second to import, which no other command should wait for.
    from entrypoints.discord_bot import running  # noqa: PLC0415

    return await running.run(settings)
