"""What `evidence.sql` gives, and the relations that it reads beside the facts."""

from __future__ import annotations

from homeroom.facts.schema import Column, Table


def _table(name: str, grain: str, **types: str) -> Table:
    return Table(name, grain, tuple(Column(column, type_, "") for column, type_ in types.items()), ())


EVIDENCE = _table(
    "evidence",
    "one fact, or one check of a teacher, with the one class it ends in",
    student="INTEGER",
    program="VARCHAR",
    school_year="SMALLINT",
    source="VARCHAR",
    **{"class": "VARCHAR"},
    kind="VARCHAR",
    place="INTEGER",
    result="DOUBLE",
    amount="DOUBLE",
    content_item="VARCHAR",
    lesson="VARCHAR",
    occurred_at="TIMESTAMP_MS",
    ended_on="DATE",
    attempt_no="SMALLINT",
)
PLACES = _table(
    "places", "one content item", program="VARCHAR", kind="VARCHAR", content_item="VARCHAR", place="INTEGER"
)
SPELLED = _table("spelled", "one spelling", spelling="VARCHAR", place="INTEGER")
PACES = _table("paces", "one item", program="VARCHAR", content_item="VARCHAR", seconds="DOUBLE")
SCALES = _table(
    "scales",
    "one scale score of an assessment",
    program="VARCHAR",
    assessment="VARCHAR",
    objective="VARCHAR",
    method="VARCHAR",
    grade="VARCHAR",
    place="INTEGER",
    whole="BOOLEAN",
    middle="DOUBLE",
    spread="DOUBLE",
    information="DOUBLE",
)
STANDARDS_OF = _table("standards_of", "one standard of one place", place="INTEGER", standard="VARCHAR")
CHECKS = _table(
    "checks",
    "one check of a teacher",
    student="INTEGER",
    place="INTEGER",
    result="DOUBLE",
    seen_on="DATE",
    said_by="VARCHAR",
    number="INTEGER",
    withdrawn="BOOLEAN",
)
BESIDE = (PLACES, SPELLED, PACES, SCALES, STANDARDS_OF, CHECKS)
# Unless an example draws them: items i1 and i2 and lesson L1 stand at places 1, 2 and 1, standard 3.NF.1 at place 1.
ALWAYS = {
    "places": """
        program | kind   | content_item | place
        alpha   | item   | i1           | 1
        alpha   | item   | i2           | 2
        alpha   | lesson | L1           | 1
        alpha   | lesson | skill1       | 1
        beta    | item   | i1           | 1
    """,
    "spelled": """
        spelling | place
        3.NF.1   | 1
    """,
    "standards_of": """
        place | standard
        1     | 3.NF.A.1
        2     | 3.NF.A.2
        3     | 3.NF.A.1
        3     | 3.G.A.1
    """,
}
