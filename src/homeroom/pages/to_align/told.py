"""The words of lessons that wait, that homeroom aligned by itself, and that a person has decided about."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import get_language, gettext, ngettext

from homeroom.reports.no_standard.report import KINDS
from homeroom.reports.seen import program_name
from homeroom.reports.to_align import ToAlign, Work
from homeroom.reports.values import children, count, listed, moment_here, share
from homeroom.standards import ccss
from homeroom.standards.models import Alignment, AlignmentReview, ContentItem, Standard
from homeroom.standards.review import Waiting, speaking


@dataclass(frozen=True)
class Line:
    """One row of a list. `number` is the lesson's; `review` the decision that can be taken back, 0 for none."""

    number: int
    title: str
    where: str
    told: tuple[str, ...]
    review: int = 0


@dataclass(frozen=True)
class InHand:
    """The lesson that a person looks at."""

    number: int
    title: str
    where: str
    words: str
    work: str


def lead(found: ToAlign) -> str:
    many = len(found.waiting)
    if not many:
        return gettext("Every lesson in the catalogue serves a standard, or somebody has said that it serves none.")
    wait = ngettext("%(count)s lesson waits.", "%(count)s lessons wait.", many) % {"count": count(many)}
    worked = gettext("Children have worked on %(count)s of them this school year.") % {"count": count(found.worked_on)}
    return f"{wait} {worked}"


def lesson(one: Waiting, work: Work) -> InHand:
    return InHand(
        one.number, _called(one.title, one.key[2]), _where(one.key[0], one.key[1], one.grade), one.words, _work(work)
    )


def waits(row: tuple[Waiting, Work]) -> Line:
    """What is suggested first, with its chance, and the work that hangs on it."""
    one, work = row
    best = max([*one.candidates, (gettext("no standard"), one.none or 0.0)], key=lambda pair: pair[1])
    guess = with_chance(*best) if one.none is not None else gettext("no suggestion")
    return Line(
        one.number, _called(one.title, one.key[2]), _where(one.key[0], one.key[1], one.grade), (guess, _work(work))
    )


def by_homeroom() -> list[Line]:
    """What the aligner was sure of, the least sure first: a person may correct it."""
    rows = speaking().filter(source=Alignment.Source.INFERRED).select_related("content_item", "standard")
    by_item = groupby(rows.order_by("content_item_id", "standard__order"), lambda row: row.content_item)
    held = [(item, list(some)) for item, some in by_item]
    return [
        _line(item, (_codes(row.standard.code for row in some), share(some[0].p)))
        for item, some in sorted(held, key=lambda pair: (pair[1][0].p, pair[0].pk))
    ]


def decided() -> list[Line]:
    """What people have said, the latest first."""
    rows = AlignmentReview.objects.filter(undone_at=None).select_related("content_item").order_by("-pk")
    return [_line(row.content_item, (_codes(row.codes), row.by, moment_here(row.at)), row.pk) for row in rows]


def just_done(number: int) -> Line | None:
    """The decision that led here, while it stands."""
    row = AlignmentReview.objects.filter(pk=number, undone_at=None).select_related("content_item").first()
    return _line(row.content_item, (_codes(row.codes),), row.pk) if row else None


def titles(codes: Iterable[str]) -> dict[str, str]:
    """Our short titles, in the reader's language where there is a draft."""
    name = {"es": "title_es", "vi": "title_vi"}.get((get_language() or "")[:2], "title")
    rows = Standard.objects.filter(framework__slug=ccss.SLUG, code__in=list(codes)).values_list("code", name, "title")
    return {code: told or title for code, told, title in rows}


def with_chance(words: str, chance: float) -> str:
    return gettext("%(words)s, %(chance)s likely") % {"words": words, "chance": share(chance)}


def _codes(codes: Iterable[str]) -> str:
    return listed(list(codes)) or gettext("no standard")


def _line(item: ContentItem, told: tuple[str, ...], review: int = 0) -> Line:
    return Line(
        item.pk, _called(item.title, item.external_id), _where(item.program, item.kind, item.grade), told, review
    )


def _called(title: str, external_id: str) -> str:
    """A lesson without a title goes by its id."""
    return title or external_id


def _where(program: str, kind: str, grade: str) -> str:
    """`i-Ready · lesson · grade 3`; the grade as the program writes it."""
    told = gettext("grade %(grade)s") % {"grade": grade} if grade else ""
    return " · ".join(filter(None, (program_name(program), str(KINDS.get(kind, kind)), told)))


def _work(work: Work) -> str:
    if not work.children:
        return gettext("nobody has worked on it this school year")
    spent = int(work.minutes + 0.5)  # halves go up, as people round
    minutes = ngettext("%(count)s minute", "%(count)s minutes", spent) % {"count": count(spent)}
    return gettext("%(minutes)s of %(children)s") % {"minutes": minutes, "children": children(work.children)}
