"""What `last_answers.sql` reads beside the facts, and what it gives."""

from __future__ import annotations

from homeroom.facts.schema import Column, Table

WANTED = Table("wanted", "one child that is asked for", (Column("student", "INTEGER", ""),), ())
LIMITS = Table(
    "limits",
    "the rule's thresholds",
    (Column("answers", "INTEGER", ""), Column("percent", "INTEGER", ""), Column("timed", "INTEGER", "")),
    (),
)
PACES = Table(
    "last_answers",
    "one child's last answers",
    (
        Column("student", "INTEGER", ""),
        Column("answers", "INTEGER", ""),
        Column("timed", "INTEGER", ""),
        Column("fast", "INTEGER", ""),
    ),
    (),
)
RULE = {"limits": "answers | percent | timed\n3 | 10 | 4", "wanted": "student\n1"}
