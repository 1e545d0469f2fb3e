"""Finds everything that is wrong in a declaration, down to its layouts; each mistake is told with its place."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from homeroom.facts.schema import BASE
from homeroom.programs.assign_checks import assign_mistakes
from homeroom.programs.field_checks import known_zone
from homeroom.programs.header import signature
from homeroom.programs.layout_checks import layout_mistakes
from homeroom.programs.level_checks import level_mistakes
from homeroom.programs.shape import Kinds, misshapen, unknown

EVERY = ("day", "week", "term")
SLUG = re.compile(r"[a-z0-9_]+")

TOP: Kinds = {"program": dict, "assign": dict, "report": list}
# `channels` was what [assign] is now. Declarations of older versions hold it; nothing reads it.
PROGRAM: Kinds = {"slug": str, "name": str, "minutes_definition": str, "channels": list, "zone": str, "levels": dict}
SEEN = ("rows", "columns")
REPORT: Kinds = {
    "slug": str,
    "name": str,
    "fact": str,
    "grain": str,
    "seen": str,
    "caveat": str,
    "feed": dict,
    "layout": list,
}
FEED: Kinds = {"every": str, "lag_days": int}


def mistakes(raw: Mapping[str, Any]) -> Iterator[str]:
    """Every mistake of a `program.toml`, as far as its shape allows to look."""
    yield from unknown(raw, TOP, "the file")
    # A declaration may say what a program can be told and leave its reports to another.
    needed = ("program",) if "assign" in raw else ("program", "report")
    faults = list(misshapen(raw, TOP, needed, "the file"))
    yield from faults
    if faults:
        return
    yield from _program_mistakes(raw["program"])
    if "assign" in raw:
        yield from assign_mistakes(raw["assign"])
    reports = raw.get("report", [])
    yield from _twice((report.get("slug", "") for report in _tables(reports)), "report")
    for report in reports:
        yield from _report_mistakes(report)


def _program_mistakes(program: Mapping[str, Any]) -> Iterator[str]:
    yield from unknown(program, PROGRAM, "[program]")
    faults = list(misshapen(program, PROGRAM, ("slug", "name"), "[program]"))
    yield from faults
    yield from _slug_mistakes(program.get("slug"), "[program]")
    if faults:
        return
    for name, listed in program.get("levels", {}).items():
        yield from (f"[program.levels] {name}: {mistake}" for mistake in level_mistakes(listed))
    if not known_zone(program.get("zone", "school")):
        yield f"[program]: zone {program['zone']!r} is no time zone; write an IANA name or school"


def _report_mistakes(report: Any) -> Iterator[str]:
    if not isinstance(report, Mapping):
        yield "a report must be a table: write [[report]]"
        return
    place = f"report {report.get('slug', '?')}"
    yield from unknown(report, REPORT, place)
    faults = list(misshapen(report, REPORT, ("slug", "name", "fact", "grain", "layout"), place))
    yield from faults
    yield from _slug_mistakes(report.get("slug"), place)
    yield from _feed_mistakes(report.get("feed", {}), place)
    if report.get("seen", "rows") not in SEEN:
        yield f"{place}: seen must be one of {', '.join(SEEN)}"
    table = BASE.get(str(report.get("fact")))
    if table is None and report.get("fact"):
        yield f"{place}: fact must be one of {', '.join(BASE)}"
    if faults or table is None:
        return
    yield from _same_layouts(report["layout"], place)
    for layout in report["layout"]:
        yield from layout_mistakes(layout, table, place)


def _feed_mistakes(feed: Any, place: str) -> Iterator[str]:
    if not isinstance(feed, Mapping):
        return
    yield from unknown(feed, FEED, f"{place}, feed")
    yield from misshapen(feed, FEED, (), f"{place}, feed")
    if feed.get("every", "day") not in EVERY:
        yield f"{place}, feed: every must be one of {', '.join(EVERY)}"
    if isinstance(feed.get("lag_days"), int) and feed["lag_days"] < 0:
        yield f"{place}, feed: lag_days can't be negative"


def _same_layouts(layouts: Iterable[Any], place: str) -> Iterator[str]:
    """Two layouts of one report must differ in name, and in header or first day: a file has to fit one alone."""
    tables = list(_tables(layouts))
    yield from _twice((layout.get("slug", "") for layout in tables), f"{place}: layout")
    headers = [(layout.get("slug", "?"), layout.get("columns", []), layout.get("since")) for layout in tables]
    seen: dict[tuple[tuple[str, ...], str], str] = {}
    for slug, columns, since in headers:
        if not isinstance(columns, list) or not columns:
            continue
        first = seen.setdefault((signature([str(column) for column in columns]), str(since)), slug)
        if first != slug:
            yield f"{place}: layouts {first} and {slug} have the same columns; a file couldn't tell them apart"


def _twice(slugs: Iterable[Any], what: str) -> Iterator[str]:
    for slug, count in Counter(str(slug) for slug in slugs).items():
        if slug and count > 1:
            yield f"{what} {slug} is declared {count} times"


def _slug_mistakes(slug: Any, place: str) -> Iterator[str]:
    if isinstance(slug, str) and slug and not SLUG.fullmatch(slug):
        yield f"{place}: slug {slug!r} may hold only a-z, 0-9 and _"


def _tables(values: Iterable[Any]) -> Iterator[Mapping[str, Any]]:
    return (value for value in values if isinstance(value, Mapping))
