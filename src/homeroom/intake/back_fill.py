"""Content that facts name and nobody told of: known from then on by its id, so that a person can align it."""

from __future__ import annotations

from importlib import resources

from homeroom.facts import store
from homeroom.facts.schema import ACTIVITIES, ATTEMPTS
from homeroom.standards.content import Content, Taken, known_keys, take_content


def back_fill() -> Taken:
    """Make known what facts name. Layouts that declare their content hand it over when they publish; others don't.

    Safe at any time and again: what is known already stays as it is.
    """
    sql = (resources.files("homeroom.intake") / "named_in_facts.sql").read_text("utf-8")
    named = store.query(sql, tables=[ATTEMPTS.name, ACTIVITIES.name]).rows
    known = known_keys({program for program, _, _ in named})
    return take_content(Content(*key) for key in named if tuple(key) not in known)
