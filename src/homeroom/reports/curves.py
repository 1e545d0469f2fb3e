"""Curves drawn as SVG by pure functions. What they show stands in a table beside them, too."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from homeroom.reports.markup import joined, tag
from homeroom.reports.numbers.report import Foretold
from homeroom.reports.values import State, share, shown

SIDE, LEFT, BELOW, ABOVE = 280, 52, 46, 12  # pixels
INK, LINE, HAIR, BLUE = "#0b0c0c", "#b1b4b6", "#e3e5e6", "#12436d"
TICKS = (0.0, 0.25, 0.5, 0.75, 1.0)


def reliability(title: str, lines: Sequence[Foretold]) -> SafeString:
    """Share right over the chance foretold; on the line from corner to corner both are the same. Blank under two dots.

    A stroke through each dot is where the share lies 19 times out of 20.
    """
    points = [line for line in lines if line.right.state is State.KNOWN]
    if len(points) < 2:
        return joined()
    width, height = LEFT + SIDE + 28, ABOVE + SIDE + BELOW
    same = _stroke(0, 0, 1, 1, LINE, stroke_dasharray="4 4")
    dots = [_dot(line) for line in points]
    return tag(
        "svg",
        tag("title", title),
        *_frame(),
        same,
        *dots,
        role="img",
        class_="curve",
        viewBox=f"0 0 {width} {height}",
        width=width,
        height=height,
    )


def _dot(line: Foretold) -> SafeString:
    at, right = line.foretold.exact or 0.0, line.right.exact or 0.0
    low, high = (min(max(at - (end.exact or 0.0), 0.0), 1.0) for end in (line.high, line.low))
    told = {"chance": line.name, "share": shown(line.right), "answers": shown(line.answers)}
    words = gettext("%(chance)s foretold: %(share)s of %(answers)s answers right") % told
    dot = tag("circle", tag("title", words), cx=_x(at), cy=_y(right), r=5, fill=BLUE)
    return joined(_stroke(at, low, at, high, BLUE, stroke_width=2), dot)


def _frame() -> list[SafeString]:
    lines, words = [], []
    for tick in TICKS:
        lines += [_stroke(0, tick, 1, tick, HAIR), _stroke(tick, 0, tick, 1, HAIR)]
        label = share(tick)
        words += [
            _text(label, LEFT - 8, float(_y(tick)) + 4, "end"),
            _text(label, float(_x(tick)), ABOVE + SIDE + 18, "middle"),
        ]
    return [*lines, *words, _text(gettext("chance foretold"), LEFT + SIDE / 2, ABOVE + SIDE + 38, "middle")]


def _text(words: str, x: float, y: float, anchor: str) -> SafeString:
    return tag("text", words, x=f"{x:g}", y=f"{y:g}", text_anchor=anchor, font_size=13, fill=INK)


def _stroke(x1: float, y1: float, x2: float, y2: float, colour: str, **more: str | int) -> SafeString:
    return tag("line", x1=_x(x1), y1=_y(y1), x2=_x(x2), y2=_y(y2), stroke=colour, **more)


def _x(share: float) -> str:
    return f"{LEFT + SIDE * share:.1f}"


def _y(share: float) -> str:
    return f"{ABOVE + SIDE * (1 - share):.1f}"
