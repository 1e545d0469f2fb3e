"""Files that must not come in are known by their first line, before anything of them is kept."""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path

from homeroom.intake import secrets
from homeroom.programs.refused import Refused, refusal


def refused_file(path: Path) -> Refused | None:
    """The kind of refused file this is; None where it may come in, or can't be looked at."""
    try:
        with path.open("rb") as file:
            return refusal(secrets.column_names(file.read(secrets.HEADER_BYTES)))
    except OSError:
        return None


def holds_refused(path: Path) -> bool:
    """Whether the file is a refused one, or a zip that holds one."""
    if refused_file(path):
        return True
    try:
        with zipfile.ZipFile(path) as archive:
            return any(_begins_refused(archive, member) for member in archive.infolist() if not member.is_dir())
    except (OSError, zipfile.BadZipFile):
        return False


def _begins_refused(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bool:
    """By the member's first bytes alone; one that can't be opened was not taken in either."""
    try:
        with archive.open(member) as file:
            return refusal(secrets.column_names(file.read(secrets.HEADER_BYTES))) is not None
    except (OSError, RuntimeError, NotImplementedError, EOFError, zipfile.BadZipFile, zlib.error):
        return False
