"""A pytest plugin that keeps the tests which touch the application database. For a second run on another database."""

from __future__ import annotations

import os

import pytest

DATABASE = {"db", "transactional_db", "django_db_reset_sequences", "live_server", "admin_user", "admin_client"}


def touches_database(item: pytest.Item) -> bool:
    """Whether the test is marked for the database, or asks for a fixture that opens it, and could tell two apart.

    With the full matrices those count too that hardly can (`any_database`).
    """
    if item.get_closest_marker("any_database") is not None and not os.environ.get("HOMEROOM_FULL"):
        return False
    return item.get_closest_marker("django_db") is not None or bool(DATABASE & set(getattr(item, "fixturenames", ())))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Deselect the others, and say so in pytest's own count."""
    kept = [item for item in items if touches_database(item)]
    config.hook.pytest_deselected(items=[item for item in items if not touches_database(item)])
    items[:] = kept
