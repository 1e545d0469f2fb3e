"""Made of the week that holds, for one date: who is noted absent on it is offered for nothing."""

from __future__ import annotations

from datetime import date

from homeroom.reports.rotation import called
from homeroom.reports.rotation.stand_in.report import Offer, StandIn, Without
from homeroom.rotation import bells
from homeroom.rotation.models import Absence
from homeroom.rotation.week.instance import Instance
from homeroom.rotation.week.stand_in import Choice, gaps
from homeroom.rotation.week.words import Names
from homeroom.rotation.week_drafts import Opened

DAY = (0, 24 * 60)


def stand_in(was: Opened, on: date, adult: int | None, span: tuple[int, int] = DAY) -> StandIn:
    """For the part of the day that `span` says, in minutes after midnight."""
    names, kept = called.names_of(was.instance), was.kept
    day = bells.of(kept.school).day_type(on)
    known = {one.key for one in was.instance.days}
    absent = set(Absence.objects.filter(day=on, staff__isnull=False).values_list("staff", flat=True))
    found = gaps(was.instance, was.plan, adult, day.pk, *span) if day and day.pk in known and adult else ()
    return StandIn(
        school=kept.school_id,
        school_name=kept.school.name,
        version=kept.version,
        on=on,
        day_type=day.name if day else "",
        adult=names.of_adult(adult) if adult else "",
        gaps=tuple(
            Without(
                one.entry.start,
                one.entry.end,
                names.of_class(one.entry.school_class),
                called.what(was.instance, one.entry),
                tuple(_offer(was.instance, choice, names) for choice in one.choices if choice.adult not in absent),
            )
            for one in sorted(found, key=lambda one: (one.entry.start, one.entry.school_class))
        ),
        away=tuple(sorted(names.of_adult(one) for one in absent & names.adults.keys())),
    )


def _offer(instance: Instance, choice: Choice, names: Names) -> Offer:
    leaves = tuple(
        f"{names.of_class(one.school_class)}, {called.span(one.start, one.end)}, {called.what(instance, one)}"
        for one in choice.leaves
    )
    return Offer(names.of_adult(choice.adult), choice.price, leaves)
