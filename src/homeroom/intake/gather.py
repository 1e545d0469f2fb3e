"""What lies at the paths a person names: program files, roster sets, and what can't be taken in, each told apart."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from homeroom.intake.errors import IntakeError, installation, words_for_error
from homeroom.intake.rosters.receive import belongs, is_roster
from homeroom.intake.unpack import Incoming, files_in, plain_name

# A draft of a roster explains itself in this file; it is no export.
EXPLAINS = "readme.txt"


@dataclass(frozen=True)
class Refused:
    """Something at `path` that is not taken in, and why in words."""

    path: Path
    words: str


@dataclass(frozen=True)
class Gathered:
    """Roster sets (name, members), single files, and what is refused."""

    sets: tuple[tuple[str, list[Incoming]], ...]
    files: tuple[Incoming, ...]
    refused: tuple[Refused, ...]


def gather(paths: Sequence[Path], workshop: Path) -> Gathered:
    """Look at every file at `paths`; what is wrong with one keeps no other back."""
    incoming: list[Incoming] = []
    refused: list[Refused] = []
    for number, found in enumerate(one for path in paths for one in _walk(path)):
        if isinstance(found, Refused):
            refused.append(found)
            continue
        try:
            with installation(found.name):
                # A room for each: the members of two zips must not meet.
                incoming += files_in(found, workshop / str(number))
        except IntakeError as error:
            refused.append(Refused(found, words_for_error(found.name, error)))
    sets, files = _sets(incoming)
    return Gathered(tuple(sets), tuple(files), tuple(refused))


def _walk(path: Path) -> Iterator[Path | Refused]:
    """The files at `path` in order of their names. Hidden ones are left; a folder that can't be read is told."""
    if not path.is_dir():
        yield path if path.is_file() else Refused(path, f"{path}: there is no such file or folder.")
        return
    closed: list[OSError] = []
    found = sorted(Path(top) / name for top, _, names in os.walk(path, onerror=closed.append) for name in names)
    shown = [one for one in found if one.is_file() and not _hidden(one.relative_to(path)) and not _ours(one, path)]
    yield from shown
    for error in closed:
        yield Refused(Path(error.filename), f"{error.filename}: the folder can't be read ({error.strerror}).")
    if not shown and not closed:
        yield Refused(path, f"{path}: there is no file in this folder.")


def _hidden(path: Path) -> bool:
    return any(part.startswith((".", "__MACOSX", "~$")) for part in path.parts)


def _ours(one: Path, path: Path) -> bool:
    """The installation's own folder, where it lies within the folder that a person names, is no export."""
    home = Path(settings.HOMEROOM_HOME).resolve()
    return one.resolve().is_relative_to(home) and not path.resolve().is_relative_to(home)


def _sets(incoming: Sequence[Incoming]) -> tuple[list[tuple[str, list[Incoming]]], list[Incoming]]:
    """Roster sets, by the folder or zip they lie in, apart from the programs' files, which may lie among them."""
    together: dict[str, list[Incoming]] = {}
    for one in incoming:
        together.setdefault(one.folder, []).append(one)
    sets, files = [], []
    for folder, members in together.items():
        names = {one.name for one in members}
        if not is_roster(names):
            files += members
            continue
        ours = [one for one in members if belongs(one.name, names)]
        sets.append((members[0].archive or plain_name(folder), ours))
        files += [one for one in members if one not in ours and one.name.lower() != EXPLAINS]
    return sets, files
