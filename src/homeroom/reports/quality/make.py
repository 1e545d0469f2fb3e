"""Read table `quality`, and hide what is of few children."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.validators import slug_re

from homeroom.evidence.decisions import decisions
from homeroom.evidence.suppress import FEW
from homeroom.facts import store
from homeroom.people.clock import today
from homeroom.reports.quality.report import Line, Quality
from homeroom.reports.seen import program_name
from homeroom.reports.values import State, Value, known, measured
from homeroom.reports.week import school_year
from homeroom.standards.models import ContentItem

ORDER = ("program", "lesson", "item")
ROWS = "select * from quality where program = $program and school_year = $year"
NAMES = "select distinct program from quality where school_year = $year"
HIDDEN = Value(State.FEW)


def programs() -> list[tuple[str, str]]:
    """Programs that something is told of this school year, by name."""
    found = store.query(NAMES, {"year": school_year(today())}, tables=["quality"]).column("program")
    slugs = [one for one in found if slug_re.match(one)]  # what else calls itself a program has no page
    return sorted(((slug, program_name(slug)) for slug in slugs), key=lambda one: (one[1].casefold(), one[0]))


def of_program(program: str) -> Quality | None:
    """None where nothing is told of the program."""
    year, version = school_year(today()), store.current()
    rows = store.query(ROWS, {"program": program, "year": year}, tables=["quality"], at=version).dicts()
    if not rows:
        return None
    named = ContentItem.objects.filter(program=program).exclude(title="")
    titles = {(kind, item): title for kind, item, title in named.values_list("kind", "external_id", "title")}
    lines = [_line(row, titles.get((row["kind"], row["content_item"]), "")) for row in rows]
    lines.sort(key=lambda one: (ORDER.index(one.kind), one.title.casefold(), one.content_item, one.term))
    return Quality(program, program_name(program), year, version, tuple(lines), decisions(year))


def _line(row: Mapping[str, Any], title: str) -> Line:
    few, lifted = row["children"] < FEW, not row["lift_refused"] and row["lift"] is not None
    first = measured(row["first_share"], "share") if row["first_tries"] >= FEW or not row["first_tries"] else HIDDEN
    left = measured(row["exit_share"], "share") if row["followed"] >= FEW or not row["followed"] else HIDDEN
    told: dict[str, Value] = {
        "children": known(row["children"], unit="children"),
        "tries": known(row["first_tries"]),
        "first_try": first,
        "seconds": measured(row["median_seconds"]) if row["timed"] >= FEW or not row["timed"] else HIDDEN,
        "exit": left,
        "difficulty": measured(row["difficulty"], "share"),
        "discrimination": measured(row["discrimination"] if row["known_tries"] >= FEW else None, "correlation"),
        "drift": measured(row["drift"], "points"),
        "lift": measured(row["lift"] if lifted else None, "points"),
        "low": measured(row["lift_low"] if lifted else None, "points"),
        "high": measured(row["lift_high"] if lifted else None, "points"),
    }
    numbers = dict.fromkeys(told, HIDDEN) if few else told
    refused = "" if few or row["term"] else row["lift_refused"] or ""
    return Line(
        kind=row["kind"],
        title=title or row["content_item"],
        content_item=row["content_item"],
        term=row["term"],
        refused=refused,
        **numbers,
    )
