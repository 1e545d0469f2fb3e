"""A small table read by a small declaration: what facts come of it, and which rows end elsewhere."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from homeroom.facts.engine import session
from homeroom.intake.expand import arriving
from homeroom.intake.layouts import find, read_header
from homeroom.intake.ledger import Cause
from homeroom.intake.match import Roster, index
from homeroom.intake.publish import asides_in, causes_in, circumstances, link
from homeroom.intake.read import read_typed
from homeroom.intake.settle import settle
from homeroom.people.models import Student
from homeroom.programs.declaration import load

HEAD = """
[program]
slug = "garden"
name = "Garden"

[[report]]
slug = "plots"
name = "Plots"
fact = "{fact}"
grain = "one row of one child"

[[report.layout]]
slug = "first"
identity = {{ ids = ["Child"] }}
"""


@dataclass(frozen=True)
class Given:
    """Facts in order, without what is blank; how many rows ended elsewhere and fields were set aside, by cause."""

    facts: list[dict[str, Any]]
    elsewhere: Counter[str]
    aside: Counter[str]

    def told(self, *columns: str) -> list[tuple[Any, ...]]:
        return [tuple(fact.get(column) for column in columns) for fact in self.facts]


def read_by(layout: str, rows: Sequence[str], fact: str = "usage", as_of: str = "", program: str = "") -> Given:
    """Read `rows`, the header first, by a declaration whose layout says `layout`. The child 7 is known as "7"."""
    head = HEAD.format(fact=fact).replace('name = "Garden"\n', f'name = "Garden"\n{program}\n', 1)
    with tempfile.TemporaryDirectory() as folder, session() as place:
        path = Path(folder) / "week.csv"
        path.write_text("".join(f"{row}\n" for row in rows), "utf-8")
        (Path(folder) / "program.toml").write_text(head + layout, "utf-8")
        header = read_header(path, "week.csv")
        found = find(header, [load(Path(folder))])
        assert found
        read_typed(place, path, header, found)
        known = Roster()
        index(known, 7, Student(sourced_id="7", given_name="Ana", family_name="Ruiz"))
        link(place, found, known)
        around = circumstances(place, found, 1, "America/Chicago", datetime.fromisoformat(as_of) if as_of else None)
        coming = arriving(found, around)
        settle(place, found, coming, {})
        keys = place.run(coming.keys).rows
        facts = place.run(f"{coming.facts} order by all").dicts()
        ended, aside = _counted(causes_in(place, found)), _counted(asides_in(place))
    assert len(keys) == len({fact["row"] for fact in facts}) + ended["no_result"]
    return Given([_plain(fact) for fact in facts], ended, aside)


def _counted(causes: Iterable[Cause]) -> Counter[str]:
    return Counter({f"{one.code} {one.column}".strip(): len(one.numbers) for one in causes if len(one.numbers)})


def _plain(fact: dict[str, Any]) -> dict[str, Any]:
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in fact.items()
        if value is not None
    }
