import pytest

from homeroom.standards.grades import spellings


@pytest.mark.parametrize(
    ("grades", "found"),
    [
        (["03"], {"03", "3"}),
        (["3", "Grade 3"], {"03", "3"}),
        (["KG"], {"KG", "K"}),
        (["K", "10"], {"KG", "K", "10"}),
        (["PK"], {"PK"}),
        (["", "thirteen"], set()),
        ([], set()),
    ],
)
def test_a_grade_is_known_under_every_spelling(grades: list[str], found: set[str]) -> None:
    assert spellings(grades) == found
