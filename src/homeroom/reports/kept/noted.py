"""What is read while a report is made: one that reads what nobody watches is never kept."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from django.apps import apps
from django.db import connection

from homeroom.facts.models import FactFile, FactVersion
from homeroom.facts.schema import TABLES
from homeroom.mastery.models import TeachersVersion
from homeroom.reports.kept import told, watch

# Part of the key by themselves, or told live with every report: see `told` and `drawn_from`.
LIVE = frozenset(model._meta.db_table for model in (FactFile, FactVersion, TeachersVersion))
FACTS = frozenset(table.name for table in told.WATCHED)
NAMED = re.compile(r'"(\w+)"')


@contextmanager
def noted() -> Iterator[set[str]]:
    """The names of the tables, of the database and of the facts, that were asked within."""
    found: set[str] = set()

    def note(ask: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        found.update(_tables() & set(NAMED.findall(sql)))
        if FactFile._meta.db_table in sql and params:
            found.update(TABLES.keys() & {one for one in params if isinstance(one, str)})
        return ask(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield found


def unwatched(found: set[str], answers: bool = False) -> set[str]:
    """Those of the tables on which nothing depends that a key is made of. `answers`: single answers are in it."""
    return found - watch.TABLES - LIVE - FACTS - ({told.ANSWERS} if answers else set())


@cache
def _tables() -> frozenset[str]:
    return frozenset(model._meta.db_table for model in apps.get_models(include_auto_created=True))
