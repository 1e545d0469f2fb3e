"""A JSON object read as a stream: its large lists element by element, each with its text as it stands in the file.

Python's own decoder reads one value at a place; around it only what stands between values has to be looked at. So the
memory taken is that of one piece of the file and one element, however large the file is.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Iterator
from io import TextIOWrapper
from pathlib import Path
from typing import NamedTuple, NoReturn

from homeroom.standards.packages.records import Tell

PIECE = 1 << 20
LONGEST_VALUE = 32 << 20
NEAR_THE_END = 16  # characters in which a cut word such as -Infinity or an escape may stand
SPACE = re.compile(r"[ \t\r\n]*")
LIST = object()
"""Stands for a list whose elements follow one by one."""


class UnreadableError(Exception):
    """The file can't be read on from here; `line` says where, the message why."""

    def __init__(self, line: int, why: str) -> None:
        super().__init__(why)
        self.line = line


class Entry(NamedTuple):
    """A value of the object under `key`, or one element of a list under it; `value` is LIST where a list begins."""

    key: str
    value: object
    received: str
    line: int


def _no_number(word: str) -> NoReturn:
    raise ValueError(f"{word} is no JSON")


def _whole(digits: str) -> int | float:
    """Python refuses to read an endless row of digits as a whole number."""
    return int(digits) if len(digits) < 1000 else float(digits)


DECODER = json.JSONDecoder(parse_constant=_no_number, parse_int=_whole)


def entries(path: Path, listed: Collection[str], tell: Tell = lambda done, all_: None) -> Iterator[Entry]:
    """What the object in the file holds, in its order; the lists under the keys `listed` element by element.

    Raises UnreadableError where the text is damaged, after all that came before it has been given.
    """
    size = path.stat().st_size
    with path.open("rb") as raw, TextIOWrapper(raw, encoding="utf-8-sig", newline="") as file:
        text = _Text(file, lambda: tell(raw.tell(), size))
        yield from _object(text, listed)


def _object(text: _Text, listed: Collection[str]) -> Iterator[Entry]:
    text.expect("{")
    for _ in text.elements("}"):
        line = text.line
        key, _raw = text.value()
        if not isinstance(key, str):
            raise UnreadableError(line, "a name has to be a text")
        text.expect(":")
        if key in listed and text.next() == "[":
            yield Entry(key, LIST, "", text.line)
            text.expect("[")
            for _ in text.elements("]"):
                line = text.line
                yield Entry(key, *text.value(), line)
        else:
            line = text.line
            yield Entry(key, *text.value(), line)
    if text.next():
        raise UnreadableError(text.line, "there is more after the end of the package")


class _Text:
    """The text of a file from the place `at` on, of which a piece at a time is in memory."""

    def __init__(self, file: TextIOWrapper, tell: Callable[[], None]) -> None:
        self.file, self.tell, self.buffer, self.at, self.line = file, tell, "", 0, 1

    def next(self) -> str:
        """The next character that is no space; blank at the end. It is not taken."""
        while True:
            found = SPACE.match(self.buffer, self.at)
            end = found.end() if found else self.at
            self.line += self.buffer.count("\n", self.at, end)
            self.at = end
            if end < len(self.buffer):
                return self.buffer[end]
            if not self._more():
                return ""

    def expect(self, sign: str) -> None:
        found = self.next()
        if found != sign:
            raise UnreadableError(
                self.line, f"the file ends where “{sign}” should be" if not found else f"“{sign}” is missing"
            )
        self.at += 1

    def elements(self, close: str) -> Iterator[None]:
        """Once for each element up to `close`; whoever asks takes the element's text."""
        if self.next() != close:
            yield
            while self.next() == ",":
                self.at += 1
                self.next()
                yield
        self.expect(close)

    def value(self) -> tuple[object, str]:
        """The value that stands here, and its text."""
        self.next()
        while True:
            try:
                value, end = DECODER.raw_decode(self.buffer, self.at)
            except json.JSONDecodeError as error:
                if not self._may_go_on(error) or not self._more():
                    raise UnreadableError(self.line + self._lines_to(error.pos), self._why(error)) from None
            except (ValueError, RecursionError) as error:
                why = "values stand too deep in each other" if isinstance(error, RecursionError) else str(error)
                raise UnreadableError(self.line, why) from None
            else:
                if self._ends(end) or not self._more():
                    break
        received = self.buffer[self.at : end]
        self.line += received.count("\n")
        self.at = end
        return value, received

    def _ends(self, end: int) -> bool:
        """Whether a value that was read up to `end` is over there: a number may go on in the next piece."""
        after = self.buffer[end : end + NEAR_THE_END]
        return self.buffer[end - 1] in '}]"' or after[:1] in tuple(",]} \t\r\n") or len(after) == NEAR_THE_END

    def _may_go_on(self, error: json.JSONDecodeError) -> bool:
        """Whether the text only ended too early, so that reading more of it may help."""
        cut = error.msg.startswith("Unterminated string") or error.pos >= len(self.buffer) - NEAR_THE_END
        return cut and len(self.buffer) - self.at < LONGEST_VALUE

    def _lines_to(self, place: int) -> int:
        return self.buffer.count("\n", self.at, place)

    def _why(self, error: json.JSONDecodeError) -> str:
        ended = error.msg.startswith("Unterminated string") or error.pos >= len(self.buffer.rstrip())
        return "the file ends in the middle of a value" if ended else f"this is no JSON ({error.msg})"

    def _more(self) -> bool:
        try:
            piece = self.file.read(PIECE)
        except UnicodeDecodeError:
            raise UnreadableError(self.line, "there are bytes that are not UTF-8 from here on") from None
        self.tell()
        if piece:
            self.buffer, self.at = self.buffer[self.at :] + piece, 0
        return bool(piece)
