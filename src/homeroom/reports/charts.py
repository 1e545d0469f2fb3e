"""Charts as pure functions that return SVG, the same on a page, on paper and in a mail. They count and round nothing.

Every chart has a title and direct labels, and its numbers stand in a table beside it (`twin`). A chart of fewer than
two known values is none at all: it would look like a finding. What is not known is a gap, never nought.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from homeroom.reports.estimates import Known
from homeroom.reports.grid import known_cell
from homeroom.reports.markup import joined, tag
from homeroom.reports.values import NO_EVIDENCE, State, Value, shown

WIDTH, ROW, SIDE, TALL = 480, 44, 8, 160  # pixels
LONGEST = 60  # characters of a label that fit over a mark
INK, LINE, BLUE = "#0b0c0c", "#b1b4b6", "#12436d"


@dataclass(frozen=True)
class Mark:
    """One mark of a chart: a label, its value, and for intervals the range that the value may lie in."""

    label: str
    value: Value
    low: Value = NO_EVIDENCE
    high: Value = NO_EVIDENCE

    @property
    def is_known(self) -> bool:
        return self.value.state is State.KNOWN and self.value.exact is not None

    @property
    def words(self) -> str:
        """`62 %`; with a range `62 % (54 % to 69 %)`."""
        if not self.is_known or self.low.state is not State.KNOWN or self.high.state is not State.KNOWN:
            return shown(self.value)
        told = {"value": shown(self.value), "low": shown(self.low), "high": shown(self.high)}
        return gettext("%(value)s (%(low)s to %(high)s)") % told


@dataclass(frozen=True)
class Scale:
    """Where a number lies between two edges, in pixels. Nought is always on it."""

    least: float
    most: float
    start: float
    end: float

    def at(self, number: float) -> float:
        share = (number - self.least) / (self.most - self.least)
        return self.start + share * (self.end - self.start)


def bar(title: str, marks: Sequence[Mark]) -> SafeString:
    """Bars from nought, each under its label, with its number at its end."""
    return _rows(title, marks, _bar)


def interval(title: str, marks: Sequence[Mark]) -> SafeString:
    """A dot where the value is believed to lie, and a stroke over the range in which it may."""
    return _rows(title, marks, _interval)


def line(title: str, marks: Sequence[Mark]) -> SafeString:
    """Values in their order from left to right. A value that is not known parts the line."""
    known = [one for one in marks if one.is_known]
    if len(known) < 2:
        return joined()
    up = _scale(marks, TALL - 24, 24)
    along = [70 + (WIDTH - 140) * at / (len(marks) - 1) for at in range(len(marks))]
    places = [(x, up.at(one.value.exact or 0)) if one.is_known else None for x, one in zip(along, marks, strict=True)]
    strokes = [
        tag("line", x1=_n(a[0]), y1=_n(a[1]), x2=_n(b[0]), y2=_n(b[1]), stroke=BLUE, stroke_width=2)
        for a, b in pairwise(places)
        if a and b
    ]
    ground = tag("line", x1=SIDE, y1=_n(up.at(0)), x2=WIDTH - SIDE, y2=_n(up.at(0)), stroke=LINE)
    dots = [part for one, place in zip(marks, places, strict=True) if place for part in _dot(one, *place)]
    ends = [
        _text(_short(one.label, 16), x, TALL - 6, "middle") for one, x in ((marks[0], along[0]), (marks[-1], along[-1]))
    ]
    return _picture(title, TALL, ground, *strokes, *dots, *ends)


def heat(title: str, head: str, columns: Sequence[str], rows: Sequence[tuple[str, Sequence[Known]]]) -> SafeString:
    """A table of states: each cell says its own by sign, fill and hidden words, so it needs no twin."""
    names = (tag("th", words, scope="col", class_="code") for words in columns)
    top = tag("thead", tag("tr", tag("th", head, scope="col", class_="child"), *names))
    body = [tag("tr", tag("th", name, scope="row", class_="child"), *map(known_cell, cells)) for name, cells in rows]
    return tag("table", tag("caption", title, class_="unseen"), top, tag("tbody", *body), class_="grid")


def twin(title: str, head: str, unit: str, marks: Sequence[Mark]) -> SafeString:
    """The same numbers as a table: what stands beside every chart, and in its place where there is none."""
    top = tag("thead", tag("tr", tag("th", head, scope="col"), tag("th", unit, scope="col", class_="number")))
    rows = [tag("tr", tag("th", one.label, scope="row"), tag("td", one.words, class_="number")) for one in marks]
    return tag("table", tag("caption", title, class_="unseen"), top, tag("tbody", *rows), class_="plain twin")


Drawn = Callable[[Mark, Scale, int], Sequence[SafeString]]


def _rows(title: str, marks: Sequence[Mark], drawn: Drawn) -> SafeString:
    if sum(one.is_known for one in marks) < 2:
        return joined()
    across = _scale(marks, SIDE, WIDTH - 150)
    tall = ROW * len(marks)
    ground = tag("line", x1=_n(across.at(0)), y1=0, x2=_n(across.at(0)), y2=tall, stroke=LINE)
    parts = [
        part
        for at, one in enumerate(marks)
        for part in (_label(one, ROW * at), *(drawn(one, across, ROW * at) if one.is_known else ()))
    ]
    return _picture(title, tall, ground, *parts)


def _label(one: Mark, top: int) -> SafeString:
    words = _short(one.label, LONGEST)
    return _text(words if one.is_known else f"{words}: {one.value.state.words}", SIDE + 4, top + 15, "start")


def _bar(one: Mark, across: Scale, top: int) -> Sequence[SafeString]:
    ends = sorted((across.at(0), across.at(one.value.exact or 0)))
    told = tag("title", f"{one.label}: {one.words}")
    drawn = tag("rect", told, x=_n(ends[0]), y=top + 21, width=_n(ends[1] - ends[0]), height=16, fill=BLUE)
    return drawn, _text(one.words, ends[1] + 6, top + 34, "start")


def _interval(one: Mark, across: Scale, top: int) -> Sequence[SafeString]:
    value = across.at(one.value.exact or 0)
    ends = [value, *(across.at(end.exact or 0) for end in (one.low, one.high) if _told(end))]
    low, high = _n(min(ends)), _n(max(ends))
    stroke = tag("line", x1=low, y1=top + 29, x2=high, y2=top + 29, stroke=BLUE, stroke_width=2)
    told = tag("title", f"{one.label}: {one.words}")
    dot = tag("circle", told, cx=_n(value), cy=top + 29, r=6, fill=BLUE)
    return stroke, dot, _text(one.words, max(ends) + 12, top + 34, "start")


def _dot(one: Mark, x: float, y: float) -> Sequence[SafeString]:
    told = tag("title", f"{one.label}: {one.words}")
    return tag("circle", told, cx=_n(x), cy=_n(y), r=4, fill=BLUE), _text(shown(one.value), x, y - 9, "middle")


def _scale(marks: Sequence[Mark], start: float, end: float) -> Scale:
    """From nought, or from the least where that is below, to the most; shares always to the whole."""
    known = [one.value for one in marks if one.is_known]
    known += [end for one in marks for end in (one.low, one.high) if one.is_known and _told(end)]
    numbers = [value.exact or 0 for value in known]
    whole = all(value.unit == "share" for value in known)
    least, most = min(0, *numbers), max(1 if whole else 0, *numbers)
    return Scale(least, most if most > least else least + 1, start, end)


def _told(value: Value) -> bool:
    return value.state is State.KNOWN and value.exact is not None


def _picture(title: str, tall: int, *parts: SafeString) -> SafeString:
    box = f"0 0 {WIDTH} {tall}"
    told = tag("title", title)
    return tag("svg", told, *parts, role="img", class_="curve", viewBox=box, width=WIDTH, height=tall)


def _text(words: str, x: float, y: float, anchor: str) -> SafeString:
    return tag("text", words, x=_n(x), y=_n(y), text_anchor=anchor, font_size=13, fill=INK)


def _short(words: str, longest: int) -> str:
    return words if len(words) <= longest else f"{words[: longest - 1]}…"


def _n(number: float) -> str:
    return f"{number:.1f}"
