"""Commands of the aligner: a file of titles, and the lessons of the catalogue."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from homeroom.site.standards_commands import WAITING, Json

if TYPE_CHECKING:
    from homeroom.standards.aligner.answer import Answer
    from homeroom.standards.aligner.read import Line

out, err = Console(soft_wrap=True), Console(stderr=True, soft_wrap=True)
Told = dict[str, object]


def add_to(app: typer.Typer) -> None:
    app.command()(align)
    app.command()(suggest)


def align(
    file: Annotated[Path, typer.Argument(help="A CSV with the column title; words and grade where they are known.")],
    as_json: Json = False,
) -> None:
    """Say which standards titles serve: five with their chances, and which are sure. Nothing is kept."""
    from homeroom.site.commands import told

    with told():
        lines = list(_aligned(file))
    for one in lines:
        print(json.dumps(one, ensure_ascii=False)) if as_json else _show(one)  # noqa: T201
    aside = sum("set_aside" in one for one in lines)
    taken = sum(one.get("verdict") == "accepted" for one in lines)
    err.print(
        f"{len(lines)} rows: {taken} accepted, {len(lines) - taken - aside} to review, {aside} set aside",
        markup=False,
        highlight=False,
    )
    raise typer.Exit(WAITING if aside else 0)


def suggest() -> None:
    """Look at every lesson of the catalogue that nobody has aligned, as the night does."""
    from homeroom.site.commands import told
    from homeroom.standards.aligner.suggest import suggest

    with told():
        made = suggest()
    out.print(made.words or "No lesson waits to be aligned.", markup=False, highlight=False)
    raise typer.Exit(WAITING if made.missing else 0)


def _aligned(file: Path) -> Iterator[Told]:
    """One for each row of the file, in its order."""
    from homeroom.standards.aligner.align import Aligner
    from homeroom.standards.aligner.candidates import here
    from homeroom.standards.aligner.read import read
    from homeroom.standards.aligner.suggest import accepted

    lines = read(file)
    candidates = here()
    titles = {one.code: one.title for one in candidates}
    answers = iter(Aligner(candidates, accepted()).answers([line.lesson for line in lines if line.lesson]))
    for line in lines:
        yield _told(line, next(answers), titles) if line.lesson else {"line": line.line, "set_aside": line.aside}


def _told(line: Line, answer: Answer, titles: dict[str, str]) -> Told:
    assert line.lesson is not None  # noqa: S101  asked for by the caller
    found: Told = {
        "line": line.line,
        "title": line.lesson.title,
        "verdict": "accepted" if answer.accepted else "review",
        "candidates": [
            {"standard": code, "title": titles[code], "p": round(chance, 4)} for code, chance in answer.candidates
        ],
        "none": round(answer.none, 4),
        "likely": [*answer.likely, *(["none"] if answer.none_likely else [])],
    }
    if answer.accepted:
        found |= {"accepted": answer.accepted, "p": round(answer.chance, 4)}
    return found | ({"note": line.note} if line.note else {})


def _show(one: Told) -> None:
    if "set_aside" in one:
        err.print(f"line {one['line']} is set aside: {one['set_aside']}", markup=False, highlight=False)
        return
    sure = f"accepted as {one['accepted']}" if "accepted" in one else "to review"
    out.print(f"{one['title']}: {sure}", markup=False, highlight=False)
    candidates: list[Told] = one["candidates"]  # type: ignore[assignment]
    for found in candidates:
        out.print(f"    {found['p']:.2f}  {found['standard']}  {found['title']}", markup=False, highlight=False)
    out.print(f"    {one['none']:.2f}  none of our standards", markup=False, highlight=False)
    if "note" in one:
        out.print(f"    {one['note']}", markup=False, highlight=False)
