"""`homeroom strings`: what is translated, what a person has checked, and what is English alone."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Annotated

import typer

from homeroom.reports.languages.spoken import OTHERS, Language

strings_app = typer.Typer(no_args_is_help=True, help="The words of homeroom in all its languages.")
Code = Annotated[str, typer.Argument(help="The language's code: es or vi.")]
COLUMNS = ("english", "words", "standing", "right")


@strings_app.command()
def status(as_json: Annotated[bool, typer.Option("--json", help="Print JSON for scripts.")] = False) -> None:
    """What is missing, unreviewed or lapsed in each language, and what in the templates is not marked."""
    from homeroom.reports.languages.reviews import Standing
    from homeroom.reports.languages.status import english_alone, languages
    from homeroom.site.commands import out, told

    with told():
        found, alone = languages(), english_alone()
    lines = [
        {
            "language": one.language.code,
            "messages": one.messages,
            "missing": one.missing,
            "family": {str(kind): one.family[kind] for kind in Standing},
        }
        for one in found
    ]
    if as_json:
        told_all = {"languages": lines, "english_alone": alone}
        out.print(json.dumps(told_all), markup=False, highlight=False)
        return
    for one in found:
        words = ", ".join(f"{one.family[kind]} {kind}" for kind in Standing)
        out.print(f"{one.language.code}: {one.messages} messages, {one.missing} missing. For families: {words}.")
    out.print(_pieces(sum(alone.values()), len(alone)))


def _pieces(pieces: int, templates: int) -> str:
    if not pieces:
        return "Every piece of text in the templates is marked."
    return f"{pieces:,} pieces of text in {templates} templates are not marked yet."


@strings_app.command("gather")
def gather_words() -> None:
    """For developers: find all messages in the source, and bring the catalogs of all languages up to them."""
    from homeroom.reports.languages import catalogs, gather
    from homeroom.site.commands import out

    found = gather.gathered()
    catalogs.write(found)
    out.print(f"{len(catalogs.messages(found)):,} messages in the catalogs.")


@strings_app.command("list")
def list_words(code: Code, file: Path) -> None:
    """Write the families' words of a language into a CSV for somebody who speaks it: they write yes under "right"."""
    from homeroom.reports.languages import reviews
    from homeroom.site.commands import out, told

    with told():
        language, messages = _asked(code)
        known = reviews.checked(language)
        rows = [(one, reviews.words_for(one, language), known.standing(one), "") for one in messages]
    with file.open("w", encoding="utf-8-sig", newline="") as target:
        csv.writer(target).writerows([COLUMNS, *rows])
    out.print(f"{len(rows)} lines in {file}.", markup=False)


@strings_app.command()
def reviewed(
    code: Code, file: Path, by: Annotated[str, typer.Option("--by", help="The name of the person who read them.")]
) -> None:
    """Take in what a person has read: the lines with yes under "right" may be said to families from now on."""
    from homeroom.people.clock import today
    from homeroom.reports.languages import reviews
    from homeroom.site.commands import out, told

    if not by.strip():
        raise typer.BadParameter("--by takes the name of the person who read them.")
    with told():
        language, messages = _asked(code)
        rows = [row for row in _read_back(file) if row["right"].strip().casefold() == "yes"]
        same = {row["english"] for row in rows if reviews.words_for(row["english"], language) == row["words"]}
        kept = reviews.keep(language, [one for one in messages if one in same], by, today())
    out.print(
        f"{kept} reviewed by {by}. {len(rows) - kept} were read in other words than homeroom has now.", markup=False
    )


def _read_back(file: Path) -> list[dict[str, str]]:
    """The lines of a file that `list` wrote. One that is not whole is refused as a whole, and nothing is taken in."""
    try:
        with file.open(encoding="utf-8-sig", newline="") as source:
            reader = csv.DictReader(source)
            names, rows = set(reader.fieldnames or ()), list(reader)
    except (UnicodeDecodeError, csv.Error):
        raise typer.BadParameter(f"{file.name} is no CSV in UTF-8. Nothing was taken in.") from None
    if not set(COLUMNS) <= names:
        wanted = ", ".join(COLUMNS)
        raise typer.BadParameter(f"{file.name} has not the columns {wanted}. Begin with `homeroom strings list`.")
    for at, row in enumerate(rows, start=1):
        if any(row[name] is None for name in COLUMNS):
            raise typer.BadParameter(f"{file.name}: row {at} breaks off. Nothing was taken in.")
    return rows


def _asked(code: str) -> tuple[Language, list[str]]:
    from homeroom.reports.languages import catalogs
    from homeroom.reports.languages.gather import FAMILY

    language = next((one for one in OTHERS if one.code == code), None)
    if language is None:
        raise typer.BadParameter(f"{code} is none of {', '.join(one.code for one in OTHERS)}.")
    told = catalogs.messages(catalogs.read(language))
    return language, [str(one.id) for one in told if one.context == FAMILY]
