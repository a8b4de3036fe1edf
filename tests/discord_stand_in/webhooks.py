"""What an interaction's token allows: its answer, and follow-ups."""

from tests.discord_stand_in.exchange import Endpoint, Exchange, Reply
from tests.discord_stand_in.invocation import Invocation
from tests.discord_stand_in.messages import EPHEMERAL, Message
from tests.discord_stand_in.people import ATTACH_FILES
from tests.discord_stand_in.refusals import Refused
from tests.discord_stand_in.world import World

ROUTE = "/webhooks/{application_id}/{token}"


def _invocation(exchange: Exchange) -> Invocation:
    invocation = exchange.world.invocations.get(exchange.parameters["token"])
    if invocation is None or exchange.parameters["application_id"] != exchange.world.application_id:
        raise Refused(10015)
    if exchange.world.clock.now() - invocation.born > exchange.world.limits.token_life:
        raise Refused(50027)
    if invocation.ack is None:
        raise Refused(10015)
    if exchange.call.files and not invocation.channel.permissions & ATTACH_FILES:
        raise Refused(50013)
    return invocation


def _message(exchange: Exchange, invocation: Invocation) -> Message:
    wanted = exchange.parameters["message_id"]
    for message in [invocation.original, *invocation.follow_ups]:
        if message and not message.deleted:
            if message.id == wanted:
                return message
            if wanted == "@original" and message is invocation.original:
                return message
    raise Refused(10008)


async def follow_up(exchange: Exchange) -> Reply:
    """Another message; directly after a defer it is the answer itself, as at Discord."""
    world, invocation = exchange.world, _invocation(exchange)
    if invocation.original and invocation.original.loading:
        exchange.check(invocation.original)
        return Reply(200, exchange.write(invocation.original).payload())
    allowed = world.limits.follow_ups_when_installed_by_user
    if invocation.installed_by_user_only and invocation.follow_ups_sent >= allowed:
        raise Refused(40094)
    exchange.check(None)
    flags = (exchange.body.get("flags") or 0) & EPHEMERAL
    message = world.new_message(invocation.channel.id, flags=flags, token=invocation.token)
    invocation.follow_ups.append(exchange.write(message))
    invocation.follow_ups_sent += 1
    return Reply(200, message.payload())


async def read(exchange: Exchange) -> Reply:
    """The message as it is."""
    return Reply(200, _message(exchange, _invocation(exchange)).payload())


async def edit(exchange: Exchange) -> Reply:
    """Changes what the body names, and nothing else."""
    message = _message(exchange, _invocation(exchange))
    exchange.check(message)
    return Reply(200, exchange.write(message).payload())


async def delete(exchange: Exchange) -> Reply:
    """Takes it away."""
    _message(exchange, _invocation(exchange)).deleted = True
    return Reply(204)


def _file_bytes(world: World, parameters: dict[str, str]) -> int:
    invocation = world.invocations.get(parameters["token"])
    return invocation.file_bytes if invocation else world.limits.file_bytes


ENDPOINTS = [
    Endpoint("POST", ROUTE, follow_up, by_bot=False, file_bytes=_file_bytes),
    Endpoint("GET", ROUTE + "/messages/{message_id}", read, by_bot=False),
    Endpoint("PATCH", ROUTE + "/messages/{message_id}", edit, by_bot=False, file_bytes=_file_bytes),
    Endpoint("DELETE", ROUTE + "/messages/{message_id}", delete, by_bot=False),
]
