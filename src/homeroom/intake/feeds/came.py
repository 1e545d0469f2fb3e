"""What came, as the judging of feeds looks at it: one entry a delivery and program."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from itertools import starmap
from typing import Any

from django.db.models import F, Q
from django.utils import timezone

from homeroom.intake.feeds.models import DeliverySchool
from homeroom.intake.models import ROSTERS, Delivery
from homeroom.people.clock import today

# What changes in a file's name from one export to the next: numbers, long ids, months.
CHANGING = re.compile(
    r"[0-9a-f]{8}-[0-9a-f-]{18,}|(?<![a-z])(?=[a-f]*[0-9])[0-9a-f]{8,}(?![a-z])|[0-9]+"
    r"|(?<![a-z])(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)(?![a-z])",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Came:
    """One delivery's part of one program.

    `stands_on` is the day its file speaks of, where it tells one, else the day it came. `came_on` is blank where the
    installation's own day is set back, so that nothing can be said about it. `rows` and `schools` count source rows.
    """

    delivery: int
    program: str
    report: str
    file: str
    stands_on: date
    came_on: date | None = None
    carrier: str = ""  # the program that declares the layout; another than `program` where rows name theirs
    layout: str = ""
    sha256: str = ""
    state: str = Delivery.State.PUBLISHED
    rows_in: int = 0
    quarantined: int = 0
    known: int = 0  # rows that we held already, in this version or a newer one
    rows: int = 0
    schools: Mapping[int, int] = field(default_factory=dict)
    first_on: date | None = None
    last_on: date | None = None
    last_year: int | None = None
    message: str = ""

    @property
    def stem(self) -> str:
        return stem(self.file)


def stem(file: str) -> str:
    """`number_trail_2026-09-11.csv` -> `number_trail_#-#-#.csv`."""
    return CHANGING.sub("#", file.casefold())[:255]


def came(since: date) -> list[Came]:
    """Everything that ended since this day, by its own day or by the day it came, in the order of receipt."""
    start = datetime(since.year, since.month, since.day, tzinfo=UTC)
    ended = Delivery.objects.filter(Q(as_of__gte=start) | Q(received_at__gte=start))
    # What a person has undone has not come.
    undone = Q(withdrawn=F("rows_in"), rows_in__gt=0)
    ended = ended.exclude(state=Delivery.State.RUNNING).exclude(undone).order_by("pk")
    rows = list(ended.values())
    parts = _parts([row["id"] for row in rows], since)
    return _one_a_set(one for row in rows for one in _of_delivery(row, parts))


def _one_a_set(all_came: Iterable[Came]) -> list[Came]:
    """The files of one roster set are one: together they hold its rows."""
    found: dict[object, Came] = {}
    for one in all_came:
        set_of = (one.file, one.stands_on, one.state) if one.program in ROSTERS else one.delivery, one.program
        if first := found.get(set_of):
            rows, quarantined = first.rows_in + one.rows_in, first.quarantined + one.quarantined
            one = replace(first, rows_in=rows, rows=rows, quarantined=quarantined, sha256="", layout="")
        found[set_of] = one
    return list(found.values())


def stands_on(as_of: datetime | None, received_at: datetime) -> date:
    """The day that a delivery is of."""
    return as_of.astimezone(UTC).date() if as_of else min(timezone.localtime(received_at).date(), today())


def came_on(received_at: datetime) -> date | None:
    day = timezone.localtime(received_at).date()
    return day if day <= today() else None


def _parts(deliveries: Iterable[int], since: date) -> dict[int, list[DeliverySchool]]:
    found = defaultdict(list)
    wanted = set(deliveries)
    low = min(wanted, default=0)
    for part in DeliverySchool.objects.filter(delivery_id__gte=low).order_by("delivery_id", "program", "school_id"):
        if part.delivery_id in wanted:
            found[part.delivery_id].append(part)
    return found


def _of_delivery(row: Mapping[str, Any], parts: Mapping[int, list[DeliverySchool]]) -> list[Came]:
    own = parts.get(row["id"], [])
    programs = sorted({part.program for part in own}) or [row["program"]]
    return list(starmap(_one, ((row, program, [p for p in own if p.program == program]) for program in programs)))


def _one(row: Mapping[str, Any], program: str, parts: list[DeliverySchool]) -> Came:
    whole = next((part for part in parts if part.school_id is None), None)
    roster = row["program"] in ROSTERS
    return Came(
        delivery=row["id"],
        program=program,
        report="" if roster else row["report"],
        file=(row["archive"] or row["file"]) if roster else row["file"],
        carrier=row["program"],
        stands_on=stands_on(row["as_of"], row["received_at"]),
        came_on=came_on(row["received_at"]),
        layout=row["layout"],
        sha256=row["sha256"],
        state=row["state"],
        rows_in=row["rows_in"],
        quarantined=row["quarantined"],
        known=row["duplicate"] + row["superseded"],
        rows=whole.rows if whole else row["rows_in"],
        schools={part.school_id: part.rows for part in parts if part.school_id is not None},
        first_on=whole.first_on if whole else None,
        last_on=whole.last_on if whole else None,
        last_year=whole.last_year if whole else None,
        message=row["message"],
    )


def copy_schools_of_repeats() -> None:
    """The same file again was not read; it holds the schools of the first."""
    told = DeliverySchool.objects.values("delivery")
    bare = Delivery.objects.filter(state=Delivery.State.PUBLISHED, duplicate__gt=0).exclude(program__in=ROSTERS)
    for again in bare.exclude(pk__in=told).filter(received_at__gte=timezone.now() - timedelta(days=60)):
        first = Delivery.objects.filter(sha256=again.sha256, pk__lt=again.pk, pk__in=told).order_by("pk").first()
        for part in first.schools.all() if first else ():
            part.pk, part.delivery = None, again
            part.save(force_insert=True)
