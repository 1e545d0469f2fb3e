from hypothesis import given
from hypothesis import strategies as st

from homeroom.intake.ledger import packed, unpacked


@given(st.sets(st.integers(1, 2**40)))
def test_row_numbers_come_back_as_they_were_packed(numbers: set[int]) -> None:
    assert unpacked(packed(list(numbers))).tolist() == sorted(numbers)
