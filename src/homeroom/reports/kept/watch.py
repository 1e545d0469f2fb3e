"""The database notes what is written, table by table, whoever writes it: no code can forget to say so.

Triggers add a row to `Written` in the writer's own transaction. Rows are only ever added, so that no writer waits for
another; the sum of the stamps of a child is what that child's rows are keyed by. Where the triggers are not on, as in
a table that was made anew, nothing is kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from itertools import batched

from django.db import connection, transaction
from django.db.models import Model

from homeroom.facts.engine import quoted
from homeroom.intake.models import Delivery
from homeroom.mastery.models import Check, KeptGroup, Membership, Override, ParameterSet, Stop
from homeroom.people.models import AcademicSession, Class, Enrollment, School, SchoolDay, Staff, Student
from homeroom.reports.models import Written
from homeroom.standards.models import ContentItem, Framework, Standard

EVERYBODY, CHILD, CLASS = "everybody", "child", "class"
STAMP = 1 << 32  # stamps are drawn below it: a database that was put back does not count to the same sum again
SOME = 500
TABLE = Written._meta.db_table


@dataclass(frozen=True)
class Watched:
    """A table. `about` are the columns that say which child or class a row is about; of none it is about everybody.

    Where `columns` are named, a change of another column is no news.
    """

    model: type[Model]
    about: tuple[tuple[str, str], ...] = ()
    columns: tuple[str, ...] = ()

    @property
    def table(self) -> str:
        return self.model._meta.db_table

    @property
    def told(self) -> tuple[str, ...]:
        return self.columns or tuple(str(field.column) for field in self.model._meta.concrete_fields)


WATCHED = (
    Watched(Student, ((CHILD, "id"),)),
    Watched(Enrollment, ((CHILD, "student_id"), (CLASS, "school_class_id"))),
    Watched(Class, ((CLASS, "id"),)),
    Watched(Class.terms.through, ((CLASS, "class_id"),)),
    Watched(Override, ((CHILD, "student_id"),)),
    Watched(Stop, ((CHILD, "student_id"),)),
    Watched(Check, ((CHILD, "student_id"),)),
    Watched(Membership, ((CHILD, "student_id"),)),
    Watched(KeptGroup, ((CLASS, "school_class_id"),)),
    Watched(School),
    Watched(Staff),
    Watched(AcademicSession),
    Watched(SchoolDay),
    Watched(Framework),
    Watched(Standard),
    Watched(ContentItem),
    Watched(ParameterSet),
    Watched(Delivery, columns=("program", "state", "published")),
)
TABLES = frozenset(one.table for one in WATCHED)
TRIGGERS = {
    "sqlite": "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND substr(name, 1, 17) = %s",
    "postgresql": "SELECT count(*) FROM pg_trigger WHERE left(tgname, 17) = %s AND tgenabled <> 'D'",
}
OLD = {
    "sqlite": "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger' AND substr(name, 1, 8) = 'written_'",
    "postgresql": "SELECT tgname, relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid"
    " WHERE left(tgname, 8) = 'written_'",
}
NEWEST = "FROM facts_factversion ORDER BY id DESC LIMIT 1"
ASKED = f"""SELECT ({{triggers}}),
    (SELECT coalesce(sum(stamp), 0) FROM {TABLE} WHERE "of" IN ({{places}})),
    (SELECT id {NEWEST}), (SELECT made_at {NEWEST}),
    (SELECT number FROM mastery_teachersversion WHERE id = 1)"""  # noqa: S608  names of our own
# Of a change of key both the old and the new child are told.
FUNCTION = f"""CREATE OR REPLACE FUNCTION homeroom_written() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE before jsonb; after jsonb;
BEGIN
  IF TG_LEVEL = 'ROW' AND TG_OP <> 'INSERT' THEN before = to_jsonb(OLD); END IF;
  IF TG_LEVEL = 'ROW' AND TG_OP <> 'DELETE' THEN after = to_jsonb(NEW); END IF;
  IF TG_LEVEL = 'STATEMENT' OR TG_NARGS = 0 THEN
    INSERT INTO {TABLE} ("of", stamp) VALUES ('{EVERYBODY}', 1 + floor(random() * {STAMP})::bigint);
    RETURN NULL;
  END IF;
  FOR at IN 0 .. TG_NARGS - 1 BY 2 LOOP
    INSERT INTO {TABLE} ("of", stamp)
    SELECT TG_ARGV[at] || ' ' || key, 1 + floor(random() * {STAMP})::bigint
    FROM (SELECT before ->> TG_ARGV[at + 1] UNION SELECT after ->> TG_ARGV[at + 1]) AS keys(key) WHERE key IS NOT NULL;
  END LOOP;
  RETURN NULL;
END $$"""  # noqa: S608  names of our own


def put_on() -> None:
    """Put the triggers on, in place of those that are there. For after every change of the tables."""
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in _taking_off() if connection.vendor == "sqlite" else [FUNCTION, *_taking_off()]:
            cursor.execute(statement)
        for statement in statements(connection.vendor):
            cursor.execute(statement)


def is_on() -> bool:
    return now(()) is not None


@dataclass(frozen=True)
class Now:
    """How far everything is: `written` is one number for all that was ever written of some and of everybody.

    Equal numbers mean that nothing was written in between: stamps are only added, and none is nought. `published` is
    when the facts' version was made, as the database says it.
    """

    written: int
    facts: int
    published: str
    teachers: int


def now(about: Iterable[str]) -> Now | None:
    """Asked in one breath; None where nobody notes what is written."""
    names = (EVERYBODY, *about)
    asked = ASKED.format(triggers=TRIGGERS[connection.vendor], places=", ".join(["%s"] * len(names)))
    with connection.cursor() as cursor:
        cursor.execute(asked, (mark(connection.vendor), *names))
        triggers, written, facts, published, teachers = cursor.fetchone()
    if triggers != len(statements(connection.vendor)):
        return None
    return Now(int(written), facts or 0, str(published), teachers or 0)


def tidy() -> None:
    """One row for many of the same child or class: the sums stay as they are. Done twice at once, they grow."""
    with transaction.atomic():
        seen = list(Written.objects.values_list("pk", "of", "stamp"))
        sums: dict[str, int] = {}
        for _, of, stamp in seen:
            sums[of] = sums.get(of, 0) + stamp
        if len(sums) == len(seen):
            return
        for some in batched((pk for pk, *_ in seen), SOME):
            Written.objects.filter(pk__in=some).delete()
        Written.objects.bulk_create((Written(of=of, stamp=total) for of, total in sums.items()), batch_size=SOME)


def forget(child: int) -> None:
    """A number that is given to nobody again needs no count."""
    Written.objects.filter(of=f"{CHILD} {child}").delete()


@lru_cache(maxsize=2)
def mark(vendor: str) -> str:
    """How the names of our triggers begin: another wording of them makes another mark."""
    worded = "\n".join((FUNCTION, *(_worded(vendor, "written"))))
    return f"written_{sha256(worded.encode()).hexdigest()[:8]}_"


@lru_cache(maxsize=2)
def statements(vendor: str) -> tuple[str, ...]:
    return tuple(_worded(vendor, mark(vendor)))


def _worded(vendor: str, start: str) -> Iterator[str]:
    for at, one in enumerate(WATCHED):
        yield from (_sqlite if vendor == "sqlite" else _postgresql)(one, f"{start}{at}")


def _taking_off() -> list[str]:
    """Statements that take off whatever is on, of this wording or an older one."""
    with connection.cursor() as cursor:
        cursor.execute(OLD[connection.vendor])
        found = cursor.fetchall()
    named = connection.vendor == "postgresql"
    return [f"DROP TRIGGER {quoted(name)}{f' ON {quoted(table)}' if named else ''}" for name, table in found]


def _sqlite(one: Watched, name: str) -> Iterator[str]:
    changed = " OR ".join(f'OLD."{column}" IS NOT NEW."{column}"' for column in one.told)
    made, gone = _notes(one, "NEW"), _notes(one, "OLD")
    yield f'CREATE TRIGGER {name}_insert AFTER INSERT ON "{one.table}" BEGIN {made} END'
    yield f'CREATE TRIGGER {name}_delete AFTER DELETE ON "{one.table}" BEGIN {gone} END'
    both = f"{gone} {made}" if one.about else made
    yield f'CREATE TRIGGER {name}_update AFTER UPDATE ON "{one.table}" WHEN {changed} BEGIN {both} END'


def _notes(one: Watched, row: str) -> str:
    start = f'INSERT INTO {TABLE} ("of", stamp) SELECT'
    stamp = f"1 + (random() & {STAMP - 1})"
    if not one.about:
        return f"{start} '{EVERYBODY}', {stamp};"
    return " ".join(
        f'{start} \'{kind} \' || {row}."{column}", {stamp} WHERE {row}."{column}" IS NOT NULL;'
        for kind, column in one.about
    )


def _postgresql(one: Watched, name: str) -> Iterator[str]:
    changed = " OR ".join(f'OLD."{column}" IS DISTINCT FROM NEW."{column}"' for column in one.told)
    about = ", ".join(f"'{word}'" for pair in one.about for word in pair)
    tell = f"EXECUTE FUNCTION homeroom_written({about})"
    yield f'CREATE TRIGGER {name}_rows AFTER INSERT OR DELETE ON "{one.table}" FOR EACH ROW {tell}'
    yield f'CREATE TRIGGER {name}_update AFTER UPDATE ON "{one.table}" FOR EACH ROW WHEN ({changed}) {tell}'
    yield f'CREATE TRIGGER {name}_truncate AFTER TRUNCATE ON "{one.table}" FOR EACH STATEMENT {tell}'
