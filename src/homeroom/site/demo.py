"""A made-up school from nothing to its pages: written as program exports, received, worked out."""

from __future__ import annotations

import csv
from pathlib import Path

from django.conf import settings
from rich.console import Console

from homeroom.intake.models import Delivery
from homeroom.intake.receive import receive
from homeroom.intake.roster_models import RosterChangeSet
from homeroom.people.models import Caseload, Staff, Student
from homeroom.simulation.write import Written, write
from homeroom.site import demo_people
from homeroom.site.estimating import estimate
from homeroom.site.nightly import tell_of_weeks
from homeroom.site.odds_and_ends import odds_and_ends
from homeroom.site.receiving import progress, sentence
from homeroom.site.work_out import work_out
from homeroom.standards.catalogue import load_catalogue

out = Console(soft_wrap=True, highlight=False)


def build(children: int, weeks: int, port: int, odd: bool = False) -> None:
    """Write the school, take it in, work it out, and say who can sign in."""
    home = Path(settings.HOMEROOM_HOME)
    out.print(f"Writing a made-up school of {children} children into {home / 'simulation'} …")
    written = write(home / "simulation", children=children, weeks=weeks, odd=odd)
    schools = "three" if odd else "two"
    out.print(f"Receiving the roster of its network of {schools} schools and {len(written.exports)} exports …")
    ended = _take_in(written)
    load_catalogue(written.folder / "catalogue" / "content.csv", written.folder / "catalogue" / "alignment.csv")
    work_out(everything=True)
    estimate()
    _tell(ended)
    tell_of_weeks()
    _tell_of_the_morning(written)
    demo_people.let_in(written.folder / "network", port)


def _take_in(written: Written) -> list[Delivery]:
    ended: list[Delivery] = []
    with progress(as_json=False) as tell:
        ended += receive([written.folder / "network" / "roster"], tell=tell)
        for folder in ("caseloads", "network"):
            _caseloads(written.folder / folder / "caseloads.csv")
        ended += receive(written.exports, tell=tell)
    return ended


def _caseloads(path: Path) -> None:
    """Whom the lab coordinator and the tutors serve. Rotation will write these rows one day."""
    staff = dict(Staff.objects.values_list("sourced_id", "pk"))
    students = dict(Student.objects.values_list("sourced_id", "pk"))
    with path.open(encoding="utf-8", newline="") as file:
        Caseload.objects.bulk_create(
            Caseload(
                staff_id=staff[row["staffSourcedId"]],
                student_id=students[row["userSourcedId"]],
                reason=row["reason"],
                begins_on=row["beginDate"] or None,
                ends_on=row["endDate"] or None,
            )
            for row in csv.DictReader(file)
        )


def _tell(ended: list[Delivery]) -> None:
    by_report: dict[str, list[Delivery]] = {}
    for delivery in ended:
        by_report.setdefault(f"{delivery.program} {delivery.report}".strip() or delivery.file, []).append(delivery)
    for report, deliveries in sorted(by_report.items()):
        total = Delivery(rows_in=sum(d.rows_in for d in deliveries))
        for name in ("published", "duplicate", "superseded", "quarantined", "ignored", "held"):
            setattr(
                total, name, sum(getattr(d, name) for d in Delivery.objects.filter(pk__in=[d.pk for d in deliveries]))
            )
        out.print(f"  {report}: {len(deliveries)} files, {sentence(total)}")


def _tell_of_the_morning(written: Written) -> None:
    held, alarms = odds_and_ends(written.folder, written.exports)
    list(receive([written.folder / "network" / "later"]))
    [waiting] = RosterChangeSet.objects.filter(state=RosterChangeSet.State.HELD)
    out.print("\nWhat the data team finds on Imports this morning:")
    out.print(f"  {held.file}: {held.state}. {held.message}")
    out.print(f"  a roster waits under Rosters: {waiting.reasons[0]}; it would suspend {len(waiting.suspends)} people.")
    for alarm in alarms:
        out.print(f"  {alarm.kind}: {alarm.words}")
