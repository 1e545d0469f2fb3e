"""Charts: bars begin at nought, labels are direct, gaps stay gaps, and fewer than two numbers are no chart."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from xml.etree import ElementTree

import pytest
from django.utils.safestring import SafeString
from hypothesis import given
from hypothesis import strategies as st

from homeroom.mastery.state import State as Mastery
from homeroom.reports import charts
from homeroom.reports.charts import Mark
from homeroom.reports.estimates import Known
from homeroom.reports.values import NO_EVIDENCE, State, Value, known

Chart = Callable[[str, Sequence[Mark]], SafeString]
DRAWN = pytest.mark.parametrize("chart", [charts.bar, charts.line, charts.interval])
HOSTILE = '<script>alert("1")</script>'
FEW = Value(State.FEW)


def mark(label: str, number: float | None, unit: str = "") -> Mark:
    return Mark(label, NO_EVIDENCE if number is None else known(number, unit=unit))


def shares(label: str, value: float, low: float, high: float) -> Mark:
    one, two, three = (known(number, unit="share") for number in (value, low, high))
    return Mark(label, one, two, three)


def parsed(drawn: SafeString) -> ElementTree.Element:
    return ElementTree.fromstring(drawn)


def numbers(drawn: SafeString, name: str, attribute: str) -> list[float]:
    return [float(one.get(attribute, "nan")) for one in parsed(drawn).iter(name)]


@DRAWN
def test_a_chart_has_a_title_and_is_one_picture(chart: Chart) -> None:
    drawn = parsed(chart("Minutes by program", [mark("A", 1), mark("B", 2)]))
    assert drawn.get("role") == "img"
    assert drawn.findtext("title") == "Minutes by program"
    assert "style" not in {name for part in drawn.iter() for name in part.attrib}


@DRAWN
@pytest.mark.parametrize("marks", [[], [mark("A", 1)], [mark("A", 1), mark("B", None)], [mark("A", 1), Mark("B", FEW)]])
def test_fewer_than_two_known_numbers_are_no_chart(chart: Chart, marks: list[Mark]) -> None:
    assert chart("Minutes", marks) == ""


@DRAWN
def test_hostile_words_stay_words(chart: Chart) -> None:
    drawn = chart(HOSTILE, [mark(HOSTILE, 1), mark(HOSTILE, 2)])
    assert "<script" not in drawn
    assert parsed(drawn).findtext("title") == HOSTILE


def test_bars_begin_at_nought_and_are_as_long_as_their_numbers() -> None:
    drawn = charts.bar("Minutes", [mark("A", 10), mark("B", 40)])
    assert len(set(numbers(drawn, "rect", "x"))) == 1
    short, long = numbers(drawn, "rect", "width")
    assert long == pytest.approx(4 * short, abs=0.2)
    [ground] = set(numbers(drawn, "line", "x1"))
    assert ground == numbers(drawn, "rect", "x")[0]


def test_below_nought_a_bar_ends_where_the_others_begin() -> None:
    drawn = charts.bar("Off by", [mark("A", -0.2, "points"), mark("B", 0.2, "points")])
    (left, right), (one, other) = numbers(drawn, "rect", "x"), numbers(drawn, "rect", "width")
    assert left + one == pytest.approx(right, abs=0.2)
    assert one == pytest.approx(other, abs=0.2)


def test_every_mark_is_labelled_with_its_number_as_people_read_it() -> None:
    drawn = charts.bar("Mastered", [mark("Number", 0.615, "share"), mark("Geometry", 1234)])
    assert {"Number", "62 %", "Geometry", "1,234"} <= {part.text for part in parsed(drawn).iter("text")}


def test_what_is_not_known_is_named_and_has_no_bar() -> None:
    drawn = charts.bar("Minutes", [mark("A", 10), mark("B", None), mark("C", 20), Mark("D", FEW)])
    assert len(numbers(drawn, "rect", "x")) == 2
    told = {part.text for part in parsed(drawn).iter("text")}
    assert {"B: no evidence", "D: too few answers"} <= told
    assert "0" not in told


def test_a_range_is_a_stroke_through_its_dot() -> None:
    drawn = charts.interval("Mastered", [shares("A", 0.6, 0.5, 0.7), shares("B", 0.3, 0.1, 0.5)])
    dots = numbers(drawn, "circle", "cx")
    _, *low = numbers(drawn, "line", "x1")
    _, *high = numbers(drawn, "line", "x2")
    assert all(a < dot < b for a, dot, b in zip(low, dots, high, strict=True))
    assert "60 % (50 % to 70 %)" in drawn


def test_shares_are_drawn_against_the_whole() -> None:
    """Two small shares look small: the scale does not end where they end."""
    drawn = charts.bar("Mastered", [mark("A", 0.1, "share"), mark("B", 0.2, "share")])
    assert max(numbers(drawn, "rect", "width")) < charts.WIDTH / 4


def test_a_line_is_parted_where_nothing_is_known() -> None:
    drawn = charts.line("Minutes", [mark("1", 5), mark("2", 6), mark("3", None), mark("4", 7)])
    assert len(numbers(drawn, "circle", "cx")) == 3
    strokes = [one for one in parsed(drawn).iter("line") if one.get("stroke") == charts.BLUE]
    assert len(strokes) == 1


def test_a_line_names_its_first_and_last_point() -> None:
    told = [part.text for part in parsed(charts.line("Minutes", [mark("19 Oct", 5), mark("26 Oct", 6)])).iter("text")]
    assert told[-2:] == ["19 Oct", "26 Oct"]


def test_nothing_but_nought_is_drawn_and_divides_by_nothing() -> None:
    assert numbers(charts.bar("Minutes", [mark("A", 0), mark("B", 0)]), "rect", "width") == [0, 0]


def test_a_long_label_is_cut_and_told_in_full() -> None:
    drawn = charts.bar("Minutes", [mark("x" * 200, 1), mark("B", 2)])
    assert f"{'x' * 59}…" in drawn
    assert f"{'x' * 200}: 1" in drawn


@DRAWN
@given(st.lists(st.none() | st.floats(-1e9, 1e9), min_size=2, max_size=12))
def test_every_mark_lies_in_the_picture(chart: Chart, found: list[float | None]) -> None:
    drawn = chart("Numbers", [mark(str(at), one) for at, one in enumerate(found)])
    if not drawn:
        assert sum(one is not None for one in found) < 2
        return
    places = [float(value) for value in re.findall(r'\b(?:x|cx|x1|x2)="([^"]+)"', drawn)]
    heights = [float(value) for value in re.findall(r'\b(?:y|cy|y1|y2)="([^"]+)"', drawn)]
    tall = float(parsed(drawn).get("height", "0"))
    assert all(0 <= place <= charts.WIDTH for place in places)
    assert all(0 <= height <= tall for height in heights)


def test_the_twin_holds_every_number_and_every_gap() -> None:
    marks = [shares("A", 0.6, 0.5, 0.7), mark("B", None), Mark("C", FEW)]
    table = charts.twin("Mastered", "Domain", "Share", marks)
    assert re.findall(r'<td class="number">([^<]*)</td>', table) == ["60 % (50 % to 70 %)", "–", "?"]
    assert '<caption class="unseen">Mastered</caption>' in table


def test_heat_is_a_table_whose_cells_say_their_state() -> None:
    rows = [("Ana", [Known(Mastery.MASTERED, attempts=9, weight=9), Known()])]
    table = charts.heat("What they know", "Child", ["3.NF.A.1", "3.NF.A.2"], rows)
    assert '<th scope="row" class="child">Ana</th>' in table
    assert 'class="state mastered"' in table
    assert "mastered, 9 answers" in table
    assert "<svg" not in table
