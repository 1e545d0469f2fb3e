"""A file of rows that somebody brings: it is tried first, and taken only by a second word. Files never delete."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.utils.translation import gettext, gettext_noop

from homeroom.intake import uploads
from homeroom.intake.errors import IntakeError
from homeroom.pages.planning.asked import Asked
from homeroom.people.models import User
from homeroom.rotation.errors import RotationError
from homeroom.rotation.files.take import take
from homeroom.standards.account import Account
from homeroom.standards.packages.records import SetAside

TRY, TAKE = "try", "take"
MOST_BYTES, MOST_WORDS = 5 * 1024**2, "5 MB"
SHOWN = 100
NONE = gettext_noop("No file was chosen. Choose a CSV file, then try it.")
TOO_LARGE = gettext_noop("The file is larger than %(most)s. Nothing was taken. Bring it in parts.")
GONE = gettext_noop("The file that was tried is no longer kept. Nothing was taken. Choose it again.")


class NotTakenError(Exception):
    """Why a file was not read at all, in the language of the page."""


@dataclass(frozen=True)
class Tried:
    """What a file would do. The lines of it that are new, and those that change something, are told as ranges."""

    token: str
    name: str
    account: Account

    @property
    def new(self) -> str:
        return ranges(self.account.lines["new"])

    @property
    def changed(self) -> str:
        return ranges(self.account.lines["changed"])

    @property
    def aside(self) -> Sequence[SetAside]:
        return self.account.set_aside[:SHOWN]

    @property
    def more(self) -> int:
        return max(0, len(self.account.set_aside) - SHOWN)

    @property
    def does_something(self) -> bool:
        return bool(self.account.counts["new"] + self.account.counts["changed"])


def tried(file: Any, found: Asked, by: User) -> Tried:
    """Keep the file until it is taken, and say what it would do. Raises NotTakenError where it can't be read."""
    if file is None:
        raise NotTakenError(gettext(NONE))
    if file.size > MOST_BYTES:
        raise NotTakenError(gettext(TOO_LARGE) % {"most": MOST_WORDS})
    token = uploads.new()
    path, writer = uploads.create(token, _name(found))
    for chunk in file.chunks():
        writer.write(chunk)
    uploads.settle(writer)
    try:
        return Tried(token, file.name, _read(token, found, by, file.name, dry=True))
    except NotTakenError:
        uploads.drop(path.parent)
        raise


def taken(token: str, found: Asked, by: User) -> Account:
    """Take a file that was tried. It is read anew: others may have changed rows since."""
    account = _read(token, found, by, _name(found), dry=False)
    uploads.drop(uploads.folder(token))
    return account


def ranges(lines: Sequence[int]) -> str:
    """`2-14, 17`."""
    found = []
    for _, some in groupby(enumerate(lines), key=lambda pair: pair[1] - pair[0]):
        part = [line for _, line in some]
        found.append(str(part[0]) if len(part) == 1 else f"{part[0]}-{part[-1]}")
    return ", ".join(found)


def _read(token: str, found: Asked, by: User, shown: str, *, dry: bool) -> Account:
    try:
        path = uploads.folder(token) / _name(found)
    except IntakeError:
        raise NotTakenError(gettext(GONE)) from None
    if not path.is_file():
        raise NotTakenError(gettext(GONE))
    try:
        return take(path, found.school, by, dry=dry, seen=frozenset(found.children)).accounts[0]
    except RotationError as why:
        raise NotTakenError(str(why).replace(str(path), shown)) from None


def _name(found: Asked) -> str:
    return f"{found.table.name}.csv"
