"""What a roster set would change, counted by entity and school, out of the people's tables before and after it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from typing import Any

from django.utils.translation import gettext_noop

from homeroom.people.images import Image, Row, named
from homeroom.people.oneroster import GUARDIANS
from homeroom.people.staffing import DISABLED

ENTITIES = (
    gettext_noop("schools"),
    gettext_noop("sessions"),
    gettext_noop("classes"),
    gettext_noop("students"),
    gettext_noop("staff"),
    gettext_noop("enrollments"),
    gettext_noop("contacts"),
    gettext_noop("relationships"),
)
KINDS = ("created", "updated", "ended", "invalid")
# More than this many rows, and more than this share of the entity in its school, is more than a usual week.
MOST_ROWS, MOST_SHARE = 10, 0.10
SAMPLES = 5
# What a roster set changes without anybody noticing it.
UNNOTICED = ("missing_since", "extras")
OF_SCHOOL = gettext_noop("%(changes_words)s of %(standing)s %(entity_words)s (%(share)s), at %(school)s")
OF_ALL = gettext_noop("%(changes_words)s of %(standing)s %(entity_words)s (%(share)s)")
MISTAKES = gettext_noop("has mistakes in %(invalid)s")
BOTH = gettext_noop("%(done_words)s and has mistakes in %(invalid)s")
# By whether rows would end, be created and be changed: whole sentences, for other languages order their words anew.
WOULD = {
    (True, False, False): gettext_noop("would end %(ended)s"),
    (False, True, False): gettext_noop("would create %(created)s"),
    (False, False, True): gettext_noop("would change %(updated)s"),
    (True, True, False): gettext_noop("would end %(ended)s and create %(created)s"),
    (True, False, True): gettext_noop("would end %(ended)s and change %(updated)s"),
    (False, True, True): gettext_noop("would create %(created)s and change %(updated)s"),
    (True, True, True): gettext_noop("would end %(ended)s, create %(created)s and change %(updated)s"),
}
Unit = tuple[Any, bool]  # what can be noticed of a row, and whether it is live: counts now or will
Units = Mapping[int | None, Mapping[int, Unit]]  # by school (None: none in particular) and by primary key


@dataclass(frozen=True)
class Weight:
    """What a set would do to one entity in one school. `standing` counts the rows that are live before it."""

    entity: str
    school: int | None
    school_name: str
    standing: int = 0
    created: int = 0
    updated: int = 0
    ended: int = 0
    invalid: int = 0
    missing: int = 0
    # Why so much of a change is expected here; blank where it isn't.
    expected: str = ""
    samples: Mapping[str, tuple[int, ...]] = field(default_factory=dict)

    @property
    def touched(self) -> int:
        return self.created + self.updated + self.ended + self.invalid

    @property
    def too_much(self) -> bool:
        """More than 10 rows and more than 10% of what stands."""
        return self.touched > MOST_ROWS and self.touched > MOST_SHARE * self.standing

    @property
    def words(self) -> str:
        """ "would end 312 of 9,870 enrollments (3.2%), at Hill School"."""
        told = {"changes_words": self._changes(), "entity_words": self.entity, "school": self.school_name}
        place = f", at {self.school_name}" if self.school_name else ""
        if not self.standing:
            return f"{told['changes_words']} {self.entity}{place}"
        share = f"{self.touched / self.standing:.1%}"
        return (OF_SCHOOL if place else OF_ALL) % {**told, "standing": f"{self.standing:,}", "share": share}

    def _changes(self) -> str:
        found = {kind: f"{getattr(self, kind):,}" for kind in KINDS}
        done = WOULD.get((bool(self.ended), bool(self.created), bool(self.updated)), "") % found
        if not self.invalid:
            return done
        return BOTH % {"done_words": done, **found} if done else MISTAKES % found

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class Faulty:
    """A row that can't be used, as far as it tells what it is about."""

    report: str
    row: int
    sourced_id: str = ""
    schools: tuple[str, ...] = ()
    school_class: str = ""
    word: str = ""


def weigh(before: Image, after: Image, faulty: Iterable[Faulty], on: date) -> list[Weight]:
    """One weight for each entity and school that has any rows, before or after."""
    was, now = _Town(before, on), _Town(after, on)
    invalid = _invalid(faulty, was, now)
    found = []
    for entity in ENTITIES:
        units_before, units_after = was.units(entity), now.units(entity)
        missing = _missing(was, now, entity)
        for school in sorted({*units_before, *units_after, *invalid[entity]}, key=lambda one: (one is not None, one)):
            weight = Weight(entity, school, now.school_name(school))
            weight = _weighed(weight, units_before.get(school, {}), units_after.get(school, {}))
            gone = len(missing & set(units_after.get(school, {})))
            found.append(replace(weight, invalid=len(invalid[entity][school]), missing=gone))
    return found


def lived_in(before: Image, on: date) -> frozenset[int | None]:
    """Schools at which somebody or something is live, and None where there is any school at all."""
    was = _Town(before, on)
    full: set[int | None] = {
        school
        for entity in ("classes", "students", "staff", "enrollments")
        for school, units in was.units(entity).items()
        if any(live for _, live in units.values())
    }
    return frozenset(full | ({None} if before["school"] else set()))


def _weighed(weight: Weight, before: Mapping[int, Unit], after: Mapping[int, Unit]) -> Weight:
    pks: dict[str, list[int]] = {"created": [], "updated": [], "ended": []}
    for pk in {**before, **after}:
        if kind := _kind(before.get(pk), after.get(pk)):
            pks[kind].append(pk)
    return replace(
        weight,
        standing=sum(live for _, live in before.values()),
        created=len(pks["created"]),
        updated=len(pks["updated"]),
        ended=len(pks["ended"]),
        samples={kind: tuple(sorted(found)[:SAMPLES]) for kind, found in pks.items() if found},
    )


def _kind(before: Unit | None, after: Unit | None) -> str:
    lived, lives = before is not None and before[1], after is not None and after[1]
    if lived != lives:
        return "ended" if lived else "created"
    return "updated" if before and after and before[0] != after[0] else ""


class _Town:
    """An image of the people's tables, seen from the day `on`."""

    def __init__(self, image: Image, on: date) -> None:
        self.on = on
        self.table = {name: named(image, name) for name in image}
        self.terms = _pairs(self.table["class_term"], "class_id", "academicsession_id")
        self.places = _pairs(self.table["student_school"], "student_id", "school_id")

    def units(self, entity: str) -> Units:
        found: dict[int | None, dict[int, Unit]] = defaultdict(dict)
        makers: Mapping[str, Callable[[], Iterator[tuple[int | None, int, Unit]]]] = {
            "schools": lambda: self._plain("school"),
            "sessions": lambda: self._plain("session"),
            "classes": self._classes,
            "students": self._students,
            "staff": self._staff,
            "enrollments": self._enrollments,
            "contacts": self._contacts,
            "relationships": self._relationships,
        }
        for school, pk, unit in makers[entity]():
            found[school][pk] = unit
        return found

    def school_name(self, school: int | None) -> str:
        return self.table["school"][school]["name"] if school in self.table["school"] else ""

    def rows(self, entity: str) -> Mapping[int, Row]:
        return self.table[TABLE_OF[entity]]

    def _plain(self, table: str) -> Iterator[tuple[int | None, int, Unit]]:
        for pk, row in self.table[table].items():
            yield None, pk, (_noticed(row), self._open(row["ends_on"]))

    def _classes(self) -> Iterator[tuple[int | None, int, Unit]]:
        for pk, row in self.table["class"].items():
            yield row["school_id"], pk, ((_noticed(row), self.terms.get(pk)), self._open(row["ends_on"]))

    def _students(self) -> Iterator[tuple[int | None, int, Unit]]:
        ids = _pairs(self.table["identifier"], "student_id", "kind", "value")
        for pk, row in self.table["student"].items():
            unit = (_noticed(row), ids.get(pk)), self._open(row["ends_on"])
            for school in self.places.get(pk, (None,)):
                yield school, pk, unit

    def _staff(self) -> Iterator[tuple[int | None, int, Unit]]:
        """Staff by the schools of the roles they hold; whoever holds none stands at no school."""
        works = {row["staff_id"]: row["is_active"] for row in self.table["account"].values()}
        held: dict[int, set[tuple[Any, ...]]] = defaultdict(set)
        for role in self.table["role"].values():
            if role["from_roster"] and self._open(role["ends_on"]):
                held[role["staff_id"]].add((role["school_id"], role["kind"], role["begins_on"], role["ends_on"]))
        for pk, row in self.table["staff"].items():
            live = self._open(row["ends_on"]) and not row["missing_since"] and row["extras"].get(DISABLED) != "false"
            for school in {role[0] for role in held[pk]} or {None}:
                roles = frozenset(role for role in held[pk] if role[0] == school)
                yield school, pk, ((_noticed(row), roles, works.get(pk)), live)

    def _enrollments(self) -> Iterator[tuple[int | None, int, Unit]]:
        for pk, row in self.table["enrollment"].items():
            yield self._class(row)["school_id"], pk, self._enrollment(row)

    def _contacts(self) -> Iterator[tuple[int | None, int, Unit]]:
        """Contacts by the schools of their children."""
        works = {row["contact_id"]: row["is_active"] for row in self.table["account"].values()}
        children = _pairs(self.table["relationship"], "contact_id", "student_id")
        for pk, row in self.table["contact"].items():
            live = self._open(row["ends_on"]) and not row["missing_since"] and row["extras"].get(DISABLED) != "false"
            schools = {school for child in children.get(pk, ()) for school in self.places.get(child, (None,))}
            for school in schools or {None}:
                yield school, pk, ((_noticed(row), works.get(pk)), live)

    def _relationships(self) -> Iterator[tuple[int | None, int, Unit]]:
        for pk, row in self.table["relationship"].items():
            for school in self.places.get(row["student_id"], (None,)):
                yield school, pk, (_noticed(row), self._open(row["ends_on"]))

    def _enrollment(self, row: Row) -> Unit:
        """An enrollment without dates counts by those of its class and the class's terms, as everywhere."""
        if row["begins_on"] or row["ends_on"]:
            return (_noticed(row), None), self._open(row["ends_on"])
        room = self._class(row)
        sessions = [self.table["session"][one] for one in self.terms.get(room["id"], ())]
        spans = frozenset((one["begins_on"], one["ends_on"]) for one in (room, *sessions))
        live = self._open(room["ends_on"]) and (not sessions or any(self._open(one["ends_on"]) for one in sessions))
        return (_noticed(row), spans), live

    def _class(self, enrollment: Row) -> Row:
        return self.table["class"][enrollment["school_class_id"]]

    def _open(self, ends_on: date | None) -> bool:
        return ends_on is None or ends_on >= self.on


TABLE_OF = {
    "schools": "school",
    "sessions": "session",
    "classes": "class",
    "students": "student",
    "staff": "staff",
    "enrollments": "enrollment",
    "contacts": "contact",
    "relationships": "relationship",
}


def _noticed(row: Row) -> tuple[Any, ...]:
    return tuple(str(value) for name, value in row.items() if name not in UNNOTICED)


def _pairs(rows: Mapping[int, Row], one: str, *others: str) -> dict[int, frozenset[Any]]:
    found: dict[int, set[Any]] = defaultdict(set)
    for row in rows.values():
        found[row[one]].add(row[others[0]] if len(others) == 1 else tuple(row[other] for other in others))
    return {key: frozenset(values) for key, values in found.items()}


def _missing(was: _Town, now: _Town, entity: str) -> set[int]:
    before = was.rows(entity)
    return {
        pk
        for pk, row in now.rows(entity).items()
        if row.get("missing_since") and not (pk in before and before[pk]["missing_since"])
    }


def _invalid(
    faulty: Iterable[Faulty], was: _Town, now: _Town
) -> Mapping[str, Mapping[int | None, set[tuple[str, object]]]]:
    """Faulty rows by entity and school; two rows of one id are one."""
    found: dict[str, dict[int | None, set[tuple[str, object]]]] = {e: defaultdict(set) for e in ENTITIES}
    places = _Places(was, now)
    for one in faulty:
        entity, schools = places.of(one)
        for school in schools or {None}:
            found[entity][school].add((one.report if not one.sourced_id else "", one.sourced_id or one.row))
    return found


class _Places:
    """Where a faulty row belongs: by what stands under its id, else by what it says itself."""

    def __init__(self, was: _Town, now: _Town) -> None:
        self.schools = {row["sourced_id"]: pk for pk, row in now.table["school"].items()}
        self.classes = {row["sourced_id"]: row["school_id"] for row in now.table["class"].values()}
        self.known: dict[str, dict[str, set[int | None]]] = {}
        for entity in ENTITIES:
            known: dict[str, set[int | None]] = defaultdict(set)
            for school, units in was.units(entity).items():
                for pk in units:
                    known[was.rows(entity)[pk].get("sourced_id", "")].add(school)
            self.known[entity] = known

    def of(self, one: Faulty) -> tuple[str, set[int | None]]:
        entity = ENTITY_OF.get(one.report) or self._people(one)
        if one.sourced_id and one.sourced_id in self.known[entity]:
            return entity, self.known[entity][one.sourced_id]
        said = {self.schools.get(school) for school in one.schools}
        return entity, said | ({self.classes[one.school_class]} if one.school_class in self.classes else set())

    def _people(self, one: Faulty) -> str:
        known = next((one_of for one_of in PEOPLE if one.sourced_id in self.known[one_of]), "")
        by_word = "contacts" if one.word in GUARDIANS else "staff"
        return known or ("students" if one.word in ("", "student") else by_word)


PEOPLE = ("students", "staff", "contacts")
ENTITY_OF = {
    "orgs": "schools",
    "academicSessions": "sessions",
    "classes": "classes",
    "enrollments": "enrollments",
    "relationships": "relationships",
}
