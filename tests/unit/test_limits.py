from hypothesis import given
from hypothesis import strategies as st

from domain.limits import UploadLimits, after_refusal, effective

sizes = st.integers(1, 10**9)
limits = st.builds(
    UploadLimits,
    bytes_per_file=sizes,
    files_per_message=st.integers(1, 20),
    bytes_per_message=sizes,
)


@given(limits, limits)
def test_the_effective_limit_is_never_more_than_either_side_allows(
    chat: UploadLimits, ours: UploadLimits
) -> None:
    both = effective(chat, ours)
    for side in (chat, ours):
        assert both.bytes_per_file <= side.bytes_per_file
        assert both.files_per_message <= side.files_per_message
        assert both.bytes_per_message <= side.bytes_per_message


@given(limits, st.integers(2, 10**9))
def test_a_file_refused_alone_lowers_the_limit_of_a_file_below_it(
    known: UploadLimits, refused: int
) -> None:
    learnt = after_refusal(known, (refused,))
    assert learnt.bytes_per_file < refused
    assert learnt.bytes_per_file <= known.bytes_per_file
    assert learnt.bytes_per_message == known.bytes_per_message


@given(limits, st.lists(sizes, min_size=2, max_size=10).map(tuple))
def test_files_refused_together_are_never_offered_together_again(
    known: UploadLimits, refused: tuple[int, ...]
) -> None:
    learnt = after_refusal(known, refused)
    assert learnt.bytes_per_message < sum(refused)
    assert learnt.bytes_per_message <= known.bytes_per_message
    assert learnt.bytes_per_file == known.bytes_per_file
