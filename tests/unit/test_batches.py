from hypothesis import given
from hypothesis import strategies as st

from domain.batches import batches_left, next_batch
from domain.fitting import Fitted
from domain.limits import LARGE_JOB, UploadLimits, for_a_job_of
from tests.unit.nouns import fitted

limits = st.builds(
    UploadLimits,
    bytes_per_file=st.just(100),
    files_per_message=st.integers(1, 5),
    bytes_per_message=st.integers(1, 150),
)


def _all_batches(files: list[Fitted], known: UploadLimits) -> list[tuple[Fitted, ...]]:
    batches = []
    while batch := next_batch(files, known, more_to_come=False):
        batches.append(batch)
        files = files[len(batch) :]
    return batches


@given(st.lists(st.integers(0, 100), max_size=30), limits)
def test_batches_lose_no_file_keep_the_order_and_hold_every_limit(
    sizes: list[int], known: UploadLimits
) -> None:
    files = [fitted(f"{number}", size) for number, size in enumerate(sizes)]
    batches = _all_batches(files, known)
    assert [one for batch in batches for one in batch] == files
    for batch in batches:
        assert len(batch) <= known.files_per_message
        assert len(batch) == 1 or sum(f.file.size_bytes for f in batch) <= known.bytes_per_message


@given(st.lists(st.integers(1, 100), max_size=12), limits)
def test_a_message_that_leaves_early_is_the_one_that_would_have_left_anyway(
    sizes: list[int], known: UploadLimits
) -> None:
    files = [fitted(f"{number}", size) for number, size in enumerate(sizes)]
    early = next_batch(files, known, more_to_come=True)
    assert early in ((), next_batch(files, known, more_to_come=False))


def test_it_waits_while_the_message_has_room_and_more_are_to_come() -> None:
    known = UploadLimits(bytes_per_file=100, files_per_message=3, bytes_per_message=100)
    assert next_batch([fitted("a", 10)], known, more_to_come=True) == ()
    assert len(next_batch([fitted("a", 10), fitted("b", 95)], known, more_to_come=True)) == 1
    assert len(next_batch([fitted(k, 1) for k in "abc"], known, more_to_come=True)) == 3
    assert len(next_batch([fitted("a", 100)], known, more_to_come=True)) == 1


def test_a_single_file_may_be_larger_than_a_message_of_several() -> None:
    known = UploadLimits(bytes_per_file=100, files_per_message=3, bytes_per_message=20)
    files = [fitted("a", 90), fitted("b", 5)]
    assert [len(batch) for batch in _all_batches(files, known)] == [1, 1]


@given(st.lists(st.integers(0, 100), max_size=30), limits)
def test_the_messages_that_are_left_are_counted(sizes: list[int], known: UploadLimits) -> None:
    files = [fitted(f"{number}", size) for number, size in enumerate(sizes)]
    assert batches_left(files, known) == len(_all_batches(files, known))


def test_the_messages_of_a_large_job_hold_five_files() -> None:
    known = UploadLimits(bytes_per_file=100, files_per_message=10, bytes_per_message=100)
    assert for_a_job_of(known, LARGE_JOB) == known
    assert for_a_job_of(known, LARGE_JOB + 1).files_per_message == 5
    few = known.model_copy(update={"files_per_message": 3})
    assert for_a_job_of(few, LARGE_JOB + 1) == few
