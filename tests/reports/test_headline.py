from dataclasses import dataclass

import pytest

from homeroom.reports.headline import headline, score


@dataclass(frozen=True)
class Result:
    method: str
    result_kind: str | None = "level"
    result: str = ""


@pytest.mark.parametrize(
    ("methods", "first"),
    [
        (["Overall Relative Placement", "Grouping", "Overall Placement"], "Overall Placement"),
        (["Geometry Relative Placement", "Geometry Placement"], "Geometry Placement"),
        (["Composite - Year Growth", "Composite Level"], "Composite Level"),
        (["StateBenchmarkCategoryName", "RenaissanceBenchmarkCategoryName"], "RenaissanceBenchmarkCategoryName"),
        (["Something", "Other thing"], "Something"),
    ],
)
def test_the_level_that_vendors_put_first(methods: list[str], first: str) -> None:
    assert headline([Result(method) for method in methods]).method == first
    assert headline([Result(method) for method in reversed(methods)]).method == first


def test_any_level_comes_before_any_score() -> None:
    assert headline([Result("Score", "score"), Result("Odd")]).method == "Odd"


def test_a_scale_score_comes_before_other_numbers() -> None:
    many = [Result("Percentile", "score"), Result("Overall Scale Score", "score"), Result("RaschScore", None)]
    assert headline(many).method == "Overall Scale Score"


def test_a_level_brings_its_score_along() -> None:
    level = Result("Overall Placement")
    many = [
        level,
        Result("Mid On Grade Level Scale Score", "score", "466"),
        Result("Overall Scale Score", "score", "424"),
        Result("Percentile", "score", "19"),
    ]
    assert score(many) == "424"
    assert score([level]) == ""
    assert score([level, Result("Percentile", "score", "19")]) == ""
    assert score([Result("Overall Scale Score", "score", "424")]) == ""
