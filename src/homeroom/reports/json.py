"""JSON: the whole report, its tables with the machine's names and its numbers as numbers, as the page rounds them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date

from django.utils import timezone

from homeroom.reports.table import NOT_KNOWN, Cell, Column, Report, Table, text
from homeroom.reports.values import PLACES, State, Value


def file(report: Report) -> bytes:
    return json.dumps(told(report), ensure_ascii=False, indent=1).encode()


def told(report: Report) -> Mapping[str, object]:
    return {
        "report": report.name,
        "title": report.title,
        "period": report.period,
        "lead": report.lead,
        "made_at": timezone.localtime(report.made_at).isoformat(timespec="seconds"),
        "drawn_from": dict(report.drawn_from),
        "rules_version": report.rules_version,
        "freshness": [
            {"program": one.program, "through": _day(one.through), "expected": _day(one.expected), "state": one.state}
            for one in report.freshness
        ],
        "rules": [{"id": rule.id, "sentence": rule.words} for rule in report.rules],
        "notes": list(report.notes),
        "tables": [_table(table) for table in report.tables],
    }


def _table(table: Table) -> Mapping[str, object]:
    return {
        "name": table.name,
        "caption": str(table.caption),
        "columns": [_column(column) for column in table.columns],
        "rows": [[_cell(one) for one in row] for row in table.rows],
    }


def _column(column: Column) -> Mapping[str, str]:
    told = {"words": str(column.words), "name": column.name}
    return {**told, "unit": column.unit, "definition": str(column.definition)}


def _cell(cell: Cell) -> object:
    """A known number is a number. One that is not known says why: no more of it leaves than the page shows."""
    if not isinstance(cell, Value):
        return text(cell, machine=True)
    if cell.state is not State.KNOWN:
        return {"state": NOT_KNOWN[cell.state].code}
    told = text(cell)
    if cell.unit in PLACES:
        return float(told)
    return {"below": int(told[1:])} if told.startswith("<") else int(told)


def _day(when: date | None) -> str | None:
    return when.isoformat() if when else None
