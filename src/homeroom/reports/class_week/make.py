"""Put the report of a class's week together."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext

from homeroom.facts import store
from homeroom.people.models import Class, Student
from homeroom.people.names import sort_key
from homeroom.people.visibility import Scope
from homeroom.reports.cautions import cautions
from homeroom.reports.class_week import columns, do_next, known, read
from homeroom.reports.class_week.known import newest
from homeroom.reports.class_week.on_plan import on_plan
from homeroom.reports.class_week.report import ClassWeek, Named
from homeroom.reports.class_week.rows import rows
from homeroom.reports.estimates import estimates
from homeroom.reports.freshness import Freshness
from homeroom.reports.gathered import Gathered
from homeroom.reports.rules import VERSION
from homeroom.reports.seen import program_name, reach
from homeroom.reports.values import children as children_words
from homeroom.reports.values import count, listed, week_said
from homeroom.reports.week import Week, When, when


def class_week(school_class: Class, scope: Scope, week: Week | None = None) -> ClassWeek:
    """The report for `week`; without one, for the latest week that holds work up to the scope's day."""
    students = sorted(scope.students)
    version = store.current()
    with Gathered(students, version) as gathered:
        found = reach(gathered, scope.on, school_class.school_id)
        chosen = week or found.week(scope.on)
        facts = read.facts(gathered, chosen)
        planned = on_plan(gathered, school_class.pk, chosen, when(chosen, scope.on))
        found_known = estimates(gathered, chosen.school_year)
    children = named(students)
    about = known.focus(school_class, students)
    known_standards = known.known_columns(found_known, about)
    standards = columns.shown_first(columns.standard_columns(facts.practice))
    minutes = columns.minutes_columns(facts.minutes)
    levels = columns.level_columns(facts.levels)
    situation = do_next.Situation(
        {child.number: child for child in children}, facts, standards, found.freshness, scope.on
    )
    actions = do_next.actions(situation)
    return ClassWeek(
        class_id=school_class.pk,
        title=school_class.title,
        school=school_class.school.name,
        week=chosen,
        lead=lead(situation, asked=week is not None),
        freshness=found.freshness,
        actions=actions[: do_next.MOST],
        more_actions=max(0, len(actions) - do_next.MOST),
        on_plan=planned,
        minutes=minutes,
        standards=standards,
        shown_standards=min(len(standards), columns.MOST_STANDARDS),
        known_standards=known_standards,
        about=about.words,
        estimated_on=found_known.as_of,
        cautions=cautions(found_known.as_of, newest(line.through for line in found.freshness), found_known.engine),
        levels=levels,
        shown_levels=min(len(levels), columns.MOST_LEVELS),
        has_lessons=bool(facts.lessons),
        rows=rows(children, facts, minutes, standards, levels, found_known, known_standards),
        no_work=situation.no_work,
        not_moving=tuple(c for c in children if any(s.student == c.number for s in facts.not_moving)),
        notes=tuple(notes(situation)),
        drawn_from={"facts": version, "teachers' words": found_known.teachers, "rules": VERSION},
    )


def named(students: Sequence[int]) -> tuple[Named, ...]:
    """The children in the order of the class list."""
    found = sorted(Student.objects.filter(pk__in=students), key=sort_key)
    return tuple(Named(student.pk, student.name) for student in found)


def lead(situation: do_next.Situation, asked: bool) -> str:
    """The one or two sentences under the title."""
    total, week = len(situation.children), situation.facts.week
    if not total:
        return gettext("No students in this class yet. They come with the next roster.")
    if not situation.freshness or all(line.through is None for line in situation.freshness):
        return gettext("No work seen yet. We need about 5 answers on a standard before suggesting anything.")
    worked = total - len(situation.no_work)
    said = week_said(week.monday, situation.today)
    told = {"week": said, "worked": count(worked), "children": children_words(total)}
    if asked or situation.today in week or situation.today in week.next:
        return gettext("%(week)s: %(worked)s of %(children)s worked.") % told
    return gettext("Latest work seen. %(week)s: %(worked)s of %(children)s worked.") % told


def notes(situation: do_next.Situation) -> list[str]:
    """What a reader must know to read the numbers rightly."""
    return [*_no_standard(situation), *_silent(situation), *_missing(situation)]


def _no_standard(situation: do_next.Situation) -> list[str]:
    programs = {c.program for c in situation.facts.lessons}
    tied = {c.program for c in situation.facts.lessons if c.names_a_standard}
    with_lessons = situation.facts.practice and any(p.lessons for p in situation.facts.practice)
    if with_lessons:
        return []
    names = sorted(program_name(slug) for slug in programs - tied)
    if not names:
        return []
    told = {"programs": listed(names)}
    if situation.standards:
        return [gettext("No lesson of %(programs)s is tied to a standard yet.") % told]
    return [
        gettext(
            "No lesson of %(programs)s is tied to a standard yet. The table shows lessons, minutes and placements "
            "instead."
        )
        % told
    ]


def _silent(situation: do_next.Situation) -> list[str]:
    names = [line.name for line in situation.freshness if line.through is None]
    told = {"programs": listed(names)}
    return [gettext("Nothing seen for these children from %(programs)s.") % told] if names else []


def _missing(situation: do_next.Situation) -> list[str]:
    """An empty week of a late feed is no news about a child."""
    missing = situation.no_work
    late: list[Freshness] = [line for line in situation.freshness if line.state == "late"]
    if not missing or not situation.children or do_next.told_enough(situation.freshness, situation.facts.week):
        return []
    names = listed([child.name for child in missing]) if len(missing) <= 8 else children_words(len(missing))
    none = _none_seen(situation.when) % {"children": names}
    return [f"{none} {_no_news([line.name for line in late])}"]


def _none_seen(when: When) -> str:
    return {
        "this": gettext("No work seen this week from %(children)s."),
        "last": gettext("No work seen last week from %(children)s."),
        "that": gettext("No work seen that week from %(children)s."),
    }[when]


def _no_news(late: Sequence[str]) -> str:
    if not late:
        return gettext("With the week's data not complete, that does not mean nothing was done.")
    return gettext("With %(programs)s late, that does not mean nothing was done.") % {"programs": listed(late)}
