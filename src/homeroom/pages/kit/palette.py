"""The colours of the stylesheet, and how well each can be read, measured: the tests and the page of styles ask here."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations, pairwise
from pathlib import Path

from django.utils.translation import gettext_noop

from homeroom.mastery.state import State
from homeroom.pages.kit.colours import SEEN_BY, contrast, difference, lightness
from homeroom.reports.grid import style_of

STYLESHEET = Path(__file__).parents[1] / "static" / "homeroom.css"
TEXT, OUTLINE, APART, STEP = 4.5, 3.0, 12.0, 10.0  # WCAG 2.2's two ratios; CIEDE2000; L*
FILLED = (State.NOT_YET, State.GETTING_THERE, State.NEARLY_THERE, State.MASTERED)
# Names of the stylesheet: what is written with a colour, and on what.
WRITTEN: Sequence[tuple[str, str, str, float]] = (
    ("ink", "paper", gettext_noop("text"), TEXT),
    ("ink", "wash", gettext_noop("text on what is set apart"), TEXT),
    ("muted", "paper", gettext_noop("what stands beside"), TEXT),
    ("muted", "wash", gettext_noop("the banner"), TEXT),
    ("link", "paper", gettext_noop("links"), TEXT),
    ("paper", "link", gettext_noop("the one main button"), TEXT),
    ("paper", "link-dark", gettext_noop("the main button under the pointer"), TEXT),
    ("ok", "paper", gettext_noop("published"), TEXT),
    ("stop", "paper", gettext_noop("errors, held"), TEXT),
    ("paper", "stop", gettext_noop("missing"), TEXT),
    ("warn", "paper", gettext_noop("late"), TEXT),
    ("paper", "warn", gettext_noop("kinds of alarm"), TEXT),
    ("late-ink", gettext_noop("late"), gettext_noop("a late cell"), TEXT),
    ("focus", "ink", gettext_noop("the ring around what has the focus"), OUTLINE),
    ("line", "paper", gettext_noop("rules only: never alone around a control"), 0),
    ("hair", "paper", gettext_noop("rules only: never alone around a control"), 0),
)


@dataclass(frozen=True)
class Measured:
    """Two colours, what they are for, and their contrast; `least` is what it must be, 0 where nothing is asked."""

    one: str
    other: str
    use: str
    ratio: float
    least: float

    @property
    def holds(self) -> bool:
        return self.ratio >= self.least


@dataclass(frozen=True)
class Apart:
    """How far the two nearest fills lie from each other for these eyes, in CIEDE2000."""

    eyes: str
    nearest: float


@cache
def css() -> str:
    return STYLESHEET.read_text("utf-8")


def colours() -> Mapping[str, str]:
    """Name and value of every colour, as the stylesheet names them."""
    return dict(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{6});", css()))


def fill(state: State) -> str:
    """The background of a state's cell; paper where the stylesheet gives it none."""
    found = re.search(rf"\.state\.{style_of(state)} {{ background: var\(--([a-z-]+)\)", css())
    return colours()[found[1] if found else "paper"]


def text(state: State) -> str:
    """The colour that a state's cell is written in, and its dots drawn."""
    rule = rf"\.state\.{style_of(state)} {{ [^}}]*(?<!-)color: var\(--([a-z]+)\)"
    found = re.search(rule, css()) or re.search(r"\.state { color: var\(--([a-z]+)\)", css())
    if found is None:
        raise LookupError(f"the stylesheet says no colour of text for {state}")
    return colours()[found[1]]


def written() -> tuple[Measured, ...]:
    """Everything that is written in a colour, in the order of the list above; then the cells of the states."""
    named = colours()
    plain = (Measured(a, b, use, contrast(named[a], named[b]), least) for a, b, use, least in WRITTEN)
    cells = (
        Measured(str(one), "its fill", gettext_noop("cells"), contrast(text(one), fill(one)), TEXT) for one in State
    )
    return (*plain, *cells)


def apart() -> tuple[Apart, ...]:
    """The nearest two fills, as everybody sees them and under each of three deficiencies."""
    fills = sorted({fill(state) for state in State})
    return tuple(Apart(eyes, min(difference(a, b, eyes) for a, b in combinations(fills, 2))) for eyes in SEEN_BY)


def steps() -> tuple[float, ...]:
    """How much darker each fuller state is than the one before, in L*: what a grey printer leaves."""
    shades = [lightness(fill(state)) for state in (State.NO_EVIDENCE, *FILLED)]
    return tuple(lighter - darker for lighter, darker in pairwise(shades))
