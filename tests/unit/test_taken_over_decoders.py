"""What a child says whose decoder was taken over: it ends its own file, as a failure."""

from copy import deepcopy

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.cells.json_value import NONSENSE
from adapters.compressors.meter import Meter
from adapters.compressors.share import Share
from adapters.compressors.step_by_step import MOST, StepByStep
from adapters.opening.endings import failure_told
from adapters.probes.pyav import _info
from domain.carried_out import carried_out
from domain.encoding import Doable
from domain.failures import Corrupt, ExternalToolFailed
from domain.fitting import plan
from domain.plans import Wish
from tests.media.fitting import Shown
from tests.unit.fitting.media import MIB, aim, film, song
from tests.unit.nouns import media_file

WORK = ((film(), 2 * MIB), (film(container="matroska"), 10 * MIB), (song(), MIB))
"""To encode, to pack anew, and to encode as sound."""
NUMBERS = st.sampled_from([0, 1, 10**6, 10**30, 10**400, -1, 0.5, "many", None, [], True])
NAMES = ("bytes", "packets", "key_frames", "key_bytes", "container", "motion", "stopped", "too_low")
MADE = st.dictionaries(st.sampled_from((*NAMES, "refused", "more")), NUMBERS)


def steps(info, size):
    doable = plan(info, aim(size), Wish())
    assert isinstance(doable, Doable)
    return StepByStep(doable, info, Meter(Shown(), media_file("a.mp4"), size), Share(cores=2))


@given(work=st.sampled_from(WORK), made=st.lists(MADE | NUMBERS, max_size=12))
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
async def test_whatever_is_said_of_a_step_ends_in_an_answer(work, made):
    said = steps(*work)
    for event in made:
        await said.answer(event)
        said.hear(event)
    carried_out(said.plan, said.info, said.done)


@pytest.mark.parametrize(
    "made", [{"bytes": 10**400, "packets": 1}, {"bytes": 0, "packets": 10**400}]
)
async def test_numbers_that_make_no_sense_are_a_tool_that_failed(made):
    said = steps(song(), MIB)
    await said.answer(None)
    assert await said.answer(made) is None
    assert isinstance(said.failure, ExternalToolFailed)


async def test_a_child_that_goes_on_asking_is_not_heard():
    said = steps(film(), 2 * MIB)
    for _ in range(1000):
        await said.answer({"bytes": 1000, "packets": 10, "key_frames": 1, "key_bytes": 10})
    assert len(said.done) <= MOST


@pytest.mark.parametrize(
    "told",
    [
        {"fails": "too_much"},
        {"fails": "too_much", "what": "souls", "found": "many", "allowed": []},
        {"fails": "unsupported_codec", "codec": {}},
        {"fails": []},
    ],
    ids=str,
)
def test_a_failure_that_makes_no_sense_is_a_damaged_file(told):
    assert failure_told(told) == Corrupt()


SOUND = {"codec": "aac", "start": 0.0}
FILM = {
    "codec": "h264", "coded_width": 192, "coded_height": 108, "rotation": 0, "frames": 48,
    "gaps": [0.04, 0.04, 0.04, 0.04, True], "aspect": 1.0,
}  # fmt: skip
MEASURED = {
    "film": FILM, "sound": SOUND, "start": 0.0, "end": 2.0, "faststart": True,
    "damaged_packets": 0, "cover_art": False,
}  # fmt: skip
EXTREMES = st.sampled_from([0, 1, -1, 1e-300, 1e300, 10**18, 10**400, 0.04, None, "many", []])


def info_of(told):
    try:
        return _info(media_file("a.mp4").model_copy(update={"mimetype": "video/mp4"}), told)
    except NONSENSE:
        return None


def test_what_is_measured_well_is_believed():
    info = info_of(deepcopy(MEASURED))
    assert info is not None
    assert info.video.frames_per_second == 25


@pytest.mark.parametrize(
    "more", [{"film": None, "sound": None}, {"end": 1e300}, {"end": 1e999}, {"damaged_packets": -1}]
)
def test_a_measure_that_no_file_has_is_not_believed(more):
    assert info_of(deepcopy(MEASURED) | more) is None


@given(
    film=st.dictionaries(st.sampled_from([*FILM, "bytes", "key_frames", "start"]), EXTREMES),
    gaps=st.lists(EXTREMES, min_size=5, max_size=5),
    sound=st.none() | st.dictionaries(st.sampled_from(["bytes", "packets", "channels"]), EXTREMES),
    end=EXTREMES,
    size=st.sampled_from([10_000, MIB, 1000 * MIB]),
)
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_whatever_is_measured_and_believed_can_be_planned_for(film, gaps, sound, end, size):
    told = {"film": FILM | {"gaps": gaps} | film, "sound": sound and SOUND | sound, "end": end}
    info = info_of(deepcopy(MEASURED | told))
    if info is not None:
        plan(info, aim(size), Wish())
