"""The colours of the pages, worked out from the stylesheet itself."""

from __future__ import annotations

import re
from itertools import combinations, pairwise
from pathlib import Path

import numpy as np
import pytest

import homeroom.pages
from homeroom.mastery.state import State
from homeroom.reports.grid import style_of
from reports.palette import SEEN_BY, ciede2000, contrast, difference, lightness

CSS = (Path(homeroom.pages.__file__).parent / "static" / "homeroom.css").read_text("utf-8")
COLOURS = dict(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{6});", CSS))
FILLED = [State.NOT_YET, State.GETTING_THERE, State.NEARLY_THERE, State.MASTERED]


def fill(state: State) -> str:
    """The background of a state's cell; paper where the stylesheet gives it none."""
    found = re.search(rf"\.state\.{style_of(state)} {{ background: var\(--([a-z-]+)\)", CSS)
    return COLOURS[found[1] if found else "paper"]


def text(state: State) -> str:
    rule = rf"\.state\.{style_of(state)} {{ [^}}]*(?<!-)color: var\(--([a-z]+)\)"
    found = re.search(rule, CSS) or re.search(r"\.state { color: var\(--([a-z]+)\)", CSS)
    assert found is not None
    return COLOURS[found[1]]


def test_each_state_has_a_fill_and_five_of_them_differ() -> None:
    assert len({fill(state) for state in State}) == 5
    assert fill(State.NO_EVIDENCE) == fill(State.NOT_ENOUGH) == COLOURS["paper"]


@pytest.mark.parametrize("state", list(State))
def test_text_on_every_fill_can_be_read(state: State) -> None:
    assert contrast(fill(state), text(state)) >= 4.5


@pytest.mark.parametrize("state", list(State))
def test_the_dots_around_thin_evidence_stand_out_on_every_fill(state: State) -> None:
    """The outline has the cell's own colour of text, and a link in a cell takes it over, too."""
    assert re.search(r"\.thin { outline: 2px dotted currentColor", CSS)
    assert re.search(r"\.grid td\.state a { [^}]*color: inherit", CSS)
    assert contrast(fill(state), text(state)) >= 3


@pytest.mark.parametrize("eyes", SEEN_BY)
def test_no_two_fills_look_alike_to_any_eyes(eyes: str) -> None:
    fills = sorted({fill(state) for state in State})
    closest = min(difference(one, other, eyes) for one, other in combinations(fills, 2))
    assert closest >= 12


def test_fuller_is_darker_so_that_a_grey_printer_keeps_the_order() -> None:
    steps = [lightness(fill(state)) for state in [State.NO_EVIDENCE, *FILLED]]
    assert all(lighter - darker >= 10 for lighter, darker in pairwise(steps))


@pytest.mark.parametrize("colour", ["muted", "link", "ok", "stop", "warn"])
def test_coloured_text_can_be_read_on_paper(colour: str) -> None:
    assert contrast(COLOURS[colour], COLOURS["paper"]) >= 4.5


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
