"""Which content serves which standard, how surely, and on whose word.

A source may name a standard, a whole standard that has parts, or a cluster. `tags` tells of leaves alone, so that all
can be compared; `as_told` keeps a whole standard as one. What nobody has aligned is not here at all: what it serves is
unknown, which is not the same as nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import batched, groupby
from math import fsum

from django.db import transaction
from django.db.models import Q, QuerySet

from homeroom.people.clock import today
from homeroom.standards import leaves, tags_versions
from homeroom.standards.content import AT_ONCE, Key, rows_of
from homeroom.standards.errors import StandardsError
from homeroom.standards.models import Alignment, AlignmentReview, ContentItem

COLUMNS = ("program", "kind", "content_item", "standard", "share", "source", "p", "coarse", "told")
TRUST = ("human", "publisher", "vendor", "inferred")
"""From the most to the least trusted. A more trusted source hides a less trusted one, item by item."""

Relation = dict[str, list[object]]


@dataclass(frozen=True)
class Tag:
    """A content item serves a standard with a part of itself; `weight` is as its source gives it, over 0, at most 1.

    `standard` may be a cluster, such as 3.NF.A. `p` is how likely it is, 1 but for what was inferred; `named` is the
    cluster that a tag of one of its standards came from. From `valid_from` on, up to the day before `valid_to`.
    """

    content: Key
    standard: str
    weight: float
    source: str
    p: float = 1.0
    reviewer: str = ""
    named: str = ""
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True)
class Aligned:
    """How many tags were new, how many ended, and how many said what stood already."""

    new: int = 0
    ended: int = 0
    same: int = 0


def tags(version: int | None = None) -> Relation:
    """The alignment as a relation, a row a content item and leaf standard, in an order of its own.

    Columns: program, kind, content_item, standard, share, source, p, coarse, told. Only the most trusted source of each
    content item speaks; its shares sum to 1 over the item's standards. A tag on a whole standard or a cluster is spread
    evenly over what it has and `coarse`; `told` is the standard before that. Without a version, what holds today; with
    one, what it froze, the same for ever. Raises StandardsError where there is no such version.
    """
    found, parts = _now() if version is None else _frozen(version)
    return relation(found, parts)


def as_told(version: int | None = None) -> Relation:
    """The same with whole standards as they are: nothing but clusters is spread."""
    found, _ = _now() if version is None else _frozen(version)
    return relation(found)


def freeze() -> int:
    """The number of what holds today, under which `tags` gives it for ever. Nothing new, no new number."""
    found, parts = _now()
    return tags_versions.keep([_kept(tag) for tag in found], parts, today())


def relation(found: Iterable[Tag], parts: Mapping[str, Sequence[str]] | None = None) -> Relation:
    """Tags as columns, in an order of their own, so that the same tags always give the same numbers.

    `parts` are the leaves of each whole standard that is to be spread.
    """
    groups = groupby(sorted(found, key=_order), lambda tag: tag.content)
    rows = [row for _, group in groups for row in _shares(list(group), parts or {})]
    return {name: [row[at] for row in rows] for at, name in enumerate(COLUMNS)}


def take_tags(tags: Iterable[Tag], framework: str = "", keep: Collection[Key] = ()) -> Aligned:
    """Align content items that are known to standards that are loaded, of this framework if one is named.

    What a source now says of a content item replaces all it said of it before, other sources are left alone: what it
    says no more ends today and stays on record. Of the items in `keep` nothing ends. A cluster stands for all of its
    standards.
    Raises StandardsError for a content item or standard that is not there.
    """
    with transaction.atomic():
        told = list(tags)
        members = leaves.clusters(tag.standard for tag in told)
        found = _once(part for tag in told for part in _members(tag, members))
        standards = leaves.rows_of({tag.standard for tag in found}, framework)
        items = rows_of(tag.content for tag in found)
        _all_there(found, standards, items)
        by_source = [[tag for tag in found if tag.source == source] for source in TRUST]
        done = [_replace(one, standards, items, frozenset(keep)) for one in by_source]
    return Aligned(sum(one.new for one in done), sum(one.ended for one in done), sum(one.same for one in done))


def end_tags(content: Key, source: str) -> int:
    """Let what a source says of a content item speak no more from today on. It stays on record. How many ended."""
    row = rows_of([content]).get(content)
    return _speaking(today()).filter(content_item=row, source=source).update(valid_to=today()) if row else 0


def aligned(keys: Iterable[Key]) -> set[Key]:
    """Those of the content items that serve some standard today, on anybody's word."""
    items, day = rows_of(keys), today()
    tied = set[int]()
    for batch in batched(items.values(), AT_ONCE):
        tied.update(_speaking(day).filter(content_item__in=batch).values_list("content_item", flat=True))
    return {key for key, row in items.items() if row in tied}


def unknown() -> list[Key]:
    """Content items that nobody has aligned: work on them is work on unknown standards, never on none."""
    return _keys(
        ContentItem.objects.exclude(pk__in=heard(today()).values("content_item")).exclude(
            pk__in=_of_none().values("content_item")
        )
    )


def _keys(rows: QuerySet[ContentItem]) -> list[Key]:
    told = rows.order_by("program", "kind", "external_id").values_list("program", "kind", "external_id")
    return [(program, kind, id_) for program, kind, id_ in told]


def _now() -> tuple[list[Tag], dict[str, tuple[str, ...]]]:
    """The tags of the most trusted sources as they are told, and the leaves of the whole standards among them."""
    found = sorted(_all_tags(today()), key=_order)
    trusted = [tag for _, group in groupby(found, lambda tag: tag.content) for tag in _trusted(list(group))]
    return trusted, leaves.of({tag.standard for tag in trusted})


def _frozen(version: int) -> tuple[list[Tag], dict[str, tuple[str, ...]]]:
    kept, parts = tags_versions.read(version)
    return [
        Tag((program, kind, id_), standard, weight, source, p, named=named)
        for program, kind, id_, standard, weight, source, p, named in kept
    ], parts


def _kept(tag: Tag) -> tags_versions.Row:
    return (*tag.content, tag.standard, tag.weight, tag.source, tag.p, tag.named)


def _trusted(of_item: Sequence[Tag]) -> list[Tag]:
    return [tag for tag in of_item if tag.source == of_item[0].source]


def _shares(of_item: Sequence[Tag], parts: Mapping[str, Sequence[str]]) -> Iterator[tuple[object, ...]]:
    trusted = _trusted(of_item)
    whole = sum(tag.weight for tag in trusted)
    spread = [
        (leaf, tag.weight / whole / len(over), tag, len(over) > 1 or bool(tag.named) or leaf != tag.standard)
        for tag in trusted
        for over in [parts.get(tag.standard) or (tag.standard,)]
        for leaf in over
    ]
    for leaf, group in groupby(sorted(spread, key=lambda row: (row[0], row[2].standard)), lambda row: row[0]):
        yield (*trusted[0].content, *_together(leaf, list(group)))


def _together(leaf: str, told: Sequence[tuple[str, float, Tag, bool]]) -> tuple[object, ...]:
    """One leaf, that may be told by itself and by its whole standard: then it is told by itself."""
    share = told[0][1] if len(told) == 1 else fsum(part for _, part, _, _ in told)
    p = told[0][2].p if len(told) == 1 else fsum(part * tag.p for _, part, tag, _ in told) / share
    finest = min(told, key=lambda row: (row[3], row[2].standard))
    return leaf, share, finest[2].source, p, finest[3], finest[2].standard


def _order(tag: Tag) -> tuple[Key, int, str]:
    return tag.content, TRUST.index(tag.source), tag.standard


def _speaking(day: date) -> QuerySet[Alignment]:
    begun = Q(valid_from=None) | Q(valid_from__lte=day)
    return Alignment.objects.filter(begun, Q(valid_to=None) | Q(valid_to__gt=day))


def _all_tags(day: date) -> Iterator[Tag]:
    """What holds on the day. Where a person said that an item serves none, only another person's word speaks."""
    item = [f"content_item__{name}" for name in ("program", "kind", "external_id")]
    told = ("standard__code", "weight", "source", "p", "reviewer", "named")
    for program, kind, external_id, *rest in heard(day).values_list(*item, *told):
        yield Tag((program, kind, external_id), *rest)


def heard(day: date) -> QuerySet[Alignment]:
    """What speaks on a day, but for what a person has said serves none of our standards."""
    return _speaking(day).exclude(~Q(source=Alignment.Source.HUMAN), content_item__in=_of_none().values("content_item"))


def _of_none() -> QuerySet[AlignmentReview]:
    """Of content items that a person said serve none of our standards."""
    return AlignmentReview.objects.filter(undone_at=None, codes=[])


def _members(tag: Tag, clusters: Mapping[str, Sequence[str]]) -> Iterator[Tag]:
    """A tag on a cluster as tags on its standards; all others as they are."""
    over = clusters.get(tag.standard)
    if over is None:
        yield tag
    else:
        yield from (replace(tag, standard=code, weight=tag.weight / len(over), named=tag.standard) for code in over)


def _once(found: Iterable[Tag]) -> list[Tag]:
    """Of several words of one source on one item and standard, the one that names the standard, then the weightiest."""
    best: dict[tuple[Key, str, str, date | None], Tag] = {}
    for tag in found:
        name = (tag.content, tag.standard, tag.source, tag.valid_to)
        best[name] = min(best.get(name, tag), tag, key=lambda one: (one.named, -one.weight, -one.p))
    return list(best.values())


def _all_there(found: Iterable[Tag], standards: Mapping[str, int], items: Mapping[Key, int]) -> None:
    for tag in found:
        if tag.content not in items:
            raise StandardsError(f"{' '.join(tag.content)} is not a known content item: bring its catalogue first")
        if tag.standard not in standards:
            raise StandardsError(f"{tag.standard} is not a standard of the framework: load its standards first")


def _replace(
    found: Sequence[Tag], standards: Mapping[str, int], items: Mapping[Key, int], keep: Collection[Key]
) -> Aligned:
    """End what a source says no more, and write down what is new; what it says again stays as it stands."""
    by_item = {items[key]: list(of) for key, of in groupby(sorted(found, key=_order), lambda tag: tag.content)}
    kept = {items[key] for key in keep if key in items}
    ended, new = list[int](), list[Alignment]()
    for batch in batched(sorted(by_item), AT_ONCE):
        standing: dict[int, list[Alignment]] = {}
        for row in Alignment.objects.filter(source=found[0].source, content_item__in=batch):
            standing.setdefault(row.content_item_id, []).append(row)
        for item in batch:
            told = [_row(tag, item, standards[tag.standard]) for tag in by_item[item]]
            over, fresh = _differing(standing.get(item, ()), told)
            ended += [] if item in kept else over
            new += fresh if item not in kept else _beside(standing.get(item, ()), fresh)
    for gone in batched(ended, AT_ONCE):
        Alignment.objects.filter(pk__in=gone).update(valid_to=today())
    Alignment.objects.bulk_create(new, batch_size=AT_ONCE)
    return Aligned(len(new), len(ended), len(found) - len(new))


def _row(tag: Tag, item: int, standard: int) -> Alignment:
    return Alignment(
        content_item_id=item,
        standard_id=standard,
        weight=tag.weight,
        source=tag.source,
        p=tag.p,
        reviewer=tag.reviewer,
        named=tag.named,
        valid_from=tag.valid_from,
        valid_to=tag.valid_to,
    )


def _differing(standing: Sequence[Alignment], told: Sequence[Alignment]) -> tuple[list[int], list[Alignment]]:
    """The rows that hold no more, and those to be written. A new word of a source that has spoken holds from today."""
    day = today()
    open_ = [row for row in standing if row.valid_to is None or row.valid_to > day]
    fresh = [row for row in told if not any(_says(row, one) for one in open_)]
    over = [one.pk for one in open_ if not any(_says(row, one) for row in told)]
    for row in fresh:
        row.valid_from = row.valid_from or (day if standing else None)
    return over, fresh


def _beside(standing: Sequence[Alignment], fresh: Sequence[Alignment]) -> list[Alignment]:
    """What can be added without ending anything: no second word on a standard that the source speaks of already."""
    spoken = {row.standard_id for row in standing if row.valid_to is None}
    return [row for row in fresh if row.standard_id not in spoken]


def _says(row: Alignment, standing: Alignment) -> bool:
    """Whether a row says what stands already. Who says so, and since when, may be left open."""
    same = all(getattr(row, name) == getattr(standing, name) for name in ("standard_id", "weight", "p", "named"))
    reviewed = row.reviewer in ("", standing.reviewer)
    return same and reviewed and row.valid_to == standing.valid_to and row.valid_from in (None, standing.valid_from)
