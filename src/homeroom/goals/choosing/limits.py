"""What limits the work of each child: program, days, language, accounts, teachers' words, and what is asked already.

Only what is known limits. A child of whom no account is known anywhere may be asked for anything: the roster or the
first delivery will tell.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from importlib import resources
from math import ceil

import numpy as np
from django.db.models import F, Q, Sum
from numpy.typing import NDArray

from homeroom.facts import store
from homeroom.facts.schema import ACTIVITIES
from homeroom.goals.choosing import codes
from homeroom.goals.choosing.rules import A_WEEK
from homeroom.goals.choosing.standing import Asked
from homeroom.goals.choosing.works import Work
from homeroom.goals.models import ContentStop, Goal, UnitPlan
from homeroom.intake.models import IdentityLink
from homeroom.programs.assign import NONE, NOT_TOLD, Assign
from homeroom.standards.models import ContentItem

Whole = NDArray[np.int64]
Small = NDArray[np.int8]
Bools = NDArray[np.bool_]
FIRST, OFF = ContentStop.Where.FIRST, ContentStop.Where.OFF
TAUGHT_IN = "en"  # what lessons are taken to be in, and children to work in, where nothing else is told
# The first letters of a language's name, in the spellings that programs use.
LANGUAGES = {"en": "en", "in": "en", "es": "es", "sp": "es", "vi": "vi"}


@dataclass(frozen=True)
class Past:
    """What children have done this school year: tries by child and lesson, and the languages each worked in."""

    tries: Mapping[tuple[int, str, str], int]
    languages: Mapping[int, frozenset[str]]


def past(students: Sequence[int], school_year: int) -> Past:
    sql = (resources.files("homeroom.goals.choosing") / "past.sql").read_text("utf-8")
    wanted = {"wanted": {"student": list(students)}}
    rows = store.query(sql, tables=[ACTIVITIES.name], students=students, school_year=school_year, relations=wanted).rows
    spoken: dict[int, set[str]] = {}
    for student, _, _, _, told in rows:
        spoken.setdefault(student, {TAUGHT_IN}).add(language(told))
    return Past(
        {(student, program, lesson): tries for student, program, lesson, tries, _ in rows},
        {student: frozenset(found) for student, found in spoken.items()},
    )


def language(told: str) -> str:
    """The code of a language that a program names ("Spanish", "es-US", "Español"); as told where it is another."""
    word = told.strip().casefold()
    return LANGUAGES.get(word[:2], word) if word else TAUGHT_IN


def held(
    goal: Goal, students: Sequence[int], works: Sequence[Work], records: Mapping[str, Assign], before: Past,
    asked: Sequence[Asked],
) -> Small:  # fmt: skip
    """Children × works: why one can't be asked, as the kernel's code; a teacher's word is told before all others."""
    found = np.full((len(students), len(works)), codes.FREE, np.int8)
    found[:, _too_short(goal, works, records)] = codes.DAYS
    found[~_spoken(students, works, before)] = codes.LANGUAGE
    found[~_accounts(students, works)] = codes.ACCOUNT
    found[:, [not one.channel or records.get(one.program, NOT_TOLD).grain == NONE for one in works]] = codes.UNTOLD
    found[_asked(students, works, asked)] = codes.ASKED
    found[words(goal, students, works) < 0] = codes.OFF
    return found


def words(goal: Goal, students: Sequence[int], works: Sequence[Work]) -> Small:
    """Children × works: what a teacher has put first (the kernel's words), -1 for what is off, else 0.

    A word on the child comes before one on the class, and one on a lesson before one on its program.
    """
    found = np.zeros((len(students), len(works)), np.int8)
    row_of = {student: row for row, student in enumerate(students)}
    for stop in standing_stops(goal, students):
        rows = list(row_of.values()) if stop.student_id is None else [row_of[stop.student_id]]
        sign = (codes.A_LESSON if stop.content_item_id else codes.A_PROGRAM) if stop.where == FIRST else -1
        for at, work in enumerate(works):
            if work.program == stop.program and stop.content_item_id in (None, work.content_item):
                found[rows, at] = sign
    return found


def standing_stops(goal: Goal, students: Collection[int]) -> list[ContentStop]:
    """Teachers' words on lessons and programs that hold for these children: what is more particular comes later."""
    mine = Q(student__in=list(students)) | Q(school_class=goal.school_class_id)
    order = (F("content_item").asc(nulls_first=True), F("student").asc(nulls_first=True), "pk")
    return list(ContentStop.objects.filter(mine, lifted_at=None).order_by(*order))


def tries(students: Sequence[int], works: Sequence[Work], before: Past) -> Small:
    """Children × works: how often each child tried each lesson this school year."""
    told = [[before.tries.get((student, one.program, one.lesson), 0) for one in works] for student in students]
    return np.array(told, np.int8).reshape(len(students), len(works))


def running(students: Sequence[int], programs: Sequence[str], asked: Sequence[Asked]) -> Whole:
    """Children × programs: how much is asked of each child there now, for any goal."""
    row_of = {student: row for row, student in enumerate(students)}
    found = np.zeros((len(students), len(programs)), np.int64)
    for one in asked:
        if one.open and one.program in programs:
            found[row_of[one.student], programs.index(one.program)] += 1
    return found


def on_standards(students: Sequence[int], standards: Sequence[str], asked: Sequence[Asked]) -> Whole:
    """Children × standards: how much is asked of each child there now, for any goal."""
    row_of = {student: row for row, student in enumerate(students)}
    place_of = {code: place for place, code in enumerate(standards)}
    found = np.zeros((len(students), len(standards)), np.int64)
    for one in asked:
        if one.open and one.standard in place_of:
            found[row_of[one.student], place_of[one.standard]] += 1
    return found


def rooms(goal: Goal, students: Sequence[int], asked: Sequence[Asked]) -> NDArray[np.float64]:
    """The minutes that are left for each child: what the goal names, else what the class's plan does, else a week's."""
    whole = goal.minutes or _planned(goal) or A_WEEK["minutes"] * ceil(((goal.ends_on - goal.begins_on).days + 1) / 7)
    taken = Counter[int]()
    for one in asked:
        if one.own and not one.again:
            taken[one.student] += one.minutes
    return np.array([max(0, whole - taken[student]) for student in students], np.float64)


def _planned(goal: Goal) -> int:
    codes_of = goal.standards.values("standard")
    rows = UnitPlan.objects.filter(
        school_class=goal.school_class_id, standard__in=codes_of, week__gte=monday(goal.begins_on),
        week__lte=goal.ends_on,
    ).exclude(state__in=(UnitPlan.State.MOVED, UnitPlan.State.SKIPPED))  # fmt: skip
    return int(rows.aggregate(total=Sum("minutes"))["total"] or 0)


def monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _too_short(goal: Goal, works: Sequence[Work], records: Mapping[str, Assign]) -> list[bool]:
    """What is not to be had on all of the goal's days, or needs more weeks than there are."""
    days = (goal.ends_on - goal.begins_on).days + 1
    keys = [one.content_item for one in works if one.content_item]
    gone = Q(valid_from__gt=goal.begins_on) | Q(valid_to__lt=goal.ends_on)
    rows = ContentItem.objects.filter(gone, program__in={one.program for one in works}).values_list("pk", flat=True)
    over = set(rows) & set(keys)
    least = {program: 7 * (record.weeks.min or 0) for program, record in records.items()}
    return [one.content_item in over or least.get(one.program, 0) > _weeks(days) for one in works]


def _weeks(days: int) -> int:
    """A school week of five days counts as one."""
    return days + 2


def _spoken(students: Sequence[int], works: Sequence[Work], before: Past) -> Bools:
    plain = frozenset({TAUGHT_IN})
    lessons = [language(one.language) for one in works]
    told = [[one in before.languages.get(student, plain) for one in lessons] for student in students]
    return np.array(told, np.bool_).reshape(len(students), len(works))


def _accounts(students: Sequence[int], works: Sequence[Work]) -> Bools:
    links = IdentityLink.objects.filter(student__in=list(students), withdrawn_at=None)
    has: dict[int, set[str]] = {}
    for student, program in links.values_list("student", "program"):
        has.setdefault(student, set()).add(program)
    known = set(IdentityLink.objects.filter(withdrawn_at=None).values_list("program", flat=True).distinct())
    told = [
        [student not in has or one.program in has[student] or one.program not in known for one in works]
        for student in students
    ]
    return np.array(told, np.bool_).reshape(len(students), len(works))


def _asked(students: Sequence[int], works: Sequence[Work], asked: Sequence[Asked]) -> Bools:
    """The same lesson, or the same standard in the same program: open for any goal, or not to be repeated for this."""
    row_of = {student: row for row, student in enumerate(students)}
    found = np.zeros((len(students), len(works)), np.bool_)
    for one in asked:
        if one.open or (one.own and not one.again):
            for at, work in enumerate(works):
                same = work.content_item == one.content_item and work.program == one.program
                found[row_of[one.student], at] |= same and (bool(one.content_item) or one.standard in work.serves)
    return found


def ends_on(goal: Goal, begins: date, record: Assign) -> date:
    """A program may not keep an assignment as long as the goal runs."""
    most = record.weeks.max
    return min(goal.ends_on, begins + timedelta(weeks=most, days=-1)) if most else goal.ends_on
