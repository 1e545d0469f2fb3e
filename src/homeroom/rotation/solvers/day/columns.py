"""What a column of the day's model stands for, and which columns are alike."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from homeroom.rotation.block.day_choices import Choice
from homeroom.rotation.block.modality import ADULT_LED, Modality


@dataclass(frozen=True)
class Column:
    """A choice, and for a tutor's group whether it is a larger one."""

    number: int
    choice: Choice
    larger: bool = False


def doing(columns: Iterable[Column], modality: Modality, program: str = "") -> list[int]:
    seats = [(column.number, column.choice.seat) for column in columns]
    return [number for number, seat in seats if seat.modality is modality and program in ("", seat.program)]


def led_by_adults(columns: Iterable[Column]) -> list[int]:
    return [column.number for column in columns if column.choice.seat.modality in ADULT_LED]


def by_group(columns: Iterable[Column]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    for column in columns:
        if column.choice.meeting is not None:
            found[column.choice.meeting.number].append(column.number)
    return found
