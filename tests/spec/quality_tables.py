"""What the transforms of quality read and give: children 1 to 3 sit in class 10 of school 5, 4 in 20 of 6."""

from __future__ import annotations

from homeroom.facts.schema import Column, Table
from spec.drawing import SPELLINGS, TAGS


def _table(name: str, grain: str, **types: str) -> Table:
    return Table(name, grain, tuple(Column(column, type_, "") for column, type_ in types.items()), ())


SEATS = _table("seats", "one child that counts", student="INTEGER", school_class="INTEGER", school="INTEGER")
TERMS = _table("terms", "one term", term="VARCHAR", begins_on="DATE", ends_on="DATE")
DAYS = _table("days", "one day at one school", school="INTEGER", day="DATE", number="INTEGER", fortnight="INTEGER")
WITHIN = _table("within", "the window", school_days="INTEGER")
TRIES = _table(
    "tries",
    "one child's first try",
    student="INTEGER",
    school_class="INTEGER",
    school="INTEGER",
    program="VARCHAR",
    school_year="SMALLINT",
    term="VARCHAR",
    kind="VARCHAR",
    content_item="VARCHAR",
    lesson="VARCHAR",
    standard="VARCHAR",
    ended_on="DATE",
    correct="BOOLEAN",
    seconds="DOUBLE",
    left_here="BOOLEAN",
    right_before="INTEGER",
    wrong_before="INTEGER",
)
BINS = _table(
    "bins",
    "tries of children who knew about the same",
    program="VARCHAR",
    kind="VARCHAR",
    content_item="VARCHAR",
    term="VARCHAR",
    knowledge="DOUBLE",
    tries="INTEGER",
    right_="INTEGER",
)
FITTED = _table(
    "fitted",
    "one difficulty",
    program="VARCHAR",
    kind="VARCHAR",
    content_item="VARCHAR",
    term="VARCHAR",
    difficulty="DOUBLE",
)
LIFTS = _table(
    "lifts",
    "one lift",
    program="VARCHAR",
    kind="VARCHAR",
    content_item="VARCHAR",
    lift="DOUBLE",
    lift_low="DOUBLE",
    lift_high="DOUBLE",
    lift_children="INTEGER",
    lift_classes="INTEGER",
    before="DOUBLE",
    before_low="DOUBLE",
    before_high="DOUBLE",
    lift_refused="VARCHAR",
)
OCCASIONS = _table(
    "occasions",
    "one result, or one lesson before it",
    program="VARCHAR",
    lesson="VARCHAR",
    student="INTEGER",
    school_class="INTEGER",
    standard="VARCHAR",
    fortnight="INTEGER",
    told_by="VARCHAR",
    correct="INTEGER",
    worked="INTEGER",
    right_before="INTEGER",
    wrong_before="INTEGER",
    since_work="INTEGER",
    before_correct="INTEGER",
    before_told_by="VARCHAR",
    before_right="INTEGER",
    before_wrong="INTEGER",
)
TRIES_BESIDE = (TAGS, SPELLINGS, SEATS, TERMS)
OCCASIONS_BESIDE = (TAGS, SPELLINGS, SEATS, DAYS, WITHIN)
QUALITY_BESIDE = (FITTED, LIFTS, TERMS)
_SEATS = """
    student | school_class | school
    1       | 10           | 5
    2       | 10           | 5
    3       | 10           | 5
    4       | 20           | 6
"""
TRIES_ALWAYS = {
    "seats": _SEATS,
    "spellings": """
        spelling | standard
        3.NF.1   | 3.NF.A.1
    """,
    "tags": """
        program | kind | content_item | standard | share
        alpha   | item | two          | 3.G.A.1  | 0.4
        alpha   | item | two          | 3.NF.A.1 | 0.6
    """,
    "terms": """
        term | begins_on  | ends_on
        one  | 2026-09-01 | 2026-12-31
        two  | 2027-01-01 | 2027-06-30
    """,
}
# Monday 5 October 2026 is the 20th school day; the window is three school days.
OCCASIONS_ALWAYS = {
    "seats": _SEATS,
    "spellings": TRIES_ALWAYS["spellings"],
    "tags": TRIES_ALWAYS["tags"],
    "within": """
        school_days
        3
    """,
    "days": """
        school | day        | number | fortnight
        5      | 2026-09-28 | 15     | 3
        5      | 2026-09-29 | 16     | 3
        5      | 2026-09-30 | 17     | 4
        5      | 2026-10-01 | 18     | 4
        5      | 2026-10-02 | 19     | 4
        5      | 2026-10-03 | 19     | 4
        5      | 2026-10-05 | 20     | 4
        5      | 2026-10-06 | 21     | 4
        5      | 2026-10-07 | 22     | 4
        6      | 2026-10-05 | 11     | 4
    """,
}
QUALITY_ALWAYS = {"terms": TRIES_ALWAYS["terms"], "fitted": "", "lifts": ""}
