from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from domain.failures import QueueFull
from domain.jobs import Actor
from domain.turns import Caps, Turn, next_turn, why_full

actors = st.builds(Actor, user=st.sampled_from("abcd"), guild=st.sampled_from([None, "one", "two"]))
caps = st.builds(Caps, running=st.integers(1, 5), running_a_user=st.integers(1, 3))


def _turns(who: list[Actor]) -> list[Turn]:
    return [Turn(id=f"{number}", actor=actor) for number, actor in enumerate(who)]


@given(st.lists(actors, max_size=20), caps)
def test_the_caps_hold_at_every_moment_and_everybody_gets_a_turn(
    who: list[Actor], known: Caps
) -> None:
    waiting, running, served = _turns(who), [], dict[str, int]()
    done = 0
    while waiting or running:
        turn = next_turn(waiting, running, known, served)
        if turn is None:
            assert running, "somebody waits for nothing"
            running.pop(0)
            done += 1
            continue
        waiting.remove(turn)
        running.append(turn)
        served[turn.party] = served[turn.actor.user] = len(served) + done + len(running)
        assert len(running) <= known.running
        assert max(Counter(t.actor.user for t in running).values()) <= known.running_a_user
    assert done == len(who)


def test_where_every_place_is_taken_nobody_has_a_turn() -> None:
    one, other = _turns([Actor(user="a"), Actor(user="b")])
    assert next_turn([other], [one], Caps(running=1), {}) is None
    assert next_turn([other], [one], Caps(running=2), {}) == other


def test_a_guild_with_a_long_line_does_not_starve_another() -> None:
    known = Caps(running=1)
    line = _turns([Actor(user=f"{n}", guild="large") for n in range(50)])
    late = Turn(id="late", actor=Actor(user="z", guild="small"))
    assert next_turn([*line, late], [], known, {"large": 1}) == late


def test_between_users_of_a_guild_who_was_served_last_waits() -> None:
    one, other = (Turn(id=user, actor=Actor(user=user, guild="g")) for user in "ab")
    assert next_turn([one, other], [], Caps(), {"a": 5, "b": 2}) == other


def test_a_user_without_a_guild_is_a_party_of_its_own() -> None:
    assert Turn(id="1", actor=Actor(user="a")).party == "user a"
    assert Turn(id="1", actor=Actor(user="a", guild="g")).party == "g"


def test_the_line_is_bounded_for_a_user_and_for_everybody() -> None:
    known = Caps(queued=3, queued_a_user=2)
    line = _turns([Actor(user="a"), Actor(user="a")])
    assert why_full(line, Actor(user="b"), known) is None
    assert why_full(line, Actor(user="a"), known) == QueueFull(whose="user", allowed=2)
    line += _turns([Actor(user="c")])
    assert why_full(line, Actor(user="b"), known) == QueueFull(whose="everything", allowed=3)
