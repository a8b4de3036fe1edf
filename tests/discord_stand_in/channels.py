"""What the bot does with its own token in channels."""

from tests.discord_stand_in.exchange import Endpoint, Exchange, Reply
from tests.discord_stand_in.messages import Message
from tests.discord_stand_in.people import (
    ATTACH_FILES,
    DM,
    MANAGE_MESSAGES,
    SEND_MESSAGES,
    VIEW_CHANNEL,
    Channel,
)
from tests.discord_stand_in.refusals import Refused

ROUTE = "/channels/{channel_id}"
MESSAGE = ROUTE + "/messages/{message_id}"


def _channel(exchange: Exchange, needs: int = 0) -> Channel:
    channel = exchange.world.channels.get(exchange.parameters["channel_id"])
    if channel is None:
        raise Refused(10003)
    if not channel.bot_sees or not channel.permissions & VIEW_CHANNEL:
        raise Refused(50001)
    if exchange.call.files:
        needs |= ATTACH_FILES
    if channel.permissions & needs != needs:
        raise Refused(50013)
    return channel


def _message(exchange: Exchange) -> Message:
    message = exchange.world.message(exchange.parameters["message_id"], _channel(exchange).id)
    if message.ephemeral:
        raise Refused(10008)
    return message


async def read_channel(exchange: Exchange) -> Reply:
    """The channel."""
    return Reply(200, _channel(exchange).payload())


async def post(exchange: Exchange) -> Reply:
    """A new message; one with an enforced nonce that was used before is the first one again."""
    world, channel, body = exchange.world, _channel(exchange, SEND_MESSAGES), exchange.body
    nonce = body.get("nonce")
    if body.get("enforce_nonce") and nonce is not None:
        since = world.clock.now() - world.limits.nonce_remembered
        for message in world.messages.values():
            if (message.nonce, message.channel_id) == (nonce, channel.id) and message.born > since:
                return Reply(200, message.payload())
    exchange.check(None)
    message = exchange.write(world.new_message(channel.id))
    message.nonce = nonce
    return Reply(200, message.payload())


async def read(exchange: Exchange) -> Reply:
    """The message as it is."""
    return Reply(200, _message(exchange).payload())


async def edit(exchange: Exchange) -> Reply:
    """Changes a message of the bot's own."""
    message = _message(exchange)
    if message.author != exchange.world.bot:
        raise Refused(50005)
    exchange.check(message)
    return Reply(200, exchange.write(message).payload())


async def delete(exchange: Exchange) -> Reply:
    """Takes away a message of the bot's own, or any where it may manage messages."""
    message = _message(exchange)
    if message.author != exchange.world.bot:
        _channel(exchange, MANAGE_MESSAGES)
    message.deleted = True
    return Reply(204)


async def react(exchange: Exchange) -> Reply:
    """Adds the bot's reaction, once."""
    message, emoji = _message(exchange), exchange.parameters["emoji"]
    if emoji not in message.reactions:
        message.reactions.append(emoji)
    return Reply(204)


async def take_reaction_back(exchange: Exchange) -> Reply:
    """Removes the bot's reaction, where there is one."""
    message, emoji = _message(exchange), exchange.parameters["emoji"]
    message.reactions = [it for it in message.reactions if it != emoji]
    return Reply(204)


async def open_dm(exchange: Exchange) -> Reply:
    """The DM with a user whom the stand-in knows one with."""
    world, user_id = exchange.world, str(exchange.body.get("recipient_id"))
    for channel in world.channels.values():
        if channel.kind == DM and channel.with_user and channel.with_user.id == user_id:
            return Reply(200, channel.payload())
    raise Refused(50001)


ENDPOINTS = [
    Endpoint("GET", ROUTE, read_channel, by_bot=True),
    Endpoint("POST", ROUTE + "/messages", post, by_bot=True),
    Endpoint("GET", MESSAGE, read, by_bot=True),
    Endpoint("PATCH", MESSAGE, edit, by_bot=True),
    Endpoint("DELETE", MESSAGE, delete, by_bot=True),
    Endpoint("PUT", MESSAGE + "/reactions/{emoji}/@me", react, by_bot=True),
    Endpoint("DELETE", MESSAGE + "/reactions/{emoji}/@me", take_reaction_back, by_bot=True),
    Endpoint("POST", "/users/@me/channels", open_dm, by_bot=True),
]
