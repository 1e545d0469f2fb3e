"""What supersedes what: which incoming and which standing rows lose, by `settle.sql`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from homeroom.facts.engine import Session, literal, quoted
from homeroom.facts.schema import LINEAGE, Table
from homeroom.intake.expand import Arriving
from homeroom.intake.layouts import Found

NOBODY_LOST = "delivery integer, row integer, standing boolean, ends_as varchar"


def settle(
    place: Session, found: Found, coming: Arriving, as_ofs: Mapping[int, datetime | None], standing: Sequence[Path] = ()
) -> int:
    """Fill the temporary table `losers` (delivery, row, standing, ends_as); returns how many there are.

    `as_ofs` gives the deliveries whose rows can meet these, with the moment each speaks of, where it is known;
    `standing` the files that may hold the keys.
    """
    place.files("standing", found.report.fact, standing)
    say_as_ofs(place, as_ofs)
    suspects = _suspects(place, found, coming, bool(standing))
    if not suspects.size:
        place.run(f"create or replace temp table losers ({NOBODY_LOST})")
        return 0
    place.relation("hashes", {"key": suspects.tolist()})
    place.run("create or replace temp table suspects as select key::ubigint as key from hashes")
    facts = (
        f"select *, false as standing from ({coming.facts}) semi join suspects on hash({_key(coming)}) = suspects.key"
        f" union all by name select *, true as standing from standing"
        f" semi join suspects on hash({_key(coming)}) = suspects.key where {same(found)}"
    )
    return judge(place, found, facts)


def judge(place: Session, found: Found, facts: str) -> int:
    """Fill `losers` out of `facts` (a fact table's columns and `standing`), which meet each other alone.

    The table `as_ofs` gives the moments of their deliveries. Returns how many lose.
    """
    _contenders(place, found, facts)
    sql = files("homeroom.intake").joinpath("settle.sql").read_text("utf-8")
    sql = sql.replace("{key}", ", ".join(f"k_{name}" for name in found.layout.key))
    place.run(f"create or replace temp table losers as {sql}", {"repeats": found.layout.repeats})
    return int(place.run("select count(*) from losers").one[0])


def _suspects(place: Session, found: Found, coming: Arriving, stands: bool) -> NDArray[Any]:
    """Hashes of the keys that occur in more than one source row. Hashing only chooses; the key itself decides.

    Sorting the hashes as an array takes a third of the time of a group-by over as many keys.
    """
    key = _key(coming)
    hashes = place.numbers(f"select hash({key}) from ({coming.keys})")
    hashes.sort()
    twice = np.unique(hashes[1:][hashes[1:] == hashes[:-1]])
    if not stands:
        return twice
    held = place.numbers(f"select distinct hash({key}) from standing where {same(found)}")
    return np.union1d(twice, np.intersect1d(hashes, held))


def _contenders(place: Session, found: Found, facts: str) -> None:
    """One row a source row: its key, its whole content, its as-of."""
    named = ", ".join(f"any_value({quoted(name)}) as k_{name}" for name in found.layout.key)
    text = _content(found.report.fact)
    place.run(
        "create or replace temp table contenders as"
        f" select delivery, row, {named}, any_value(standing) as standing,"
        f"  md5(string_agg({text}, chr(30) order by {text})) as digest,"
        "  coalesce(any_value(facts.as_of), any_value(as_ofs.as_of)) as as_of"
        f" from ({facts}) facts left join as_ofs using (delivery) group by delivery, row"
    )


def _key(coming: Arriving) -> str:
    """What of the key tells the incoming rows apart; a column that is the same in all of them only costs time."""
    return ", ".join(quoted(name) for name in coming.telling)


def same(found: Found) -> str:
    """Standing rows that can be meant. A report that names its program in each row has the program in its key."""
    program = "" if "program" in found.layout.fields else f" and program = {literal(found.program.slug)}"
    return f"report = {literal(found.report.slug)}{program} and delivery in (select delivery from as_ofs)"


def _content(table: Table) -> str:
    """A fact's business columns as one text, equal exactly when they are equal."""
    lineage = {column.name for column in LINEAGE}
    shown = [f"coalesce({quoted(name)}::varchar, chr(0))" for name in table.names if name not in lineage]
    return f"concat_ws({literal(chr(31))}, {', '.join(shown)})"


def say_as_ofs(place: Session, known: Mapping[int, datetime | None]) -> None:
    """The table `as_ofs`. Never empty, so that its columns have types: no delivery has the number 0."""
    place.relation("as_ofs", {"delivery": [0, *known], "as_of": [datetime(1990, 1, 1), *known.values()]})
