"""What `delivered.sql` reads beside the facts: the sheets, and the day on which it is asked."""

from __future__ import annotations

from homeroom.facts.schema import DATE, MODALITY, STUDENT, Column, Table

SHEETS = Table(
    "sheets",
    "what was said of one child's session",
    (
        STUDENT,
        DATE,
        Column("session", "SMALLINT", ""),
        MODALITY,
        Column("took_place", "BOOLEAN", ""),
        Column("minutes", "INTEGER", ""),
    ),
    (),
)
ASKED = Table("asked", "the day", (Column("as_of", "DATE", ""),), ())
DELIVERED_BESIDE = (SHEETS, ASKED)
DELIVERED_ALWAYS = {"asked": "as_of\n2026-10-30"}
