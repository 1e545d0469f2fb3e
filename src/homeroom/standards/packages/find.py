"""Which packages are at a place, whatever layout they are in."""

from __future__ import annotations

from pathlib import Path

from homeroom.standards.errors import StandardsError
from homeroom.standards.packages import case, learning_commons, sheets
from homeroom.standards.packages.records import Package
from homeroom.standards.packages.tables import table

KNOWN = (
    "Known are CASE packages (JSON), OpenSALT's CSV (identifier, fullStatement …), plain CSV (code, parent, title, "
    "grade) and a folder of Learning Commons' tables"
)


def packages(path: Path, only: str = "") -> list[Package]:
    """The packages in a file or folder. Raises StandardsError where none is there; the message says what is."""
    if path.is_dir():
        if learning_commons.fits(path):
            return learning_commons.read(path, only)
        raise StandardsError(f"{path}: the folder holds no StandardsFrameworkItem.csv. {KNOWN}")
    try:
        with path.open("rb") as file:
            start = file.read(1 << 16).lstrip(b"\xef\xbb\xbf \t\r\n")
    except FileNotFoundError:
        raise StandardsError(f"{path}: there is no such file") from None
    if not start:
        raise StandardsError(f"{path}: the file is empty")
    if start[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise StandardsError(f"{path}: the text is UTF-16; save it in UTF-8")
    if b"\0" in start or start[:2] == b"PK":
        raise StandardsError(f"{path}: this is no text: unpack it first. {KNOWN}")
    if start[:1] in b"{[":
        return [case.read(path)]
    found = table(path)
    if not sheets.fits(found):
        raise StandardsError(f"{path}: nobody here knows the columns {', '.join(found.columns[:12])}. {KNOWN}")
    return [sheets.read(found)]
