"""A made-up school from nothing to its pages: written as program exports, received, worked out."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from rich.console import Console

from homeroom.goals import evidence
from homeroom.intake.models import Delivery
from homeroom.intake.receive import receive
from homeroom.intake.roster_models import RosterChangeSet
from homeroom.people.clock import today
from homeroom.people.models import Caseload, Staff, Student
from homeroom.simulation.asked import lived
from homeroom.simulation.asked.lived import Lived
from homeroom.simulation.write import Written, write
from homeroom.site import demo_asked, demo_people, demo_planned, demo_released, demo_studies, demo_surveys
from homeroom.site.estimating import estimate
from homeroom.site.nightly import look_back, tell_of_weeks
from homeroom.site.odds_and_ends import odds_and_ends
from homeroom.site.receiving import progress, sentence
from homeroom.site.work_out import work_out
from homeroom.standards.catalogue import load_catalogue

# The lesson programs came so many weeks ago, and the goal was sent so many weeks ago; a shorter year has no goal.
LESSONS_FOR, GOAL_FOR = 4, 2

out = Console(soft_wrap=True, highlight=False)


def build(children: int, weeks: int, port: int, odd: bool = False) -> None:
    """Write the school, take it in, work it out, and say who can sign in."""
    home = Path(settings.HOMEROOM_HOME)
    out.print(f"Writing a made-up school of {children} children into {home / 'simulation'} …")
    wide = demo_released.possible(children, weeks)
    written = write(home / "simulation", children=children, weeks=weeks, odd=odd, wide=wide)
    schools = 2 + odd + 2 * wide
    out.print(f"Receiving the roster of its network of {schools} schools and {len(written.exports)} exports …")
    ended = _live(written, weeks)
    _tell(ended)
    look_back()
    tell_of_weeks()
    _tell_of_the_morning(written)
    evidence.nightly()  # what is not seen is told apart from what is late: the feeds are judged by now
    if weeks > 1:
        demo_planned.plan(written.folder / "planning", today())
    demo_studies.tell()
    if wide:
        demo_released.tell()
    demo_surveys.ask(port)
    demo_people.let_in(written.folder / "network", port)


def _live(written: Written, weeks: int) -> list[Delivery]:
    """All weeks, received and worked out; before the last ones a goal is sent, which children then answer."""
    school = lived.begin(written.folder, max(0, weeks - LESSONS_FOR))
    ended = _take_in([written.folder / "network" / "roster"])
    for folder in ("caseloads", "network"):
        _caseloads(written.folder / folder / "caseloads.csv")
    load_catalogue(written.folder / "catalogue" / "content.csv", written.folder / "catalogue" / "alignment.csv")
    demo_asked.take_on_programs()
    demo_asked.plan_classes(school.world, weeks)
    files = list(written.exports)
    if weeks > LESSONS_FOR:
        ended += _until_the_goal(school, files, weeks - GOAL_FOR)
    while school.next_week < weeks:
        asked = demo_asked.standing(school)
        late = demo_asked.late_program(asked) if school.next_week == weeks - 1 else ""
        files += school.live(asked, late)
    files += demo_studies.begin(school.world.school, school.world.life.reading, written.folder / "exports", weeks)
    ended += _take_in(files)
    work_out(everything=True)
    estimate()
    return ended


def _until_the_goal(school: Lived, files: list[Path], goal_week: int) -> list[Delivery]:
    """The weeks before the goal, worked out on its day; what was received is taken out of `files`."""
    week = school.world.weeks[goal_week]
    before = [path for path in files if path.parent.name <= week.monday.isoformat()]
    files[:] = [path for path in files if path not in before]
    while school.next_week < goal_week:
        before += school.live([])
    ended = _take_in(before)
    with demo_asked.standing_on(week.monday):
        work_out(everything=True)
        estimate()
    demo_asked.send_a_goal(school.world, week)
    return ended


def _take_in(paths: Sequence[Path]) -> list[Delivery]:
    """Each file once, though asked work may have been added to one that was written before."""
    with progress(as_json=False) as tell:
        return list(receive(list(dict.fromkeys(paths)), tell=tell))


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
