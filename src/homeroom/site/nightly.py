"""Everything a night needs, safe to stop and to run twice."""

from __future__ import annotations

from homeroom.evidence import effort_log, mastery_change
from homeroom.facts import store
from homeroom.facts.models import FactFile
from homeroom.goals import evidence
from homeroom.goals.models import Assignment
from homeroom.intake import quarantine, unknown
from homeroom.intake.back_fill import back_fill
from homeroom.intake.feeds.judge import judge
from homeroom.intake.rosters.undo import forget_old
from homeroom.intake.who import after_roster
from homeroom.mastery.kept_groups import let_go
from homeroom.people import audit_heads
from homeroom.people.clock import today
from homeroom.reports.minutes import release as minutes_release
from homeroom.reports.network import release as network_release
from homeroom.reports.week import Week, newest_finished
from homeroom.site import keeping
from homeroom.site.collecting import take_in_all
from homeroom.site.drawing_ahead import draw_ahead
from homeroom.site.erasing import run as run_erasures
from homeroom.site.erasing.residue import BusyError
from homeroom.site.estimating import estimate
from homeroom.site.receiving import out, show
from homeroom.site.rotating import planner, rotate
from homeroom.site.status import show_alarms
from homeroom.site.work_out import work_out
from homeroom.standards.alignment import freeze


def run() -> bool:
    """Finish what was interrupted, take every source in, re-drive, work out, clean up, judge feeds.

    Says whether something waits for a person.
    """
    _finish_erasures()
    well = take_in_all(as_json=False, insist=False)
    for delivery in [*unknown.judge_known(), *after_roster.reconsider(), *quarantine.redrive()]:
        show(delivery, as_json=False)
    let_go()
    know_content()
    work_out(everything=True)
    estimate()
    follow_up()
    judge_content()
    rotate(planner())
    look_back()
    tell_of_weeks()
    note_minutes()
    for table, year in FactFile.objects.filter(retired_in=None).values_list("table", "school_year").distinct():
        store.compact(table, year)
    store.vacuum()
    draw()
    forget_old()
    audit_heads.write()
    _purge()
    show_alarms(judge(), out)
    return not well


def know_content() -> None:
    """Know what the facts name, and freeze what it serves: the numbers of the night can say which alignment it was."""
    if new := back_fill().new:
        out.print(f"content: {new:,} items that nobody had told of")
    align()
    freeze()


def align() -> None:
    """Align lessons that came without a standard. It comes before the estimates, and stops nothing else."""
    from homeroom.standards.aligner.suggest import suggest  # brings scipy

    try:
        made = suggest()
    except Exception as error:
        out.print(f"lessons could not be aligned by their titles ({type(error).__name__}).")
        return
    if made.words:
        out.print(made.words, markup=False)


def follow_up() -> None:
    """Write down what became of assignments. The feeds are judged first: what is late is no evidence."""
    if not Assignment.objects.exists():
        return
    judge()
    if added := evidence.nightly():
        out.print(f"events of assignments written down: {added:,}")


def judge_content() -> None:
    """How programs, lessons and items are doing, once a week. It stops nothing else."""
    from homeroom.evidence import content  # brings scipy

    try:
        done = content.nightly()
    except Exception as error:  # figures about programs never keep a night from tidying up and erasing
        out.print(f"quality of programs: it could not be worked out ({type(error).__name__}).")
        return
    if done:
        out.print("quality of programs worked out")


def look_back() -> None:
    """How mastery changed in the last weeks, when one of them is over. It stops nothing else."""
    try:
        done = mastery_change.nightly()
    except Exception as error:  # a look back never keeps a night from what the morning needs
        out.print(f"mastery change: it could not be worked out ({type(error).__name__}).")
        return
    if done:
        out.print("mastery change of the last weeks worked out")


def tell_of_weeks() -> None:
    """Tell of the network's weeks that are over. It comes after the estimates, which it counts."""
    for made in network_release.nightly():
        told = f"not told: {made.refused}" if made.refused else "told"
        out.print(f"network, {Week(made.week)}: {told}")
    if released := minutes_release.nightly():
        out.print(f"network's minutes, four weeks to {Week(released.week)}: told")


def note_minutes() -> None:
    """Staff's minutes in homeroom in the week that is over, once."""
    if noted := effort_log.note(newest_finished(today()).monday):
        out.print(f"minutes in homeroom: {noted:,} adults")


def draw() -> None:
    """Draw the pages of the morning. It comes after the last publication of the night, and stops nothing else."""
    ahead = draw_ahead()
    if ahead.drawn:
        out.print(f"drawn ahead: {ahead.drawn:,} pages of {ahead.classes:,} classes and {ahead.schools:,} schools")


def _finish_erasures() -> None:
    """First of all: what comes in now must find nobody who is half gone."""
    try:
        for made in run_erasures.resume():
            out.print(f"erasure {made.pk} of number {made.student} finished")
    except BusyError as error:
        out.print(str(error))


def _purge() -> None:
    """Remove what has been kept long enough. An upload that is being sent at this moment is younger than a day."""
    try:
        for key, count in keeping.purge().items():
            out.print(f"kept long enough: {count:,} of {key}")
    except BusyError as error:
        out.print(str(error))
