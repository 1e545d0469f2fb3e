"""Put together how good the numbers are, out of what the nights have kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.db.models import F
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy

from homeroom.mastery.models import Quality
from homeroom.mastery.quality_figures import BINS, ON, Figures, Line
from homeroom.mastery.state import State
from homeroom.people.visibility import Scope
from homeroom.reports.numbers.report import Enough, Foretold, Numbers, Part
from homeroom.reports.seen import program_name
from homeroom.reports.values import NO_EVIDENCE, Value, grade, known, share, span
from homeroom.reports.values import State as Told

FEW = Value(Told.FEW)
START = {
    "0 to 4": gettext_lazy("0 to 4 of the first 10 right"),
    "5 to 7": gettext_lazy("5 to 7 of the first 10 right"),
    "8 to 10": gettext_lazy("8 to 10 of the first 10 right"),
}
# How each part of the figures is called, and its lines.
PARTS: tuple[tuple[str, str | Promise, str | Promise, Callable[[str], str]], ...] = (
    (
        "program",
        gettext_lazy("By program"),
        gettext_lazy("Program"),
        lambda slug: program_name(slug) if slug else gettext("no program named"),
    ),
    (
        "grade",
        gettext_lazy("By grade"),
        gettext_lazy("Grade"),
        lambda code: grade(code) if code else gettext("grade unknown"),
    ),
    ("school", gettext_lazy("By school"), gettext_lazy("School"), str),
    (
        "start",
        gettext_lazy("By how a child began"),
        gettext_lazy("First answers"),
        lambda name: str(START.get(name, name)),
    ),
)


def numbers(scope: Scope) -> Numbers:
    """The same for everybody whom it is open to: `scope` holds no child, and none is in it.

    The figures are of the engine whose estimates were counted last.
    """
    newest = Quality.objects.order_by(F("counted_at").desc(nulls_last=True))
    kept = newest.first() or Quality(engine="filter")
    found = Figures.from_json(kept.figures) if kept.figures else None
    return Numbers(
        whole=_foretold(found.whole, str) if found else None,
        is_few=kept.measured_at is not None and found is None,
        states=Part("states", gettext("What each word was worth"), gettext("We said"), _states(found)),
        curve=Part("curve", gettext("Foretold, and come true"), gettext("Foretold chance"), _curve(found)),
        parts=tuple(
            Part(
                part, str(title), str(head), tuple(_foretold(line, name) for line in sorted(found.by[part], key=_place))
            )
            for part, title, head, name in PARTS
            if found and found.by[part]
        ),
        apart=NO_EVIDENCE if found is None or found.auc is None else known(found.auc, unit="share"),
        typical=NO_EVIDENCE if found is None else known(found.ece, unit="share"),
        in_turns=found is not None and found.in_turns,
        measured_on=_day(kept.figures),
        failed=kept.failed,
        enough=_enough(kept.evidence),
        counted_on=_day(kept.evidence),
        engine=kept.engine,
        drawn_from={"facts": kept.facts_version, "constants": kept.parameters_version},
    )


def _states(found: Figures | None) -> tuple[Foretold, ...]:
    return tuple(_foretold(line, _state, State(line.name).glyph) for line in found.states) if found else ()


def _state(name: str) -> str:
    return State(name).words


def _curve(found: Figures | None) -> tuple[Foretold, ...]:
    return tuple(_foretold(line, _tenth) for line in found.curve) if found else ()


def _tenth(name: str) -> str:
    low = 100 // BINS * int(name)
    return span(str(low), share((low + 100 // BINS) / 100))


def _foretold(line: Line, name: Callable[[str], str], sign: str = "") -> Foretold:
    if line.is_few:
        return Foretold(name(line.name), FEW, FEW, FEW, FEW, FEW, FEW, FEW, sign)
    return Foretold(
        name=name(line.name),
        children=known(line.children),
        answers=known(line.answers),
        foretold=known(line.foretold, line.answers, "share"),
        right=known(line.right, line.answers, "share"),
        off=known(line.foretold - line.right, line.answers, "points"),
        low=known(line.low, line.answers, "points"),
        high=known(line.high, line.answers, "points"),
        sign=sign,
    )


def _enough(evidence: Mapping[str, Any]) -> dict[str, tuple[Enough, ...]]:
    names: Mapping[str, Callable[[str], str]] = {part: name for part, _, _, name in PARTS}
    return {
        part: tuple(
            _thin(told, names.get(part, lambda _: gettext("All children"))) for told in sorted(lines, key=_told_place)
        )
        for part, lines in evidence.items()
        if part != ON
    }


def _place(line: Line) -> tuple[bool, str]:
    """By name; kindergarten comes before the grades."""
    return line.name != "KG", line.name


def _told_place(told: Mapping[str, Any]) -> tuple[bool, str]:
    return _place(Line(told["name"]))


def _thin(told: Mapping[str, Any], name: Callable[[str], str]) -> Enough:
    if not told["children"]:
        return Enough(name(told["name"]), FEW, FEW, FEW, FEW)
    worked, thin = told["worked"], told["thin"]
    of_them = known(thin / worked, worked, "share") if worked else NO_EVIDENCE
    return Enough(name(told["name"]), known(told["children"]), known(worked), known(thin), of_them)


def _day(kept: Mapping[str, Any]) -> date | None:
    """The school's day on which it was worked out."""
    return date.fromisoformat(kept[ON]) if ON in kept else None
