"""From a received file's bytes to UTF-8 with plain line ends, losing nothing: detect, then decode strictly."""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from pathlib import Path

from homeroom.intake.errors import IntakeError

CHUNK = 1 << 20
MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


@dataclass(frozen=True)
class Decoded:
    """A file as UTF-8. `path` is the original itself where it needed no change; `notes` say what was found."""

    path: Path
    encoding: str
    notes: tuple[str, ...]


def as_utf8(source: Path, workshop: Path, name: str) -> Decoded:
    """Write `source` as UTF-8 into `workshop` if it is not so yet. Raises IntakeError where it is no text at all."""
    encoding, bare_returns = _look(source, name)
    if encoding == "utf-8" and not bare_returns:
        return Decoded(source, encoding, ())
    target = workshop / f"{source.name}.utf8.csv"
    _rewrite(source, target, encoding, bare_returns)
    notes = [] if encoding == "utf-8" else [f"read as {encoding}"]
    return Decoded(target, encoding, (*notes, *(["line ends were bare returns"] if bare_returns else [])))


def _look(source: Path, name: str) -> tuple[str, bool]:
    with source.open("rb") as file:
        head = file.read(4)
        marked = next((encoding for mark, encoding in MARKS if head.startswith(mark)), "")
        file.seek(0)
        if not marked and _half_zeros(file.read(4096)):
            marked = "utf-16-le" if head[1:2] == b"\0" else "utf-16-be"
    encoding = marked or ("utf-8" if _decodes(source, "utf-8") else "cp1252")
    if not _decodes(source, encoding):
        raise IntakeError(
            f"{name}: not a text file: it is neither UTF-8, UTF-16 nor Windows-1252. Ask the program for a CSV export."
        )
    return encoding, _bare_returns(source, encoding)


def _half_zeros(head: bytes) -> bool:
    """UTF-16 without a mark: every second byte of plain text is zero."""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    return len(head) >= 4 and max(even, odd) * 2 > len(head) * 0.8 and min(even, odd) == 0


def _decodes(source: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    try:
        with source.open("rb") as file:
            while chunk := file.read(CHUNK):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
    except UnicodeError:
        return False
    return True


def _bare_returns(source: Path, encoding: str) -> bool:
    """Whether lines end in a carriage return alone: there is at least one, and no line feed at all."""
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    found = False
    with source.open("rb") as file:
        while chunk := file.read(CHUNK):
            text = decoder.decode(chunk)
            if "\n" in text:
                return False
            found = found or "\r" in text
    return found


def _rewrite(source: Path, target: Path, encoding: str, bare_returns: bool) -> None:
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    with source.open("rb") as reader, target.open("w", encoding="utf-8", newline="") as writer:
        while chunk := reader.read(CHUNK):
            text = decoder.decode(chunk)
            writer.write(text.replace("\r", "\n") if bare_returns else text)
        writer.write(decoder.decode(b"", final=True))
