"""Writes a declaration out before it is checked: patterns as columns, files and named lists where they are named.

What comes out is a declaration without `groups`, `header` and named levels, as if every column had been written by
hand. What can't be written out is told as a mistake and left as it stands.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from homeroom.programs.groups import HOLE, Group, GroupError, Written, columns_of, filled, found_in, group
from homeroom.programs.header import normalised, signature
from homeroom.programs.positions import positions

type Raw = Mapping[str, Any]


def written_out(raw: Raw, folder: Path) -> tuple[dict[str, Any], list[str]]:
    """The declaration written out, and the mistakes met on the way. Files are looked for in `folder`."""
    told: list[str] = []
    program = raw.get("program")
    levels = program.get("levels") if isinstance(program, Mapping) else None
    reports = [_report(report, folder, _table(levels), told) for report in _list(raw.get("report"))]
    return ({**raw, "report": reports} if isinstance(raw.get("report"), list) else dict(raw)), told


def _report(report: Any, folder: Path, levels: Raw, told: list[str]) -> Any:
    if not isinstance(report, Mapping) or not isinstance(report.get("layout"), list):
        return report
    place = f"report {report.get('slug', '?')}"
    return {**report, "layout": [_layout(one, folder, levels, place, told) for one in report["layout"]]}


def _layout(layout: Any, folder: Path, levels: Raw, report: str, told: list[str]) -> Any:
    if not isinstance(layout, Mapping):
        return layout
    writer = Writer(dict(layout), folder, levels)
    made = writer.layout()
    told += [f"{report}, layout {layout.get('slug', '?')}: {mistake}" for mistake in writer.told]
    return made


class Writer:
    """Writes one layout out; `told` are its mistakes."""

    def __init__(self, raw: dict[str, Any], folder: Path, levels: Raw) -> None:
        self.raw, self.folder, self.levels = raw, folder, levels
        self.told: list[str] = []
        self.groups: dict[str, Group] = {}

    def layout(self) -> dict[str, Any]:
        self._groups()
        made = {key: value for key, value in self.raw.items() if key not in ("groups", "header")}
        made |= self._columns()
        columns = [column for column in _list(made.get("columns")) if isinstance(column, str)]
        if isinstance(made.get("optional"), list):
            made["optional"] = [one.column for text in made["optional"] for one in self._found(text, columns)]
        if isinstance(made.get("not_taken"), Mapping):
            told = made["not_taken"].items()
            made["not_taken"] = {one.column: why for text, why in told for one in self._found(text, columns)}
        if isinstance(made.get("each"), list):
            made["each"] = list(self._each(made["each"], columns))
        return self._defaults(made)

    def _groups(self) -> None:
        for name, raw in _table(self.raw.get("groups")).items():
            try:
                self.groups[name] = group(raw)
            except GroupError as error:
                self.told.append(f"group {name}: {error}")

    def _columns(self) -> dict[str, Any]:
        """The columns from where they are told: written here, in a header's file, or in a table of positions."""
        ways = [way for way in ("columns", "header", "positions") if way in self.raw]
        if len(ways) > 1:
            self.told.append(f"{' and '.join(ways)}: say the columns in one way")
            return {}
        if isinstance(self.raw.get("header"), str):
            return {"columns": self._read(self.raw["header"], header)}
        if "positions" in self.raw:
            told = self.raw["positions"]
            listed = self._read(told, positions) if isinstance(told, str) else told
            named = [one[0] for one in _list(listed) if isinstance(one, list) and one]
            return {"positions": listed, "columns": named}
        if isinstance(self.raw.get("columns"), list):
            return {"columns": [name for text in self.raw["columns"] for name in self._written(text)]}
        return {}

    def _read(self, name: str, how: Any) -> Any:
        path = self.folder / name
        try:
            if not path.resolve().is_relative_to(self.folder.resolve()):
                raise ValueError("it lies outside the program's folder")
            return how(path)
        except FileNotFoundError:
            self.told.append(f"{name}: there is no such file in the program's folder")
        except (OSError, ValueError) as error:
            self.told.append(f"{name}: {error}")
        return []

    def _written(self, text: Any) -> list[Any]:
        if not isinstance(text, str) or not HOLE.search(text):
            return [text]
        try:
            return [one.column for one in columns_of(text, self.groups)]
        except GroupError as error:
            self.told.append(str(error))
            return []

    def _found(self, text: Any, columns: Sequence[str]) -> list[Written]:
        if not isinstance(text, str) or not HOLE.search(text):
            return [Written(text)]
        try:
            return found_in(text, self.groups, columns)
        except GroupError as error:
            self.told.append(str(error))
            return []

    def _each(self, entries: Sequence[Any], columns: Sequence[str]) -> Iterator[Any]:
        """A column goes to the first entry that names it, those that name it in full before the patterns."""
        named = [entry.get("column") for entry in entries if isinstance(entry, Mapping)]
        taken = {column for column in named if isinstance(column, str)}
        for entry in entries:
            if not isinstance(entry, Mapping) or not isinstance(entry.get("column"), str):
                yield entry
                continue
            pattern = bool(HOLE.search(entry["column"]))
            made = [one for one in self._found(entry["column"], columns) if not (pattern and one.column in taken)]
            taken |= {one.column for one in made}
            yield from self._entries(entry, made, columns)

    def _entries(self, entry: Raw, made: Sequence[Written], columns: Sequence[str]) -> Iterator[Any]:
        try:
            entries = [_entry(entry, one) for one in made]
        except GroupError as error:
            self.told.append(f"each {entry['column']!r}: {error}")
            return
        if not HOLE.search(entry["column"]):
            yield from map(self._with_levels, entries)
            return
        # Not every part of a repeated group has each of the columns beside; one that no part has is a slip.
        standing, met = set(columns), set[str]()
        for one in entries:
            beside = _table(one.get("beside")).items()
            there = {name: value for name, value in beside if str(_column(value)) in standing}
            met |= set(there)
            yield self._with_levels({**one, "beside": there} if "beside" in one else one)
        for name in _table(entry.get("beside")).keys() - met:
            self.told.append(f"each {entry['column']!r}: beside {name} fits none of its columns")

    def _with_levels(self, entry: Raw) -> dict[str, Any]:
        """Levels by name as they are listed, once, for the whole program."""
        name = entry.get("levels")
        if not isinstance(name, str):
            return dict(entry)
        if name not in self.levels:
            self.told.append(f"levels {name!r} are not listed under [program.levels]")
        return {**entry, "levels": self.levels.get(name, [])}

    def _defaults(self, made: dict[str, Any]) -> dict[str, Any]:
        fields = made.get("fields")
        if isinstance(fields, Mapping):
            made["fields"] = {
                name: self._with_levels(value) if isinstance(value, Mapping) else value
                for name, value in fields.items()
            }
        if made.pop("cumulative", False) is True:
            made["fields"] = {"cumulative": {"value": True}, "grain": {"value": "ytd"}, **_table(made.get("fields"))}
        return made


def _entry(entry: Raw, one: Written) -> dict[str, Any]:
    """An entry of `each` for one column: facts are told with a group's meaning, columns named with its spelling."""
    made: dict[str, Any] = {**entry, "column": one.column}
    if isinstance(entry.get("set"), Mapping):
        made["set"] = {name: _filled(value, one.told) for name, value in entry["set"].items()}
    if isinstance(entry.get("beside"), Mapping):
        made["beside"] = {name: _beside(value, one) for name, value in entry["beside"].items()}
    if "under" in entry:
        made["under"] = _filled(entry["under"], one.spelled)
    if "month" in entry:
        made["month"] = _filled(entry["month"], one.told)
    if made.pop("cumulative", False) is True and isinstance(made.get("set"), Mapping):
        made["set"] = {"cumulative": "true", "grain": "ytd", **made["set"]}
    return made


def _beside(value: Any, one: Written) -> Any:
    if isinstance(value, Mapping) and "column" in value:
        return {**value, "column": _filled(value["column"], one.spelled)}
    return _filled(value, one.spelled)


def _filled(text: Any, values: Mapping[str, str]) -> Any:
    return filled(text, values) if isinstance(text, str) and HOLE.search(text) else text


def _column(value: Any) -> Any:
    return value.get("column") if isinstance(value, Mapping) else value


def header(path: Path) -> list[str]:
    """The names of a header kept as the program writes it; a repeated one is numbered, a blank one is left out."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        names = [name.strip() for name in next(csv.reader(file), [])]
    return [_numbered(name, key) for name, key in zip(names, signature(names), strict=True) if normalised(name)]


def _numbered(name: str, key: str) -> str:
    return name if normalised(name) == key else f"{name} {key.rpartition('_')[2]}"


def _table(raw: Any) -> Raw:
    return raw if isinstance(raw, Mapping) else {}


def _list(raw: Any) -> list[Any]:
    return raw if isinstance(raw, list) else []
