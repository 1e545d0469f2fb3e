"""Standards, assessments' titles, and which item serves which standard: what children's results will be read by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext_noop

from homeroom.intake.edfi.interchange import Element, below, records, tag, text
from homeroom.intake.edfi.judged import IGNORED, Judged, account
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
class Told(Judged):
    """A record of a catalogue, and what it tells."""

    standard: Named | None = None
    item: Content | None = None
    serves: tuple[str, ...] = ()


def take(delivery: Delivery, path: Path) -> Delivery:
    """Take the standards and items of the interchange at `path` in, and account for each of its records.

    Raises IntakeError where the XML is damaged; nothing of it is taken in then.
    """
    judged = [_judge(record) for record in records(path, delivery.file)]
    told = [one for one in judged if isinstance(one, Told) and not one.ended_as]
    return account(delivery, judged, lambda: _take_in(told))


def _judge(record: Element) -> Judged:
    judge = {"LearningStandard": _standard, "Assessment": _assessment, "AssessmentItem": _item}.get(tag(record))
    return judge(record) if judge else IGNORED


def _standard(record: Element) -> Judged:
    code = text(record, "LearningStandardId")
    parent = text(record, "ParentLearningStandardReference", "LearningStandardIdentity", "LearningStandardId")
    if fault := _unfit(code, LONGEST_CODE, "LearningStandardId"):
        return fault
    if parent and (fault := _unfit(parent, LONGEST_CODE, "The parent's LearningStandardId")):
        return fault
    grades = [GRADES.get(word_.removesuffix(" grade"), "") for word_ in map(_own_word, below(record, "GradeLevel"))]
    grade = grades[0] if len(grades) == 1 else ""
    return Told(standard=Named(code, text(record, "Description"), grade, parent))


def _assessment(record: Element) -> Judged:
    """An assessment is a unit of content: its title is what a page calls it by."""
    own_id = text(record, "AssessmentIdentifier")
    fault = _unfit(own_id, LONGEST_ID, "AssessmentIdentifier")
    return fault or Told(item=Content(PROGRAM, "unit", own_id, title=text(record, "AssessmentTitle")))


def _item(record: Element) -> Judged:
    item_id = text(record, "IdentificationCode")
    if fault := _unfit(item_id, LONGEST_ID, "IdentificationCode"):
        return fault
    referred = below(record, "LearningStandardReference")
    serves = tuple(text(one, "LearningStandardIdentity", "LearningStandardId") for one in referred)
    if any(not 0 < len(code) <= LONGEST_CODE for code in serves):
        return Judged(
            "quarantined",
            "missing_value",
            gettext_noop("The item refers to a standard without a usable code."),
        )
    return Told(item=Content(PROGRAM, "item", item_id, title=text(record, "AssessmentItemTitle")), serves=serves)


def _own_word(element: Element) -> str:
    return (element.text or "").rpartition("#")[2]


def _unfit(code: str, longest: int, column: str) -> Judged | None:
    if not code:
        return Judged(
            "quarantined",
            "missing_value",
            gettext_noop("%(column)s is blank.") % {"column": column},
        )
    if len(code) > longest:
        return Judged(
            "quarantined",
            "out_of_range",
            gettext_noop("%(column)s is longer than %(longest)s characters.") % {"column": column, "longest": longest},
        )
    return None


def _take_in(taken: Sequence[Told]) -> None:
    """Standards that an item refers to are known from then on, if by their code alone."""
    standards = [one.standard for one in taken if one.standard]
    referred = [Named(code) for one in taken for code in one.serves]
    take_standards(FRAMEWORK, TITLE, "", [*standards, *referred])
    take_content(one.item for one in taken if one.item)
    tags = {(one.item.key, code) for one in taken if one.item for code in one.serves}
    take_tags((Tag(key, code, 1.0, "vendor") for key, code in sorted(tags)), FRAMEWORK)
