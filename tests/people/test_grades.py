import pytest

from homeroom.people.grades import CODES, grade_code, grade_order


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("5", "05"),
        ("05", "05"),
        ("Grade 5", "05"),
        ("5th grade", "05"),
        ("1st", "01"),
        ("K", "KG"),
        ("KG", "KG"),
        ("Kindergarten", "KG"),
        ("0", "KG"),
        ("Pre-K", "PK"),
        ("12", "12"),
        (" 3 ", "03"),
        ("other", "Other"),
    ],
)
def test_a_grade_is_known_by_its_usual_spellings(text: str, code: str) -> None:
    assert grade_code(text) == code


@pytest.mark.parametrize("text", ["", "14", "99", "five", "5-6", "Room 5", "Grade"])
def test_an_unknown_grade_is_never_guessed(text: str) -> None:
    assert grade_code(text) is None


@pytest.mark.parametrize("code", CODES)
def test_a_code_stands_for_itself(code: str) -> None:
    assert grade_code(code) == code


def test_grades_stand_from_the_youngest_up_and_unknown_ones_last() -> None:
    assert sorted(["", "10", "KG", "02", "PK"], key=grade_order) == ["PK", "KG", "02", "10", ""]
