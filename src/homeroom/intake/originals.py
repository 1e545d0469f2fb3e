"""Every file as it was received, kept once under its SHA-256. The original is the truth; nothing edits it."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from homeroom.intake.errors import IntakeError


@dataclass(frozen=True)
class Kept:
    """A kept original: its SHA-256 in hex, its size in bytes, and where it lies."""

    sha256: str
    size: int
    path: Path


def place(sha256: str) -> Path:
    return Path(settings.HOMEROOM_HOME) / "originals" / sha256[:2] / sha256


def keep(source: Path) -> Kept:
    """Copy `source` among the originals: temporary name, fsync, rename. Raises IntakeError on a full or closed disk."""
    try:
        digest = sha256(source)
    except OSError as error:
        raise IntakeError(f"{source.name}: can't be read ({error.strerror}). Nothing was taken in.") from error
    target = place(digest)
    try:
        if not target.exists():
            _copy(source, target)
    except OSError as error:
        raise IntakeError(_disk_words(source.name, error)) from error
    return Kept(digest, target.stat().st_size, target)


def sweep() -> None:
    """Remove the half copies that killed runs left. Only the one run that takes files in may call it."""
    for part in (Path(settings.HOMEROOM_HOME) / "originals").glob("*/*.part"):
        part.unlink(missing_ok=True)


def sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def sync_folder(folder: Path) -> None:
    """Make a rename in `folder` durable."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f"{target.name}.{os.getpid()}.part")
    try:
        with source.open("rb") as reader, part.open("wb") as writer:
            shutil.copyfileobj(reader, writer, 1 << 20)
            writer.flush()
            os.fsync(writer.fileno())
        part.rename(target)
    finally:
        part.unlink(missing_ok=True)
    sync_folder(target.parent)


def _disk_words(name: str, error: OSError) -> str:
    home = settings.HOMEROOM_HOME
    if error.errno == errno.ENOSPC:
        return f"{name}: the disk of {home} is full. Nothing was taken in. Free space, then receive it again."
    return f"{name}: can't write to {home} ({error.strerror}). Nothing was taken in. Run `homeroom doctor`."
