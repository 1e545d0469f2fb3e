"""Look at every lesson that no person or program has aligned: take what is sure, suggest the rest to a person."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import batched

from django.db import transaction

from homeroom.standards import ccss
from homeroom.standards.aligner.align import Aligner, missing, version
from homeroom.standards.aligner.answer import Answer
from homeroom.standards.aligner.candidates import here
from homeroom.standards.aligner.features import Accepted, Lesson
from homeroom.standards.alignment import Tag, end_tags, take_tags
from homeroom.standards.content import Key
from homeroom.standards.grade_bands import band
from homeroom.standards.models import Alignment, ContentItem, Standard, Suggestion
from homeroom.standards.review import speaking, unaligned

AT_ONCE = 500
SUREST = 0.99
"""No title says for certain what its lesson serves."""

Tell = Callable[[int, int], None]


@dataclass(frozen=True)
class Suggested:
    """How many lessons were looked at, how many of them are aligned without a person, and how many wait for one.

    `missing` says what is to be installed where none could be looked at.
    """

    seen: int = 0
    taken: int = 0
    waiting: int = 0
    missing: str = ""

    @property
    def words(self) -> str:
        """What is said of it on the command line; blank where there was nothing to do."""
        if self.missing:
            return f"lessons are not aligned by their titles: {self.missing}"
        told = f"lessons aligned by their titles: {self.taken:,} of {self.seen:,}; {self.waiting:,} wait for a person"
        return told if self.seen else ""


def suggest(tell: Tell = lambda done, all_: None) -> Suggested:
    """Safe to stop and to run again. A lesson that somebody has aligned meanwhile is left as it is.

    What was taken before and is no longer sure ends today. Nothing is done where the aligner is missing, or where no
    standards are loaded.
    """
    items = list(unaligned(inferred_too=True).exclude(title="", words="").order_by("pk"))
    if words := missing():
        return Suggested(missing=words)
    if not items or not Standard.objects.filter(framework__slug=ccss.SLUG).exists():
        return Suggested()
    aligner = Aligner(here(), accepted())
    taken = 0
    for at, some in enumerate(batched(items, AT_ONCE)):
        answers = aligner.answers([lesson_of(item) for item in some])
        taken += keep(some, answers)
        tell(min(len(items), (at + 1) * AT_ONCE), len(items))
    return Suggested(len(items), taken, len(items) - taken)


@transaction.atomic
def keep(items: Sequence[ContentItem], answers: Sequence[Answer]) -> int:
    """Write suggestions, and as inferred tags what is sure. Gives how many are."""
    rows = [
        Suggestion(
            content_item=item,
            candidates=[[code, round(chance, 4)] for code, chance in answer.candidates],
            none=round(answer.none, 4),
            version=version(),
        )
        for item, answer in zip(items, answers, strict=True)
    ]
    Suggestion.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["content_item"],
        update_fields=["candidates", "none", "version", "made_at"],
    )
    told = {key_of(item): answer for item, answer in zip(items, answers, strict=True)}
    sure = {key: answer for key, answer in told.items() if answer.accepted}
    inferred = speaking().filter(content_item__in=items, source=Alignment.Source.INFERRED)
    for item in ContentItem.objects.filter(pk__in=inferred.values("content_item")):
        if key_of(item) not in sure:
            end_tags(key_of(item), "inferred")
    take_tags(
        [Tag(key, one.accepted, 1.0, "inferred", p=min(SUREST, round(one.chance, 4))) for key, one in sure.items()],
        ccss.SLUG,
    )
    return len(sure)


def accepted() -> list[Accepted]:
    """Lessons that a person or their publisher has aligned: what the programs themselves say may be wrong."""
    trusted = speaking().filter(source__in=(Alignment.Source.HUMAN, Alignment.Source.PUBLISHER))
    found: dict[int, tuple[ContentItem, list[str]]] = {}
    for row in trusted.select_related("content_item", "standard").order_by("content_item", "pk"):
        found.setdefault(row.content_item_id, (row.content_item, []))[1].append(row.standard.code)
    return [Accepted(lesson_of(item), tuple(codes)) for item, codes in found.values() if item.title]


def lesson_of(item: ContentItem) -> Lesson:
    """A content item as the aligner reads it."""
    told = (item.grade_low, item.grade_high)
    return Lesson(item.title, item.words, told if any_known(told) else band(item.grade))


def any_known(told: tuple[int | None, int | None]) -> bool:
    return told[0] is not None and told[1] is not None


def key_of(item: ContentItem) -> Key:
    return item.program, item.kind, item.external_id
