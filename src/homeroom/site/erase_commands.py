"""Commands for a family's request: a copy of the record, erasure, certificate; and what is kept how long."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

if TYPE_CHECKING:
    from homeroom.people.models import Student, User

out, err = Console(soft_wrap=True), Console(stderr=True, soft_wrap=True)
Child = Annotated[str, typer.Argument(help="homeroom's number of the child, or the roster's id.")]
Sender = Annotated[str, typer.Option("--as", help="Who does it, by user name, for the audit log.")]


def register(app: typer.Typer) -> None:
    app.command()(erase)
    app.command(name="return")(give_back)
    app.command()(keep)


def erase(
    student: Annotated[str, typer.Argument(help="homeroom's number of the child, or the roster's id.")] = "",
    yes: Annotated[bool, typer.Option("--yes", help="Don't ask for the number again.")] = False,
    because: Annotated[str, typer.Option("--because", help="The request, in words; no names.")] = "",
    who: Sender = "",
    certificate: Annotated[int, typer.Option("--certificate", help="Print this certificate again.")] = 0,
    let_back: Annotated[int, typer.Option("--let-back", help="Let this erased number's ids come in again.")] = 0,
) -> None:
    """Erase one child from everything, and print the certificate. Safe to run twice, and after a crash."""
    from homeroom.people import erasures
    from homeroom.people.models import Erasure
    from homeroom.site.commands import told
    from homeroom.site.erasing.certificate import text
    from homeroom.site.home import HomeError

    with told():
        if certificate:
            found = Erasure.objects.filter(pk=certificate).first()
            if found is None:
                raise HomeError(f"There is no certificate number {certificate}.")
            out.print(text(found), markup=False, highlight=False)
        elif let_back:
            out.print(_let_back(erasures.let_back(let_back), let_back))
        elif not student:
            raise HomeError("Say which child: homeroom's number, or the roster's id.")
        else:
            _erase(student, yes, because, _person(who))


def give_back(
    student: Child,
    folder: Annotated[Path, typer.Option("--output", "-o", help="A new folder, or a file that ends in .zip.")],
    who: Sender = "",
) -> None:
    """Write everything that is held of one child: a page to read, CSV files and JSON."""
    from homeroom.people import audit
    from homeroom.people.clock import today
    from homeroom.site.commands import told
    from homeroom.site.erasing.packages import exported
    from homeroom.site.home import HomeError

    with told():
        from homeroom.pages.record.copy import files

        child, by = _must_be(student), _person(who)
        if folder.exists():
            raise HomeError(f"{folder}: there is something already. Name a new folder or file.")
        audit.exported(by or audit.command_line(), f"record of student {child.pk}", [child.pk], "asked for by command")
        _write(folder, dict(files(child.name, child.pk, exported(child.pk), today())))
    out.print(f"Written: {folder}. Open index.html in a browser; whoever gets it can read all of the record.")


def keep() -> None:
    """What is kept how long, and what the next nightly run removes because of it. Changes nothing."""
    from homeroom.site import keeping
    from homeroom.site.commands import told

    with told():
        for line in keeping.listed():
            out.print(line, markup=False, highlight=False)


def _erase(student: str, yes: bool, because: str, by: User | None) -> None:
    from homeroom.site.erasing import residue, run, whom
    from homeroom.site.erasing.certificate import text
    from homeroom.site.home import HomeError

    child, before = whom.child(student), whom.erased(student)
    if child is None:
        if before is None:
            raise HomeError(f"{student}: nobody here has this number or roster id. Nothing was erased.")
        if before.finished_at is None:
            before = run.go_on(before)
        out.print(text(before), markup=False, highlight=False)
        return
    _show(child)
    if not yes and typer.prompt("Type the number to erase it all") != str(child.pk):
        raise HomeError("That is another number. Nothing was erased.")
    try:
        made = run.erase(child, by, because, lambda step: err.print(f"erasing: {step}", markup=False))
    except residue.BusyError as error:
        raise HomeError(f"The child is erased. {error}") from None
    out.print(text(made), markup=False, highlight=False)


def _show(child: Student) -> None:
    """What will go, before anything goes. Whoever types the command sees the name once, to be sure."""
    from homeroom.site.erasing.packages import exported

    err.print(f"Number {child.pk}: {child.name}. This removes, for good:", markup=False, highlight=False)
    for table in exported(child.pk):
        if table.rows and table.name != "who_saw":
            err.print(f"    {len(table.rows):>8,}  {table.title}", markup=False, highlight=False)
    err.print("and every copy of these in kept files, exports and the database. Return the record first: see --help.")


def _let_back(count: int, number: int) -> str:
    return f"Number {number} may come in again: {count} keys were let go." if count else "Nothing was kept out for it."


def _write(target: Path, parts: dict[str, bytes]) -> None:
    from homeroom.pages.record.copy import zipped

    if target.suffix == ".zip":
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(zipped(parts.items()))
        return
    target.mkdir(parents=True)
    for name, content in parts.items():
        (target / name).write_bytes(content)


def _must_be(text: str) -> Student:
    from homeroom.site.erasing import whom
    from homeroom.site.home import HomeError

    child = whom.child(text)
    if child is None:
        raise HomeError(f"{text}: nobody here has this number or roster id.")
    return child


def _person(name: str) -> User | None:
    from homeroom.site.roster_commands import person

    return person(name) if name else None
