"""What a program can be told to do, and what it says of it: the `[assign]` of a `program.toml`.

It holds what the vendor's public help pages say, with the page and the day it was read. What nobody has read there is
not told: such a program is asked for nothing but by the work-list.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

DEEP_LINK, API, FILE, WORK_LIST = "deep_link", "api", "file", "work_list"
CHANNELS = (DEEP_LINK, API, FILE, WORK_LIST)
LESSON, STANDARD, LEVEL, NONE = "lesson", "standard", "level", "none"
GRAINS = (LESSON, STANDARD, LEVEL, NONE)
ACTS_ON = ("student", "group", "class")
GRADEBOOK = "oneroster_gradebook"
# What a word of the program's own may mean of an assignment: names of the events of `homeroom.goals`.
MEANINGS = (
    *("available", "opened", "in_progress", "submitted", "scored", "met", "not_met"),
    *("stopped_by_vendor", "cancelled", "expired"),
)
# Who a row of an assignment file is about, and what it asks for.
WHO = ("sourced_id", "identifier", "program_id", "username")
WHAT = ("lesson_id", "standard")
HOLDS = (
    *WHO,
    *("given_name", "family_name", "grade", "school", "class", "class_id"),
    *WHAT,
    *("lesson_title", "minutes", "begins_on", "ends_on", "assignment"),
)
# A cell with one of these must be as the roster or the program wrote it, or the row can't be sent.
IDS = (*WHO, *WHAT, "class_id", "assignment")


@dataclass(frozen=True)
class Filled:
    """One column of an assignment file: its name, and what it `holds`, or the fixed `value` of every row."""

    name: str
    holds: str = ""
    value: str = ""


@dataclass(frozen=True)
class AssignmentFile:
    """The file that a program takes assignments from: one row an assignment of one child.

    `format` is "csv" or "xlsx"; `days` is strptime's, or "iso". Ids are text in both.
    """

    columns: tuple[Filled, ...]
    format: str = "csv"
    delimiter: str = ","
    days: str = "iso"

    @property
    def needed(self) -> tuple[str, ...]:
        """What a row can't be without: the ids it names."""
        return tuple(column.holds for column in self.columns if column.holds in IDS)


@dataclass(frozen=True)
class Weeks:
    """How many weeks an assignment lasts in the program, at least and at most; none is not told."""

    min: int | None = None
    max: int | None = None


@dataclass(frozen=True)
class Assign:
    """What one program can be told. `channels` in the order in which they are tried; none: nothing can be asked of it.

    `grain` is the smallest thing that an adult can choose in it: a lesson, a standard, a level, none; blank where
    nobody knows. `status_words` says what its own words mean, as events of an assignment.
    """

    channels: tuple[str, ...] = (WORK_LIST,)
    grain: str = ""
    max_concurrent: int | None = None
    weeks: Weeks = field(default_factory=Weeks)
    can_cancel: bool | None = None
    gives_status: bool | None = None
    status_words: Mapping[str, str] = field(default_factory=dict)
    acts_on: tuple[str, ...] = ()
    file: AssignmentFile | None = None
    # Opens a lesson: {lesson_id} and {standard} are filled in. Blank: the lesson's own address alone.
    link: str = ""
    # How the program is spoken to; where it is found stands in this installation's settings.
    api: str = ""
    caveat: str = ""
    source: tuple[str, ...] = ()
    verified_on: date | None = None

    @property
    def takes_work(self) -> bool:
        return bool(self.channels)

    @property
    def can_be_set(self) -> bool:
        """Whether an adult can choose in the program what a child works on."""
        return self.grain in (LESSON, STANDARD, LEVEL)

    @property
    def words(self) -> str:
        """In a line, for whoever keeps the declarations."""
        if not self.takes_work:
            return "nothing can be asked of it"
        told = [", ".join(self.channels), f"by {self.grain}" if self.can_be_set else "chooses its own work"]
        if not self.grain:
            told[1] = "what can be chosen in it is not known"
        if self.max_concurrent:
            told.append(f"at most {self.max_concurrent} at a time")
        if self.weeks.max:
            told.append(f"{self.weeks.min or 1} to {self.weeks.max} weeks")
        return "; ".join(told)


# A program that says nothing of itself: adults show the child what to do.
NOT_TOLD = Assign()


def assign(raw: Mapping[str, Any]) -> Assign:
    """The record out of an `[assign]` that has been checked."""
    source = raw.get("source", ())
    return Assign(
        channels=tuple(raw.get("channels", (WORK_LIST,))),
        grain=raw.get("grain", ""),
        max_concurrent=raw.get("max_concurrent"),
        weeks=Weeks(**raw.get("duration_weeks", {})),
        can_cancel=raw.get("can_cancel"),
        gives_status=raw.get("gives_status"),
        status_words=raw.get("status_words", {}),
        acts_on=tuple(raw.get("acts_on", ())),
        file=_file(raw["file"]) if "file" in raw else None,
        link=raw.get("deep_link", {}).get("address", ""),
        api=raw.get("api", {}).get("kind", ""),
        caveat=raw.get("caveat", ""),
        source=(source,) if isinstance(source, str) else tuple(source),
        verified_on=raw.get("verified_on"),
    )


def _file(raw: Mapping[str, Any]) -> AssignmentFile:
    told = {key: value for key, value in raw.items() if key != "columns"}
    return AssignmentFile(columns=tuple(Filled(**column) for column in raw["columns"]), **told)
