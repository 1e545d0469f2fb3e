"""Every file as it was received, kept once under its SHA-256. The original is the truth; nothing edits it.

One thing is taken out before it is kept: passwords. Such a file still bears the SHA-256 of what was received.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.utils.translation import gettext_noop

from homeroom.intake import secrets
from homeroom.intake.errors import IntakeError, installation


@dataclass(frozen=True)
class Kept:
    """A kept original: its SHA-256 in hex, its size in bytes, and where it lies."""

    sha256: str
    size: int
    path: Path


def place(sha256: str) -> Path:
    return Path(settings.HOMEROOM_HOME) / "originals" / sha256[:2] / sha256


def keep(source: Path, name: str = "") -> Kept:
    """Copy `source`, called `name`, among the originals: temporary name, fsync, rename.

    Raises IntakeError where the source can't be read, InstallationError where the copy can't be written.
    """
    name = name or source.name
    try:
        target = _copy(source, name)
    except OSError as error:
        raise IntakeError(
            gettext_noop("%(name)s: can't be read (%(error)s). Nothing was taken in.")
            % {"name": name, "error": error.strerror}
        ) from error
    return Kept(target.name, target.stat().st_size, target)


def sweep() -> None:
    """Remove the half copies that killed runs left. Only the one run that takes files in may call it."""
    for part in (Path(settings.HOMEROOM_HOME) / "originals").glob("*.part"):
        part.unlink(missing_ok=True)


def sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def unkept(path: Path) -> Kept:
    """What is remembered of a file that must not be kept: that these bytes came. There is no original of it."""
    digest = sha256(path)
    return Kept(digest, path.stat().st_size, place(digest))


def sync_folder(folder: Path) -> None:
    """Make a rename in `folder` durable."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _copy(source: Path, name: str) -> Path:
    """Where the copy lies, named by what was really copied: a file that is being written changes while it is read."""
    with source.open("rb") as reader, installation(name):
        part = Path(settings.HOMEROOM_HOME) / "originals" / f"{os.getpid()}.part"
        part.parent.mkdir(parents=True, exist_ok=True)
        try:
            target = place(_write(reader, part, name))
            if not target.exists():
                secrets.blank(part)
                target.parent.mkdir(exist_ok=True)
                part.rename(target)
                sync_folder(target.parent)
        finally:
            part.unlink(missing_ok=True)
    return target


def _write(reader: BinaryIO, part: Path, name: str) -> str:
    digest = hashlib.sha256()
    with part.open("wb") as writer:
        while chunk := _read(reader, name):
            digest.update(chunk)
            writer.write(chunk)
        writer.flush()
        os.fsync(writer.fileno())
    return digest.hexdigest()


def _read(reader: BinaryIO, name: str) -> bytes:
    try:
        return reader.read(1 << 20)
    except OSError as error:
        raise IntakeError(
            gettext_noop("%(name)s: can't be read to its end (%(error)s). Nothing was taken in.")
            % {"name": name, "error": error.strerror}
        ) from error
