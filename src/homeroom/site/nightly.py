"""Everything a night needs, safe to stop and to run twice."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from homeroom.facts import store
from homeroom.facts.models import FactFile
from homeroom.intake import quarantine, unknown, uploads
from homeroom.intake.feeds.judge import judge
from homeroom.intake.job_models import Job
from homeroom.intake.rosters.undo import forget_old
from homeroom.intake.who import after_roster
from homeroom.people import audit_heads, guesses, spent
from homeroom.site.collecting import take_in_all
from homeroom.site.receiving import out, show
from homeroom.site.status import show_alarms
from homeroom.site.work_out import work_out

A_DAY = timedelta(days=1)


def run() -> bool:
    """Finish what was interrupted, take every source in, re-drive, work out, clean up, judge feeds.

    Says whether something waits for a person.
    """
    well = take_in_all(as_json=False, insist=False)
    for delivery in [*unknown.judge_known(), *after_roster.reconsider(), *quarantine.redrive()]:
        show(delivery, as_json=False)
    work_out(everything=True)
    for table, year in FactFile.objects.filter(retired_in=None).values_list("table", "school_year").distinct():
        store.compact(table, year)
    store.vacuum()
    _sweep()
    forget_old()
    guesses.forget_old()
    spent.forget_old()
    audit_heads.write()
    show_alarms(judge(), out)
    return not well


def _sweep() -> None:
    """Remove what uploads left that were broken off. One that is being sent at this moment is left."""
    known = [job.arguments["folder"] for job in Job.objects.filter(kind=Job.Kind.UPLOAD)]
    yesterday = (timezone.now() - A_DAY).timestamp()
    for room in uploads.left_over(known):
        if room.parent.stat().st_mtime < yesterday:
            uploads.drop(room)
