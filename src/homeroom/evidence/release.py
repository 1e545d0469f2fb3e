"""Releases to a program's maker: of a frozen cohort, attacked together with all earlier ones, approved by a second.

What is told is counted and rounded; no row or number is a child's. A release that waits has told nobody anything yet.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_noop

from homeroom.evidence import cohorts, content, releases
from homeroom.evidence.counts import Cell, Counts, Ends
from homeroom.evidence.errors import EvidenceError
from homeroom.evidence.models import Release, VendorFields
from homeroom.evidence.release_attack import Safe, safe, whole_numbers
from homeroom.evidence.release_cells import ALL, LEFT, NO, TRIES, YES, Row, cell, counts, rows, since
from homeroom.evidence.suppress import FEW, for_a_vendor
from homeroom.facts import store
from homeroom.people.clock import now, today
from homeroom.people.models import School

FIELDS = ("tries", "first_try", "median_seconds", "exit", "lift")
VERSION = 1  # of the rules
MAKER = "vendor "
NO_FIELDS = gettext_noop("No fields are agreed with this program's maker: say which may be told, first.")
WAITS = gettext_noop("A release for this program waits for its approval: approve it or throw it away, first.")
TOO_SOON = gettext_noop(
    "A program's maker is told once a term. The next release can be made twelve weeks after the last."
)
NOTHING = gettext_noop("Nobody of the cohort has worked in this program this school year: there is nothing to tell.")
ALL_HIDDEN = gettext_noop(
    "Nothing of it could be told: fewer than three schools, five classes or ten children are behind each number. "
    "A release of nothing would only use up the term."
)
OWN = gettext_noop("Whoever made a release can't approve it: a second person looks at it.")
NO_WAITING = gettext_noop("No release of this program waits: there is nothing to approve or to throw away.")
NONE_YET = gettext_noop("No release of this program is approved: there is nothing to read yet.")
APPROVED = gettext_noop("This release is approved. It was told, and stays on record.")


def fields_of(program: str) -> tuple[str, ...]:
    """What may be told to the program's maker, in the order of `FIELDS`; nothing where nothing is agreed."""
    agreed = VendorFields.objects.filter(program=program).first()
    return tuple(one for one in FIELDS if agreed and one in agreed.fields)


def agree(program: str, fields: Sequence[str], by: str) -> VendorFields:
    """Write the field list down in place of the one before. Raises EvidenceError for a field that there is none of."""
    unknown = [one for one in fields if one not in FIELDS]
    if unknown:
        raise EvidenceError(f"there is no field {unknown[0]}: there are {', '.join(FIELDS)}")
    told = {"fields": [one for one in FIELDS if one in fields], "agreed_by": by, "agreed_on": today()}
    return VendorFields.objects.update_or_create(program=program, defaults=told)[0]


def told(program: str) -> list[Release]:
    """Those of one program, the newest first: approved ones, and the one that waits if there is one."""
    return releases.told(MAKER + program)


def approved(program: str) -> list[Release]:
    """What the program's maker may read."""
    return [one for one in told(program) if one.approved_by]


def waiting(program: str) -> Release:
    """The one that waits for a second person. Raises EvidenceError where there is none."""
    for one in told(program):
        if not one.approved_by:
            return one
    raise EvidenceError(NO_WAITING)


def newest(program: str) -> Release:
    """The last one that the program's maker may read. Raises EvidenceError where there is none."""
    for one in approved(program):
        return one
    raise EvidenceError(NONE_YET)


def waits_until(program: str) -> date | None:
    """The day from which the next one can be made; None where one can be made today."""
    day = _next_day(told(program))
    return day if day and today() < day else None


@transaction.atomic
def make(program: str, by: str) -> Release:
    """A release that waits for a second person. Raises EvidenceError, with the reason, where none can be made."""
    fields, earlier = fields_of(program), told(program)
    _refuse(fields, earlier)
    year = content.school_year(today())
    found = content.told(_cohort(), year)
    lines = rows(found, program)
    if not any(row.tries or row.followed for row in lines):
        raise EvidenceError(NOTHING)
    own, hiding = attacked(lines, today().isoformat(), earlier)
    kept = releases.written(own, hiding.away & own.cells.keys(), hiding.ranges)
    seen = _shown(lines, found, program, hiding, fields, year)
    if all(row[one] is None for row in seen for one in fields):
        raise EvidenceError(ALL_HIDDEN)
    shown = {"fields": list(fields), "school_year": year, "rows": seen}
    drawn_from = {"facts": store.current(), "rules": VERSION}
    return releases.keep(MAKER + program, today(), today(), shown, kept, "", drawn_from, made_by=by)


def attacked(lines: Sequence[Row], period: str, earlier: Sequence[Release]) -> tuple[Counts, Safe]:
    """The counts of this release, those that link it to earlier ones included, and what must be hidden of them."""
    own = counts(lines, period)
    before = [releases.read(one) for one in reversed(earlier)]
    linked = since(own, [one for one, _ in before], [away for _, away in before])
    old = {key for one, _ in before for key in one.cells}
    found = safe(linked, _wanted(lines, period))
    fresh = {key: count for key, count in linked.cells.items() if key not in old}
    sums = tuple(one for one in linked.sums if one.total in fresh or any(part in fresh for part in one.parts))
    return Counts({key: linked.cells[key] for key in _named(fresh, sums)}, sums, ranges=_of(found.ranges, fresh)), found


def approve(release: Release, by: str) -> None:
    """Raises EvidenceError where it is the same person, or where it is approved already."""
    if release.approved_by:
        raise EvidenceError(APPROVED)
    if by == release.made_by:
        raise EvidenceError(OWN)
    Release.objects.filter(pk=release.pk, approved_by="").update(approved_by=by, approved_at=now())
    release.refresh_from_db()


def throw_away(release: Release) -> None:
    """A release that nobody was told of. Raises EvidenceError for one that was."""
    if release.approved_by:
        raise EvidenceError(APPROVED)
    release.delete()


def key(program: str, year: int, *words: str) -> str:
    """A key for a line: this maker's and this school year's alone, so that two makers' files share none."""
    secret = f"{settings.SECRET_KEY} release {program} {year}".encode()
    return hmac.new(secret, "\x1f".join(words).encode(), hashlib.sha256).hexdigest()[:16]


def _refuse(fields: Sequence[str], earlier: Sequence[Release]) -> None:
    if not fields:
        raise EvidenceError(NO_FIELDS)
    if any(not one.approved_by for one in earlier):
        raise EvidenceError(WAITS)
    if (day := _next_day(earlier)) and today() < day:
        raise EvidenceError(TOO_SOON)


def _next_day(earlier: Sequence[Release]) -> date | None:
    return earlier[0].made_on + cohorts.HOLDS if earlier else None


def _cohort() -> content.Seats:
    """The children of the standing cohorts, each in the class that it counts in today."""
    here, now_ = content.seats(), dict[int, list[int]]()
    for child, school in zip(here.student, here.school, strict=True):
        now_.setdefault(school, []).append(child)
    schools = set(School.objects.filter(kind="school").values_list("pk", flat=True))
    held = cohorts.frozen({school: inside for school, inside in now_.items() if school in schools}, today())
    return content.seats(only={child for one in held.values() for child in cohorts.children(one)})


def _wanted(lines: Sequence[Row], period: str) -> dict[Cell, Ends]:
    """Shares near none and near all, as ranges of their counts."""
    wanted: dict[Cell, Ends] = {}
    for row in lines:
        for what, (whole, part) in row.counted.items():
            tail = (whole - 1) // 20 if whole else 0  # the most that is under 5 %
            if whole >= FEW and 20 * part < whole:
                wanted[cell(period, row, what, YES)] = (0, tail)
            elif whole >= FEW and 20 * (whole - part) < whole:
                wanted[cell(period, row, what, NO)] = (0, tail)
    return wanted


def _shown(
    lines: Sequence[Row],
    found: Sequence[Mapping[str, Any]],
    program: str,
    hiding: Safe,
    fields: Sequence[str],
    year: int,
) -> list[dict[str, Any]]:
    """Lines as readers see them; a field that is hidden is None, one that is not agreed is not there."""
    by_key = {(row["kind"], row["content_item"]): row for row in found if row["program"] == program and not row["term"]}
    period = today().isoformat()
    told_ = []
    for row in lines:
        fields_told = _fields(row, by_key[row.kind, row.content_item], period, hiding)
        line = {"key": key(program, year, row.kind, row.content_item), "kind": row.kind}
        told_.append({**line, "content_item": row.content_item, **{one: fields_told[one] for one in fields}})
    return told_


def _fields(row: Row, full: Mapping[str, Any], period: str, hiding: Safe) -> dict[str, Any]:
    many = _count(row, TRIES, period, hiding)
    enough = for_a_vendor(row.schools, row.classes)
    timed = enough and many is not None and (full["timed"] or 0) >= FEW and full["median_seconds"] is not None
    return {
        "tries": many,
        "first_try": _share(row, TRIES, period, hiding),
        "median_seconds": round(full["median_seconds"]) if timed else None,
        "exit": _share(row, LEFT, period, hiding),
        "lift": _lift(full) if enough else None,
    }


def _count(row: Row, what: str, period: str, hiding: Safe) -> int | None:
    whole, _ = row.counted[what]
    return whole if whole and cell(period, row, what, ALL) not in hiding.away else None


def _share(row: Row, what: str, period: str, hiding: Safe) -> str | None:
    whole, part = row.counted[what]
    yes, no = cell(period, row, what, YES), cell(period, row, what, NO)
    if yes in hiding.ranges and _count(row, what, period, hiding) is not None:
        return "<5%"
    if no in hiding.ranges and _count(row, what, period, hiding) is not None:
        return ">95%"
    if not whole or {yes, no, cell(period, row, what, ALL)} & hiding.away:
        return None
    return f"{part / whole:.0%}"


def _lift(full: Mapping[str, Any]) -> list[int] | None:
    """In points, with its interval; none where it is refused."""
    if full["lift_refused"] or full["lift"] is None or full["lift_children"] < FEW:
        return None
    return [round(100 * full[name]) for name in ("lift", "lift_low", "lift_high")]


def _named(fresh: Mapping[Cell, int], sums: Sequence[Any]) -> set[Cell]:
    return set(fresh) | {key_ for one in sums for key_ in (one.total, *one.parts)}


def _of(ranges: Mapping[Cell, Ends], fresh: Mapping[Cell, int]) -> dict[Cell, Ends]:
    return {key_: ends for key_, ends in ranges.items() if key_ in fresh}


def attack_on(program: str) -> dict[Cell, tuple[float, float]]:
    """How unsure each hidden count is to somebody who has all of a program's releases, the one that waits included."""
    before = [releases.read(one) for one in reversed(told(program))]
    if not before:
        return {}
    linked = since(Counts({}), [one for one, _ in before], [away for _, away in before])
    away = frozenset(linked.cells.keys() - linked.told - linked.free)
    return whole_numbers(linked, away)
