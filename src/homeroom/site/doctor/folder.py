"""The installation's folder as such: it can be written, has room, and shows nothing to others."""

from __future__ import annotations

import shutil
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

from homeroom.site.doctor.finding import Finding

GIGABYTE = 1_000_000_000
# Below the first an import may stop half-way; below the second it is time to look.
FULL, LOW = GIGABYTE // 5, 2 * GIGABYTE
OTHERS = stat.S_IRWXG | stat.S_IRWXO


def no_installation(home: Path) -> Finding:
    mend = "`homeroom demo` makes one with a simulated school, `homeroom receive` one with your first roster."
    return Finding("warn", f"There is no installation in {home} yet.", f"{mend} HOMEROOM_HOME chooses another folder.")


def look(home: Path) -> Iterator[Finding]:
    """Everything about the folder itself; nothing more where it is none."""
    if not home.is_dir():
        yield Finding("wrong", f"{home} is not a folder.", "Set HOMEROOM_HOME to a folder.")
        return
    places = [home, *(home / name for name in ("facts", "originals") if (home / name).exists())]
    refused = [trouble for place in places if (trouble := _cannot_write(place))]
    yield from refused or [Finding("ok", f"{home} can be written.")]
    yield room(home, shutil.disk_usage(home).free)
    yield from private(home)


def _cannot_write(place: Path) -> Finding | None:
    try:
        with tempfile.TemporaryFile(dir=place):
            return None
    except OSError as error:
        mend = "Run homeroom as the user who owns the folder, or make the disk writable. Nothing is taken in till then."
        return Finding("wrong", f"{place} can't be written ({error.strerror}).", mend)


def room(home: Path, free: int) -> Finding:
    """`free` is in bytes."""
    what = f"{free / GIGABYTE:.1f} GB free on the disk of {home}."
    if free < FULL:
        return Finding("wrong", f"Only {what}", "Free space: an import that finds the disk full takes nothing in.")
    if free < LOW:
        return Finding("warn", f"Only {what}", "Free space soon: every delivery keeps its original.")
    return Finding("ok", what)


def private(home: Path) -> Iterator[Finding]:
    """The key that signs sessions, and the folder that holds children's names, are their owner's alone."""
    key = home / "secret.key"
    if key.exists() and key.stat().st_mode & OTHERS:
        mend = f"chmod 600 '{key}'. If others may have read it, delete it too: everybody signs in anew."
        yield Finding("wrong", f"{key} can be read by others; who has it can forge a sign-in.", mend)
    elif key.exists():
        yield Finding("ok", "secret.key is its owner's alone.")
    if home.stat().st_mode & stat.S_IROTH:
        mend = f"chmod 750 '{home}', unless it holds only simulated children."
        yield Finding("warn", f"Everybody with an account on this machine can list {home}.", mend)
