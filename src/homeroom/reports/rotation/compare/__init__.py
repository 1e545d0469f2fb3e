"""Two versions of a week: where a class is, does or has otherwise."""

from __future__ import annotations

from dataclasses import dataclass

from homeroom.reports.rotation.week.report import Cell, RotationWeek


@dataclass(frozen=True)
class Difference:
    """One class at one time of days of one type; blank where it has no entry there."""

    day: str
    school_class: str
    start: int
    end: int
    before: str
    after: str


def differences(before: RotationWeek, after: RotationWeek) -> tuple[Difference, ...]:
    """In the order of day, class and time. An entry that lies elsewhere in time is one that went and one that came."""
    old, new = _cells(before), _cells(after)
    return tuple(
        Difference(key[1], key[3], key[4], key[5], old.get(key, ""), new.get(key, ""))
        for key in sorted(old.keys() | new.keys())
        if old.get(key, "") != new.get(key, "")
    )


def _cells(report: RotationWeek) -> dict[tuple[int, str, int, str, int, int], str]:
    return {
        (day.key, day.name, row.number, row.title, cell.start, cell.end): words(cell)
        for day in report.days
        for grade in day.grades
        for row in grade.rows
        for cell in row.cells
        if cell is not None
    }


def words(cell: Cell) -> str:
    """What, with whom, where."""
    return ", ".join(dict.fromkeys(part for part in (cell.what, cell.who, cell.where) if part))
