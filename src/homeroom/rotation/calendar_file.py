"""A calendar file (iCalendar, RFC 5545) of an adult or a room: what is where and when, with no child in it.

Calendars leave the school, so a `Line` has no field for a child; `what` is for the caller to keep clear of names, too.
A line that is gone stays in the file for calendars that still hold it, cancelled.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

WIDEST = 75  # octets of a line, without its end
STAMP = "%Y%m%dT%H%M%S"
PRODUCT = "-//homeroom//rotation//EN"


@dataclass(frozen=True)
class Line:
    """One meeting in the school's own time. `key` stays the same while the meeting moves; `version` is that of the
    plan which said this last, and only grows; `gone` where no plan has it any more."""

    key: str
    start: datetime
    end: datetime
    what: str
    room: str = ""
    version: int = 1
    gone: bool = False


@dataclass(frozen=True)
class Calendar:
    """`owner` tells files of the same lines apart, such as `adult 12`; `zone` is the school's, as `America/Chicago`."""

    owner: str
    title: str
    zone: str
    said_at: datetime
    lines: Sequence[Line]


def written(calendar: Calendar) -> bytes:
    return b"".join(_folded(line) for line in _lines(calendar))


def with_the_gone(now: Iterable[Line], before: Iterable[Line], version: int) -> list[Line]:
    """The lines of now, and cancelled those of before which are no longer there."""
    current = list(now)
    there = {line.key for line in current}
    gone = (line for line in before if line.key not in there)
    return current + [
        line if line.gone else Line(line.key, line.start, line.end, line.what, line.room, version, gone=True)
        for line in gone
    ]


def _lines(calendar: Calendar) -> Iterator[str]:
    yield from ("BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", "CALSCALE:GREGORIAN", "METHOD:PUBLISH")
    yield f"X-WR-CALNAME:{_text(calendar.title)}"
    if calendar.lines:
        yield from _zone(calendar)
    for line in sorted(calendar.lines, key=lambda line: (line.start, line.key)):
        yield from _event(calendar, line)
    yield "END:VCALENDAR"


def _event(calendar: Calendar, line: Line) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{_uid(calendar, line)}"
    yield f"DTSTAMP:{calendar.said_at.astimezone(UTC).strftime(STAMP)}Z"
    yield f"DTSTART;TZID={calendar.zone}:{line.start.strftime(STAMP)}"
    yield f"DTEND;TZID={calendar.zone}:{line.end.strftime(STAMP)}"
    yield f"SEQUENCE:{line.version}"
    yield f"STATUS:{'CANCELLED' if line.gone else 'CONFIRMED'}"
    yield f"SUMMARY:{_text(line.what)}"
    if line.room:
        yield f"LOCATION:{_text(line.room)}"
    yield "END:VEVENT"


def _uid(calendar: Calendar, line: Line) -> str:
    """Opaque: the key of a group could tell who is in it."""
    return f"{hashlib.sha256(f'{calendar.owner}\n{line.key}'.encode()).hexdigest()[:32]}@homeroom"


def _zone(calendar: Calendar) -> Iterator[str]:
    """Every change of the clock from a day before the first line to a day after the last, as a part of its own."""
    zone = ZoneInfo(calendar.zone)
    first = min(line.start for line in calendar.lines).replace(hour=0, minute=0) - timedelta(days=1)
    last = max(line.end for line in calendar.lines) + timedelta(days=1)
    yield from ("BEGIN:VTIMEZONE", f"TZID:{calendar.zone}")
    yield from _since(zone, first, _offset(zone, first))
    hour, before = first, _offset(zone, first)
    while hour < last:
        hour += timedelta(hours=1)
        if (now := _offset(zone, hour)) != before:
            yield from _since(zone, hour, before)
            before = now
    yield "END:VTIMEZONE"


def _since(zone: ZoneInfo, moment: datetime, before: timedelta) -> Iterator[str]:
    """`DTSTART` is in the time that was in force until then."""
    local = moment.replace(tzinfo=zone)
    part = "DAYLIGHT" if local.dst() else "STANDARD"
    now = _offset(zone, moment)
    begins = moment - max(now - before, timedelta()) if now != before else moment
    yield f"BEGIN:{part}"
    yield f"DTSTART:{begins.strftime(STAMP)}"
    yield f"TZOFFSETFROM:{_sign(before)}"
    yield f"TZOFFSETTO:{_sign(now)}"
    yield f"TZNAME:{_text(local.tzname() or '')}"
    yield f"END:{part}"


def _offset(zone: ZoneInfo, moment: datetime) -> timedelta:
    return moment.replace(tzinfo=zone).utcoffset() or timedelta()


def _sign(offset: timedelta) -> str:
    minutes = int(abs(offset).total_seconds()) // 60
    return f"{'-' if offset < timedelta() else '+'}{minutes // 60:02}{minutes % 60:02}"


def _text(said: str) -> str:
    """Escaped as the format has it; other control characters have no place in it."""
    told = said.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    told = told.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")
    return "".join(letter for letter in told if letter >= " " and letter != "\x7f")


def _folded(line: str) -> bytes:
    """Lines of at most 75 octets; those that go on begin with a space. No letter is cut in two."""
    folded, width = [], 0
    for letter in line:
        octets = len(letter.encode())
        if width + octets > WIDEST:
            folded.append("\r\n ")
            width = 1
        folded.append(letter)
        width += octets
    return "".join((*folded, "\r\n")).encode()
