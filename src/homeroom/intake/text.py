"""From a received file's bytes to UTF-8 with even line ends, losing nothing: detect, then decode strictly."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from homeroom.intake.errors import IntakeError

CHUNK = 1 << 22
MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


@dataclass(frozen=True)
class Decoded:
    """A file as UTF-8. `path` is the original itself where it needed no change; `notes` say what was found."""

    path: Path
    encoding: str
    notes: tuple[str, ...]


@dataclass
class Seen:
    """What a file's text holds that a reader of CSV stumbles over."""

    zeros: bool = False
    line_feeds: bool = False
    pairs: bool = False
    lone_feeds: bool = False
    lone_returns: bool = False
    blank_lines: bool = False

    @property
    def notes(self) -> tuple[str, ...]:
        told = (
            (self.zeros, "zero bytes were left out"),
            (self.lone_returns and not self.line_feeds, "lines ended in carriage returns alone"),
            (self.pairs and self.lone_feeds, "line ends were mixed"),
            (self.blank_lines, "blank lines are not counted as rows"),
        )
        return tuple(words for found, words in told if found)


def as_utf8(source: Path, workshop: Path, name: str) -> Decoded:
    """Write `source` as UTF-8 into `workshop` if it is not even UTF-8 yet. Raises IntakeError where it is no text."""
    encoding, seen = _encoding(source, name)
    if encoding == "utf-8" and not seen.notes:
        return Decoded(source, encoding, ())
    target = workshop / f"{source.name}.utf8.csv"
    _rewrite(source, target, encoding, seen)
    told = () if encoding.startswith("utf-8") else (f"read as {encoding}",)
    return Decoded(target, encoding, told + seen.notes)


def _encoding(source: Path, name: str) -> tuple[str, Seen]:
    """The first of the encodings that the bytes allow which decodes all of them."""
    with source.open("rb") as file:
        head = file.read(4096)
    marked = next((encoding for mark, encoding in MARKS if head.startswith(mark)), "") or _unmarked_utf16(head)
    for encoding in [marked] if marked else ["utf-8", "cp1252"]:
        seen = None if _binary(head, encoding) else _look(source, encoding)
        if seen:
            return encoding, seen
    raise IntakeError(
        f"{name}: not a text file: it is neither UTF-8, UTF-16 nor Windows-1252 text. Ask for a CSV export."
    )


def _unmarked_utf16(head: bytes) -> str:
    """UTF-16 without a mark: nearly every second byte of plain text is zero."""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if len(head) < 4 or max(even, odd) * 2 < len(head) * 0.8 or min(even, odd) > 0:
        return ""
    return "utf-16-le" if odd else "utf-16-be"


def _binary(head: bytes, encoding: str) -> bool:
    """Text has few control characters; a spreadsheet or picture under a .csv name has many."""
    if encoding.startswith("utf-16"):
        return False
    controls = sum(head.count(sign) for sign in range(32) if sign not in (0, 9, 10, 13))
    return head.startswith((b"PK\x03\x04", b"%PDF", b"\xd0\xcf\x11\xe0")) or controls * 50 > len(head)


def _texts(source: Path, encoding: str) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    with source.open("rb") as file:
        while chunk := file.read(CHUNK):
            yield decoder.decode(chunk)
        yield decoder.decode(b"", final=True)


def _look(source: Path, encoding: str) -> Seen | None:
    """One pass over the whole text; None where it does not decode."""
    try:
        return _looked_through(_texts(source, encoding))
    except UnicodeError:
        return None


def _looked_through(texts: Iterator[str]) -> Seen:
    """Where no carriage return occurs, as in most files, a few quick searches a chunk are all there is."""
    seen, before = Seen(), "\n"
    for text in texts:
        joined = before[-3:] + text
        seen.zeros |= "\0" in text
        seen.line_feeds |= "\n" in text
        seen.blank_lines |= "\n\n" in joined
        if "\r" in joined:
            _look_at_returns(joined, before[-3:], seen)
        elif not seen.lone_feeds:
            seen.lone_feeds = "\n" in text
        before = joined
    return seen


def _look_at_returns(joined: str, known: str, seen: Seen) -> None:
    feeds, pairs = joined.count("\n"), joined.count("\r\n")
    seen.pairs |= pairs > 0
    seen.lone_feeds |= feeds - pairs > known.count("\n") - known.count("\r\n")
    seen.lone_returns |= joined.count("\r") > pairs + joined.endswith("\r")
    seen.blank_lines |= "\n\r\n" in joined


def _rewrite(source: Path, target: Path, encoding: str, seen: Seen) -> None:
    with target.open("w", encoding="utf-8", newline="") as writer:
        texts = _texts(source, encoding)
        if not seen.notes:
            writer.writelines(texts)
            return
        writer.writelines(_without_blank_lines(_even(texts, seen)))


def _even(texts: Iterator[str], seen: Seen) -> Iterator[str]:
    """One kind of line end, no zero bytes. A return at the end of a chunk waits for what follows it."""
    waiting = ""
    for text in texts:
        text = (waiting + text).replace("\0", "")
        waiting = "\r" if text.endswith("\r") else ""
        text = text.removesuffix("\r") if waiting else text
        yield _with_feeds(text, seen)
    yield _with_feeds(waiting, seen)


def _with_feeds(text: str, seen: Seen) -> str:
    return text.replace("\r\n", "\n") if seen.line_feeds else text.replace("\r", "\n")


def _without_blank_lines(texts: Iterator[str]) -> Iterator[str]:
    """Lines outside quotation marks that hold nothing are no rows; inside a quoted cell they are text."""
    quoted, rest = False, ""
    for text in texts:
        *lines, rest = (rest + text).split("\n")
        for line in lines:
            if line or quoted:
                yield line + "\n"
            quoted ^= line.count('"') % 2 == 1
    yield rest
