"""From a proposal as a person left it to a layout: a declaration in the format of those that ship."""

from __future__ import annotations

import os
import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_noop

from homeroom.facts.schema import BASE
from homeroom.intake import own_programs
from homeroom.intake.errors import IntakeError, installation
from homeroom.intake.originals import sync_folder
from homeroom.intake.proposing.compared import BLANK
from homeroom.intake.proposing.likeness import refusal
from homeroom.intake.proposing.proposal import ColumnProposal, Proposal
from homeroom.intake.proposing.targets import A_CHILDS, A_FACT, A_RESULT, AS, REFUSE
from homeroom.people.clock import today
from homeroom.programs.checks import mistakes
from homeroom.programs.declaration import CASTS, normalised
from homeroom.programs.field_checks import CASTS_OF
from homeroom.programs.toml_text import declaration_text

NAMED = gettext_noop("Give the program and the report a name: no declared program has such a file.")


@dataclass(frozen=True)
class NewLayout:
    """A declaration of one layout: program, report, that layout; `text` is its `program.toml`."""

    program: str
    report: str
    layout: str
    raw: Mapping[str, Any]
    text: str

    @property
    def folder(self) -> Path:
        return own_programs.folder() / f"{self.program}-{self.report}-{self.layout}"


def new_layout(proposal: Proposal, since: date | None = None) -> tuple[NewLayout, tuple[str, ...]]:
    """The layout that a proposal makes, and in words what keeps it from being used."""
    raw = _declaration(proposal, since or today())
    report = raw["report"][0]
    problems = [*proposal.problems, *(_names_lack(proposal))]
    problems += [] if problems else [_plain(mistake) for mistake in mistakes(raw)]
    made = NewLayout(raw["program"]["slug"], report["slug"], report["layout"][0]["slug"], raw, _text(raw, proposal))
    return made, tuple(problems)


def save(made: NewLayout) -> Path:
    """Write the declaration among the installation's own: under a temporary name, then in one step."""
    path = made.folder / "program.toml"
    with installation(path.name):
        if path.exists():
            raise IntakeError(
                f"{path} is there already. Nothing was changed. Remove it first, or choose other columns."
            )
        made.folder.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(".part")
        with part.open("w", encoding="utf-8") as file:
            file.write(made.text)
            file.flush()
            os.fsync(file.fileno())
        part.rename(path)
        sync_folder(made.folder)
    return path


def _declaration(proposal: Proposal, since: date) -> dict[str, Any]:
    program, report, slug = proposal.base.code.split("/")
    base = _raw(program, report, slug)
    told = dict(base["report"][0])
    head = dict(base["program"])
    if not proposal.known:
        head, told = _named(head, told, proposal)
    made = _layout(told["layout"][0], proposal, told["fact"])
    made["since"] = since
    made["slug"] = _free_slug(head["slug"], told["slug"], f"{slug}_{since:%Y_%m_%d}")
    return {"program": head, "report": [{**told, "layout": [made]}]}


def _raw(program: str, report: str, slug: str) -> Mapping[str, Any]:
    try:
        return own_programs.raw_declaration(program, report, slug)
    except KeyError:
        raw = tomllib.loads((BLANK / "program.toml").read_text("utf-8"))
        return {**raw, "report": [one for one in raw["report"] if one["slug"] == report]}


def _named(
    head: Mapping[str, Any], report: Mapping[str, Any], proposal: Proposal
) -> tuple[dict[str, Any], dict[str, Any]]:
    """A program that nobody has declared, under the names that a person gave."""
    program, name = proposal.edits.program.strip(), proposal.edits.report.strip()
    return (
        {**head, "slug": slug_of(program) or head["slug"], "name": program or head["name"]},
        {**report, "slug": slug_of(name) or report["slug"], "name": name or report["name"]},
    )


def _names_lack(proposal: Proposal) -> Iterator[str]:
    if not proposal.known and not (slug_of(proposal.edits.program) and slug_of(proposal.edits.report)):
        yield NAMED


def slug_of(name: str) -> str:
    """A short name out of a name: lower-case letters, digits and underscores."""
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", name) if not unicodedata.combining(sign))
    return re.sub(r"[^a-z0-9]+", "_", plain.casefold()).strip("_")[:40]


def _free_slug(program: str, report: str, wanted: str) -> str:
    """A layout's slug that no layout of the report has, so that two of one day stand side by side."""
    taken = {
        layout.slug
        for one, told, layout in own_programs.each_layout(own_programs.known().programs)
        if (one.slug, told.slug) == (program, report)
    }
    plain = re.sub(r"(_\d{4}_\d\d_\d\d(_\d+)?)+(?=_\d{4}_\d\d_\d\d$)", "", wanted)
    return next(slug for slug in _numbered(plain) if slug not in taken)


def _numbered(slug: str) -> Iterator[str]:
    yield slug
    number = 1
    while True:
        number += 1
        yield f"{slug}_{number}"


def _layout(base: Mapping[str, Any], proposal: Proposal, fact: str) -> dict[str, Any]:
    """The base's layout with the file's own column names, without what nothing in the file stands for."""
    named = {
        column.chosen.code.removeprefix(AS): column for column in proposal.columns if column.chosen.code.startswith(AS)
    }
    renames = {old: column.name for old, column in named.items()}
    made = {**base, "columns": _columns(proposal)}
    made["optional"] = [renames[name] for name in base.get("optional", []) if name in renames]
    made["not_taken"] = {renames[name]: why for name, why in base.get("not_taken", {}).items() if name in renames}
    made["identity"] = _identity(base["identity"], renames)
    made["fields"] = dict(_fields(base.get("fields", {}), renames, named, proposal))
    made["each"] = list(_each(base.get("each", []), renames, fact))
    content = {
        part: renames.get(name, "") if part != "kind" else name for part, name in base.get("content", {}).items()
    }
    made["content"] = {part: name for part, name in content.items() if name} if content.get("external_id") else {}
    made["as_of"] = _as_of(base.get("as_of", {}), renames)
    for column in proposal.columns:
        _add(made, column, fact)
    if not made["each"]:
        made["into"] = ""
    return {key: value for key, value in made.items() if value not in ({}, [], "")}


def _columns(proposal: Proposal) -> list[str]:
    """The file's columns. Of a name that stands twice the first is read; one without a name can't be declared."""
    seen: dict[str, str] = {}
    for column in proposal.columns:
        seen.setdefault(normalised(column.name), column.name)
    return [name for key, name in seen.items() if key]


def _identity(base: Mapping[str, Any], renames: Mapping[str, str]) -> dict[str, Any]:
    listed = {kind: [value] if isinstance(value, str) else value for kind, value in base.items()}
    # A prefix is a text that stands before ids, not a column.
    prefix = {kind: base[kind] for kind in ("prefix",) if kind in base}
    kept = {kind: [renames[name] for name in names if name in renames] for kind, names in listed.items()}
    return {kind: names[0] if len(names) == 1 else names for kind, names in kept.items() if names} | prefix


def _fields(
    base: Mapping[str, Any], renames: Mapping[str, str], named: Mapping[str, ColumnProposal], proposal: Proposal
) -> Iterator[tuple[str, Any]]:
    for name, value in base.items():
        table = {"column": value} if isinstance(value, str) else dict(value)
        if "column" not in table:
            yield name, _fixed(name, table, proposal)
            continue
        if table["column"] not in renames:
            continue
        column = named[table["column"]]
        table["column"] = column.name
        if table.get("under"):
            table = _moved(table, "under", renames)
        if column.days and table.get("cast") in ("date", "instant"):
            table["format"] = column.days.chosen or table.get("format", "")
        yield name, table["column"] if list(table) == ["column"] else table


def _fixed(name: str, table: dict[str, Any], proposal: Proposal) -> dict[str, Any]:
    """The one text of a plain layout that is the report's own name."""
    if name == "assessment" and not proposal.known:
        return {"value": proposal.edits.report.strip() or table["value"]}
    return table


def _moved(table: Mapping[str, Any], key: str, renames: Mapping[str, str]) -> dict[str, Any]:
    rest = {name: value for name, value in table.items() if name != key}
    return {**rest, key: renames[table[key]]} if table[key] in renames else rest


def _each(base: list[Any], renames: Mapping[str, str], fact: str) -> Iterator[dict[str, Any]]:
    """A renamed column goes on filling the same facts: its old name stays the method."""
    for entry in base:
        if entry["column"] not in renames:
            continue
        made = {**entry, "column": renames[entry["column"]]}
        if made["column"] != entry["column"] and "method" in BASE[fact].names:
            made["set"] = {"method": entry["column"], **entry["set"]}
        if entry.get("under"):
            made = _moved(made, "under", renames)
        if entry.get("beside"):
            made["beside"] = dict(_beside(entry["beside"], renames))
        yield {key: value for key, value in made.items() if value != {}}


def _beside(base: Mapping[str, Any], renames: Mapping[str, str]) -> Iterator[tuple[str, Any]]:
    for name, value in base.items():
        table = {"column": value} if isinstance(value, str) else value
        if table.get("column") in renames:
            named = {**table, "column": renames[table["column"]]}
            yield name, named["column"] if list(named) == ["column"] else named


def _as_of(base: Mapping[str, Any], renames: Mapping[str, str]) -> dict[str, Any]:
    if not base.get("column"):
        return dict(base)
    return {**base, "column": renames[base["column"]]} if base["column"] in renames else {}


def _add(layout: dict[str, Any], column: ColumnProposal, fact: str) -> None:
    """What a person made of a column beside the base's own fields."""
    code = column.chosen.code
    if code == REFUSE:
        layout["not_taken"][column.name] = refusal(column.name) or "not collected"
    elif code.startswith(A_CHILDS):
        layout["identity"][code.removeprefix(A_CHILDS)] = column.name
    elif code.startswith(A_RESULT):
        kind = code.removeprefix(A_RESULT)
        told = "result_kind" if "result_kind" in BASE[fact].names else "metric" if fact == "usage" else "scale"
        layout["each"].append({"column": column.name, "set": {told: column.name if told == "metric" else kind}})
    elif code.startswith(A_FACT):
        name = code.removeprefix(A_FACT)
        layout["fields"][name] = _field(column, BASE[fact].column(name).type)


def _field(column: ColumnProposal, type_: str) -> Any:
    cast = CASTS_OF[type_][0]
    if cast == CASTS[0]:
        return column.name
    shown = {"format": column.days.chosen} if column.days and cast in ("date", "instant") else {}
    return {"column": column.name, "cast": cast, **shown}


def _text(raw: Mapping[str, Any], proposal: Proposal) -> str:
    layout = raw["report"][0]["layout"][0]
    says = (
        f"Accepted on {layout['since']} for files like “{proposal.file}”.\nMade from the layout {proposal.base.code}."
    )
    return declaration_text(raw, says)


def _plain(mistake: str) -> str:
    """A mistake of the declaration without the place, which is always this layout."""
    return re.sub(r"^report [^:]*: ", "", mistake)
