"""The heads file: how far each chain of the audit log had come, kept outside of the database.

A chain alone does not notice that its end was cut off. So its heads are written down elsewhere, once a minute at most
while anything happens, and every night: one JSON line each, which holds the hash of the line before.

    {"at": …, "heads": {"3": [place, hash]}, "purged": {"3": [place, hash]}, "before": …, "hash": …}

A line names only the chains that moved. `purged` names the last entry of a chain that was removed after its years.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.utils import timezone

from homeroom.people import audit_index
from homeroom.people.models import AuditHead

MINUTE = 60.0
Heads = Mapping[int, tuple[int, str]]


@dataclass
class Due:
    """When this process may write next, on the monotonic clock. Others are asked by the file's own time."""

    at: float = 0.0


_due = Due()


def path() -> Path:
    """`audit_heads` of settings.toml, on another disk at best; else in the installation's folder."""
    return Path(getattr(settings, "HOMEROOM_AUDIT_HEADS", "") or Path(settings.HOMEROOM_HOME) / "audit" / "heads.jsonl")


def write_when_due() -> None:
    """Write the heads down and list the children, unless that was done within the last minute.

    For after every entry: it costs nothing.
    """
    if time.monotonic() >= _due.at:
        _due.at = time.monotonic() + MINUTE
        try:
            write(only_after=MINUTE)
        finally:
            audit_index.catch_up()


def write(only_after: float = 0.0) -> bool:
    """Add a line for the chains that moved. Says whether there was anything to add.

    Call it outside of a transaction: what it writes down must be true for good. `only_after`: nothing where the file is
    younger, in seconds. Raises OSError where the file can't be written.
    """
    with _held() as file:
        if only_after and time.time() - os.fstat(file.fileno()).st_mtime < only_after and file.seek(0, os.SEEK_END):
            return False
        told, last = _told(file)
        heads = {head.chain: (head.place, head.hash) for head in AuditHead.objects.order_by("chain")}
        moved = {chain: head for chain, head in heads.items() if told.get(chain) != head}
        if moved:
            _add(file, moved, {}, last)
    return bool(moved)


def write_purged(purged: Heads) -> None:
    """Add a line that says which beginnings are about to be removed: the last place of each chain, and its hash."""
    with _held() as file:
        _add(file, {}, purged, _told(file)[1])


def digest(line: Mapping[str, Any]) -> str:
    """SHA-256 over a line without its own hash, with sorted keys."""
    rest = {key: value for key, value in line.items() if key != "hash"}
    return hashlib.sha256(json.dumps(rest, sort_keys=True).encode()).hexdigest()


def heads_in(line: Mapping[str, Any], what: str = "heads") -> dict[int, tuple[int, str]]:
    """The heads that a line names. Raises ValueError, TypeError or AttributeError where it is no such line."""
    return {int(chain): (int(place), str(hash_)) for chain, (place, hash_) in line[what].items()}


def moment(line: Mapping[str, Any]) -> datetime:
    return datetime.fromisoformat(line["at"])


@contextmanager
def _held() -> Iterator[IO[str]]:
    """The file, held against other processes."""
    where = path()
    where.parent.mkdir(parents=True, exist_ok=True)
    with where.open("a+", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield file


def _told(file: IO[str]) -> tuple[dict[int, tuple[int, str]], str]:
    """What the file's end says of each chain, and the hash of its last line.

    Only the last lines are read; a chain that they do not name is written again, which does no harm.
    """
    told: dict[int, tuple[int, str]] = {}
    last = ""
    for text in _tail(file):
        try:
            line = json.loads(text)
            told |= heads_in(line)
            last = str(line["hash"])
        except (ValueError, TypeError, KeyError, AttributeError):
            last = hashlib.sha256(text.encode()).hexdigest()  # a broken line stays, and stays told of
    return told, last


TAIL = 65_536  # bytes


def _tail(file: IO[str]) -> list[str]:
    size = file.seek(0, os.SEEK_END)
    with Path(file.name).open("rb") as raw:
        raw.seek(max(0, size - TAIL))
        lines = raw.read().decode("utf-8", "replace").splitlines()
    return lines[1:] if size > TAIL else lines


def _add(file: IO[str], heads: Heads, purged: Heads, before: str) -> None:
    """A line that a crash left half-written is ended first, so that it spoils no other."""
    line = {"at": timezone.now().isoformat(), "heads": _texts(heads), "purged": _texts(purged), "before": before}
    line["hash"] = digest(line)
    size = file.seek(0, os.SEEK_END)
    with Path(file.name).open("rb") as raw:
        raw.seek(max(0, size - 1))
        broken = size > 0 and raw.read(1) != b"\n"
    file.write(("\n" if broken else "") + json.dumps(line, sort_keys=True) + "\n")
    file.flush()
    os.fsync(file.fileno())


def _texts(heads: Heads) -> dict[str, tuple[int, str]]:
    """Keys as JSON has them, so that a line is hashed as it is read again."""
    return {str(chain): head for chain, head in heads.items()}
