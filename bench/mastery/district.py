"""A district of any size, drawn by DuckDB: children in classes, and answers to items of their grades' standards.

Its children have an ability each and no more: it is there to be big, not to be like anybody.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from homeroom.facts import store
from homeroom.facts.engine import session
from homeroom.facts.schema import ATTEMPTS

FIRST_DAY, TODAY = date(2026, 8, 24), date(2026, 11, 20)
CLASS = 25
GRADES = ("KG", "01", "02", "03", "04", "05")
PROGRAMS = ("number_trail", "mathscape", "plank")
ITEMS = 10  # of each standard
YEAR = 2027

DRAWN = """
    with answers as (
        select
            n // $each as child,
            n % $each as turn,
            hash(n + $seed * 1000000007) as luck,
            hash(n + $seed * 1000000007 + 500000003) as chance
        from range($children * $each) as numbers(n)
    ),
    placed as (
        select
            child, turn, chance,
            taught.standard,
            luck // 1000 % $items as item,
            luck // 100000 % 3 as program,
            (hash(child) % 1000) / 1000.0 as ability,
            10 + luck // 10000000 % 50 as seconds
        from answers
        inner join taught
            on taught.grade = child // $class_size % 6
            and taught.place = luck % taught.many
    )
    select
        $first + child as student,
        list_extract($programs, cast(program + 1 as integer)) as program,
        'items' as report,
        standard || '-' || item as content_item,
        date '2026-08-24' + cast(turn * 88 // $each as integer) as occurred_on,
        'day' as precision,
        chance % 1000 < 350 + 550 * ability as correct,
        seconds,
        2027 as school_year
    from placed
"""


def enroll(children: int) -> int:
    """Children in classes of 25, a grade each. Returns the number of the first child."""
    from homeroom.people.models import Class, Enrollment, School, Student

    school, _ = School.objects.get_or_create(sourced_id="district", defaults={"name": "District"})
    grades = [GRADES[child // CLASS % len(GRADES)] for child in range(children)]
    told = [
        Student(sourced_id=f"c{child}", given_name="Child", family_name=str(child), grade=grade)
        for child, grade in enumerate(grades)
    ]
    students = Student.objects.bulk_create(told)
    rooms = [
        Class(sourced_id=f"k{number}", title=str(number), school=school) for number in range(-(-children // CLASS))
    ]
    classes = Class.objects.bulk_create(rooms)
    Enrollment.objects.bulk_create(
        Enrollment(sourced_id=f"e{at}", school_class=classes[at // CLASS], student=student, role="student")
        for at, student in enumerate(students)
    )
    return int(students[0].pk)


def align() -> Mapping[str, list[object]]:
    """Load the standards and items of each. Returns what is taught: grade (0 for kindergarten), place, standard."""
    from homeroom.standards import ccss
    from homeroom.standards.alignment import Tag, take_tags
    from homeroom.standards.content import Content, take_content

    ccss.load()
    codes = sorted(ccss.read().codes, key=lambda code: code.order)
    keys = [(program, "item", f"{code.code}-{item}") for code in codes for item in range(ITEMS) for program in PROGRAMS]
    take_content([Content(*key) for key in keys])
    take_tags([Tag(key, key[2].rsplit("-", 1)[0], 1, "vendor") for key in keys], ccss.SLUG)
    taught: dict[str, list[object]] = {"grade": [], "place": [], "standard": [], "many": []}
    for number in range(len(GRADES)):
        own = [code.code for code in codes if code.code[0] == "K12345"[number]]
        for place, code in enumerate(own):
            for name, value in (("grade", number), ("place", place), ("standard", code), ("many", len(own))):
                taught[name].append(value)
    return taught


def answer(first: int, children: int, each: int, taught: Mapping[str, list[object]], seed: int = 0) -> int:
    """Publish so many answers of each child. Returns the version."""
    with store.publishing(), session() as place:
        place.relation("taught", taught)
        told = {
            "first": first, "children": children, "each": each, "seed": seed,
            "items": ITEMS, "class_size": CLASS, "programs": list(PROGRAMS),
        }  # fmt: skip
        place.run(f"create or replace temp table drawn as {DRAWN}", told)
        known = set(place.run("select * from drawn limit 0").names)
        columns = ", ".join(
            f'"{c.name}"' if c.name in known else f'null::{c.type} as "{c.name}"' for c in ATTEMPTS.columns
        )
        staged = store.stage_year(place, ATTEMPTS, YEAR, f"select {columns} from drawn", every=True)
        return store.publish([staged], [], "drawn")
