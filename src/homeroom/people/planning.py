"""What PostgreSQL knows of the people's tables, so that it answers "who may see whom" the short way."""

from __future__ import annotations

from django.db import connection

from homeroom.people.models import (
    Caseload,
    Class,
    Contact,
    Enrollment,
    Relationship,
    Role,
    School,
    Staff,
    Student,
    User,
)

COUNTED = (School, Class, Class.terms.through, Student, Student.schools.through, Staff, Contact, Relationship)
DATED = (User, Role, Enrollment, Caseload)


def count_anew() -> None:
    """Count the people's tables anew, after many of their rows have changed.

    PostgreSQL does so by itself a minute later; until then it takes a first roster's tables for almost empty, and a
    page's question took minutes. SQLite plans by its indexes alone.
    """
    if connection.vendor == "postgresql":
        tables = ", ".join(connection.ops.quote_name(model._meta.db_table) for model in (*COUNTED, *DATED))
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {tables}")
