"""The queue of content that nobody has aligned: a person says which standards it serves, or that it serves none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext

from homeroom.people.clock import today
from homeroom.standards import ccss
from homeroom.standards.alignment import Tag, end_tags, heard, take_tags
from homeroom.standards.content import Key
from homeroom.standards.errors import StandardsError
from homeroom.standards.models import Alignment, AlignmentReview, ContentItem, Standard

MOST = 6
"""Standards of one lesson: a lesson that serves more of them is a course."""


@dataclass(frozen=True)
class Waiting:
    """A content item that waits. `candidates` are (code, chance), the likeliest first; `none` the chance that it serves
    no standard. Without a suggestion there are no candidates, and `none` is None."""

    number: int
    key: Key
    title: str
    words: str
    domain: str
    grade: str
    language: str
    candidates: tuple[tuple[str, float], ...] = ()
    none: float | None = None

    @property
    def uncertainty(self) -> float:
        """The chance that what is most likely is wrong; 1 where nothing is suggested."""
        if self.none is None:
            return 1.0
        return 1 - max([self.none, *(chance for _, chance in self.candidates[:1])])


def waiting() -> list[Waiting]:
    """All of them, by program and id."""
    return [_waiting(item) for item in unaligned().order_by("program", "kind", "external_id")]


def one(number: int) -> Waiting | None:
    """Any content item, whether it waits or not."""
    found = ContentItem.objects.select_related("suggestion").filter(pk=number).first()
    return _waiting(found) if found else None


def unaligned(inferred_too: bool = False) -> QuerySet[ContentItem]:
    """Content items that serve no standard on anybody's word and that no person has looked at.

    With `inferred_too`, those as well that only the aligner has aligned.
    """
    spoken = speaking().filter(content_item=OuterRef("pk"))
    if inferred_too:
        spoken = spoken.exclude(source=Alignment.Source.INFERRED)
    standing = AlignmentReview.objects.filter(content_item=OuterRef("pk"), undone_at=None)
    return ContentItem.objects.select_related("suggestion").filter(~Exists(spoken), ~Exists(standing))


def speaking() -> QuerySet[Alignment]:
    """The alignments that count today: where a person has said that an item serves none, nobody else does."""
    return heard(today())


@transaction.atomic
def decide(number: int, codes: Sequence[str], by: str) -> AlignmentReview:
    """A person says which standards a content item serves, each with an equal part; with no codes, that it serves none.

    It counts from today on, before all other sources. Raises StandardsError for an item that is not there or that
    somebody has decided about meanwhile, and for codes that are not of the framework.
    """
    item = ContentItem.objects.select_for_update().filter(pk=number).first()
    if item is None:
        raise StandardsError(gettext("This lesson is no longer in the catalogue."))
    found = _known(codes)
    try:
        with transaction.atomic():
            made = AlignmentReview.objects.create(content_item=item, codes=found, by=by)
    except IntegrityError:
        raise StandardsError(gettext("Somebody has decided about this lesson meanwhile.")) from None
    key = item.program, item.kind, item.external_id
    take_tags([Tag(key, code, 1 / len(found), "human", reviewer=by) for code in found], ccss.SLUG)
    return made


@transaction.atomic
def undo(number: int, by: str) -> AlignmentReview:
    """Take a decision back: the lesson waits again, and what others say of it counts again.

    Raises StandardsError where there is no such decision, or it was taken back before.
    """
    found = AlignmentReview.objects.select_for_update().filter(pk=number, undone_at=None).first()
    if found is None:
        raise StandardsError(gettext("This decision was taken back already."))
    item = found.content_item
    if found.codes:
        end_tags((item.program, item.kind, item.external_id), "human")
    found.undone_by, found.undone_at = by, timezone.now()
    found.save(update_fields=["undone_by", "undone_at"])
    return found


def _known(codes: Sequence[str]) -> list[str]:
    wanted = list(dict.fromkeys(codes))
    there = set(Standard.objects.filter(framework__slug=ccss.SLUG, code__in=wanted).values_list("code", flat=True))
    for code in wanted:
        if code not in there:
            raise StandardsError(gettext("%(code)s is not one of our standards.") % {"code": code})
    if len(wanted) > MOST:
        raise StandardsError(gettext("One lesson serves %(most)s standards at most.") % {"most": MOST})
    return wanted


def _waiting(item: ContentItem) -> Waiting:
    told = getattr(item, "suggestion", None)
    return Waiting(
        number=item.pk,
        key=(item.program, item.kind, item.external_id),
        title=item.title,
        words=item.words,
        domain=item.domain,
        grade=item.grade,
        language=item.language,
        candidates=tuple((str(code), float(chance)) for code, chance in told.candidates) if told else (),
        none=told.none if told else None,
    )
