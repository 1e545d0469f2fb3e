"""The moment a delivery speaks of. It decides what supersedes what, so it never depends on when the file came."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from django.utils.translation import gettext_noop

from homeroom.intake.errors import IntakeError
from homeroom.intake.models import Delivery
from homeroom.people.clock import today
from homeroom.programs.declaration import Layout, Program

NO_DATE = gettext_noop(
    "No day in the file or its name: dated files go before it. Receive it again with --as-of DATE to give it one."
)
NEEDS_DAY = gettext_noop(
    "No day in the file or its name, and its numbers mean nothing without one. Receive it again "
    "with --as-of DATE. Nothing was loaded; the file is kept."
)
# Clocks west of the school are a day behind it, never more.
A_DAY = timedelta(days=1)


def moment(delivery: Delivery, layout: Layout) -> tuple[datetime | None, str]:
    """As of, and who says so: a column goes before what the receiver states, and that before the file's name."""
    if layout.as_of.column:
        return delivery.as_of, "column"
    if delivery.as_of_from == "statement":
        return delivery.as_of, "statement"
    named = re.search(layout.as_of.file, delivery.file) if layout.as_of.file else None
    if named is None:
        return None, ""
    year, month, day = (int(named[part]) for part in "ymd")
    try:
        return datetime(year, month, day, tzinfo=UTC), "name"
    except ValueError:
        return None, ""


def of_one_day(delivery: Delivery, known: Delivery, programs: Sequence[Program]) -> bool:
    """Whether the same bytes speak of the same day again. Of another day they say more: what was true then."""
    layouts = (
        layout
        for program in programs
        if program.slug == known.program
        for report in program.reports
        if report.slug == known.report
        for layout in report.layouts
        if layout.slug == known.layout
    )
    layout = next(layouts, None)
    return layout is None or moment(delivery, layout)[0] == known.as_of


def must_be_past(as_of: date | None) -> None:
    if as_of and as_of > today() + A_DAY:
        raise IntakeError(
            gettext_noop(
                "--as-of %(stated_day)s lies in the future. Nothing was taken in. Give the day the files speak of."
            )
            % {"stated_day": as_of}
        )
