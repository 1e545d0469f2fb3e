"""The colours of the pages, worked out from the stylesheet itself."""

from __future__ import annotations

import re

import numpy as np
import pytest

from homeroom.mastery.state import State
from homeroom.pages.kit import palette
from homeroom.pages.kit.colours import ciede2000, contrast
from homeroom.pages.kit.palette import APART, OUTLINE, STEP, TEXT, fill


def test_what_is_asked_of_the_colours_is_what_was_promised() -> None:
    """Contrast of text and of outlines by WCAG 2.2; CIEDE2000 of two fills; L* from one state to the next."""
    assert (TEXT, OUTLINE, APART, STEP) == (4.5, 3.0, 12.0, 10.0)


def test_each_state_has_a_fill_and_five_of_them_differ() -> None:
    assert len({fill(state) for state in State}) == 5
    assert fill(State.NO_EVIDENCE) == fill(State.NOT_ENOUGH) == palette.colours()["paper"]


def test_everything_that_is_written_can_be_read() -> None:
    measured = palette.written()
    assert {one.least for one in measured if one.use == "cells"} == {TEXT}
    assert [one for one in measured if not one.holds] == []


def test_rules_are_the_only_colours_of_which_nothing_is_asked() -> None:
    assert {one.one for one in palette.written() if not one.least} == {"line", "hair"}


def test_every_colour_of_the_stylesheet_is_measured() -> None:
    """A colour that is added is measured, too: as text, as what text stands on, or as the fill of a state."""
    measured = {name for one in palette.written() for name in (one.one, one.other)}
    fills = {fill(state) for state in State}
    assert [name for name, value in palette.colours().items() if name not in measured and value not in fills] == []


def test_no_colour_is_used_that_has_no_name() -> None:
    rules = re.sub(r":root {.*?}", "", palette.css(), count=1, flags=re.DOTALL)
    assert re.findall(r"#[0-9a-f]{3,6}\b(?![^{]*{)", rules) == []


@pytest.mark.parametrize("state", list(State))
def test_the_dots_around_thin_evidence_stand_out_on_every_fill(state: State) -> None:
    """The outline has the cell's own colour of text, and a link in a cell takes it over, too."""
    assert re.search(r"\.thin { outline: 2px dotted currentColor", palette.css())
    assert re.search(r"\.grid td\.state a { [^}]*color: inherit", palette.css())
    assert contrast(fill(state), palette.text(state)) >= OUTLINE


def test_no_two_fills_look_alike_to_any_eyes() -> None:
    seen = palette.apart()
    assert [one.eyes for one in seen] == ["everybody", "protan", "deutan", "tritan"]
    assert [one for one in seen if one.nearest < APART] == []


def test_fuller_is_darker_so_that_a_grey_printer_keeps_the_order() -> None:
    assert len(palette.steps()) == 4
    assert min(palette.steps()) >= STEP


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        # Out of the table of Sharma, Wu and Dalal 2005: pairs 1, 4, 7, 13, 17, 25 and 34.
        ((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425),
        ((50, -1.3802, -84.2814), (50, 0, -82.7485), 1.0),
        ((50, 0, 0), (50, -1, 2), 2.3669),
        ((50, -0.001, 2.49), (50, 0.0011, -2.49), 4.7461),
        ((50, 2.5, 0), (73, 25, -18), 27.1492),
        ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
        ((2.0776, 0.0795, -1.1350), (0.9033, -0.0636, -0.5514), 0.9082),
    ],
)
def test_the_difference_of_colours_is_that_of_its_authors(
    one: tuple[float, ...], other: tuple[float, ...], expected: float
) -> None:
    assert ciede2000(np.array(one), np.array(other)) == pytest.approx(expected, abs=1e-4)
