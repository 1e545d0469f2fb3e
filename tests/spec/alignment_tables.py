"""What `alignment.sql` reads beside the facts: who was in which class, what counts, and what each standard was for."""

from __future__ import annotations

from homeroom.facts.schema import ALIGNMENT, Column, Table
from homeroom.goals.index.work_out import FIGURES

CLASS, WEEK = Column("school_class", "INTEGER", ""), Column("week", "DATE", "")
MEMBERS = Table("members", "a child of a class in a week", (Column("student", "INTEGER", ""), CLASS, WEEK), ())
COUNTED = Table("counted", "a program that counts for a class", (CLASS, Column("program", "VARCHAR", "")), ())
RENEWED = Table("renewed", "a week that is worked out anew", (WEEK,), ())
PURPOSED = Table(
    "purposes",
    "what a child's time on a standard is for",
    (*MEMBERS.columns, Column("standard", "VARCHAR", ""), Column("purpose", "VARCHAR", "")),
    (),
)
LEAF_TAGS = Table(
    "tags",
    "a lesson on a leaf standard",
    (
        Column("program", "VARCHAR", ""),
        Column("kind", "VARCHAR", ""),
        Column("content_item", "VARCHAR", ""),
        Column("spelled", "VARCHAR", ""),
        Column("standard", "VARCHAR", ""),
        Column("share", "DOUBLE", ""),
    ),
    (),
)
OF_CLASSES = Table("figures", "a class's week", tuple(ALIGNMENT.column(name) for name in FIGURES), ())
ALIGNED_BESIDE = (MEMBERS, COUNTED, RENEWED, PURPOSED, LEAF_TAGS, OF_CLASSES)
ALWAYS_ALIGNED = {
    "members": "student | school_class | week\n1 | 7 | 2026-10-19",
    "counted": "school_class | program\n7 | alpha",
    "renewed": "week\n2026-10-19",
    "figures": "school_class | week | as_of\n7 | 2026-10-19 | 2026-10-23",
}
