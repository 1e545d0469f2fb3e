"""The simulated school: who is there, in which class, from when to when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from homeroom.simulation.calendar import YEAR_BEGINS, YEAR_ENDS, Block
from homeroom.simulation.names import Name

GRADES = ("K", "1", "2", "3", "4", "5")
# OneRoster's words for them (CEDS).
CEDS = ("KG", "01", "02", "03", "04", "05")


@dataclass(frozen=True)
class Org:
    """A district or a school. `identifier` is the state's number."""

    sourced_id: str
    name: str
    kind: str
    identifier: str


# A second, small school of the network. It has just joined: its programs have sent nothing yet.
SECOND = Org("org-willow-bend", "Willow Bend Elementary", "school", "4400233")
DISTRICT = Org("org-district", "Three Creeks Public Schools", "district", "4400210")
SCHOOL = Org("org-linden-hill", "Linden Hill Elementary", "school", "4400217")
# Its children turn up in our files by mistake. No roster of ours holds it.
OTHER_SCHOOL = Org("org-mill-pond", "Mill Pond Elementary", "school", "4400225")


@dataclass(frozen=True)
class Stay:
    """One child in one class, both days included."""

    class_index: int
    begins: date
    ends: date

    def holds(self, day: date) -> bool:
        return self.begins <= day <= self.ends


@dataclass(frozen=True)
class Child:
    """A child of the school, under every number that anyone gave.

    `index` is the row of every array of the simulation. `preferred` is what the roster says the child is called;
    `nickname` is what programs may call it though the roster does not say so.
    """

    index: int
    name: Name
    grade: int
    stays: tuple[Stay, ...]
    sourced_id: str
    sis_id: str
    state_id: str
    username: str
    clever_id: str
    star_id: str
    trail_id: str
    preferred: str = ""
    nickname: str = ""

    @property
    def email(self) -> str:
        return f"{self.username}@students.threecreeks.example"

    @property
    def home(self) -> int:
        """The class whose teacher, plan and lab block are the child's: the first one it was in."""
        return self.stays[0].class_index

    @property
    def begins(self) -> date:
        return min(stay.begins for stay in self.stays)

    @property
    def ends(self) -> date:
        """The last day at this school."""
        return max(stay.ends for stay in self.stays)

    @property
    def leaves(self) -> bool:
        return self.ends < YEAR_ENDS

    def there(self, day: date) -> bool:
        return any(stay.holds(day) for stay in self.stays)


@dataclass(frozen=True)
class Adult:
    """A member of staff. `role` is homeroom's word; `classes` are the classes taught, the first one as its teacher."""

    name: Name
    role: str
    sourced_id: str
    username: str
    classes: tuple[int, ...] = ()

    @property
    def email(self) -> str:
        return f"{self.username}@threecreeks.example"


@dataclass(frozen=True)
class SchoolClass:
    index: int
    sourced_id: str
    title: str
    grade: int
    room: str
    block: Block


@dataclass(frozen=True)
class Case:
    """A child whom an adult serves without teaching its class."""

    adult: Adult
    child: Child
    reason: str
    begins: date
    ends: date


@dataclass(frozen=True)
class School:
    classes: tuple[SchoolClass, ...]
    children: tuple[Child, ...]
    adults: tuple[Adult, ...]
    strangers: tuple[Child, ...]
    cases: tuple[Case, ...]

    def teacher(self, class_index: int) -> Adult:
        return next(adult for adult in self.adults if adult.classes[:1] == (class_index,))

    def in_class(self, class_index: int) -> Iterator[Child]:
        """Every child who was in the class at any time."""
        return (child for child in self.children if any(s.class_index == class_index for s in child.stays))


def whole_year(class_index: int) -> Stay:
    return Stay(class_index, YEAR_BEGINS, YEAR_ENDS)
