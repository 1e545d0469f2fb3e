"""Estimate what children know and publish it: every child each night, a few at once when something comes in between.

Lists of next steps, groups and flags are drawn from the estimates and published with them: nobody ever sees a list
that goes with other numbers.

A shard is a range of children. Children are independent of each other, so any number of shards gives the same bits; and
nothing is true before everything is, so a run that is stopped leaves what was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from math import ceil
from pathlib import Path

import numpy as np
from django.db.models import Q

from homeroom.facts import store
from homeroom.facts.engine import Session, literal, quoted, session
from homeroom.facts.models import FactFile, FactVersion
from homeroom.facts.schema import (
    FLAGS,
    GROUPS,
    MASTERY,
    MASTERY_SOURCES,
    NEXT_STEPS,
    STREAKS,
    TABLES,
    Table,
)
from homeroom.facts.store import Staged
from homeroom.mastery import curriculum, heldout, learning, lists, regrouping, stops, written
from homeroom.mastery.classes import Pupils, around, in_mathematics
from homeroom.mastery.curriculum import Curriculum
from homeroom.mastery.engines import ENGINES, chosen, tell
from homeroom.mastery.evidence import (
    SCALES,
    Evidence,
    Known,
    Vocabulary,
    books,
    known,
    nothing,
    sort_out,
    sql,
    used,
)
from homeroom.mastery.evidence import TABLES as FACTS
from homeroom.mastery.flagged import flagged
from homeroom.mastery.grades import expected
from homeroom.mastery.group_needs import needs
from homeroom.mastery.knowledge import Knowledge
from homeroom.mastery.learning import Learned
from homeroom.mastery.models import Check, Override
from homeroom.mastery.need_rows import Need, apart
from homeroom.mastery.places import Relation
from homeroom.mastery.told import Told
from homeroom.mastery.worths import Worths
from homeroom.people.clock import today
from homeroom.standards import alignment, spelling

ESTIMATED = (MASTERY, MASTERY_SOURCES)
MADE = (*ESTIMATED, NEXT_STEPS, FLAGS, GROUPS)
SHARD = 4_000  # children whose estimates fit into memory at once
LEARNED_ON = 40_000  # children at most that constants are learned from
EPOCH = date(1970, 1, 1)

SPELLED = " union ".join(
    f"select distinct standard from {name} where standard is not null" for name in ("attempts", "activities", "claims")
)
CHILDREN = " union ".join(f"select student from {name}" for name in FACTS) + " order by student"
# Not the newest: a check that was counted since, of a few children, says nothing of the facts of all others.
OLDEST = "select min(facts_version) from mastery"
Tell = Callable[[int, int], None]


@dataclass(frozen=True)
class Facts:
    """What is the same for every child: alignment, spellings, the kinds of scores, standards, the day, the versions."""

    tags: Relation
    spellings: Relation
    scales: Sequence[tuple[str, str, str, str, str]]
    vocabulary: Vocabulary
    curriculum: Curriculum
    as_of: date
    version: int

    @property
    def day(self) -> float:
        """Days since 1970."""
        return float((self.as_of - EPOCH).days)

    @property
    def school_year(self) -> int:
        """The calendar year in which the school year ends."""
        return self.as_of.year + (self.as_of.month >= 8)

    def known(self, worths: Worths) -> Known:
        return known(self.tags, self.spellings, self.scales, worths, self.vocabulary)


def nightly(tell: Tell = lambda done, all_: None, shards: int = 0, anew: bool = False) -> int:
    """Estimate every child anew, draw lists and groups from that, and publish all of it together.

    Constants are learned first where they are a week old, or `anew` asks for it. Returns the version that is true then.
    `tell` is called with the children done and all. Safe to stop and run twice.
    """
    with store.publishing():
        with _of_all() as place:
            facts, children = _facts(place), place.run(CHILDREN).column("student")
            learned = _learned(place, facts, sorted({*children, *_spoken_of()}), anew)
        classes = in_mathematics(facts.as_of)
        children = sorted({*children, *_spoken_of(), *_pupils(classes)})
        staged, wanting = _shards(children, facts, learned, shards, tell)
        staged += _together(facts, children, classes, wanting)
        old = FactFile.objects.filter(table__in=[table.name for table in MADE], retired_in=None)
        return store.publish(staged, list(old.values_list("pk", flat=True)), "mastery of every child estimated")


def catch_up() -> int:
    """Estimate the children anew whom facts touched since the last estimates. Returns how many, 0 before any night."""
    with store.publishing():
        since = store.query(OLDEST, tables=[MASTERY.name]).one[0]
        if since is None:
            return 0
        touched = _touched(since)
        if touched:
            again(touched)
        return len(touched)


def again(students: Sequence[int]) -> int:
    """Estimate some children at once, with the constants and the engine that stand: after a check, or a score.

    Their classmates come along, for groups are drawn from all. It is the same arithmetic as at night, on the same
    evidence: the night after changes nothing. Returns the version.
    """
    with store.publishing():
        learned = learning.standing(engine())
        if learned is None or not students:
            return store.current()
        with _of_all() as place:
            facts = _facts(place)
        classes = around(in_mathematics(facts.as_of), students)
        together = sorted({*students, *_pupils(classes)})
        staged, wanting = _shards(together, facts, learned)
        staged += _together(facts, together, classes, wanting)
        merged, retired = _merged(staged, together, [pupils.school_class for pupils in classes])
        return store.publish(merged, retired, f"mastery of {len(together)} children estimated")


def counted() -> dict[tuple[str, str, str], int]:
    """The books: rows of evidence by source, program and class, as they stand now."""
    learned = learning.standing()
    with _of_all() as place:
        sort_out(place, _facts(place).known(learned.worths if learned else Worths()))
        return dict(books(place))


def knowledge_of(students: Sequence[int]) -> tuple[Knowledge, Curriculum]:
    """What lists for these children are drawn from, by the constants that stand: nothing is published.

    It is of the facts that are true now, which may be newer than the lists that are. The same facts, constants,
    teachers' words and day give the same bits. Rows are in the children's order, each once.
    """
    children = sorted(set(students))
    learned = learning.standing(engine()) or Learned.of(ENGINES[chosen()].start(), Worths(), chosen())
    with _of_all() as place:
        facts = _facts(place)
    with _of(children) as place:
        told = _told(place, facts, learned)[1]
        written.beside(place, facts.vocabulary.standards, children)
        return lists.known(place, children, told, facts.curriculum, facts.day, facts.school_year), facts.curriculum


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
        place.relation("wanted", {"student": list(students)})
        for name in (*FACTS, STREAKS.name):
            paths = store.paths(store.true_files(name, students=students))
            place.files(f"all_{name}", TABLES[name], paths)
            few = f"select * from {quoted(f'all_{name}')} where student in (select student from wanted)"
            place.run(f"create or replace temp view {quoted(name)} as {few}")
        yield place


def _facts(place: Session) -> Facts:
    told = sorted(text for text in place.run(SPELLED).column("standard") if text)
    scales = [tuple(row) for row in place.run(SCALES).rows]
    relation = spelling.relation(told)
    vocabulary = Vocabulary.loaded()
    lists_of = curriculum.loaded(vocabulary.standards)
    return Facts(alignment.as_told(), relation, scales, vocabulary, lists_of, today(), store.current())


def known_on(students: Sequence[int], day: date) -> tuple[Knowledge, Curriculum] | None:
    """What is believed of these children at the start of a day, by evidence from before it; None before any night.

    Constants are today's, and so are the states that teachers have set. Runs of answers in vain are not counted.
    """
    found = known_on_each(students, [day])
    return (found[0][day], found[1]) if found else None


def known_on_each(students: Sequence[int], days: Sequence[date]) -> tuple[Mapping[date, Knowledge], Curriculum] | None:
    """The same of several days. Evidence is read once."""
    learned = learning.standing(engine())
    if learned is None or not students:
        return None
    with _of_all() as place:
        facts = _facts(place)
    asked_of, found = sorted(students), dict[date, Knowledge]()
    with _of(asked_of) as place:
        evidence = _read(place, facts, learned.worths) or nothing(facts.vocabulary)
        written.beside(place, facts.vocabulary.standards, asked_of)
        for day in days:
            then = replace(facts, as_of=day)
            before = evidence.take(evidence.responses.day < then.day)
            asked = expected(before.responses.students, then.vocabulary.standards)
            told = tell(learned.parameters, before, then.day, asked)
            known = lists.known(place, asked_of, told, then.curriculum, then.day, then.school_year)
            found[day] = replace(known, missed=np.zeros_like(known.missed))
    return found, facts.curriculum


def engine() -> str:
    """The engine of the estimates that are true now: another one begins with a night, never with a few children."""
    told = store.query("select engine from mastery limit 1", tables=[MASTERY.name]).column("engine")
    return str(told[0]) if told else chosen()


def _spoken_of() -> set[int]:
    """Children of whom teachers said something."""
    said = Check.objects.values_list("student", flat=True)
    held = Override.objects.filter(lifted_at=None).values_list("student", flat=True)
    return {*said, *held, *stops.holding().values_list("student", flat=True)}


def _pupils(classes: Sequence[Pupils]) -> set[int]:
    return {student for pupils in classes for student in pupils.students}


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


def _shards(
    students: Sequence[int], facts: Facts, learned: Learned, shards: int = 0, tell: Tell = lambda done, all_: None
) -> tuple[list[Staged], dict[int, Need]]:
    """Estimate these children part by part, as many at once as fit into memory."""
    staged, wanting, done = list[Staged](), dict[int, Need](), 0
    for part in np.array_split(np.array(students, dtype=np.int64), shards or max(1, ceil(len(students) / SHARD))):
        made, needed = _shard(part.tolist(), facts, learned)
        staged += made
        wanting |= needed
        done += len(part)
        tell(done, len(students))
    return staged, wanting


def _shard(students: Sequence[int], facts: Facts, learned: Learned) -> tuple[list[Staged], dict[int, Need]]:
    """Estimate these children into files that are not yet true, with their lists; and what each needs of a group."""
    if not students:
        return [], {}
    with _of(students) as place:
        evidence, told = _told(place, facts, learned)
        written.told(place, evidence, told)
        written.beside(place, facts.vocabulary.standards, students)
        staged = [_staged(place, table, facts, learned) for table in ESTIMATED]
        listed, needed = _listed(place, students, facts, told)
    return [*staged, listed], needed


def _told(place: Session, facts: Facts, learned: Learned) -> tuple[Evidence, Told]:
    """What the engine tells of the children in the session, with the evidence that it heard."""
    evidence = _read(place, facts, learned.worths) or nothing(facts.vocabulary)
    asked = expected(evidence.responses.students, facts.vocabulary.standards)
    return evidence, tell(learned.parameters, evidence, facts.day + 1.0, asked)


def _listed(place: Session, students: Sequence[int], facts: Facts, told: Told) -> tuple[Staged, dict[int, Need]]:
    """The children's next steps, and what each needs of a group."""
    knowledge = lists.known(place, students, told, facts.curriculum, facts.day, facts.school_year)
    wanted = lists.wishes(knowledge, facts.curriculum)
    lists.write(place, knowledge, facts.curriculum, wanted)
    return _staged(place, NEXT_STEPS, facts), apart(needs(knowledge, facts.curriculum.graph, wanted))


def _together(
    facts: Facts, students: Sequence[int], classes: Sequence[Pupils], wanting: Mapping[int, Need]
) -> list[Staged]:
    """What no shard can tell alone: flags, for an item's usual time is everybody's, and groups."""
    with session() as place:
        written.flags(place, flagged(students, facts.school_year))
        regrouping.write(place, regrouping.regrouped(classes, wanting, facts.vocabulary.standards, facts.day))
        return [_staged(place, table, facts) for table in (FLAGS, GROUPS)]


def _staged(place: Session, table: Table, facts: Facts, learned: Learned | None = None) -> Staged:
    late = {
        "as_of": f"date {literal(facts.as_of.isoformat())}",
        "facts_version": str(facts.version),
    }
    if learned:
        late |= {"engine": literal(learned.engine), "parameters_version": literal(learned.version)}
    fitting = {name: value for name, value in late.items() if name in table.names}
    return store.stage_year(place, table, facts.school_year, sql(table.name), every=True, late=fitting)


def _merged(
    staged: Sequence[Staged], students: Sequence[int], classes: Sequence[int]
) -> tuple[list[Staged], list[int]]:
    """The new rows together with the other children's, or classes', in the files that they replace."""
    merged, retired = [], []
    parts: dict[tuple[str, int], list[Path]] = {}
    for new in staged:
        parts.setdefault((new.table, new.school_year), []).append(new.path)
    for (name, year), paths in parts.items():
        table = TABLES[name]
        column, gone = ("school_class", classes) if table is GROUPS else ("student", students)
        old = list(store.true_files(table.name, students=None if table is GROUPS else students))
        with session() as place:
            place.relation("gone", {"number": [*gone, -1]})
            place.files("old", table, [store.folder() / file.path for file in old])
            place.files("new", table, paths)
            rest = f"select * from old where {column} not in (select number from gone)"
            both = f"{rest} union all select * from new"
            merged.append(store.stage_year(place, table, year, both, every=True))
        for path in paths:
            path.unlink()
        retired += [file.pk for file in old]
    return merged, retired


def _touched(since: int) -> list[int]:
    """Children with rows in files of facts that were added or retired after a version, other than by tidying up."""
    new = FactVersion.objects.filter(pk__gt=since).exclude(cause__startswith=store.COMPACTING)
    changed = FactFile.objects.filter(Q(added_in__in=new) | Q(retired_in__in=new), table__in=FACTS)
    found = set[int]()
    for name in FACTS:
        paths = [path for path in store.paths(changed.filter(table=name)) if path.exists()]
        with session() as place:
            place.files(name, TABLES[name], paths)
            found.update(place.run(f"select distinct student from {quoted(name)}").column("student"))
    return sorted(found)
