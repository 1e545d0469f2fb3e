"""Put the report of a school's week together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

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
        return "No students in a class of this school yet. They come with the next roster."
    if whole.worked.exact is None:
        return "No work seen yet. What a program tells shows here the morning after."
    said = week_said(week.monday, scope.on)
    where = "in one room" if rooms == 1 else f"in {count(rooms)} rooms"
    late = f" {listed(whole.late)} {'is' if len(whole.late) == 1 else 'are'} late." if whole.late else ""
    if not whole.worked.exact:
        return f"{said}: no work seen yet of {children(whole.children)} {where}.{late}"
    return f"{said}: {count(whole.worked.exact)} of {children(whole.children)} {where} worked.{late}"


def notes(whole: Line, facts: read.Facts) -> Iterable[str]:
    """What a reader must know to read the numbers rightly."""
    if whole.late:
        yield (
            f"With {listed(whole.late)} late, numbers of this week are partial: less work seen does not mean less done."
        )
    if facts.known is None:
        yield "Mastery is known as of last night, so a past week shows none."
    elif facts.as_of is None:
        yield "What children know is not estimated yet. Estimates are made each night, from all programs together."
    yield f"No goals for minutes are set yet. {MINUTES.words}"
