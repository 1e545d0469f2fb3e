"""Commands around the school calendar."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

calendar_app = typer.Typer(no_args_is_help=True, help="The school calendar: holidays and other days without teaching.")


@calendar_app.command()
def receive(file: Annotated[Path, typer.Argument(help="A CSV, or Ed-Fi's EducationOrgCalendar.xml.")]) -> None:
    """Take in a calendar: its days replace what was said of the same days before."""
    from homeroom.intake.calendars.receive import receive_calendar
    from homeroom.intake.feeds.judge import judge
    from homeroom.site.commands import out, told

    with told():
        received = receive_calendar(file)
        judge()
    out.print(f"{file.name}: {received.days:,} days taken in.", markup=False)
    for note in received.notes:
        out.print(f"    {note}", markup=False)


@calendar_app.command()
def show() -> None:
    """The days that are not as the week has them, school by school."""
    from homeroom.people.models import SchoolDay
    from homeroom.people.school_days import NO_CALENDAR, calendar
    from homeroom.site.commands import out, told

    with told():
        days = list(SchoolDay.objects.select_related("school"))
        note = calendar().note
    for one in days:
        ordinary = one.kind == SchoolDay.Kind.INSTRUCTIONAL and one.day.weekday() < 5
        if not ordinary:
            where = one.school.name if one.school else "all schools"
            out.print(f"{one.day}  {one.kind:13}  {where}  {one.name}".rstrip(), markup=False, highlight=False)
    if note == NO_CALENDAR:
        out.print(NO_CALENDAR)
