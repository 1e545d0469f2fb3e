"""Files that came by the upload page: written down as they arrive, and removed only when their originals are kept."""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import shutil
import unicodedata
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.utils.translation import gettext_noop

from homeroom.intake import originals
from homeroom.intake.errors import IntakeError, installation
from homeroom.intake.models import Delivery
from homeroom.intake.refusals import holds_refused
from homeroom.intake.unpack import plain_name
from homeroom.intake.workshop import one_intake

TOKEN = re.compile(r"[0-9a-f]{32}")
# Files of one upload lie side by side, so that a roster's files are seen as the set they are. Its name is shown.
ROOM = "upload"
HIDES = ".~$_ "  # what begins the names of files that nobody means to hand over
LONGEST_ON_DISK = 200  # bytes; a disk takes 255


def new() -> str:
    """A fresh folder for one upload; returns the token that stands for it."""
    token = secrets.token_hex(16)
    with installation("the upload"):
        (_root() / token / ROOM).mkdir(parents=True)
    return token


def folder(token: str) -> Path:
    """Where an upload's files lie. Raises IntakeError for a token that we did not give."""
    if not TOKEN.fullmatch(token):
        raise IntakeError(gettext_noop("This upload is not known."))
    return _root() / token / ROOM


def create(token: str, name: str) -> tuple[Path, BinaryIO]:
    """A new file of the upload, under its own base name; a second of that name gets a number before it."""
    shown = _on_disk(name)
    with installation(plain_name(name)):
        for number in range(1, 10_000):
            path = folder(token) / (shown if number == 1 else f"{number}_{shown}")
            try:
                return path, path.open("xb")
            except FileExistsError:
                continue
    raise IntakeError(gettext_noop("%(shown)s: too many files of this name.") % {"shown": shown})


def settle(writer: BinaryIO) -> None:
    """Make what was written durable."""
    writer.flush()
    os.fsync(writer.fileno())
    writer.close()


def waiting(room: Path, since: datetime) -> list[Path]:
    """The files of an upload that did not become deliveries yet: after a cut, none is taken in twice."""
    if not room.is_dir():
        return []
    return [path for path in sorted(room.iterdir()) if not taken(path, since)]


def taken(path: Path, since: datetime) -> bool:
    """Whether a delivery of these very bytes was made since then."""
    digest = sha256(path)
    return Delivery.objects.filter(sha256=digest, received_at__gte=since).exists()


def sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def clear(room: Path) -> None:
    """Remove an upload's files, each only when its bytes are among the originals."""
    for path in sorted(room.iterdir()) if room.is_dir() else ():
        make_sure(path)
        path.unlink()
    drop(room)


def make_sure(path: Path) -> None:
    """Keep a file among the originals where it is not: a zip is opened and its files are kept, but it came, too.

    A file that must not come in is kept in no way, nor is a zip that holds one.
    """
    if not originals.place(sha256(path)).is_file() and not holds_refused(path):
        with one_intake():
            originals.keep(path, plain_name(path.name))


def drop(room: Path) -> None:
    """Remove an upload that came to nothing: what was half sent when the person went away."""
    shutil.rmtree(room.parent, ignore_errors=True)


def left_over(known: Sequence[str]) -> Iterator[Path]:
    """Folders of uploads that no job knows."""
    if _root().is_dir():
        yield from (place / ROOM for place in sorted(_root().iterdir()) if place.name not in known)


def _root() -> Path:
    return Path(settings.HOMEROOM_HOME) / "uploads"


def _on_disk(name: str) -> str:
    """A name that any disk takes: never a path, never hidden, not too long, its ending kept."""
    shown = unicodedata.normalize("NFC", plain_name(name)).lstrip(HIDES) or "unnamed"
    stem, dot, ending = shown.rpartition(".")
    stem, ending = (stem, dot + ending) if dot and len(ending) < 10 else (shown, "")
    while len((stem + ending).encode()) > LONGEST_ON_DISK:
        stem = stem[:-1]
    return stem + ending
