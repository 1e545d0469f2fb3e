"""What `signs.sql` reads beside the facts, and what stands there where an example draws nothing else."""

from __future__ import annotations

from homeroom.facts.schema import Column, Table
from spec.drawing import SPELLINGS, TAGS

ASKED = Table(
    "asked",
    "one assignment",
    (
        Column("assignment", "VARCHAR", ""),
        Column("goal", "INTEGER", ""),
        Column("student", "INTEGER", ""),
        Column("standard", "VARCHAR", ""),
        Column("program", "VARCHAR", ""),
        Column("content_kind", "VARCHAR", ""),
        Column("content_item", "VARCHAR", ""),
        Column("begins_on", "DATE", ""),
        Column("ends_on", "DATE", ""),
        Column("late_until", "DATE", ""),
        Column("minutes", "INTEGER", ""),
        Column("criterion", "VARCHAR", ""),
        Column("cut", "DOUBLE", ""),
    ),
    (),
)
COUNTS = Table(
    "counts",
    "a standard that counts for one that is asked for",
    (Column("code", "VARCHAR", ""), Column("standard", "VARCHAR", "")),
    (),
)
WORDS = Table(
    "words",
    "a program's own word and what it means",
    (Column("program", "VARCHAR", ""), Column("word", "VARCHAR", ""), Column("kind", "VARCHAR", "")),
    (),
)
BESIDE = (ASKED, COUNTS, TAGS, SPELLINGS, WORDS)
WINDOW = "2026-11-02 | 2026-11-13 | 2026-11-27"
HEAD = (
    "assignment | goal | student | standard | program | content_kind | content_item"
    " | begins_on | ends_on | late_until | minutes | criterion | cut\n"
)
# `one` asks for the lesson L1 of alpha, `any` for 40 minutes of whatever alpha has on the standard.
NAMED = f"one | 1 | 1 | 3.NF.A.1 | alpha | lesson | L1 | {WINDOW} | 40 | mastery | 0.8"
ANY = "any | 1 | 1 | 3.NF.A.1 | alpha | | | 2026-11-02 | 2026-11-13 | 2026-11-13 | 40 | mastery | 0.8"
ALWAYS = {
    "asked": HEAD + NAMED,
    "counts": "code | standard\n3.NF.A.1 | 3.NF.A.1",
    "tags": """
        program | kind   | content_item | standard | share
        alpha   | lesson | L1           | 3.NF.A.1 | 1
        alpha   | lesson | L2           | 3.NF.A.1 | 1
        beta    | lesson | B1           | 3.NF.A.1 | 1
        beta    | lesson | B2           | 3.NF.A.1 | .5
        beta    | lesson | B2           | 3.G.A.2  | .5
        beta    | lesson | B3           | 3.G.A.2  | 1
        beta    | item   | i1           | 3.NF.A.1 | 1
    """,
    "spellings": "spelling | standard\n3.nf.1 | 3.NF.A.1",
    "words": "program | word | kind\nalpha | Assignment Stopped | stopped_by_vendor\nalpha | Goal Reached | met",
}
