"""A catalogue of content and what it serves: a vendor's, a publisher's or somebody's own list, as a table.

One row tells of a content item, of the standards it serves, or of both. What is sound is taken; the rest is set aside
with its line, the reason and what to do.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from itertools import batched
from pathlib import Path

from django.db import transaction

from homeroom.standards import ccss, leaves, spelling, unknown
from homeroom.standards.account import Account, FaultError, Sheet, sheet
from homeroom.standards.alignment import TRUST, Tag, take_tags
from homeroom.standards.content import AT_ONCE, LONGEST_ID, Content, Key, rows_of, take_content
from homeroom.standards.errors import StandardsError
from homeroom.standards.models import ContentItem
from homeroom.standards.packages.records import Tell, clean
from homeroom.standards.spelling import Spellings

# Our columns, and what else lists call them.
COLUMNS: Mapping[str, Sequence[str]] = {
    "program": ("product",),
    "kind": ("type",),
    "external_id": ("id", "lessonid", "itemid", "contentid", "contentitem"),
    "title": ("name", "lessonname", "lessontitle"),
    "words": ("description", "objective", "lessonobjective"),
    "domain": ("strand",),
    "grade": ("grades", "gradelevel", "lessongrade"),
    "language": ("lessonlanguage",),
    "minutes": ("duration", "durationminutes"),
    "launch_url": ("url", "link"),
    "valid_from": (),
    "valid_to": (),
    "standard": ("standards", "standardcode", "standardcodes", "ccss"),
    "weight": (),
    "source": (),
    "p": (),
}
NEEDED = ("external_id",)
LONGEST_PROGRAM, LONGEST_URL, LONGEST_VISIT = 64, 500, 600
SHOWN = 20
KNOWN_FIRST = "Bring a list that has its title first, then this one again."


@dataclass(frozen=True)
class Assumed:
    """What rows mean that don't say it themselves."""

    program: str = ""
    source: str = "vendor"
    reviewer: str = ""


@dataclass(frozen=True)
class Details:
    """What only a catalogue tells of a content item; none of each is not told."""

    minutes: float | None = None
    launch_url: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True)
class Told:
    """One row: the item, what is told of it beside, and what it serves."""

    line: int
    content: Content
    details: Details
    tags: tuple[Tag, ...]


@dataclass(frozen=True)
class Catalogue:
    """How many content items and tags two files held."""

    content: int
    tags: int


@transaction.atomic
def take_catalogue(path: Path, assumed: Assumed = Assumed(), tell: Tell = lambda done, all_: None) -> Account:
    """Take a list of content in; safe to run again.

    Columns: program, kind, external_id, title, words, domain, grade, language, minutes, launch_url, valid_from,
    valid_to, standard (several are separated by semicolons), weight (over 0, at most 1), source, p; all but
    external_id may be absent. What a source says of an item's standards replaces all it said before; of an item with a
    row that is set aside nothing is taken away. A list without titles makes no items. Spellings that stand for no
    standard wait in their queue. Raises StandardsError where the file is no such table.
    """
    found = sheet(path, NEEDED, COLUMNS)
    if assumed.source not in TRUST:
        raise StandardsError(f"{assumed.source!r} is none of {', '.join(TRUST)}")
    told, doubtful = _read(found, assumed, tell)
    if "title" in found.columns:
        taken = take_content(one.content for one in told)
        found.account.counts.update({"items new": taken.new, "items that say more": taken.changed})
        told = _details_taken(told, found.account)
    else:
        told = _of_known_items(told, found, doubtful)
    aligned = take_tags((tag for one in told for tag in one.tags), keep=doubtful)
    found.account.counts.update({"tags new": aligned.new, "tags ended": aligned.ended, "tags the same": aligned.same})
    found.account.taken = len(told)
    return found.account


def load_catalogue(content_csv: Path, alignment_csv: Path) -> Catalogue:
    """Take a list of content and one of its alignment in, all or nothing, with the standards that ship.

    Raises StandardsError with file and line of every mistake.
    """
    with transaction.atomic():
        ccss.load()
        for path in (content_csv, alignment_csv):
            account = take_catalogue(path)
            _complain(path, [str(one) for one in (*account.set_aside, *account.fields)])
        keys = {one.content.key for one in _read(sheet(content_csv, NEEDED, COLUMNS), Assumed())[0]}
        tags = sum(len(one.tags) for one in _read(sheet(alignment_csv, NEEDED, COLUMNS), Assumed())[0])
    return Catalogue(len(keys), tags)


def _read(found: Sheet, assumed: Assumed, tell: Tell = lambda done, all_: None) -> tuple[list[Told], set[Key]]:
    """The rows that can be taken, and the items of which a row can't."""
    read = Reader(found, assumed, spelling.known())
    told = list(read.rows(tell))
    unknown.take(read.unknown)
    return told, read.doubtful


@dataclass
class Reader:
    """Reads a list row by row; what stands against a row is noted in its account."""

    sheet: Sheet
    assumed: Assumed
    spellings: Spellings

    def __post_init__(self) -> None:
        self.unknown: Counter[str] = Counter()
        self.doubtful: set[Key] = set()
        self.said: dict[tuple[Key, str, str, date | None], Tag] = {}
        self.codes: dict[str, str] = {}

    def rows(self, tell: Tell) -> Iterator[Told]:
        for line, row in self.sheet.rows(tell):
            key = None
            try:
                key = _key(row, self.assumed)
                yield self._told(line, row, key)
            except FaultError as fault:
                self.sheet.aside(line, fault)
                if key:
                    self.doubtful.add(key)

    def _told(self, line: int, row: Mapping[str, str], key: Key) -> Told:
        texts = {name: clean(row.get(name, ""), 100_000) for name in ("title", "words", "domain", "grade", "language")}
        days = _day(row, "valid_from"), _day(row, "valid_to")
        if days[0] and days[1] and days[0] >= days[1]:
            raise FaultError(f"valid_to ({days[1]}) is not after valid_from ({days[0]})")
        listed = "title" in self.sheet.columns
        tags = tuple(self._tags(line, row, key, (None, None) if listed else days))
        details = Details(self._minutes(line, row), self._url(line, row), *days) if listed else Details()
        return Told(line, Content(*key, **texts), details, tags)

    def _tags(self, line: int, row: Mapping[str, str], key: Key, days: tuple[date | None, date | None]) -> list[Tag]:
        """What the row says the item serves. Raises FaultError where that is all it says and none of it is known."""
        spelled = spelling.listed(clean(row.get("standard", ""), 10_000), self._code)
        codes = {text: self._code(text) for text in map(clean, spelled)}
        strange = [text for text, code in codes.items() if not code]
        self.unknown.update(strange)
        for text in strange:
            fault = FaultError(
                f"column standard: {text!r} is no standard that is loaded", "It waits among the spellings."
            )
            if len(strange) == len(codes) and "title" not in self.sheet.columns:
                raise fault
            self.sheet.left_out(line, fault)
            self.doubtful.add(key)
        source = row.get("source") or self.assumed.source
        if source not in TRUST:
            raise FaultError(f"column source: {source!r} is none of {', '.join(TRUST)}")
        weight, p = _share(row, "weight"), _share(row, "p")
        reviewer = self.assumed.reviewer if source == "human" else ""
        made = [Tag(key, code, weight, source, p, reviewer, "", *days) for code in codes.values() if code]
        return [tag for tag in dict.fromkeys(made) if self._once(tag)]

    def _once(self, tag: Tag) -> bool:
        """Whether it was not said before. Raises FaultError where something else was."""
        name = (tag.content, tag.standard, tag.source, tag.valid_to)
        before = self.said.setdefault(name, tag)
        if before != tag:
            raise FaultError(f"{tag.standard} stands more than once for {tag.content[2]!r}, with other numbers")
        return before is tag

    def _code(self, text: str) -> str:
        """The code of the standard or cluster that is spelled so; blank where there is none, or more than one."""
        if text not in self.codes:
            cluster = spelling.cluster(text)
            code = self.spellings.resolve(text) or (cluster if cluster and leaves.clusters([cluster]) else "")
            self.codes[text] = code or ""
        return self.codes[text]

    def _minutes(self, line: int, row: Mapping[str, str]) -> float | None:
        if not (text := row.get("minutes", "")):
            return None
        with suppress(ValueError):
            if 0 < (minutes := float(text)) <= LONGEST_VISIT:
                return minutes
        most = f"over 0 and at most {LONGEST_VISIT}"
        self.sheet.left_out(line, FaultError(f"column minutes: {text[:40]!r} is not a number {most}"))
        return None

    def _url(self, line: int, row: Mapping[str, str]) -> str | None:
        if not (text := row.get("launch_url", "")):
            return None
        if len(text) <= LONGEST_URL and re.fullmatch(r"https?://[^\s/\\@]+(?:[/?#][^\s\\]*)?", text):
            return text
        self.sheet.left_out(
            line, FaultError(f"column launch_url: {text[:40]!r} is no address that begins with https://")
        )
        return None


def _key(row: Mapping[str, str], assumed: Assumed) -> Key:
    program, kind = row.get("program") or assumed.program, (row.get("kind") or "lesson").casefold()
    named = (("program", program, LONGEST_PROGRAM), ("external_id", row["external_id"], LONGEST_ID))
    for column, text, longest in named:
        if not 0 < len(text) <= longest or clean(text, longest) != text:
            raise FaultError(f"column {column}: has to hold 1 to {longest} characters")
    if kind not in ContentItem.Kind.values:
        raise FaultError(f"column kind: {kind[:40]!r} is none of {', '.join(ContentItem.Kind.values)}")
    return program, kind, row["external_id"]


def _share(row: Mapping[str, str], column: str) -> float:
    """1 where it isn't told."""
    text = row.get(column, "") or "1"
    with suppress(ValueError):
        if math.isfinite(share := float(text)) and 0 < share <= 1:
            return share
    raise FaultError(f"column {column}: {text[:40]!r} is not a number over 0 and at most 1")


def _day(row: Mapping[str, str], column: str) -> date | None:
    if not (text := row.get(column, "")):
        return None
    with suppress(ValueError):
        return date.fromisoformat(text)
    raise FaultError(f"column {column}: {text[:40]!r} is no day", "Write it as 2026-11-22 and bring the file again.")


def _of_known_items(told: Sequence[Told], found: Sheet, doubtful: set[Key]) -> list[Told]:
    """Rows of a list without titles, of items that are known; all others are set aside."""
    known = rows_of(one.content.key for one in told)
    for one in told:
        if one.content.key not in known:
            found.aside(
                one.line, FaultError(f"{one.content.external_id!r} is no content item that is known", KNOWN_FIRST)
            )
            doubtful.discard(one.content.key)
    return [one for one in told if one.content.key in known]


def _details_taken(told: Iterable[Told], account: Account) -> list[Told]:
    """Keep what only a catalogue tells: the file's word takes the place of an earlier one, blank says nothing."""
    rows = list(told)
    wanted = {one.content.key: one.details for one in rows if one.details != Details()}
    for batch in batched(rows_of(wanted).items(), AT_ONCE):
        keys = {pk: key for key, pk in batch}
        changed = [item for item in ContentItem.objects.filter(pk__in=keys) if _changed(item, wanted[keys[item.pk]])]
        ContentItem.objects.bulk_update(changed, list(Details.__dataclass_fields__))
        account.counts["items with other details"] += len(changed)
    return rows


def _changed(item: ContentItem, told: Details) -> bool:
    """Put what is told on the item. Whether that changed it."""
    news = {name: value for name in Details.__dataclass_fields__ if (value := getattr(told, name)) is not None}
    news = {name: value for name, value in news.items() if getattr(item, name) != value}
    for name, value in news.items():
        setattr(item, name, value)
    return bool(news)


def _complain(path: Path, mistakes: Sequence[str]) -> None:
    if mistakes:
        more = [f"and {len(mistakes) - SHOWN} more"] if len(mistakes) > SHOWN else []
        raise StandardsError("\n".join(f"{path}: {mistake}" for mistake in [*mistakes[:SHOWN], *more]))
