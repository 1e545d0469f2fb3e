"""Rows on their way into one table: each is read, and checked against those that are there and those before it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext

from homeroom.rotation.files.cells import Cells
from homeroom.rotation.files.place import Place
from homeroom.rotation.files.table import Fields, Table, plain
from homeroom.standards.account import FaultError

AT_ONCE = 500
NEW, CHANGED, SAME = "new", "changed", "unchanged"
Key = tuple[Hashable, ...]


@dataclass
class Taking:
    """`row` says what each row would do; `write` does it. A file's lines and a form's one row go the same way."""

    table: Table
    place: Place
    children: set[int] = field(default_factory=set)
    _held: dict[Key, Fields] = field(default_factory=dict)
    _rows: dict[Key, Any] = field(default_factory=dict)
    _near: dict[Hashable, dict[Key, Fields]] = field(default_factory=lambda: defaultdict(dict))
    _told: dict[Key, int] = field(default_factory=dict)
    _new: dict[Key, Fields] = field(default_factory=dict)
    _changed: dict[Key, Fields] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for one in self.table.held(self.place.school):
            fields = self.table.of(one)
            self._rows[self.table.key_of(fields)] = one
            self._hold(fields)

    def row(self, line: int, cells: Cells) -> str:
        """Whether it is new, changes what there is, or says the same. Raises FaultError for what can't be taken."""
        fields = self.table.read(cells, self.place)
        key = self.table.key_of(fields)
        was, before = self._held.get(key), self._told.get(key)
        if was is not None:
            self.table.keep_off(was, self.place)
        if was is not None and all(plain(was.get(name)) == plain(value) for name, value in fields.items()):
            self._told.setdefault(key, line)
            return SAME
        if before is not None:
            words = gettext("line %(line)s says something else of the same")
            raise FaultError(words % {"line": before}, gettext("Take one of the two lines out."))
        near = {other: held for name in self.table.near(fields) for other, held in self._near[name].items()}
        self.table.clash(fields, [held for other, held in near.items() if other != key], self.place)
        self._hold(fields, was)
        self._told[key] = line
        (self._new if was is None else self._changed)[key] = fields
        return NEW if was is None else CHANGED

    def stands_for(self, record: Any) -> None:
        """The next row is about this record, whatever it makes of it: what it says by now holds no more."""
        key = self.table.key_of(self.table.of(record))
        was = self._held.pop(key)
        self.table.keep_off(was, self.place)
        for name in self.table.near(was):
            self._near[name].pop(key, None)

    def write(self) -> None:
        model = self.table.model._default_manager
        model.bulk_create([self.table.model(**fields) for fields in self._new.values()], batch_size=AT_ONCE)
        for key, fields in self._changed.items():
            self.table.become(self._rows[key], fields)
        for fields in self.told():
            self.children.update(fields[name] for name in self.table.children if fields[name] is not None)
        self.table.tidy(self.place.school)

    def told(self) -> Iterator[Fields]:
        """The fields of every row that is new or changes something."""
        yield from self._new.values()
        yield from self._changed.values()

    def _hold(self, fields: Fields, was: Fields | None = None) -> None:
        key = self.table.key_of(fields)
        for name in self.table.near(was) if was is not None else ():
            self._near[name].pop(key, None)
        self._held[key] = fields
        for name in self.table.near(fields):
            self._near[name][key] = fields
