"""Put the report of a school's week together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext, ngettext

from homeroom.facts import store
from homeroom.people.models import School
from homeroom.people.school_days import calendar
from homeroom.people.visibility import Scope
from homeroom.reports import rules_of_schools
from homeroom.reports.cautions import cautions
from homeroom.reports.class_week.known import newest
from homeroom.reports.gathered import Gathered
from homeroom.reports.monday import groups, read
from homeroom.reports.monday.lines import columns, line
from homeroom.reports.monday.report import Line, Monday
from homeroom.reports.monday.rooms import Seats, Teaching, everybody, seats, staff, teachings
from homeroom.reports.monday.visits import Situation, named, visits
from homeroom.reports.rules import MINUTES
from homeroom.reports.seen import reach
from homeroom.reports.values import children, count, listed, week_said
from homeroom.reports.week import Week, newest_finished


def monday(school: School, scope: Scope, week: Week | None = None) -> Monday:
    """The report for `week`; without one, for the last school week that is over on the scope's day.

    Only children of the scope are counted: whoever may see a part of the school is told of that part.
    """
    found = tuple(_allowed(seats(school.pk, scope.on), scope))
    last = newest_finished(scope.on)
    chosen, days = week or last, calendar().of(school.pk)
    whole = Teaching("", found)
    who = teachings(found)
    version = store.current()
    with Gathered(everybody(found), version, read.READ) as gathered:
        facts = read.facts(gathered, chosen, is_newest=chosen >= last)
        fresh = read.freshness(gathered, _rooms(found, who), scope.on, chosen.school_year, days)
        school_wide = reach(gathered, scope.on, school.pk).freshness
    minutes, run = columns(facts), groups.run([one.room.number for one in found], chosen)
    to_visit = visits(Situation(facts, minutes, fresh, days, staff(found)), found)
    lines = tuple(line(one, facts, minutes, fresh[_key(at)], run) for at, one in enumerate(who))
    all_of_it = line(whole, facts, minutes, school_wide, run)
    return Monday(
        school=school.pk,
        title=school.name,
        week=chosen,
        lead=lead(all_of_it, chosen, scope, len(found)),
        freshness=school_wide,
        visits=named(to_visit),
        more_visits=max(0, len(to_visit) - len(named(to_visit))),
        minutes=minutes,
        lines=lines,
        whole=all_of_it,
        estimated_on=facts.as_of if facts.known is not None else None,
        cautions=cautions(facts.as_of, newest(one.through for one in school_wide), facts.engine)
        if facts.known is not None
        else (),
        notes=tuple(notes(all_of_it, facts)),
        rules=rules_of_schools.ALL,
        drawn_from={"facts": version, "rules": rules_of_schools.VERSION},
    )


def _allowed(found: Iterable[Seats], scope: Scope) -> Iterable[Seats]:
    for one in found:
        inside = one.children.intersection(scope.students)
        if inside:
            yield Seats(one.room, inside, one.teachers)


def _key(at: int) -> int:
    """The number under which a teacher's children are asked about; classes have theirs above nought."""
    return -1 - at


def _rooms(found: Sequence[Seats], who: Sequence[Teaching]) -> dict[int, Sequence[int]]:
    rooms: dict[int, Sequence[int]] = {one.room.number: sorted(one.children) for one in found}
    return rooms | {_key(at): sorted(one.children) for at, one in enumerate(who)}


def lead(whole: Line, week: Week, scope: Scope, rooms: int) -> str:
    """The sentence of the week."""
    if not whole.children:
        return gettext("No students in a class of this school yet. They come with the next roster.")
    if whole.worked.exact is None:
        return gettext("No work seen yet. What a program tells shows here the morning after.")
    said = _worked(week_said(week.monday, scope.on), whole.worked.exact, whole.children, rooms)
    return f"{said} {_late(whole.late)}" if whole.late else said


def _worked(week: str, worked: float, of: int, rooms: int) -> str:
    told = {"week": week, "worked": count(worked), "children": children(of), "rooms": count(rooms)}
    if not worked:
        words = ngettext(
            "%(week)s: no work seen yet of %(children)s in one room.",
            "%(week)s: no work seen yet of %(children)s in %(rooms)s rooms.",
            rooms,
        )
    else:
        words = ngettext(
            "%(week)s: %(worked)s of %(children)s in one room worked.",
            "%(week)s: %(worked)s of %(children)s in %(rooms)s rooms worked.",
            rooms,
        )
    return words % told


def _late(programs: Sequence[str]) -> str:
    return ngettext("%(programs)s is late.", "%(programs)s are late.", len(programs)) % {"programs": listed(programs)}


def notes(whole: Line, facts: read.Facts) -> Iterable[str]:
    """What a reader must know to read the numbers rightly."""
    if whole.late:
        words = gettext(
            "With %(programs)s late, numbers of this week are partial: less work seen does not mean less done."
        )
        yield words % {"programs": listed(whole.late)}
    if facts.known is None:
        yield gettext("Mastery is known as of last night, so a past week shows none.")
    elif facts.as_of is None:
        yield gettext(
            "What children know is not estimated yet. Estimates are made each night, from all programs together."
        )
    yield f"{gettext('No goals for minutes are set yet.')} {MINUTES.words}"
