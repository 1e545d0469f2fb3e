"""A network for reading from: one school year of practice, published through the store's own door, and its people."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

CHILDREN_A_CLASS = 25
ROWS_A_CHILD = 250
SCHOOL_YEAR = 2027
FIRST_MONDAY = date(2026, 8, 17)
TODAY = date(2027, 4, 14)

# One row of practice: child number and the number of the child's row. Seven rows a week, five programs, a grade's
# standards; hashes stand for chance, so that the same seed gives the same table.
MADE = """
with standards as (
    select grade, standard, row_number() over (partition by grade order by standard) - 1 as place,
        count(*) over (partition by grade) as many
    from grades
),
drawn as (
    select
        1 + n // $rows_a_child as student,
        n % $rows_a_child as k,
        hash(n, $seed) as chance,
        ['K', '1', '2', '3', '4', '5'][1 + (n // $rows_a_child // 600) % 6] as grade
    from range($rows) as numbers(n)
),
counted as (
    select *, (chance % 20)::integer as attempts, (chance // 32 % 1000) / 1000.0 as luck from drawn
)
select
    counted.student,
    standards.standard,
    ['alpha', 'beta', 'gamma', 'delta', 'epsilon'][1 + k % 7 % 5] as program,
    $school_year as school_year,
    $first_monday::date + (k // 7 * 7)::integer as week,
    attempts,
    (attempts * luck)::integer as correct,
    0 as unscored,
    0 as contradicting,
    attempts / (1.0 + chance // 64 % 2) as share,
    attempts // 2 as first_tries,
    (attempts // 2 * luck)::integer as first_correct,
    (chance // 128 % 9000) / 600.0 as active_minutes,
    'what program ' || (k % 7 % 5)::varchar || ' counts as a minute' as minutes_definition,
    chance // 256 % 3 as lessons,
    chance // 512 % 2 as lessons_passed,
    (chance // 2048 % 2)::integer as rapid,
    week + (chance // 1024 % 5)::integer as last_on
from counted
join standards on standards.grade = counted.grade and standards.place = (k // 9 + k % 7) % standards.many
"""


def begin(home: Path) -> None:
    """Make Django use `home`, with its database and standards ready."""
    home.mkdir(parents=True, exist_ok=True)
    os.environ["HOMEROOM_HOME"] = str(home.resolve())
    os.environ["DJANGO_SETTINGS_MODULE"] = "homeroom.site.settings"
    import django
    from django.conf import settings
    from django.core.management import call_command

    django.setup()
    settings.HOMEROOM_TODAY = TODAY
    call_command("migrate", verbosity=0)
    from homeroom.standards import ccss
    from homeroom.standards.models import Standard

    if not Standard.objects.exists():
        ccss.load()


def build(rows: int, seed: int) -> None:
    """Make the facts and the children, unless they are there."""
    from homeroom.facts import store

    there = store.row_counts()["practice"]
    if there and there != rows:
        sys.exit(f"the folder holds {there:,} rows of practice, not {rows:,}: choose another --home")
    if not there:
        began = time.perf_counter()
        _publish(rows, seed)
        print(f"{rows:,} rows made and published in {time.perf_counter() - began:.0f} s")
    files = store.paths(store.true_files("practice"))
    print(f"{rows:,} rows in {len(files)} file(s), {sum(file.stat().st_size for file in files) / 1e6:,.0f} MB")
    _children(rows // ROWS_A_CHILD)


def _publish(rows: int, seed: int) -> None:
    from homeroom.facts import store
    from homeroom.facts.engine import session
    from homeroom.facts.schema import PRACTICE

    numbers = {"rows_a_child": ROWS_A_CHILD, "rows": rows, "seed": seed, "school_year": SCHOOL_YEAR}
    made = MADE.replace("$first_monday", f"'{FIRST_MONDAY}'")
    for name, number in numbers.items():
        made = made.replace(f"${name}", str(number))
    with store.publishing(), session() as place:
        grades(place)
        store.publish([store.stage_year(place, PRACTICE, SCHOOL_YEAR, made, every=True)], [], "bench")


def grades(place: Any) -> None:
    """The standards of each grade, for the session in which rows are made."""
    from homeroom.standards import ccss

    codes = [code for code in ccss.read().codes if not code.parent]
    place.relation("grades", {"grade": [c.grade for c in codes], "standard": [c.code for c in codes]})


def _children(many: int) -> None:
    from homeroom.people.models import Student

    if Student.objects.count() != many:
        numbers = range(1, many + 1)
        made = (Student(pk=n, sourced_id=f"k{n}", given_name="Child", family_name=f"Number {n}") for n in numbers)
        Student.objects.bulk_create(made, batch_size=5_000)


def classes(wanted: Sequence[Sequence[int]], schools: int = 1) -> list[tuple[Any, int]]:
    """A class for each list of children, with a teacher of its own who may sign in: (user, the class's number)."""
    from homeroom.people.models import Class, School, Staff, User

    for at in range(schools):
        School.objects.get_or_create(
            sourced_id=f"bench{at or ''}", defaults={"name": f"Network School {at or ''}".strip()}
        )
    User.objects.all().delete()
    Staff.objects.all().delete()
    Class.objects.all().delete()
    return [_class(at, students, at % schools) for at, students in enumerate(wanted)]


def _class(at: int, students: Sequence[int], of: int) -> tuple[Any, int]:
    from homeroom.people.models import Class, Enrollment, Role, School, Staff, User

    school = School.objects.get(sourced_id=f"bench{of or ''}")
    group = Class.objects.create(sourced_id=f"c{at}", title=f"Room {at}", school=school)
    teacher = Staff.objects.create(sourced_id=f"t{at}", given_name="Teacher", family_name=f"Number {at}")
    Role.objects.create(staff=teacher, kind=Role.Kind.TEACHER, school=school)
    enrolled = [Enrollment(sourced_id=f"e{at}-{n}", school_class=group, student_id=n, role="student") for n in students]
    teaches = Enrollment(sourced_id=f"e{at}", school_class=group, staff=teacher, role="teacher")
    Enrollment.objects.bulk_create([*enrolled, teaches])
    return User.objects.create(username=f"t{at}", staff=teacher), group.pk
