"""What a kind of file is: its columns, how a row becomes a record, which other rows it can clash with, and back."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from typing import Any, ClassVar

from django.db.models import Model, QuerySet
from django.utils.translation import gettext

from homeroom.people.models import School
from homeroom.rotation.files.cells import Cells
from homeroom.rotation.files.place import Place
from homeroom.standards.account import FaultError

Fields = Mapping[str, Any]


class Table(ABC):
    """`key` names the fields that say which record a row is about; all others may change by a file."""

    name: ClassVar[str]
    model: ClassVar[type[Model]]
    columns: ClassVar[tuple[str, ...]]
    needed: ClassVar[tuple[str, ...]]
    key: ClassVar[tuple[str, ...]]
    # Fields that name a child, for the log of who saw what.
    children: ClassVar[tuple[str, ...]] = ()

    @abstractmethod
    def read(self, cells: Cells, place: Place) -> dict[str, Any]:
        """The record's fields. Raises FaultError where there can be no such record."""

    @abstractmethod
    def held(self, school: School) -> QuerySet[Any]:
        """The school's records, with what `cells` needs."""

    @abstractmethod
    def cells(self, one: Any) -> Iterable[object]:
        """A record's values in the order of the columns."""

    def near(self, fields: Fields) -> Iterator[Hashable]:
        """Under what it is found by others that it can clash with."""
        yield from ()

    def clash(self, fields: Fields, others: Sequence[Fields], place: Place) -> None:  # noqa: B027  most can't clash
        """Raises FaultError where it can't be beside one of these."""

    def keep_off(self, was: Fields, place: Place) -> None:  # noqa: B027  most are open to all who plan
        """Raises FaultError where whoever brings rows may not touch this one."""

    def become(self, record: Any, fields: Fields) -> None:
        """Let a record hold these fields."""
        for name, value in fields.items():
            setattr(record, name, value)
        record.save()

    def tidy(self, school: School) -> None:  # noqa: B027  most leave nothing behind
        """Take out what stands behind no row any more."""

    @property
    def fields(self) -> list[str]:
        """All that a record has but its number and what the database sets by itself."""
        found = [field for field in self.model._meta.concrete_fields if not field.primary_key]
        return [field.attname for field in found if not getattr(field, "auto_now_add", False)]

    def of(self, one: Any) -> dict[str, Any]:
        return {name: getattr(one, name) for name in self.fields if name != "said_at"}

    def key_of(self, fields: Fields) -> tuple[Hashable, ...]:
        return tuple(plain(fields.get(name)) for name in self.key)


def overlap(one: Fields, other: Fields) -> bool:
    """Whether both hold at one time of a day."""
    return bool(one["starts_at"] < other["ends_at"] and other["starts_at"] < one["ends_at"])


def days_overlap(one: Fields, other: Fields) -> bool:
    """Whether both hold on one day; a blank end is open."""
    return _before(one["begins_on"], other["ends_on"]) and _before(other["begins_on"], one["ends_on"])


def refuse(reason: str, advice: str = "") -> None:
    raise FaultError(reason, advice or gettext("Mend one of the two and bring the file again; all else is taken."))


def _before(begins: Any, ends: Any) -> bool:
    return begins is None or ends is None or bool(begins <= ends)


def plain(value: Any) -> Any:
    """A value for comparing: the order of a list says nothing."""
    return tuple(sorted(value, key=repr)) if isinstance(value, list) else value
