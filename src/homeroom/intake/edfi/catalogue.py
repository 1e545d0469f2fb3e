"""Standards, assessments' titles, and which item serves which standard: what children's results will be read by."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from homeroom.intake import ledger
from homeroom.intake.edfi.interchange import Element, below, records, tag, text
from homeroom.intake.models import Delivery
from homeroom.standards.alignment import Tag, take_tags
from homeroom.standards.content import LONGEST_ID, Content, take_content
from homeroom.standards.frameworks import LONGEST_CODE, Named, take_standards

PROGRAM = FRAMEWORK = "edfi"
TITLE = "Standards as an Ed-Fi sender names them"
# A grade level's own word, and the code that grades have here.
GRADES = {
    "Kindergarten": "K",
    **{name: str(at) for at, name in enumerate(("First", "Second", "Third", "Fourth", "Fifth", "Sixth"), start=1)},
}


@dataclass(frozen=True)
class Judged:
    """One record of the interchange: what became of it (blank: taken), why in words, and what it tells."""

    ended_as: str = ""
    code: str = ""
    words: str = ""
    standard: Named | None = None
    item: Content | None = None
    serves: tuple[str, ...] = ()


IGNORED = Judged("ignored", "not_taken", "Of this file homeroom takes assessments' titles, items and standards.")


def take(delivery: Delivery, path: Path) -> Delivery:
    """Take the standards and items of the interchange at `path` in, and account for each of its records.

    Raises IntakeError where the XML is damaged; nothing of it is taken in then.
    """
    judged = [_judge(record) for record in records(path, delivery.file)]
    delivery.rows_in = delivery.rows_total = len(judged)
    delivery.state, delivery.finished_at, delivery.stage = Delivery.State.PUBLISHED, timezone.now(), ""
    with transaction.atomic():
        _take_in([one for one in judged if not one.ended_as])
        causes = list(_causes(judged))
        counts = dict.fromkeys(("ignored", "quarantined"), 0)
        for cause in causes:
            counts[cause.ended_as] += len(cause.numbers)
        ledger.write(delivery, {**counts, "published": len(judged) - sum(counts.values())}, causes)
    return delivery


def _judge(record: Element) -> Judged:
    judge = {"LearningStandard": _standard, "Assessment": _assessment, "AssessmentItem": _item}.get(tag(record))
    return judge(record) if judge else IGNORED


def _standard(record: Element) -> Judged:
    code = text(record, "LearningStandardId")
    parent = text(record, "ParentLearningStandardReference", "LearningStandardIdentity", "LearningStandardId")
    if fault := _unfit(code, LONGEST_CODE, "LearningStandardId"):
        return fault
    grades = [GRADES.get(word_.removesuffix(" grade"), "") for word_ in map(_own_word, below(record, "GradeLevel"))]
    grade = grades[0] if len(grades) == 1 else ""
    return Judged(standard=Named(code, text(record, "Description"), grade, parent))


def _assessment(record: Element) -> Judged:
    """An assessment is a unit of content: its title is what a page calls it by."""
    own_id = text(record, "AssessmentIdentifier")
    fault = _unfit(own_id, LONGEST_ID, "AssessmentIdentifier")
    return fault or Judged(item=Content(PROGRAM, "unit", own_id, title=text(record, "AssessmentTitle")))


def _item(record: Element) -> Judged:
    item_id = text(record, "IdentificationCode")
    if fault := _unfit(item_id, LONGEST_ID, "IdentificationCode"):
        return fault
    referred = below(record, "LearningStandardReference")
    serves = tuple(text(one, "LearningStandardIdentity", "LearningStandardId") for one in referred)
    if any(not 0 < len(code) <= LONGEST_CODE for code in serves):
        return Judged("quarantined", "missing_value", "The item refers to a standard without a usable code.")
    return Judged(item=Content(PROGRAM, "item", item_id, title=text(record, "AssessmentItemTitle")), serves=serves)


def _own_word(element: Element) -> str:
    return (element.text or "").rpartition("#")[2]


def _unfit(code: str, longest: int, column: str) -> Judged | None:
    if not code:
        return Judged("quarantined", "missing_value", f"{column} is blank.")
    if len(code) > longest:
        return Judged("quarantined", "out_of_range", f"{column} is longer than {longest} characters.")
    return None


def _take_in(taken: Sequence[Judged]) -> None:
    """Standards that an item refers to are known from then on, if by their code alone."""
    standards = [one.standard for one in taken if one.standard]
    referred = [Named(code) for one in taken for code in one.serves]
    take_standards(FRAMEWORK, TITLE, "", [*standards, *referred])
    take_content(one.item for one in taken if one.item)
    tags = {(one.item.key, code) for one in taken if one.item for code in one.serves}
    take_tags((Tag(key, code, 1.0, "vendor") for key, code in sorted(tags)), FRAMEWORK)


def _causes(judged: Iterable[Judged]) -> Iterable[ledger.Cause]:
    groups: dict[Judged, list[int]] = defaultdict(list)
    for row, one in enumerate(judged, start=1):
        if one.ended_as:
            groups[one].append(row)
    return [ledger.Cause(one.ended_as, one.code, "", one.words, rows) for one, rows in groups.items()]
