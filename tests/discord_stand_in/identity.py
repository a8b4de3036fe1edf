"""Who the bot is, and where its gateway is."""

from tests.discord_stand_in.exchange import Endpoint, Exchange, Reply


async def user(exchange: Exchange) -> Reply:
    """The bot's user."""
    return Reply(200, exchange.world.bot.payload() | {"verified": True, "mfa_enabled": False})


async def application(exchange: Exchange) -> Reply:
    """The bot's application."""
    return Reply(200, exchange.world.application())


ENDPOINTS = [
    Endpoint("GET", "/users/@me", user, by_bot=True),
    Endpoint("GET", "/applications/@me", application, by_bot=True),
    Endpoint("GET", "/oauth2/applications/@me", application, by_bot=True),
]
