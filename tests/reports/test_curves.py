"""The curve is drawn where there is one, and says in words what its dots say."""

from __future__ import annotations

import re

from homeroom.mastery.quality_figures import Line
from homeroom.reports.curves import reliability
from homeroom.reports.numbers.make import _foretold
from homeroom.reports.numbers.report import Foretold


def dot(name: str, foretold: float, right: float, children: int = 20) -> Foretold:
    return _foretold(Line(name, children, 100, foretold, right, foretold - right - 0.1, foretold - right + 0.1), str)


def test_a_dot_on_the_line_lies_half_way_at_one_half() -> None:
    drawn = reliability("How it fits", [dot("50 to 60 %", 0.5, 0.5), dot("90 to 100 %", 1.0, 0.9)])
    assert drawn.startswith("<svg><title>") or "<title>How it fits</title>" in drawn
    middle, end = re.findall(r'<circle cx="([\d.]+)" cy="([\d.]+)"', drawn)
    assert middle == ("192.0", "152.0")
    assert end == ("332.0", "40.0")
    assert "50 to 60 % foretold: 50 % of 100 answers right" in drawn
    strokes = re.findall(r'y1="([\d.]+)" x2="[\d.]+" y2="([\d.]+)" stroke="#12436d"', drawn)
    assert strokes[0] == ("180.0", "124.0")
    assert strokes[1] == ("68.0", "12.0")  # never beyond all right
    assert "style=" not in drawn


def test_few_children_are_no_dot_and_under_two_dots_there_is_no_curve() -> None:
    few = dot("10 to 20 %", 0.15, 0.1, children=0)
    assert reliability("x", [few, dot("a", 0.5, 0.5)]) == ""
    assert reliability("x", []) == ""
    assert reliability("x", [few, dot("a", 0.5, 0.5), dot("b", 0.7, 0.7)]).count("<circle") == 2


def test_hostile_words_stay_words() -> None:
    assert "<script>" not in reliability("<script>", [dot("<script>", 0.5, 0.5), dot("b", 0.7, 0.7)])
