"""What a program's export looks like, read from its `program.toml`.

A declaration says where each column goes; it holds no code. `load` checks it whole and names every mistake at once.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from homeroom.facts.schema import BASE, Table
from homeroom.programs.assign import Assign, assign
from homeroom.programs.checks import mistakes
from homeroom.programs.field_checks import CASTS
from homeroom.programs.header import normalised, signature
from homeroom.programs.layout_checks import CONTENT, IDENTITY
from homeroom.programs.parts import AsOf, Cap, Each, Feed, Field, FixedWidth, Layout, Level, Program, Report
from homeroom.programs.writing_out import written_out

__all__ = [
    "CASTS",
    "CONTENT",
    "IDENTITY",
    "AsOf",
    "Assign",
    "Cap",
    "DeclarationError",
    "Each",
    "Feed",
    "Field",
    "FixedWidth",
    "Layout",
    "Level",
    "Program",
    "Report",
    "load",
    "load_all",
    "normalised",
    "signature",
]


class DeclarationError(Exception):
    """A `program.toml` that can't be used; the message lists every mistake with its place."""


def load(folder: Path) -> Program:
    """Read `folder/program.toml`. Raises DeclarationError with every mistake found."""
    path = folder / "program.toml"
    try:
        raw = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        raise DeclarationError(f"{path}: there is no program.toml in this folder") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DeclarationError(f"{path}: not valid TOML: {error}") from None
    raw, unwritten = written_out(raw, folder)
    if found := [*unwritten, *mistakes(raw)]:
        raise DeclarationError("\n".join(f"{path}: {mistake}" for mistake in found))
    return _program(raw, folder)


def load_all(folders: Path | None = None) -> tuple[Program, ...]:
    """Every program that ships with homeroom, or every program folder below `folders`, by slug.

    Raises DeclarationError where two programs have one slug, or two reports one header: a file must fit one alone.
    """
    return _shipped() if folders is None else _below(folders)


@lru_cache(maxsize=1)
def _shipped() -> tuple[Program, ...]:
    """Read once a process: they change with homeroom alone."""
    return _below(Path(__file__).parent)


def _below(root: Path) -> tuple[Program, ...]:
    programs = sorted((load(path.parent) for path in root.glob("*/program.toml")), key=lambda program: program.slug)
    if clashes := list(_clashes(programs)):
        raise DeclarationError("\n".join(clashes))
    return tuple(programs)


def _clashes(programs: Iterable[Program]) -> Iterator[str]:
    owners: dict[object, str] = {}
    for program in programs:
        place = str(program.folder)
        if owners.setdefault(program.slug, place) != place:
            yield f"{place}: the slug {program.slug} is taken by {owners[program.slug]}"
        for report in program.reports:
            for layout in report.layouts:
                header = (signature(layout.columns), layout.delimiter, layout.since)
                name = f"{program.slug} {report.slug}"
                if owners.setdefault(header, name) != name:
                    yield f"{place}: layout {layout.slug} has the same columns as a layout of {owners[header]}"


def _program(raw: Mapping[str, Any], folder: Path) -> Program:
    program = raw["program"]
    return Program(
        slug=program["slug"],
        name=program["name"],
        minutes_definition=program.get("minutes_definition", ""),
        reports=tuple(_report(report, program) for report in raw.get("report", ())),
        folder=folder,
        assign=assign(raw["assign"]) if "assign" in raw else None,
    )


def _report(raw: Mapping[str, Any], program: Mapping[str, Any]) -> Report:
    return Report(
        slug=raw["slug"],
        name=raw["name"],
        fact=BASE[raw["fact"]],
        grain=raw["grain"],
        feed=Feed(**raw.get("feed", {})),
        layouts=tuple(_layout(layout, program, BASE[raw["fact"]]) for layout in raw["layout"]),
        seen=raw.get("seen", "columns"),
        caveat=raw.get("caveat", ""),
    )


def _layout(raw: Mapping[str, Any], program: Mapping[str, Any], fact: Table) -> Layout:
    zone = raw.get("zone", program.get("zone", "school"))
    needs_day = not {"occurred_on", "occurred_at"} & set(raw.get("fields", {}))
    identity = {kind: _texts(told) for kind, told in raw["identity"].items()}
    return Layout(
        slug=raw["slug"],
        columns=tuple(raw["columns"]),
        optional=frozenset(raw.get("optional", [])),
        not_taken=raw.get("not_taken", {}),
        identity={kind: columns for kind, columns in identity.items() if kind != "prefix"},
        fields={name: _field(value, zone) for name, value in raw.get("fields", {}).items()},
        each=tuple(_each(value, zone, fact, needs_day) for value in raw.get("each", [])),
        into=raw.get("into", ""),
        content=raw.get("content", {}),
        key=tuple(raw["key"]),
        repeats=raw.get("repeats", False),
        as_of=AsOf(**raw.get("as_of", {})),
        delimiter=raw.get("delimiter", ","),
        prefixes=identity.get("prefix", ()),
        fixed=_fixed(raw) if "width" in raw else None,
        since=raw.get("since"),
    )


def _field(raw: Any, zone: str) -> Field:
    """A bare string is a text column's name; a table says more."""
    if isinstance(raw, str):
        return Field(column=raw, zone=zone)
    told = {**raw, "blank": tuple(raw.get("blank", ())), "levels": tuple(Level(**one) for one in raw.get("levels", ()))}
    return Field(**{"zone": zone, **told, "cap": Cap(**raw["cap"]) if "cap" in raw else None})


def _each(raw: Mapping[str, Any], zone: str, fact: Table, needs_day: bool) -> Each:
    options = {key: value for key, value in raw.items() if key not in ("set", "beside", "month")}
    method = {"method": raw["column"]} if "method" in fact.names else {}
    beside = {name: _field(value, zone) for name, value in raw.get("beside", {}).items()}
    if "occurred_on" in beside and needs_day:
        # The row tells no day that could stand in for a value's own.
        beside["occurred_on"] = replace(beside["occurred_on"], required=True)
    return Each(raw["column"], _field(options, zone), {**method, **raw["set"]}, beside, int(raw.get("month", 0)))


def _fixed(raw: Mapping[str, Any]) -> FixedWidth:
    places = tuple((name, start, end) for name, start, end in raw["positions"])
    length = raw.get("line_length", max(end for _, _, end in places))
    known = raw.get("known_by", {})
    return FixedWidth(raw["width"], places, length, known.get("file", ""), known.get("marks", {}))


def _texts(raw: str | list[str]) -> tuple[str, ...]:
    return (raw,) if isinstance(raw, str) else tuple(raw)
