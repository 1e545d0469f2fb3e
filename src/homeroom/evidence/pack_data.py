"""A study's tables as files of a pack, and back again to the last digit."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from homeroom.evidence import canonical
from homeroom.evidence.data import Answer, Asked, Cell, Child, Data

CHILD = (
    *("key", "classroom", "school", "is_new", "baseline", "outcome", "grade", "stratum"),
    *("minutes_odd", "minutes_even", "assigned"),
)
CELL = ("classroom", "what", "stratum", "is_new", "link")
ANSWER = ("child", "what", "outcome")
EARLIER, SECONDARY, COVARIATE, GROUP = "earlier ", "secondary: ", "covariate: ", "group: "
MEANINGS = {
    "key": "the child, by a key of this pack alone",
    "child": "the child, by a key of this pack alone",
    "classroom": "the class it counts in: that of the day of the draw",
    "school": "the class's school, by a key of this pack alone",
    "is_new": "1: in the new arm; 0: not. Of a child where standards or weeks were drawn: always 0, see cells",
    "baseline": "the baseline measure, in its own points; blank where there is none",
    "outcome": "the primary outcome, in its own points; blank where there is none",
    "grade": "the grades of the class",
    "stratum": "what was drawn by itself; blank where all was drawn together",
    "minutes_odd": "minutes used a week, in odd weeks",
    "minutes_even": "minutes used a week, in even weeks",
    "assigned": "minutes a week that were asked for",
    "what": "the standard, or the Monday of the week, that was drawn",
    "link": "cells of one stratum with the same link were drawn together",
    EARLIER: "a wave before the baseline, 1 the oldest",
    SECONDARY: "another outcome, by its name",
    COVARIATE: "what the estimate adjusts for",
    GROUP: "which part of the children it is among",
}


def files(data: Data) -> dict[str, str]:
    """The text of each file by name."""
    found = {"asked.json": canonical.text(msgspec.to_builtins(data.asked)), "children.csv": _children(data.children)}
    if data.cells:
        found["cells.csv"] = _csv(
            CELL, ([one.classroom, one.what, one.stratum, int(one.is_new), one.link] for one in data.cells)
        )
        found["answers.csv"] = _csv(ANSWER, ([one.child, one.what, one.outcome] for one in data.answers))
    columns = {name: next(csv.reader(io.StringIO(text))) for name, text in found.items() if name.endswith(".csv")}
    rows = [[name, column, _meaning(column)] for name, told in columns.items() for column in told]
    return found | {"dictionary.csv": _csv(("file", "column", "meaning"), rows)}


def read(texts: Mapping[str, str]) -> Data:
    """Raises KeyError, ValueError or msgspec.ValidationError where the files are no study's."""
    asked = msgspec.convert(json.loads(texts["asked.json"]), Asked)
    children = tuple(_child(row) for row in csv.DictReader(io.StringIO(texts["children.csv"])))
    if "cells.csv" not in texts:
        return Data(asked, children)
    cells = [
        Cell(row["classroom"], row["what"], row["stratum"], row["is_new"] == "1", row["link"])
        for row in csv.DictReader(io.StringIO(texts["cells.csv"]))
    ]
    answers = [
        Answer(row["child"], row["what"], _number(row["outcome"]))
        for row in csv.DictReader(io.StringIO(texts["answers.csv"]))
    ]
    return Data(asked, children, tuple(cells), tuple(answers))


def _children(children: Sequence[Child]) -> str:
    waves = max((len(one.earlier) for one in children), default=0)
    named = {
        SECONDARY: sorted({name for one in children for name in one.secondary}),
        COVARIATE: sorted({name for one in children for name in one.covariates}),
        GROUP: sorted({name for one in children for name in one.groups}),
    }
    extra = [f"{EARLIER}{at + 1}" for at in range(waves)] + [f"{kind}{name}" for kind in named for name in named[kind]]
    return _csv([*CHILD, *extra], (_row(one, waves, named) for one in children))


def _row(one: Child, waves: int, named: Mapping[str, Sequence[str]]) -> list[object]:
    odd, even = one.minutes or (None, None)
    plain = [one.key, one.classroom, one.school, int(one.is_new), one.baseline, one.outcome, one.grade, one.stratum]
    earlier = [one.earlier[at] if at < len(one.earlier) else None for at in range(waves)]
    told: Mapping[str, Mapping[str, object]] = {SECONDARY: one.secondary, COVARIATE: one.covariates, GROUP: one.groups}
    return [
        *plain,
        odd,
        even,
        one.assigned,
        *earlier,
        *(told[kind].get(name) for kind in named for name in named[kind]),
    ]


def _child(row: Mapping[str, str]) -> Child:
    def told(kind: str) -> dict[str, str]:
        return {name.removeprefix(kind): value for name, value in row.items() if name.startswith(kind) and value != ""}

    odd, even = _number(row["minutes_odd"]), _number(row["minutes_even"])
    return Child(
        row["key"], row["classroom"], row["school"], row["is_new"] == "1",
        _number(row["baseline"]), _number(row["outcome"]), row["grade"], row["stratum"],
        tuple(float(value) for value in told(EARLIER).values()),
        {name: float(value) for name, value in told(SECONDARY).items()},
        {name: float(value) for name, value in told(COVARIATE).items()},
        told(GROUP),
        None if odd is None or even is None else (odd, even),
        _number(row["assigned"]),
    )  # fmt: skip


def _number(text: str) -> float | None:
    return float(text) if text else None


def _csv(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A float is written with every digit that it has."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([["" if value is None else value for value in row] for row in rows])
    return out.getvalue()


def _meaning(column: str) -> str:
    found = MEANINGS.get(column)
    return found or next(words for kind, words in MEANINGS.items() if column.startswith(kind) and kind.endswith(" "))
