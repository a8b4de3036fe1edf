"""What a call's route says, and how files are named and listed."""

import pytest

from adapters.sinks.discord.answers import Answer, Lost, Refusal, delivery_failure, judge
from adapters.sinks.discord.calls import Call, pinging_nobody
from adapters.sinks.discord.lanes import LANES_KEPT, Lanes
from adapters.sinks.discord.uploads import SPOILER, Upload, attachments, safe_name
from domain.failures import (
    ChatDown,
    ChatExpired,
    ChatRefused,
    ChatTooLarge,
    ChatUnknown,
    DeliveryFailure,
)
from domain.outcome import Failure

SILENT = {"parse": []}
CALLBACK = "/interactions/1/token/callback"
ORIGINAL = "/webhooks/1/token/messages/@original"


@pytest.mark.parametrize(
    ("method", "path", "route", "major", "by_bot"),
    [
        (
            "PATCH",
            ORIGINAL,
            "PATCH /webhooks/{id}/{token}/messages/{id}",
            "webhooks/1/token",
            False,
        ),
        (
            "POST",
            CALLBACK,
            "POST /interactions/{id}/{token}/callback",
            "interactions/1/token",
            False,
        ),
        ("POST", "/channels/7/messages", "POST /channels/{id}/messages", "channels/7", True),
        ("DELETE", "/webhooks/9", "DELETE /webhooks/{id}", "webhooks/9", True),
        ("GET", "/users/@me", "GET /users/@me", "", True),
        (
            "PUT",
            "/channels/7/messages/8/reactions/%E2%9D%8C/@me",
            "PUT /channels/{id}/messages/{id}/reactions/{emoji}/@me",
            "channels/7",
            True,
        ),
    ],
)
def test_a_route_names_its_lane_and_hides_its_token(
    method: str, path: str, route: str, major: str, by_bot: bool
) -> None:
    call = Call(method, path)

    assert (call.route, call.major, call.by_bot) == (route, major, by_bot)


@pytest.mark.parametrize(
    ("call", "repeatable"),
    [
        (Call("PATCH", ORIGINAL, {}), True),
        (Call("POST", "/webhooks/1/token", {}), False),
        (Call("POST", CALLBACK, {"type": 5}), True),
        (Call("POST", "/channels/7/messages", {"nonce": "1"}), False),
        (Call("POST", "/channels/7/messages", {"nonce": "1", "enforce_nonce": True}), True),
    ],
)
def test_only_what_doubles_is_not_repeated(call: Call, repeatable: bool) -> None:
    assert call.repeatable is repeatable


@pytest.mark.parametrize(
    ("call", "json"),
    [
        (Call("PATCH", ORIGINAL, {}), {"allowed_mentions": SILENT}),
        (
            Call("POST", "/channels/7/messages", {"allowed_mentions": {"parse": ["users"]}}),
            {"allowed_mentions": SILENT},
        ),
        (Call("POST", "/webhooks/1/token", {}), {"allowed_mentions": SILENT}),
        (
            Call("POST", CALLBACK, {"type": 4, "data": {"content": "hi"}}),
            {"type": 4, "data": {"content": "hi", "allowed_mentions": SILENT}},
        ),
        (Call("POST", CALLBACK, {"type": 5, "data": {}}), {"type": 5, "data": {}}),
        (Call("PUT", "/applications/1/commands", []), []),
        (Call("POST", "/users/@me/channels", {"recipient_id": "1"}), {"recipient_id": "1"}),
    ],
)
def test_every_message_pings_nobody(call: Call, json: object) -> None:
    assert pinging_nobody(call).json == json


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("film.mp4", "film.mp4"),
        ("Ein schöner Film (1).MP4", "Ein_sch_ner_Film_1.mp4"),
        ("../../etc/passwd", "passwd"),
        ("日本.jpg", "file.jpg"),
        (".hidden", "hidden"),
        ("a\r\nb.png", "a_b.png"),
        ("x" * 300 + ".jpg", "x" * 80 + ".jpg"),
    ],
)
def test_names_are_such_that_every_client_shows_them(name: str, safe: str) -> None:
    assert safe_name(name) == safe


def test_names_are_unlike_each_other_and_hide_what_is_a_spoiler() -> None:
    assert safe_name("a.jpg", taken=["a.jpg", "a-2.jpg"]) == "a-3.jpg"
    assert safe_name("a.jpg", spoiler=True) == f"{SPOILER}a.jpg"


def test_an_edit_lists_what_stays_before_what_is_new() -> None:
    new = Upload(b"", "b.jpg", "image/jpeg", description="x" * 2000, spoiler=True)

    assert attachments(["7"], [new]) == [
        {"id": "7"},
        {"id": "0", "filename": "b.jpg", "description": "x" * 1024, "is_spoiler": True},
    ]


@pytest.mark.parametrize(
    ("refusal", "failure"),
    [
        (Refusal(413), ChatTooLarge()),
        (Refusal(413, 40005), ChatTooLarge()),
        (Refusal(400, 50045), ChatTooLarge()),
        (Refusal(401, 50027), ChatExpired()),
        (Refusal(404, 10015), ChatExpired()),
        (Refusal(404, 10062), ChatExpired()),
        (Refusal(404, 10008), ChatRefused(why="deleted")),
        (Refusal(403, 50001), ChatRefused(why="permission")),
        (Refusal(403, 50013), ChatRefused(why="permission")),
        (Refusal(400, 20009), ChatRefused(why="content")),
        (Refusal(400, 200000), ChatRefused(why="blocked")),
        (Refusal(400, 240000), ChatRefused(why="blocked")),
        (Refusal(400, 40094), ChatRefused(why="exhausted")),
        (Refusal(400, 50035), ChatRefused(why="content")),
    ],
)
def test_each_refusal_is_a_failure_that_the_use_cases_know(
    refusal: Refusal, failure: DeliveryFailure
) -> None:
    assert delivery_failure(refusal) == failure


@pytest.mark.parametrize("failure", [ChatUnknown(), ChatDown()])
def test_what_is_no_refusal_stays_what_it_is(failure: ChatUnknown | ChatDown) -> None:
    assert delivery_failure(failure) is failure


def test_a_page_that_claims_to_be_json_is_no_bug() -> None:
    page = Answer(403, {"Content-Type": "application/json"}, "<html>")

    assert judge(Call("GET", "/users/@me"), page, in_doubt=False) == Failure(Refusal(403))


def test_a_plain_post_that_may_have_arrived_is_unknown() -> None:
    call = Call("POST", "/webhooks/1/token", {})

    assert judge(call, Lost(sent=True), in_doubt=False) == Failure(ChatUnknown())


async def test_lanes_that_nobody_uses_are_forgotten() -> None:
    lanes = Lanes()
    for number in range(LANES_KEPT * 3):
        lane = await lanes.enter(Call("POST", f"/interactions/{number}/token/callback"))
        lane.leave({})

    assert len(lanes._lanes) <= LANES_KEPT
