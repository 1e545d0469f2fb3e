"""The report as an object: sections with their sentences and tables, in the order in which they are read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from homeroom.evidence.statement import Statement
from homeroom.reports.charts import Mark
from homeroom.reports.table import Table
from homeroom.reports.values import decimal


@dataclass(frozen=True)
class Section:
    """`said` are sentences of evidence, `notes` what words and columns mean. `marks` make an interval chart."""

    name: str
    title: str
    said: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
    notes: tuple[str, ...] = ()
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True)
class StudyReport:
    """`lead` is the first sentence of the verdict: a refusal, where there is one."""

    study: str
    question: str
    lead: str
    sections: tuple[Section, ...]
    sentences: Table
    made_at: datetime
    drawn_from: Mapping[str, int]

    @property
    def file_name(self) -> str:
        return f"study-{self.study}"


def words(one: Statement) -> str:
    """The sentence in the language spoken, its numbers as that language writes them."""
    return one.said.words(decimal)
