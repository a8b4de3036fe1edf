"""First responses to interactions."""

from tests.discord_stand_in.exchange import Endpoint, Exchange, Reply
from tests.discord_stand_in.invocation import Ack, Invocation
from tests.discord_stand_in.messages import EPHEMERAL, LOADING
from tests.discord_stand_in.refusals import Refused, malformed
from tests.discord_stand_in.world import World

MESSAGE, DEFERRED_MESSAGE, DEFERRED_UPDATE, UPDATE, CHOICES, MODAL = 4, 5, 6, 7, 8, 9


async def respond(exchange: Exchange) -> Reply:
    """Takes each interaction's first response, once, and within three seconds."""
    world, body = exchange.world, exchange.body
    invocation = world.invocations.get(exchange.parameters["token"])
    if invocation is None or invocation.id != exchange.parameters["interaction_id"]:
        raise Refused(10062)
    if invocation.ack is not None:
        raise Refused(40060)
    after = world.clock.now() - invocation.born
    if after > world.limits.acknowledge_within:
        raise Refused(10062)
    kind, data = body.get("type"), body.get("data") or {}
    flags = data.get("flags") or 0
    if kind in (MESSAGE, UPDATE):
        exchange.check(invocation.source if kind == UPDATE else None, data)
    if kind == DEFERRED_MESSAGE and flags & ~EPHEMERAL:
        raise malformed("data.flags", "Only EPHEMERAL can be set when deferring.")
    match kind:
        case 4 | 5:
            invocation.original = world.new_message(
                invocation.channel.id,
                flags=(flags & EPHEMERAL) | (LOADING if kind == DEFERRED_MESSAGE else 0),
                token=invocation.token,
            )
        case 6 | 7 if invocation.source is not None:
            invocation.original = invocation.source
        case 8 | 9:
            pass
        case _:
            raise malformed("type", f"{kind} is no callback for this interaction.")
    if kind in (MESSAGE, UPDATE) and invocation.original:
        exchange.write(invocation.original, data)
    invocation.ack = Ack(kind, bool(flags & EPHEMERAL), after, data)
    return _reply(exchange, invocation)


def _reply(exchange: Exchange, invocation: Invocation) -> Reply:
    if exchange.query.get("with_response") != "true":
        return Reply(204)
    original = invocation.original
    told = {"id": invocation.id, "type": invocation.payload["type"]}
    resource = {"type": exchange.body["type"], "message": original and original.payload()}
    return Reply(200, {"interaction": told, "resource": resource})


def _file_bytes(world: World, parameters: dict[str, str]) -> int:
    invocation = world.invocations.get(parameters["token"])
    return invocation.file_bytes if invocation else world.limits.file_bytes


ENDPOINTS = [
    Endpoint(
        "POST",
        "/interactions/{interaction_id}/{token}/callback",
        respond,
        by_bot=False,
        file_bytes=_file_bytes,
    )
]
