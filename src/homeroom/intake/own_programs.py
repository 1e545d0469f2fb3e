"""What this installation reads: the programs that ship, and its own declarations in `HOMEROOM_HOME/programs`.

An own declaration is a folder with a `program.toml` in the format of those that ship. It brings a whole program, adds
reports and layouts to one that is there, or says what this one can be told. One that is broken is told, and stops
nothing else.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

from homeroom.programs.declaration import DeclarationError, Layout, Program, Report, load, load_all, signature
from homeroom.programs.writing_out import written_out

COMPARE = "Compare it with one that ships, or remove its folder."
type Stamp = tuple[tuple[str, int, int], ...]


@dataclass(frozen=True)
class Problem:
    """An own declaration that is not used, and why in words."""

    path: Path
    words: str


@dataclass(frozen=True)
class Known:
    """All programs that are read, and the own declarations that could not be."""

    programs: tuple[Program, ...]
    problems: tuple[Problem, ...] = ()


def folder() -> Path:
    return Path(settings.HOMEROOM_HOME) / "programs"


def known() -> Known:
    """What ships and what is the installation's own. Files are read again only when one has changed."""
    return _known(stamp())


def each_layout(programs: Iterable[Program]) -> Iterator[tuple[Program, Report, Layout]]:
    """Every layout of these programs, with where it belongs."""
    for program in programs:
        for report in program.reports:
            for layout in report.layouts:
                yield program, report, layout


def is_own(program: Program, report: Report, layout: Layout) -> bool:
    """Whether this installation has declared the layout itself."""
    return not any(
        (one.slug, told.slug, shape.slug) == (program.slug, report.slug, layout.slug)
        for one, told, shape in each_layout(load_all())
    )


def raw_declaration(program: str, report: str, layout: str) -> Mapping[str, Any]:
    """A declaration as its file says it, cut down to one layout: program, that report, that layout.

    Raises KeyError where no such layout is declared.
    """
    for path in (*shipped_paths(), *_paths()):
        try:
            raw, _ = written_out(tomllib.loads(path.read_text("utf-8")), path.parent)
            if raw["program"]["slug"] == program and (cut := _cut(raw, report, layout)):
                return cut
        except (OSError, ValueError, KeyError, TypeError):
            continue
    raise KeyError(f"{program} {report} {layout}")


def shipped_paths() -> list[Path]:
    return [program.folder / "program.toml" for program in load_all()]


def _cut(raw: Mapping[str, Any], report: str, layout: str) -> Mapping[str, Any]:
    for one in raw["report"]:
        for shape in one["layout"]:
            if (one["slug"], shape["slug"]) == (report, layout):
                return {"program": raw["program"], "report": [{**one, "layout": [shape]}]}
    return {}


def _paths() -> list[Path]:
    return sorted(folder().glob("*/program.toml"))


def stamp() -> Stamp:
    """What tells the own declarations of today from those of yesterday."""
    stats = [(path, path.stat()) for path in _paths() if path.is_file()]
    return tuple((str(path), stat.st_mtime_ns, stat.st_size) for path, stat in stats)


@lru_cache(maxsize=8)
def _known(stamp: Stamp) -> Known:
    programs, problems = list(load_all()), []
    for path in (Path(name) for name, _, _ in stamp):
        try:
            programs = _with(programs, load(path.parent))
        except (DeclarationError, OSError) as error:
            problems.append(Problem(path, str(error)))
        except Exception as error:  # whatever a hand has written there, the other programs are read
            problems.append(Problem(path, f"{path}: not a declaration ({type(error).__name__}). {COMPARE}"))
    return Known(tuple(sorted(programs, key=lambda program: program.slug)), tuple(problems))


def _with(programs: Sequence[Program], own: Program) -> list[Program]:
    """The programs with an own one among them. Raises DeclarationError where the two can't stand side by side."""
    _must_not_clash(programs, own)
    at = next((place for place, program in enumerate(programs) if program.slug == own.slug), None)
    if at is None:
        return [*programs, own]
    reports = {report.slug: report for report in programs[at].reports}
    for report in own.reports:
        reports[report.slug] = _merged(reports[report.slug], report, own) if report.slug in reports else report
    # What the school knows of what the program can be told goes before what ships.
    told = own.assign or programs[at].assign
    return [*programs[:at], replace(programs[at], reports=tuple(reports.values()), assign=told), *programs[at + 1 :]]


def _merged(there: Report, added: Report, own: Program) -> Report:
    if there.fact != added.fact:
        raise DeclarationError(
            f"{_file(own)}: report {added.slug} fills {added.fact.name} here, but {there.fact.name} where it was first"
            " declared. Give this report another slug."
        )
    taken = {layout.slug for layout in there.layouts}
    if twice := [layout.slug for layout in added.layouts if layout.slug in taken]:
        raise DeclarationError(
            f"{_file(own)}: report {added.slug} has a layout {', '.join(twice)} already. Give this one another slug."
        )
    return replace(there, layouts=(*there.layouts, *added.layouts))


def _must_not_clash(programs: Sequence[Program], own: Program) -> None:
    """A header may be declared again only with another first day; then the later one is meant."""
    headers = {_header(layout): (program, report) for program, report, layout in each_layout(programs)}
    for _, _, layout in each_layout([own]):
        if met := headers.get(_header(layout)):
            raise DeclarationError(
                f"{_file(own)}: layout {layout.slug} has the same columns as a layout of {met[0].name}, {met[1].name}."
                " Remove one, or give this one a `since` of its own."
            )


def _header(layout: Layout) -> tuple[object, ...]:
    return _signature(layout.columns), layout.delimiter, layout.since


@lru_cache(maxsize=4096)
def _signature(columns: tuple[str, ...]) -> tuple[str, ...]:
    return signature(columns)


def _file(own: Program) -> Path:
    return own.folder / "program.toml"
