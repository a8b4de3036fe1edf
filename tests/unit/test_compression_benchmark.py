from benchmarks.compression.duels import duels, fittings
from benchmarks.compression.pairing import paired
from benchmarks.compression.records import Case, Scored, Timed
from benchmarks.compression.verdicts import of_preset
from benchmarks.compression.ways import PEER

SIXTY = [number / 60 for number in range(12)]


def _timed(way: str, seconds: float, size: int | None = 990, *, tries: int = 1) -> Timed:
    case = Case(name="dog", limit=1000, way=way)
    return Timed(case=case, run=1, as_command=False, seconds=seconds, cpu=1, size=size, tries=tries)


def _scored(way: str, vmaf: float) -> Scored:
    case = Case(name="dog", limit=1000, way=way)
    return Scored(case=case, vmaf=vmaf, fifth_percentile=vmaf - 5, frames=10)


def test_a_film_of_every_other_frame_is_compared_with_the_frames_that_it_kept():
    shows = [1, 3, 5, 7, 9, 11]
    moments = [number / 30 for number in range(6)]
    assert paired(moments, SIXTY, lambda mine, its: abs(shows[mine] - its)) == shows


def test_content_never_pairs_frames_that_are_far_apart_in_time():
    last = len(SIXTY) - 1
    found = paired(SIXTY, SIXTY, lambda _mine, its: last - its)
    assert all(abs(its - mine) <= 2 for mine, its in enumerate(found))


def test_frames_that_look_the_same_are_paired_by_time():
    assert paired(SIXTY, SIXTY, lambda _mine, _its: 0.0) == list(range(12))


def test_a_promise_is_judged_by_the_median_and_the_worst_is_named():
    of = fittings(
        [_timed("slow", 4), _timed(PEER, 10)],
        [_scored("slow", 80), _scored(PEER, 81)],
        as_command=False,
    )
    verdicts = {each.promise: each for each in of_preset("slow", duels(of, "slow"), lambda _: True)}
    assert verdicts["`slow`: time of the peer's, at most 0.7"].met
    easy = "`slow`: time where the peer repeats, at 60 a second, for HDR, at most 0.3"
    assert not verdicts[easy].met
    assert verdicts["`slow`: VMAF above it, at least 3.5"].found == "-1"
    assert verdicts["`slow`: none more than 0.5 VMAF below it"].found == "1 of 1: dog 0"


def test_where_one_made_no_file_nothing_is_compared():
    of = fittings([_timed("slow", 4), _timed(PEER, 10, None)], [], as_command=False)
    assert duels(of, "slow") == []
