"""Finds everything that is wrong in an `[assign]`: what a program can be told, and who says so."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from homeroom.programs import assign
from homeroom.programs.header import normalised
from homeroom.programs.shape import Kinds, misshapen, unknown

ASSIGN: Kinds = {
    "channels": list,
    "grain": str,
    "max_concurrent": int,
    "duration_weeks": dict,
    "can_cancel": bool,
    "gives_status": bool,
    "status_words": dict,
    "acts_on": list,
    "file": dict,
    "deep_link": dict,
    "api": dict,
    "caveat": str,
    "source": (str, list),
    "verified_on": date,
}
WEEKS: Kinds = {"min": int, "max": int}
FILE: Kinds = {"format": str, "delimiter": str, "days": str, "columns": list}
COLUMN: Kinds = {"name": str, "holds": str, "value": str}
LINK: Kinds = {"address": str}
API: Kinds = {"kind": str}
TABLES = {"duration_weeks": WEEKS, "file": FILE, "deep_link": LINK, "api": API}
NEEDED = {"file": ("columns",), "deep_link": ("address",), "api": ("kind",)}
FORMATS, DELIMITERS = ("csv", "xlsx"), (",", ";", "\t", "|")
# What any program may say of itself without a page that says so: that nothing, or the work-list alone, is known.
WITHOUT_SOURCE = ("channels", "grain", "caveat")

type Raw = Mapping[str, Any]


def assign_mistakes(raw: Any) -> Iterator[str]:
    """Every mistake of an `[assign]`, as far as its shape allows to look."""
    faults = [*unknown(raw, ASSIGN, "[assign]"), *misshapen(raw, ASSIGN, (), "[assign]")]
    if isinstance(raw, Mapping):
        faults += [fault for name in TABLES if name in raw for fault in _table(raw, name)]
    yield from faults
    if faults:
        return
    for rule in (_channels, _one_of, _numbers, _status, _file, _link, _api, _source):
        yield from (f"[assign]: {mistake}" for mistake in rule(raw))


def _table(raw: Raw, name: str) -> Iterator[str]:
    yield from unknown(raw[name], TABLES[name], f"[assign] {name}")
    yield from misshapen(raw[name], TABLES[name], NEEDED.get(name, ()), f"[assign] {name}")


def _channels(raw: Raw) -> Iterator[str]:
    channels = raw.get("channels", [])
    yield from _among("channels", channels, assign.CHANNELS)
    if channels and channels[-1] != assign.WORK_LIST:
        yield "channels must end with work_list: it is the one that always works"
    for name in (assign.FILE, assign.API):
        if (name in channels) != (name in raw):
            yield f"{name} in channels and [assign.{name}] go together"
    if "deep_link" in raw and assign.DEEP_LINK not in channels:
        yield "[assign.deep_link] needs deep_link in channels"


def _one_of(raw: Raw) -> Iterator[str]:
    if raw.get("grain", assign.NONE) not in assign.GRAINS:
        yield f"grain must be one of {', '.join(assign.GRAINS)}"
    yield from _among("acts_on", raw.get("acts_on", []), assign.ACTS_ON)


def _numbers(raw: Raw) -> Iterator[str]:
    if raw.get("max_concurrent", 1) < 1:
        yield "max_concurrent must be 1 or more; leave it out where it is not known"
    weeks = raw.get("duration_weeks", {})
    if any(number < 1 for number in weeks.values()):
        yield "duration_weeks: min and max must be 1 or more"
    if weeks.get("max", 1) < weeks.get("min", 1):
        yield f"duration_weeks: max {weeks.get('max')} is below min {weeks.get('min')}"


def _status(raw: Raw) -> Iterator[str]:
    words = raw.get("status_words", {})
    for word, meaning in words.items():
        if meaning not in assign.MEANINGS:
            yield f"status_words: {word!r} must lead to one of {', '.join(assign.MEANINGS)}"
    if words and not raw.get("gives_status"):
        yield "status_words needs gives_status = true"


def _file(raw: Raw) -> Iterator[str]:
    if "file" not in raw:
        return
    layout = raw["file"]
    if layout.get("format", "csv") not in FORMATS:
        yield f"file: format must be one of {', '.join(FORMATS)}"
    if layout.get("delimiter", ",") not in DELIMITERS:
        yield "file: delimiter must be a comma, a semicolon, a tab or |"
    if not _writes_days(layout.get("days", "iso")):
        yield 'file: days must be "iso", or signs with day, month and year, such as %m/%d/%Y'
    faults = [fault for column in layout["columns"] for fault in _column(column)]
    yield from faults
    if not faults:
        yield from _columns(layout["columns"], raw.get("grain", ""))


def _column(column: Any) -> Iterator[str]:
    yield from unknown(column, COLUMN, "file, columns")
    faults = list(misshapen(column, COLUMN, ("name",), "file, columns"))
    yield from faults
    if faults:
        return
    if ("holds" in column) == ("value" in column):
        yield f"file, column {column['name']!r}: needs either holds or value"
    if column.get("holds", assign.HOLDS[0]) not in assign.HOLDS:
        yield f"file, column {column['name']!r}: holds must be one of {', '.join(assign.HOLDS)}"


def _columns(columns: Sequence[Raw], grain: str) -> Iterator[str]:
    for name, count in Counter(normalised(column["name"]) for column in columns).items():
        if count > 1:
            yield f"file: {count} columns have the same name ({name})"
    held = {column.get("holds") for column in columns}
    if not held & set(assign.WHO):
        yield f"file: no column says which child: {', '.join(assign.WHO)}"
    if not held & set(assign.WHAT):
        yield f"file: no column says what to work on: {', '.join(assign.WHAT)}"
    if grain == assign.STANDARD and "lesson_id" in held:
        yield "file: lesson_id is held, but what can be assigned is a standard"


def _link(raw: Raw) -> Iterator[str]:
    address = raw.get("deep_link", {}).get("address")
    if address is None:
        return
    try:
        safe = urlsplit(address).scheme == "https" and bool(urlsplit(address).hostname)
    except ValueError:
        safe = False
    rest = re.sub("|".join(f"{{{name}}}" for name in assign.WHAT), "", address)
    if not safe:
        yield f"deep_link: {address!r} must be an address that begins with https://"
    elif rest == address or set(rest) & set("{}"):
        yield f"deep_link: {address!r} must hold {{lesson_id}} or {{standard}}, and nothing else in braces"


def _api(raw: Raw) -> Iterator[str]:
    if raw.get("api", {}).get("kind", assign.GRADEBOOK) != assign.GRADEBOOK:
        yield f"api: kind must be {assign.GRADEBOOK}"


def _source(raw: Raw) -> Iterator[str]:
    """What goes beyond "nobody knows" says where it was read, and when."""
    source = raw.get("source", [])
    texts = [source] if isinstance(source, str) else source
    if any(not isinstance(text, str) or not text.strip() for text in texts):
        yield "source must be texts: the address of a page, or the name of a paper"
    told = [name for name in raw if name not in (*WITHOUT_SOURCE, "source", "verified_on")]
    channels = [name for name in raw.get("channels", []) if name != assign.WORK_LIST]
    if raw.get("grain", assign.NONE) != assign.NONE:
        told.append("grain")
    for name in ("source", "verified_on"):
        if (told or channels) and not raw.get(name):
            yield f"{name} is lacking: say where {', '.join(map(str, [*told, *channels]))} was read, and when"


def _among(name: str, listed: Sequence[Any], known: Sequence[str]) -> Iterator[str]:
    for one, count in Counter(map(str, listed)).items():
        if one not in known:
            yield f"{name}: {one!r} must be one of {', '.join(known)}"
        elif count > 1:
            yield f"{name}: {one} stands {count} times"


def _writes_days(form: str) -> bool:
    """Whether a day written so can be read back."""
    if form == "iso":
        return True
    days = (date(2026, 1, 2), date(2026, 2, 1), date(2025, 1, 2), date(2026, 1, 3))
    try:
        return len({day.strftime(form) for day in days}) == len(days) and form.isprintable()
    except (ValueError, UnicodeError):
        return False
