"""Estimate what children know and publish it: every child each night, a few at once when something comes in between.

A shard is a range of children. Children are independent of each other, so any number of shards gives the same bits; and
nothing is true before everything is, so a run that is stopped leaves what was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from math import ceil

import numpy as np
from django.db.models import Q

from homeroom.facts import store
from homeroom.facts.engine import Session, literal, quoted, session
from homeroom.facts.models import FactFile
from homeroom.facts.schema import MASTERY, MASTERY_SOURCES, TABLES
from homeroom.facts.store import Staged
from homeroom.mastery import heldout, learning, written
from homeroom.mastery.estimates import estimates, sources
from homeroom.mastery.evidence import SCALES, Evidence, Known, Vocabulary, books, known, sort_out, sql, used
from homeroom.mastery.evidence import TABLES as FACTS
from homeroom.mastery.grades import expected
from homeroom.mastery.learning import Learned
from homeroom.mastery.models import Check, Override
from homeroom.mastery.parameters import tables
from homeroom.mastery.places import Relation
from homeroom.mastery.trace import traced
from homeroom.mastery.worths import Worths
from homeroom.people.clock import today
from homeroom.standards import alignment, spelling

MADE = (MASTERY, MASTERY_SOURCES)
SHARD = 4_000  # children whose estimates fit into memory at once
LEARNED_ON = 40_000  # children at most that constants are learned from
EPOCH = date(1970, 1, 1)

SPELLED = " union ".join(
    f"select distinct standard from {name} where standard is not null" for name in ("attempts", "activities", "claims")
)
CHILDREN = " union ".join(f"select student from {name}" for name in FACTS) + " order by student"
Tell = Callable[[int, int], None]


@dataclass(frozen=True)
class Facts:
    """What is the same for every child: alignment, spellings, the kinds of scores, standards, the day, the versions."""

    tags: Relation
    spellings: Relation
    scales: Sequence[tuple[str, str, str, str, str]]
    vocabulary: Vocabulary
    as_of: date
    version: int

    def known(self, worths: Worths) -> Known:
        return known(self.tags, self.spellings, self.scales, worths, self.vocabulary)


def nightly(tell: Tell = lambda done, all_: None, shards: int = 0, anew: bool = False) -> int:
    """Estimate every child anew. Constants are learned first where they are a week old, or `anew` asks for it.

    Returns the version that is true then. `tell` is called with the children done and all. Safe to stop and run twice.
    """
    with store.publishing():
        with _of_all() as place:
            facts, children = _facts(place), place.run(CHILDREN).column("student")
            children = sorted({*children, *_spoken_of()})
            learned = _learned(place, facts, children, anew)
        many = shards or max(1, ceil(len(children) / SHARD))
        staged, done = list[Staged](), 0
        for part in np.array_split(np.array(children, dtype=np.int64), many):
            staged += _shard(part.tolist(), facts, learned)
            done += len(part)
            tell(done, len(children))
        old = FactFile.objects.filter(table__in=[table.name for table in MADE], retired_in=None)
        return store.publish(staged, list(old.values_list("pk", flat=True)), "mastery of every child estimated")


def catch_up() -> int:
    """Estimate the children anew whom facts touched since the last estimates. Returns how many, 0 before any night."""
    with store.publishing():
        newest = FactFile.objects.filter(table=MASTERY.name, retired_in=None).order_by("-added_in").first()
        if newest is None:
            return 0
        touched = _touched(newest.added_in_id)
        if touched:
            again(touched)
        return len(touched)


def again(students: Sequence[int]) -> int:
    """Estimate a few children at once, with the constants that stand: after a check, or a score that came back.

    It is the same arithmetic as at night, on the same evidence: the night after changes nothing. Returns the version.
    """
    with store.publishing():
        learned = learning.standing()
        if learned is None or not students:
            return store.current()
        with _of_all() as place:
            facts = _facts(place)
        staged = _shard(sorted(set(students)), facts, learned)
        merged, retired = _merged(staged, students)
        return store.publish(merged, retired, f"mastery of {len(set(students))} children estimated")


def counted() -> dict[tuple[str, str, str], int]:
    """The books: rows of evidence by source, program and class, as they stand now."""
    learned = learning.standing()
    with _of_all() as place:
        sort_out(place, _facts(place).known(learned.worths if learned else Worths()))
        return dict(books(place))


def children() -> list[int]:
    """Everybody with evidence."""
    with _of_all() as place:
        return list(place.run(CHILDREN).column("student"))


@contextmanager
def evidence_of(students: Sequence[int]) -> Iterator[tuple[Session, learning.Read]]:
    """The evidence of these children alone, as `learning.learn` takes it."""
    with _of_all() as place:
        facts = _facts(place)
    with _of(students) as part:
        yield part, lambda worths: _read(part, facts, worths)


@contextmanager
def _of_all() -> Iterator[Session]:
    with store.reading(FACTS) as place:
        yield place


@contextmanager
def _of(students: Sequence[int]) -> Iterator[Session]:
    """A session whose fact tables hold these children alone."""
    with session() as place:
        files = {name: store.paths(store.true_files(name, students=students)) for name in FACTS}
        place.relation("wanted", {"student": list(students)})
        for name, paths in files.items():
            place.files(f"all_{name}", TABLES[name], paths)
            few = f"select * from {quoted(f'all_{name}')} where student in (select student from wanted)"
            place.run(f"create or replace temp view {quoted(name)} as {few}")
        yield place


def _facts(place: Session) -> Facts:
    told = sorted(text for text in place.run(SPELLED).column("standard") if text)
    scales = [tuple(row) for row in place.run(SCALES).rows]
    relation = spelling.relation(told)
    return Facts(alignment.tags(), relation, scales, Vocabulary.loaded(), today(), store.current())


def _spoken_of() -> set[int]:
    """Children of whom teachers said something."""
    said = Check.objects.values_list("student", flat=True)
    return {*said, *Override.objects.filter(lifted_at=None).values_list("student", flat=True)}


def _learned(place: Session, facts: Facts, children: Sequence[int], anew: bool) -> Learned:
    standing = learning.standing()
    if standing is not None and not anew and not learning.is_due():
        return standing
    fitted = heldout.fitted(children)
    step = ceil(len(fitted) / LEARNED_ON) or 1
    if len(fitted[::step]) < len(children):
        with _of(fitted[::step]) as part:
            return learning.learned_anew(part, lambda worths: _read(part, facts, worths), facts.version)
    return learning.learned_anew(place, lambda worths: _read(place, facts, worths), facts.version)


def _read(place: Session, facts: Facts, worths: Worths) -> Evidence | None:
    beside = facts.known(worths)
    sort_out(place, beside)
    return used(place, beside)


def _shard(students: Sequence[int], facts: Facts, learned: Learned) -> list[Staged]:
    """Estimate these children into files that are not yet true."""
    if not students:
        return []
    with _of(students) as place:
        evidence = _read(place, facts, learned.worths)
        if evidence is not None:
            layout = tables(learned.parameters, evidence.responses)
            seen = traced(evidence.responses, layout, float((facts.as_of - EPOCH).days + 1))
            asked = expected(evidence.responses.students, facts.vocabulary.standards)
            made = estimates(evidence, layout, seen, asked)
            origin = sources(evidence, seen, layout.levels.shape[0])
            written.estimates(place, evidence, made)
            written.sources(place, evidence, origin)
        else:
            written.nothing(place)
        written.beside(place, facts.vocabulary.standards, students)
        year = _school_year(facts.as_of)
        late = {
            "as_of": f"date {literal(facts.as_of.isoformat())}",
            "engine": literal(learning.ENGINE),
            "parameters_version": literal(learned.version),
            "facts_version": str(facts.version),
        }
        return [store.stage_year(place, table, year, sql(table.name), every=True, late=late) for table in MADE]


def _merged(staged: Sequence[Staged], students: Sequence[int]) -> tuple[list[Staged], list[int]]:
    """The new rows together with those of other children in the files that they replace."""
    merged, retired = [], []
    for table, new in zip(MADE, staged, strict=True):
        old = list(store.true_files(table.name, students=students))
        with session() as place:
            place.relation("wanted", {"student": list(students)})
            place.files("old", table, [store.folder() / file.path for file in old])
            place.files("new", table, [new.path])
            rest = "select * from old where student not in (select student from wanted) union all select * from new"
            merged.append(store.stage_year(place, table, new.school_year, rest, every=True))
        new.path.unlink()
        retired += [file.pk for file in old]
    return merged, retired


def _touched(since: int) -> list[int]:
    """Children with rows in files of facts that were added or retired after a version."""
    changed = FactFile.objects.filter(Q(added_in__gt=since) | Q(retired_in__gt=since), table__in=FACTS)
    found = set[int]()
    for name in FACTS:
        paths = [path for path in store.paths(changed.filter(table=name)) if path.exists()]
        with session() as place:
            place.files(name, TABLES[name], paths)
            found.update(place.run(f"select distinct student from {quoted(name)}").column("student"))
    return sorted(found)


def _school_year(day: date) -> int:
    """The calendar year in which the school year of this day ends."""
    return day.year + (day.month >= 8)
