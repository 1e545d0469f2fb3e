"""Which content serves which standard, and on whose word."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import batched, groupby

from django.db import transaction

from homeroom.standards.content import AT_ONCE, Key, rows_of
from homeroom.standards.errors import StandardsError
from homeroom.standards.models import Alignment, Standard

COLUMNS = ("program", "kind", "content_item", "standard", "share")
TRUST = ("human", "publisher", "vendor", "inferred")
"""From the most to the least trusted. A more trusted source hides a less trusted one, item by item."""


@dataclass(frozen=True)
class Tag:
    """A content item serves a standard with a part of itself; `weight` is as its source gives it, over 0, at most 1."""

    content: Key
    standard: str
    weight: float
    source: str


def take_tags(tags: Iterable[Tag], framework: str) -> None:
    """Align content items that are known to standards of a framework that is loaded.

    What a source now says of a content item replaces all it said of it before; other sources are left alone.
    Raises StandardsError for a content item or standard that is not there.
    """
    with transaction.atomic():
        found = list(tags)
        standards = dict(Standard.objects.filter(framework__slug=framework).values_list("code", "pk"))
        items = rows_of(tag.content for tag in found)
        _all_there(found, standards, items)
        for source in TRUST:
            _replace([tag for tag in found if tag.source == source], standards, items)


def tags() -> dict[str, list[object]]:
    """The alignment as a relation: program, kind, content_item, standard, share.

    Only the most trusted source of each content item speaks; its shares sum to 1 over the item's standards.
    """
    return relation(_all_tags())


def aligned(keys: Iterable[Key]) -> set[Key]:
    """Those of the content items that serve some standard, on anybody's word."""
    items = rows_of(keys)
    tied = set[int]()
    for batch in batched(items.values(), AT_ONCE):
        tied.update(Alignment.objects.filter(content_item__in=batch).values_list("content_item", flat=True))
    return {key for key, row in items.items() if row in tied}


def relation(found: Iterable[Tag]) -> dict[str, list[object]]:
    """Tags as columns, in an order of their own, so that the same tags always give the same numbers."""
    groups = groupby(sorted(found, key=_order), lambda tag: tag.content)
    rows = [row for _, group in groups for row in _shares(list(group))]
    return {name: [row[at] for row in rows] for at, name in enumerate(COLUMNS)}


def _shares(of_item: Sequence[Tag]) -> Iterator[tuple[object, ...]]:
    trusted = [tag for tag in of_item if tag.source == of_item[0].source]
    whole = sum(tag.weight for tag in trusted)
    yield from ((*tag.content, tag.standard, tag.weight / whole) for tag in trusted)


def _order(tag: Tag) -> tuple[Key, int, str]:
    return tag.content, TRUST.index(tag.source), tag.standard


def _all_tags() -> Iterator[Tag]:
    item = [f"content_item__{name}" for name in ("program", "kind", "external_id")]
    for program, kind, external_id, *rest in Alignment.objects.values_list(*item, "standard__code", "weight", "source"):
        yield Tag((program, kind, external_id), *rest)


def _all_there(found: Iterable[Tag], standards: dict[str, int], items: dict[Key, int]) -> None:
    for tag in found:
        if tag.content not in items:
            raise StandardsError(f"{' '.join(tag.content)} is not a known content item: bring its catalogue first")
        if tag.standard not in standards:
            raise StandardsError(f"{tag.standard} is not a standard of the framework: load its standards first")


def _replace(found: Sequence[Tag], standards: dict[str, int], items: dict[Key, int]) -> None:
    for batch in batched(sorted({items[tag.content] for tag in found}), AT_ONCE):
        Alignment.objects.filter(source=found[0].source, content_item__in=batch).delete()
    Alignment.objects.bulk_create(
        Alignment(
            content_item_id=items[tag.content],
            standard_id=standards[tag.standard],
            weight=tag.weight,
            source=tag.source,
        )
        for tag in found
    )
