"""The folder in which reports are kept: one file each, readable by its owner only, and none older than the day."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from datetime import date
from hashlib import blake2b
from pathlib import Path
from uuid import uuid4

from django.conf import settings

SEAL = 16  # bytes of a checksum before the content: a file that was cut short is no file


def folder() -> Path:
    return Path(settings.HOMEROOM_HOME) / "kept"


def place(day: date, key: str) -> Path:
    """Where a report of this day lies: what it says of lateness holds for one day."""
    return folder() / day.isoformat() / key[:2] / key[2:]


def content(path: Path) -> bytes | None:
    """What was put there; None where nothing was, or not the whole of it."""
    try:
        held = path.read_bytes()
    except OSError:
        return None
    return held[SEAL:] if held[:SEAL] == _seal(held[SEAL:]) else None


def put(path: Path, what: bytes) -> None:
    """Keep it, if the disk lets us: nothing depends on it. Nobody ever reads half of it."""
    part = path.with_name(f".{uuid4().hex}")
    try:
        for parent in (folder(), *reversed(path.relative_to(folder()).parents[:-1])):
            (folder() / parent).mkdir(mode=0o700, exist_ok=True)
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(_seal(what) + what)
        part.rename(path)
    except OSError:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def drop(path: Path) -> None:
    path.unlink(missing_ok=True)


def clear(but: date | None = None) -> int:
    """Remove what is kept, of all days or of all but one. Says how many files went."""
    gone = 0
    for one in folder().iterdir() if folder().is_dir() else ():
        if but is None or (one.is_dir() and one.name != but.isoformat()):
            gone += sum(path.is_file() for path in one.rglob("*")) if one.is_dir() else 1
            shutil.rmtree(one, ignore_errors=True) if one.is_dir() else one.unlink(missing_ok=True)
    return gone


def _seal(what: bytes) -> bytes:
    return blake2b(what, digest_size=SEAL).digest()
