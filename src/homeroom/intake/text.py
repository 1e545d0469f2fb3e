"""From a received file's bytes to UTF-8 with even line ends, losing nothing: detect, then decode strictly."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from django.utils.translation import gettext_noop

from homeroom.intake.errors import IntakeError

CHUNK = 1 << 22
FEED = ord("\n")
AS_THEY_ARE = "surrogateescape"
DAMAGED = gettext_noop("some bytes are no UTF-8 text; rows that hold them are set apart")
# UTF-32's mark begins with UTF-16's, so it is looked for first.
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
WORKBOOK = gettext_noop("In Excel, choose File, Save As, CSV UTF-8; better, ask the program for a CSV export.")
ASK = gettext_noop("Ask the program for a CSV export.")
UNPACK = gettext_noop("Unpack it, then receive what was in it.")
# How files that are no text begin, what each is, and what to do.
KINDS = (
    (b"PK", gettext_noop("an Excel workbook, or a zip that is cut off"), WORKBOOK),
    (b"\xd0\xcf\x11\xe0", gettext_noop("an old Excel workbook"), WORKBOOK),
    (b"%PDF", gettext_noop("a PDF"), ASK),
    (b"\x89PNG", gettext_noop("a picture"), ASK),
    (b"\xff\xd8\xff", gettext_noop("a picture"), ASK),
    (b"GIF8", gettext_noop("a picture"), ASK),
    (b"\x1f\x8b", gettext_noop("a packed file (gzip)"), UNPACK),
    (b"7z\xbc\xaf", gettext_noop("a packed file (7z)"), UNPACK),
    (b"Rar!", gettext_noop("a packed file (rar)"), UNPACK),
    (b"BZh", gettext_noop("a packed file (bzip2)"), UNPACK),
    (b"\xfd7zXZ", gettext_noop("a packed file (xz)"), UNPACK),
    (b"\x28\xb5\x2f\xfd", gettext_noop("a packed file (zstd)"), UNPACK),
    (b"{\\rtf", gettext_noop("a text document"), ASK),
    (b"PAR1", gettext_noop("a Parquet file"), ASK),
    (b"SQLite format 3", gettext_noop("a database"), ASK),
    (
        b"<!doctype html",
        gettext_noop("a web page"),
        gettext_noop("Sign in to the program, then export the report again."),
    ),
    (b"<html", gettext_noop("a web page"), gettext_noop("Sign in to the program, then export the report again.")),
)
UTF8_SIGN = re.compile(rb"[\xc3-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
HIGH = bytes(range(128, 256))
# Marks that make text run the other way: an eye reads something else than what stands there.
TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")
TURNED = gettext_noop("marks that turn the direction of writing were found, and are kept as they are")
# No program writes a longer line; one without an end would only cost memory.
LONGEST_LINE = 1 << 26
# Signs that nobody sees and no cell means: left out wherever they stand.
UNSEEN = {0: None, 0xFEFF: None}
# A quotation mark opens a cell only where the cell begins; a doubled one, or one after a backslash, does not close it.
OPENS = re.compile(r'(?:^|[,;\t|\r])"')
CLOSES = re.compile(r'(?:[^"\\]++|""|\\(?:"(?!$|[,;\t|\r]))?)*+"')


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
    marks: bool = False
    damage: bool = False
    turns: bool = False
    line_feeds: bool = False
    pairs: bool = False
    lone_feeds: bool = False
    lone_returns: bool = False
    blank_lines: bool = False

    @property
    def notes(self) -> tuple[str, ...]:
        told = (
            (self.zeros, gettext_noop("zero bytes were left out")),
            (self.marks, gettext_noop("byte order marks inside the text were left out")),
            (self.damage, DAMAGED),
            (self.turns, TURNED),
            (self.lone_returns and not self.line_feeds, gettext_noop("lines ended in carriage returns alone")),
            (
                (self.pairs and self.lone_feeds) or (self.lone_returns and self.line_feeds),
                gettext_noop("line ends were mixed"),
            ),
            (self.blank_lines, gettext_noop("blank lines are not counted as rows")),
        )
        return tuple(words for found, words in told if found)


def as_utf8(source: Path, workshop: Path, name: str) -> Decoded:
    """Write `source` as UTF-8 into `workshop` if it is not even UTF-8 yet. Raises IntakeError where it is no text.

    Bytes that are no UTF-8 in a file that otherwise is stay as they are: the reader sets their rows apart.
    """
    head = _head(source, name)
    if not _binary(head, "") and _is_usual(source):
        return Decoded(source, "utf-8", ())
    encoding, damaged = _encoding(source, head, name)
    seen = _look(source, encoding, damaged, name)
    if encoding == "utf-8" and not set(seen.notes) - {DAMAGED, TURNED}:
        return Decoded(source, encoding, seen.notes)
    target = workshop / f"{source.name}.utf8.csv"
    _rewrite(source, target, encoding, seen)
    told = () if encoding.startswith("utf-8") else (gettext_noop("read as %(encoding)s") % {"encoding": encoding},)
    return Decoded(target, encoding, told + seen.notes)


def _head(source: Path, name: str) -> bytes:
    with source.open("rb") as file:
        head = file.read(4096)
    _must_be_text(head, name)
    return head


def _is_usual(source: Path) -> bool:
    """UTF-8 with line feeds alone and no blank line, as most programs write it: one quick pass, and nothing to mend."""
    decoder, last = codecs.getincrementaldecoder("utf-8")("strict"), FEED
    with source.open("rb") as file:
        while chunk := file.read(CHUNK):
            feeds = np.frombuffer(chunk, np.uint8) == FEED
            twice = (last == FEED and feeds[0]) or bool((feeds[1:] & feeds[:-1]).any())
            if twice or b"\r" in chunk or b"\0" in chunk or not _decodes_on(decoder, chunk):
                return False
            last = chunk[-1]
    return _decodes_on(decoder, b"", final=True)


def _decodes_on(decoder: codecs.IncrementalDecoder, chunk: bytes, final: bool = False) -> bool:
    """Whether the next bytes are UTF-8 without marks that order bytes or turn the text."""
    if chunk.isascii() and not final and not decoder.getstate()[0]:
        return True
    try:
        text = decoder.decode(chunk, final)
        return "\ufeff" not in text and not TURNS.search(text)
    except UnicodeError:
        return False


def _encoding(source: Path, head: bytes, name: str) -> tuple[str, bool]:
    """The encoding, and whether some bytes of the file are none of it."""
    encoding = next((encoding for mark, encoding in MARKS if head.startswith(mark)), "") or _unmarked_utf16(head)
    if _binary(head, encoding):
        raise IntakeError(
            gettext_noop("%(name)s: this is not a text file. %(ask_words)s") % {"name": name, "ask_words": ASK}
        )
    whole = _decodes(source, encoding or "utf-8")
    if whole or encoding == "utf-8-sig" or (not encoding and _mostly_utf8(source)):
        return encoding or "utf-8", not whole
    if not encoding and _decodes(source, "cp1252"):
        return "cp1252", False
    raise IntakeError(
        f"{name}: its text is damaged or in an unknown encoding: it is no whole UTF-8, UTF-16 or Windows-1252."
        " Ask the program to export it again, as UTF-8 if it lets you choose."
    )


def _must_be_text(head: bytes, name: str) -> None:
    begins = head.lstrip()[:32].lower()
    for start, kind, remedy in KINDS:
        if head.startswith(start) or (start.startswith(b"<") and begins.startswith(start)):
            raise IntakeError(
                gettext_noop(
                    "%(name)s: this is %(kind_words)s, not a CSV file, whatever its name says. %(remedy_words)s"
                )
                % {"name": name, "kind_words": kind, "remedy_words": remedy}
            )


def _unmarked_utf16(head: bytes) -> str:
    """UTF-16 without a mark: nearly every second byte of plain text is zero."""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if len(head) < 4 or max(even, odd) * 2 < len(head) * 0.8 or min(even, odd) > 0:
        return ""
    return "utf-16-le" if odd else "utf-16-be"


def _mostly_utf8(source: Path) -> bool:
    """Text in Windows-1252 hardly ever holds a sequence that is UTF-8; damaged UTF-8 holds many."""
    right = wrong = 0
    with source.open("rb") as file:
        while chunk := file.read(CHUNK):
            found = UTF8_SIGN.findall(chunk)
            right += len(found)
            wrong += len(chunk) - len(chunk.translate(None, HIGH)) - sum(map(len, found))
    return right > wrong


def _binary(head: bytes, encoding: str) -> bool:
    """Text has few control characters; a spreadsheet or picture under a .csv name has many."""
    if encoding.startswith(("utf-16", "utf-32")):
        return False
    controls = sum(head.count(sign) for sign in range(32) if sign not in (0, 9, 10, 13))
    return controls * 50 > len(head)


def _texts(source: Path, encoding: str, errors: str = "strict") -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(encoding)(errors)
    with source.open("rb") as file:
        while chunk := file.read(CHUNK):
            yield decoder.decode(chunk)
        yield decoder.decode(b"", final=True)


def _decodes(source: Path, encoding: str) -> bool:
    try:
        for _ in _texts(source, encoding):
            pass
    except UnicodeError:
        return False
    return True


def _look(source: Path, encoding: str, damaged: bool, name: str) -> Seen:
    seen, before, line = Seen(damage=damaged), "\n", 0
    for text in _texts(source, encoding, AS_THEY_ARE):
        line = _line(line, text, name)
        seen.turns |= bool(TURNS.search(text))
        joined = before[-3:] + text
        feeds, pairs = joined.count("\n"), joined.count("\r\n")
        seen.zeros |= "\0" in text
        seen.marks |= "\ufeff" in text
        seen.line_feeds |= "\n" in text
        seen.pairs |= pairs > 0
        seen.lone_feeds |= feeds - pairs > (before[-3:].count("\n") - before[-3:].count("\r\n"))
        seen.lone_returns |= joined.count("\r") > pairs + joined.endswith("\r")
        seen.blank_lines |= "\n\n" in joined or "\n\r\n" in joined
        before = joined
    seen.lone_returns |= before.endswith("\r")
    return seen


def _line(before: int, text: str, name: str) -> int:
    """The length of the line that is open at the end of `text`. Raises IntakeError for one without an end."""
    last = max(text.rfind("\n"), text.rfind("\r"))
    length = len(text) - last - 1 + (before if last < 0 else 0)
    if length > LONGEST_LINE:
        raise IntakeError(
            gettext_noop("%(name)s: one of its lines is longer than %(most)s MB. %(ask_words)s")
            % {"name": name, "most": LONGEST_LINE >> 20, "ask_words": ASK}
        )
    return length


def _rewrite(source: Path, target: Path, encoding: str, seen: Seen) -> None:
    with target.open("w", encoding="utf-8", errors=AS_THEY_ARE, newline="") as writer:
        texts = _texts(source, encoding, AS_THEY_ARE)
        writer.writelines(_even_lines(_even(texts, seen)) if seen.notes else texts)


def _even(texts: Iterator[str], seen: Seen) -> Iterator[str]:
    """No unseen signs, and line feeds for pairs. A return at the end of a chunk waits for what follows it."""
    waiting = ""
    for text in texts:
        text = (waiting + text).translate(UNSEEN) if seen.zeros or seen.marks else waiting + text
        waiting = "\r" if text.endswith("\r") else ""
        text = text.removesuffix("\r") if waiting else text
        yield _with_feeds(text, seen)
    yield _with_feeds(waiting, seen)


def _with_feeds(text: str, seen: Seen) -> str:
    return text.replace("\r\n", "\n") if seen.line_feeds else text.replace("\r", "\n")


def _even_lines(texts: Iterator[str]) -> Iterator[str]:
    """Lines outside quotation marks that hold nothing are no rows; inside a quoted cell they are text."""
    quoted, rest = False, ""
    for text in texts:
        *lines, rest = (rest + text).split("\n")
        for line in lines:
            even, after = (line, quoted) if _plain(line) else _walk(line, quoted)
            yield from _shown(even, quoted)
            quoted = after
    yield from _shown(_walk(rest, quoted)[0], quoted=False)


def _plain(line: str) -> bool:
    return '"' not in line and "\r" not in line


def _shown(line: str, quoted: bool) -> Iterator[str]:
    """The line, or the lines that returns made of it, without blank ones. `quoted` says that it begins in a cell."""
    for number, part in enumerate(line.split("\n")):
        if part or (quoted and number == 0):
            yield part + "\n"


def _walk(line: str, quoted: bool) -> tuple[str, bool]:
    """The line with returns outside quotation marks as line feeds, and whether a quoted cell is open at its end."""
    parts, at = [], 0
    while at < len(line):
        found = CLOSES.match(line, at) if quoted else OPENS.search(line, at)
        end = found.end() if found else len(line)
        parts.append(line[at:end] if quoted else line[at:end].replace("\r", "\n"))
        quoted, at = (not found) if quoted else bool(found), end
    return "".join(parts), quoted
