"""What supersedes what: which incoming and which standing rows lose, by `settle.sql`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from importlib.resources import files
from pathlib import Path

from homeroom.facts import store
from homeroom.facts.engine import Session, literal, quoted
from homeroom.facts.models import FactFile
from homeroom.facts.schema import LINEAGE, Table
from homeroom.intake.layouts import Found


def settle(
    place: Session, found: Found, incoming: str, as_ofs: Mapping[int, datetime | None], standing: Sequence[Path] = ()
) -> None:
    """Fill the temporary table `losers` (delivery, row, standing, ends_as). `incoming` is the select of the new facts.

    `as_ofs` gives the deliveries whose rows can meet these, with the moment each speaks of, where it is known;
    `standing` the files that may hold the keys.
    """
    place.files("standing", found.report.fact, standing)
    place.run(f"create or replace temp table arriving as select distinct program from ({incoming})")
    place.relation("as_ofs", _as_ofs(as_ofs))
    same = (
        "standing.report = $report and standing.program in (select program from arriving)"
        " and standing.delivery in (select delivery from as_ofs)"
    )
    mine = {"report": found.report.slug}
    _suspects(place, found, incoming, same, mine)
    _contenders(place, found, incoming, same, mine)
    sql = files("homeroom.intake").joinpath("settle.sql").read_text("utf-8")
    sql = sql.replace("{key}", ", ".join(f"k_{name}" for name in found.layout.key))
    place.run(f"create or replace temp table losers as {sql}", {"repeats": found.layout.repeats})


def standing_files(place: Session, found: Found, incoming: str) -> list[FactFile]:
    """True files that may hold the incoming rows' keys: by the range of students, and by school year where it counts.

    A key that doesn't tell the school year, such as a sitting's number, may stand in another year than it comes in.
    """
    part = "school_year" if _tells_school_year(found) else "null"
    years = place.run(f"select {part}, min(student), max(student) from ({incoming}) group by all order by all")
    table = found.report.fact.name
    return [
        file
        for year, low, high in years.rows
        if low is not None
        for file in store.true_files(table, school_year=year, students=[low, high])
    ]


def _tells_school_year(found: Found) -> bool:
    key, fields = found.layout.key, found.layout.fields
    dated = {"occurred_on", "occurred_at"} & set(key)
    return "school_year" in key or (bool(dated) and "school_year" not in fields)


def _suspects(place: Session, found: Found, incoming: str, same: str, mine: Mapping[str, object]) -> None:
    """Hashes of the keys that occur in more than one source row. Hashing only chooses; the key itself decides."""
    key, named = _key(found), ", ".join(quoted(name) for name in found.layout.key)
    once = "distinct row, " if found.layout.each else ""
    place.run(
        "create or replace temp table suspects as"
        f" with coming as (select hash({key}) as key, count(*) as times from (select {once}{named} from ({incoming}))"
        "  group by key),"
        f" held as (select distinct hash({key}) as key from standing where {same})"
        " select key from coming where times > 1 union select key from coming semi join held using (key)",
        mine,
    )


def _contenders(place: Session, found: Found, incoming: str, same: str, mine: Mapping[str, object]) -> None:
    """One row a source row with a suspect key: its key, its whole content, its as-of."""
    table, key = found.report.fact, found.layout.key
    named = ", ".join(f"any_value({quoted(name)}) as k_{name}" for name in key)
    facts = (
        f"select *, false as standing from ({incoming})"
        f" union all by name select *, true as standing from standing where {same}"
    )
    place.run(
        "create or replace temp table contenders as"
        f" with facts as ({facts}),"
        f" suspect as (select * from facts semi join suspects on hash({_key(found)}) = suspects.key)"
        f" select delivery, row, {named}, any_value(standing) as standing,"
        f"  md5(string_agg({_content(table)}, chr(30) order by {_content(table)})) as digest,"
        "  coalesce(any_value(suspect.as_of), any_value(as_ofs.as_of)) as as_of"
        " from suspect left join as_ofs using (delivery) group by delivery, row",
        mine,
    )


def _key(found: Found) -> str:
    """The key's columns for hashing, in the schema's types: Parquet gives a moment back in another type than it took."""
    return ", ".join(f"{quoted(name)}::{found.report.fact.column(name).type}" for name in found.layout.key)


def _content(table: Table) -> str:
    """A fact's business columns as one text, equal exactly when they are equal."""
    lineage = {column.name for column in LINEAGE}
    shown = [f"coalesce({quoted(name)}::varchar, chr(0))" for name in table.names if name not in lineage]
    return f"concat_ws({literal(chr(31))}, {', '.join(shown)})"


def _as_ofs(known: Mapping[int, datetime | None]) -> dict[str, list[object]]:
    # A list of blanks alone would have no type: delivery 0 is none, and its moment is never looked at.
    return {"delivery": [0, *known], "as_of": [datetime(1990, 1, 1), *known.values()]}
