"""Answers and other evidence as columns of numbers, in one total order: what every engine of mastery reads."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from homeroom.mastery import columns
from homeroom.mastery.columns import Coded, Codes, Numbers
from homeroom.mastery.errors import MasteryError
from homeroom.mastery.tagged import Tagged, tagged

# Columns beside the standards that have one entry a response.
BY_RESPONSE = ("student", "item", "lesson", "program", "kind", "result", "size", "detail", "day", "row")
Domains = Mapping[Hashable, tuple[Hashable, Hashable]]


@dataclass(frozen=True)
class Responses:
    """One entry a response, ordered by (student, moment, stable id); a child's undated ones come last.

    Codes index the vocabularies; -1 is unknown. The standards of response i are
    `standard[starts[i]:starts[i + 1]]`, with weights that sum to 1.
    """

    student: Codes
    starts: Codes
    standard: Codes
    weight: Numbers
    item: Codes
    lesson: Codes
    program: Codes
    kind: Codes  # see homeroom.mastery.likelihoods
    result: Numbers  # 0..1; for scale scores a logit
    size: Numbers  # ordinary items that it counts as; what else it means says its kind
    detail: Numbers
    day: Numbers  # days since 1970, NaN where unknown
    row: Codes  # of the table it was taken from, counted from 0
    students: tuple[Hashable, ...]
    standards: tuple[Hashable, ...]
    items: tuple[Hashable, ...]
    lessons: tuple[Hashable, ...]
    programs: tuple[Hashable, ...]
    subjects: tuple[Hashable, ...]
    domains: tuple[Hashable, ...]
    subject: Codes  # of each standard
    domain: Codes  # of each standard, -1 where it has none; equal words of two subjects are two domains

    @classmethod
    def of(
        cls,
        table: Any,
        *,
        programs: Iterable[Hashable] | None = None,
        standards: Iterable[Hashable] | None = None,
        domains: Domains | None = None,
    ) -> Responses:
        """Take a mapping of equally long sequences, or a dataframe.

        Columns: `student, standard, correct` (0..1), and where they are known `item, lesson, program, occurred_at, id`,
        `kind, size, detail`. A cell of `standard` is one code, a list of codes, or a mapping of codes to weights.
        `programs`, if given, are the only ones allowed. `standards` are in the vocabulary whether or not they were
        answered. `domains` gives (subject, domain) of a standard. Raises MasteryError, naming column and row.
        """
        student = columns.coded("student", columns.column(table, "student"), required=True)
        rows = len(student.codes)
        if not rows:
            raise MasteryError("The table has no rows: give at least one answer.")
        program = _optional(table, "program", rows)
        if programs is not None:
            program = columns.known("program", program, programs)
        cells = columns.column(table, "standard", rows)
        return _ordered(table, student, program, tagged(cells, standards or ()), domains or {})

    def __len__(self) -> int:
        return len(self.student)

    @property
    def firsts(self) -> Codes:
        """Where each child's responses begin, and the end of the last: one more than there are children."""
        return np.searchsorted(self.student, np.arange(len(self.students) + 1)).astype(np.int64)

    def take(self, chosen: NDArray[np.bool_]) -> Responses:
        """These responses alone (a mask, one entry a response), with the same vocabularies and codes."""
        counts = np.diff(self.starts)
        kept = np.repeat(chosen, counts)
        starts = np.concatenate(([0], np.cumsum(counts[chosen]))).astype(np.int64)
        taken = {name: getattr(self, name)[chosen] for name in BY_RESPONSE}
        return replace(self, **taken, starts=starts, standard=self.standard[kept], weight=self.weight[kept])

    def of_students(self, codes: Codes) -> Responses:
        """The responses of these children alone."""
        wanted = np.zeros(len(self.students), dtype=np.bool_)
        wanted[codes] = True
        return self.take(wanted[self.student])


def _optional(table: Any, name: str, rows: int) -> Coded:
    if name not in columns.names(table):
        return Coded(np.full(rows, -1, dtype=np.int64), ())
    return columns.coded(name, columns.column(table, name, rows), required=False)


def _numbers(table: Any, name: str, rows: int, default: float) -> Numbers:
    if name not in columns.names(table):
        return np.full(rows, default)
    told = columns.numbers(name, columns.column(table, name, rows))
    return np.where(np.isnan(told), default, told)


def _ordered(table: Any, student: Coded, program: Coded, standard: Tagged, domains: Domains) -> Responses:
    rows = len(student.codes)
    kind = _numbers(table, "kind", rows, 0.0).astype(np.int64)
    result = _results(table, rows, kind)
    day, place = _days(table, rows), _optional(table, "id", rows).codes
    item, lesson = _optional(table, "item", rows), _optional(table, "lesson", rows)
    order = np.lexsort((place, day, student.codes))  # stable: equal entries stay as they came
    by_subject, by_domain = _nested(standard.words, domains)
    standard = standard.reordered(order)
    return Responses(
        student=student.codes[order],
        starts=standard.starts,
        standard=standard.codes,
        weight=standard.weights,
        item=item.codes[order],
        lesson=lesson.codes[order],
        program=program.codes[order],
        kind=kind[order],
        result=result[order],
        size=_numbers(table, "size", rows, 1.0)[order],
        detail=_numbers(table, "detail", rows, np.nan)[order],
        day=day[order],
        row=order.astype(np.int64),
        students=student.words,
        standards=standard.words,
        items=item.words,
        lessons=lesson.words,
        programs=program.words,
        subjects=by_subject.words,
        domains=by_domain.words,
        subject=by_subject.codes,
        domain=by_domain.codes,
    )


def _results(table: Any, rows: int, kind: Codes) -> Numbers:
    from homeroom.mastery.likelihoods import SCALE

    result = columns.numbers("correct", columns.column(table, "correct", rows))
    shares = np.where((kind == SCALE) & np.isfinite(result), 0.0, result)
    columns.between("correct", shares, 0.0, 1.0, "write 1 for right, 0 for wrong, a share in between for a score")
    return result


def _days(table: Any, rows: int) -> Numbers:
    if "occurred_at" not in columns.names(table):
        return np.full(rows, np.nan)
    return columns.days("occurred_at", columns.column(table, "occurred_at", rows))


def _nested(words: tuple[Hashable, ...], domains: Domains) -> tuple[Coded, Coded]:
    """Subject and domain of each standard. Without any, all standards are of one subject and of no domain."""
    nothing = (None, None)
    subjects = np.array([str(domains.get(word, nothing)[0] or "") for word in words])
    found = np.array([str(domains.get(word, nothing)[1] or "") for word in words])
    subject = columns.coded("subject", subjects, required=False)
    if (subject.codes < 0).any():  # unknown ones share a subject of their own
        subject = Coded(subject.codes + 1, ("", *subject.words))
    return subject, _apart(subject, columns.coded("domain", found, required=False))


def _apart(subject: Coded, domain: Coded) -> Coded:
    """Domains as (subject, word): two subjects may call one of theirs alike."""
    both = subject.codes * len(domain.words) + domain.codes
    there = domain.codes >= 0
    listed, codes = np.unique(both[there], return_inverse=True)
    placed = np.full(len(both), -1, dtype=np.int64)
    placed[there] = codes
    words = [(subject.words[at // len(domain.words)], domain.words[at % len(domain.words)]) for at in listed.tolist()]
    return Coded(placed, tuple(words))
