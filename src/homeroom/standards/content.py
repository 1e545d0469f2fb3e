"""What programs offer: lessons, items and units, as deliveries name them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from itertools import batched

from django.db import transaction
from django.db.models import Field, QuerySet

from homeroom.people.insert import insert, newer
from homeroom.standards.grade_bands import band
from homeroom.standards.models import ContentItem

Key = tuple[str, str, str]
"""Program, kind, external id."""

KEY = ("program", "kind", "external_id")
TOLD = ("title", "words", "domain", "grade", "language")
BAND = ("grade_low", "grade_high")
LONGEST_ID = 255
AT_ONCE = 500
KINDS = frozenset(ContentItem.Kind.values)


@dataclass(frozen=True)
class Content:
    """A lesson, item or unit under its program's own id, with what one delivery tells of it; blank is not told."""

    program: str
    kind: str
    external_id: str
    title: str = ""
    words: str = ""
    domain: str = ""
    grade: str = ""
    language: str = ""

    @property
    def key(self) -> Key:
        return self.program, self.kind, self.external_id


@dataclass(frozen=True)
class Taken:
    """How many content items were new, how many now say more than before, and how many had no usable id."""

    new: int = 0
    changed: int = 0
    left_out: int = 0


def take_content(items: Iterable[Content]) -> Taken:
    """Add content items, and what is told of them, to those known.

    Any order and any repetition of calls gives the same rows. Blank never overwrites. Where two deliveries tell
    different things, the longer text stays, of two equally long ones the alphabetically later: they are facts about
    the program, without a date that would let one correct the other. An item with a blank id, one longer than 255
    characters or one with a zero byte is left out: its facts are kept, but nothing can be aligned to it.
    """
    together: dict[Key, Content] = {}
    left_out = set()
    for item in map(_fitted, items):
        if _usable(item):
            together[item.key] = merged(together.get(item.key), item)
        else:
            left_out.add(item.key)
    with transaction.atomic():
        done = [_take(batch) for batch in batched(together.values(), AT_ONCE)]
    return Taken(sum(d.new for d in done), sum(d.changed for d in done), len(left_out))


def merged(one: Content | None, other: Content) -> Content:
    """Both together: of each text the longer, of equally long ones the alphabetically later."""
    if one is None or one == other:
        return other
    texts = {name: max(getattr(one, name), getattr(other, name), key=lambda text: (len(text), text)) for name in TOLD}
    return Content(*one.key, **texts)


def rows_of(keys: Iterable[Key]) -> dict[Key, int]:
    """The primary keys of those content items that are known."""
    found: dict[Key, int] = {}
    for batch in batched(dict.fromkeys(keys), AT_ONCE):
        rows = _rows(batch).values_list("program", "kind", "external_id", "pk")
        found |= {(program, kind, external_id): pk for program, kind, external_id, pk in rows}
    return found


def known_keys(programs: Iterable[str]) -> set[Key]:
    """All content items of these programs that are known."""
    return set(ContentItem.objects.filter(program__in=set(programs)).values_list(*KEY))


def _take(items: Iterable[Content]) -> Taken:
    wanted = {item.key: item for item in items}
    known = {row.key: row for row in _known(wanted)}
    now = [merged(known.get(key), item) for key, item in wanted.items()]
    news = [item for item in now if item != known.get(item.key)]
    insert(ContentItem, (*KEY, *TOLD, *BAND), map(_row, news), newer(ContentItem, KEY, (*TOLD, *BAND)))
    changed = sum(item.key in known for item in news)
    return Taken(len(news) - changed, changed)


def _row(item: Content) -> tuple[object, ...]:
    return (*item.key, *(getattr(item, name) for name in TOLD), *band(item.grade))


def _known(wanted: Iterable[Key]) -> Iterator[Content]:
    yield from (Content(*row) for row in _rows(wanted).values_list(*(field.name for field in fields(Content))))


def _rows(wanted: Iterable[Key]) -> QuerySet[ContentItem]:
    """The wanted rows, and perhaps some more of the same programs."""
    programs, kinds, ids = (set(part) for part in zip(*wanted, strict=True))
    return ContentItem.objects.filter(program__in=programs, kind__in=kinds, external_id__in=ids)


def _fitted(item: Content) -> Content:
    """Texts no longer than their columns, without zero bytes, which no database keeps in a text."""
    if not (item.title or item.words or item.domain or item.grade or item.language):
        return item
    return Content(*item.key, **{name: getattr(item, name).replace("\0", "")[: _limit(name)] for name in TOLD})


def _limit(name: str) -> int | None:
    field = ContentItem._meta.get_field(name)
    return field.max_length if isinstance(field, Field) else None


def _usable(item: Content) -> bool:
    return item.kind in KINDS and 0 < len(item.external_id) <= LONGEST_ID and "\0" not in item.external_id
