"""Children whom a full roster holds no longer: nothing ends for them, but many of one school are worth a look."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from datetime import date

from django.db.models import Count, Q
from django.utils.translation import gettext_noop

from homeroom.intake.feeds.found import Condition, day_words
from homeroom.intake.feeds.models import FeedAlarm
from homeroom.intake.feeds.schools import schools_of
from homeroom.intake.models import ROSTERS
from homeroom.intake.rosters.weigh import MOST_ROWS, MOST_SHARE
from homeroom.people.models import School, Student
from homeroom.people.school_days import Calendar

WHAT_TO_DO = gettext_noop(
    "Nothing ended: their teachers still see them. Ask who sends the roster whether these children "
    "have left. If it was a mistake, the next full roster that holds them settles it."
)


def lacking(calendar: Calendar, today: date) -> Iterator[Condition]:
    """A school of which one roster lacks more than 10 children and more than 10% of those it had until then."""
    standing = Student.objects.filter(Q(ends_on=None) | Q(ends_on__gte=today))
    days = standing.exclude(missing_since=None).values("missing_since").annotate(children=Count("pk"))
    if not days.filter(children__gt=MOST_ROWS).exists():
        return
    since = dict(standing.values_list("pk", "missing_since"))
    names = dict(School.objects.values_list("pk", "name"))
    for school, found in sorted(_by_school(since).items()):
        if not calendar.closed_by_word(today, school):
            yield from _lacking(school, names.get(school, "a school"), found)


def _by_school(since: Mapping[int, date | None]) -> Mapping[int, list[date | None]]:
    found = defaultdict[int, list[date | None]](list)
    for student, schools in schools_of(since).items():
        for school in schools:
            found[school].append(since[student])
    return found


def _lacking(school: int, name: str, since: list[date | None]) -> Iterator[Condition]:
    for day, gone in sorted(Counter(day for day in since if day).items()):
        had = sum(one is None or one >= day for one in since)
        if gone > MOST_ROWS and gone > MOST_SHARE * had:
            words = gettext_noop(
                "Roster: %(gone)s of %(had)s children of %(name)s (%(share)s) are not in the roster of %(roster_day)s."
            ) % {
                "gone": f"{gone:,}",
                "had": f"{had:,}",
                "name": name,
                "share": f"{gone / had:.0%}",
                "roster_day": day_words(day),
            }
            cause = f"roster lacks|{school}|{day}"
            yield Condition(ROSTERS[0], "users", school, FeedAlarm.Kind.SHRUNK, cause, day, words, WHAT_TO_DO)
