"""Facts and teachers' checks as evidence: each act counts once, each row ends in one class, the books balance."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from homeroom.facts.engine import Session
from homeroom.mastery.columns import Codes, Numbers
from homeroom.mastery.models import Check
from homeroom.mastery.places import Places, Relation, Spread
from homeroom.mastery.responses import Responses
from homeroom.mastery.scales import domains_of, is_mathematics, is_scale, shares
from homeroom.mastery.worths import KINDS, OF_KERNEL, ScaleKey, Worths, answers_in, sizes
from homeroom.standards import ccss
from homeroom.standards.models import Standard

TABLES = ("attempts", "activities", "assessments", "claims")
USED = "used"
CLASSES = (USED, "finer grain used", "no standard", "no usable result", "contradiction", "superseded")
JUDGED = {"got it": 1.0, "partly": 0.5, "not yet": 0.0}
Books = Mapping[tuple[str, str, str], int]
"""Rows by source, program and class."""

SPELLED = "select distinct standard from {} where standard is not null"
SCALES = """
    select distinct
        program, coalesce(assessment, ''), coalesce(objective, ''), coalesce(method, ''), coalesce(grade_assessed, '')
    from assessments
    order by all
"""
NAMES = {
    "program_names": "select distinct program, program as word from evidence where class = 'used' and program <> ''",
    "item_names": "select distinct program, content_item as word from evidence where class = 'used'",
    "lesson_names": "select distinct program, lesson as word from evidence where class = 'used'",
}


@dataclass(frozen=True)
class Vocabulary:
    """All standards by code, each with its domain and subject.

    A domain is (subject, word): two subjects may call one of theirs alike. What is of no named domain is of one
    domain of its subject.
    """

    standards: tuple[str, ...]
    domains: tuple[tuple[str, str], ...]
    subjects: tuple[str, ...]
    domain: Codes
    subject: Codes

    @classmethod
    def of(cls, listed: Iterable[tuple[str, str, str]]) -> Vocabulary:
        """Out of (code, domain, subject)."""
        rows = sorted(listed)
        domains, domain = _coded((subject, word) for _, word, subject in rows)
        subjects, subject = _coded(subject for _, _, subject in rows)
        return cls(tuple(code for code, _, _ in rows), domains, subjects or ("",), domain, subject)

    @classmethod
    def loaded(cls) -> Vocabulary:
        """What stands in the database, and what ships: spellings are resolved whether or not it was loaded."""
        shipped = {code.code: (code.code, code.domain, ccss.SUBJECT) for code in ccss.read().codes}
        stored = Standard.objects.values_list("code", "domain", "framework__subject")
        return cls.of({**shipped, **{row[0]: row for row in stored}}.values())

    def first_of_domains(self) -> dict[str, str]:
        """One standard of each named domain of mathematics, to stand for it where a scale score speaks of it."""
        pairs = [(code, *self.domains[domain]) for code, domain in zip(self.standards, self.domain, strict=True)]
        return {word: code for code, subject, word in reversed(pairs) if word and is_mathematics(subject)}


@dataclass(frozen=True)
class Evidence:
    """What is used, in the order of time. `kind` is the place of each row's kind in `worths.KINDS`, `answers` how many
    ordinary answers it stands for."""

    responses: Responses
    kind: Codes
    answers: Numbers

    def take(self, chosen: NDArray[np.bool_]) -> Evidence:
        return Evidence(self.responses.take(chosen), self.kind[chosen], self.answers[chosen])


@dataclass(frozen=True)
class Known:
    """What is known beside the facts: the relations that `evidence.sql` reads, and what their numbers stand for."""

    relations: Mapping[str, Relation]
    spread: Spread
    vocabulary: Vocabulary
    worths: Worths


def _coded[Word: (str, tuple[str, str])](listed: Iterable[Word]) -> tuple[tuple[Word, ...], Codes]:
    """The words in order, each once, and the place of each of those listed."""
    given = list(listed)
    words = tuple(sorted(set(given)))
    place = {word: at for at, word in enumerate(words)}
    return words, np.array([place[word] for word in given], dtype=np.int64)


def sql(name: str) -> str:
    return (resources.files("homeroom.mastery") / f"{name}.sql").read_text("utf-8")


def known(
    tags: Relation, spellings: Relation, scales: Sequence[ScaleKey], worths: Worths, vocabulary: Vocabulary
) -> Known:
    """Gather what is known; the same facts give the same numbers."""
    places = Places()
    first = vocabulary.first_of_domains()
    relations: dict[str, Relation] = {
        "places": places.tagged(tags),
        "spelled": places.spelled(spellings),
        "scales": _scales(scales, worths, places, first),
        "paces": {
            "program": [program for program, _ in worths.paces],
            "content_item": [item for _, item in worths.paces],
            "seconds": list(worths.paces.values()),
        },
        "checks": _checks(places),
    }
    relations["standards_of"] = places.standards()
    return Known(relations, places.spread(vocabulary.standards), vocabulary, worths)


def sort_out(session: Session, beside: Known) -> None:
    """Make the table `evidence` of the session's facts: a row for each fact and check, with its class."""
    for name, columns in beside.relations.items():
        session.relation(name, columns)
    session.run(f"create or replace temp table evidence as {sql('evidence')}")


def books(session: Session) -> Books:
    """How many rows of each source and program ended in which class."""
    told = session.run("select source, program, class, count(*) from evidence group by all order by all")
    return {(source, program, class_): count for source, program, class_, count in told.rows}


def used(session: Session, beside: Known) -> Evidence | None:
    """What is used of the table `evidence`, in the order of time; nothing where nothing is."""
    session.relation("kinds", {"word": list(KINDS), "code": list(range(len(KINDS)))})
    words = {name: _names(session, name, rows) for name, rows in NAMES.items()}
    found = session.arrays(sql("in_order"))
    if not len(found["student"]):
        return None
    programs = [word for _, word in words["program_names"]]
    students, student = np.unique(found["student"], return_inverse=True)
    kind = found["kind"].astype(np.int64)
    rates = np.array([[w.sensitivity, w.specificity] for w in map(beside.worths.word, [*programs, ""])])
    size, detail = sizes(kind, found["amount"], rates[found["program"]])
    starts, standard, weight = _of_places(beside.spread, found["place"])
    vocabulary = beside.vocabulary
    taken = Responses(
        student=student.astype(np.int64),
        starts=starts,
        standard=standard,
        weight=weight,
        item=found["item"].astype(np.int64),
        lesson=found["lesson"].astype(np.int64),
        program=found["program"].astype(np.int64),
        kind=OF_KERNEL[kind],
        result=found["result"].astype(np.float64),
        size=size,
        detail=detail,
        day=found["day"].astype(np.float64),
        row=np.arange(len(student), dtype=np.int64),
        students=tuple(students.tolist()),
        standards=vocabulary.standards,
        items=tuple(f"{program} {word}" for program, word in words["item_names"]),
        lessons=tuple(f"{program} {word}" for program, word in words["lesson_names"]),
        programs=tuple(programs),
        subjects=vocabulary.subjects,
        domains=vocabulary.domains,
        subject=vocabulary.subject,
        domain=vocabulary.domain,
    )
    return Evidence(taken, kind, answers_in(kind, found["amount"]))


def nothing(vocabulary: Vocabulary) -> Evidence:
    """No evidence of anybody, over all standards."""
    none, numbers = np.zeros(0, dtype=np.int64), np.zeros(0)
    empty = Responses(
        student=none, starts=np.zeros(1, dtype=np.int64), standard=none, weight=numbers, item=none, lesson=none,
        program=none, kind=none, result=numbers, size=numbers, detail=numbers, day=numbers, row=none,
        students=(), standards=vocabulary.standards, items=(), lessons=(), programs=(),
        subjects=vocabulary.subjects, domains=vocabulary.domains,
        subject=vocabulary.subject, domain=vocabulary.domain,
    )  # fmt: skip
    return Evidence(empty, none, numbers)


def _names(session: Session, name: str, rows: str) -> list[tuple[str, str]]:
    """Number the names of programs, items or lessons in their order, and give them in it."""
    numbered = "select program, word, row_number() over (order by program, word) - 1 as code"
    session.run(f"create or replace temp table {name} as {numbered} from ({rows}) where word is not null")
    listed = session.run(f"select program, word from {name} order by code")
    return [(program, word) for program, word in listed.rows]


def _of_places(spread: Spread, place: Codes) -> tuple[Codes, Codes, Numbers]:
    """The standards of each response, one after the other."""
    counts = np.diff(spread.starts)[place]
    starts = np.concatenate(([0], np.cumsum(counts))).astype(np.int64)
    taken = np.repeat(spread.starts[:-1][place] - starts[:-1], counts) + np.arange(starts[-1])
    return starts, spread.codes[taken], spread.weights[taken]


def _scales(keys: Sequence[ScaleKey], worths: Worths, places: Places, first: Mapping[str, str]) -> Relation:
    """The scale scores among the assessments' methods; those of another subject have no place."""
    names = (
        "program",
        "assessment",
        "objective",
        "method",
        "grade",
        "place",
        "whole",
        "middle",
        "spread",
        "information",
    )
    rows = []
    for key in keys:
        program, assessment, objective, method, _ = key
        if is_scale(method):
            domains = domains_of(objective) if objective else tuple(first)
            found = shares(domains, first) if is_mathematics(program, assessment, objective, method) else ()
            scale = worths.scales.get(key)
            read = (scale.middle, scale.spread, scale.information) if scale else (None, None, None)
            rows.append((*key, places.of(found) if found else None, not objective, *read))
    return {name: [row[at] for row in rows] for at, name in enumerate(names)}


def _checks(places: Places) -> Relation:
    names = ("student", "place", "result", "seen_on", "said_by", "number", "withdrawn")
    told = Check.objects.order_by("pk").values_list(
        "student", "standard__code", "result", "seen_on", "said_by", "pk", "withdrawn_at"
    )
    rows = [
        (student, places.of([(code, 1.0)]), JUDGED[result], seen_on, said_by, number, withdrawn_at is not None)
        for student, code, result, seen_on, said_by, number, withdrawn_at in told
    ]
    return {name: [row[at] for row in rows] for at, name in enumerate(names)}
