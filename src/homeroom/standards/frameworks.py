"""Standards of other frameworks than the one that ships, as a sender names them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import transaction

from homeroom.standards.models import Framework, Standard

LONGEST_CODE, LONGEST_TITLE = 64, 60


@dataclass(frozen=True)
class Named:
    """A standard as a sender names it. A blank title says that only the code is known."""

    code: str
    title: str = ""
    grade: str = ""
    parent: str = ""


@transaction.atomic
def take_standards(slug: str, title: str, subject: str, named: Iterable[Named]) -> tuple[int, int]:
    """Add standards to a framework, making it where it is new. Gives how many were new, and how many now say more.

    Any order and any repetition gives the same standards; nothing is taken away. A parent that is only named is known
    by its code until more is told of it. A title is cut at 60 characters. No code may be longer than 64 characters.
    """
    told = list(named)
    parents = {one.code: one.parent for one in told if one.parent and one.parent != one.code}
    framework, _ = Framework.objects.get_or_create(slug=slug, defaults={"title": title, "subject": subject})
    together: dict[str, Named] = {}
    for one in [*told, *map(Named, parents.values())]:
        together[one.code] = _fuller(together.get(one.code), one)
    known = {standard.code: standard for standard in framework.standards.all()}
    fresh = [one for one in together.values() if one.code not in known]
    grown = [one for one in together.values() if one.code in known and _says_more(one, known[one.code])]
    order = len(known)
    Standard.objects.bulk_create(
        [_standard(framework, one, order + at) for at, one in enumerate(fresh)], batch_size=500
    )
    for one in grown:
        framework.standards.filter(code=one.code).update(title=_title(one), grade=one.grade)
    _link(framework, parents)
    return len(fresh), len(grown)


def _fuller(before: Named | None, now: Named) -> Named:
    """The longer title, of equally long ones the alphabetically later: the order of arrival decides nothing."""
    if before is None:
        return now
    return max(before, now, key=lambda one: (len(one.title), one.title, one.grade, one.parent))


def _says_more(one: Named, known: Standard) -> bool:
    told = (len(_title(one)), _title(one)) > (len(known.title), known.title)
    return bool(one.title) and (known.title == known.code[:LONGEST_TITLE] or told)


def _standard(framework: Framework, one: Named, order: int) -> Standard:
    return Standard(framework=framework, code=one.code, title=_title(one), grade=one.grade, domain="", order=order)


def _title(one: Named) -> str:
    shown = one.title or one.code
    return shown if len(shown) <= LONGEST_TITLE else f"{shown[: LONGEST_TITLE - 1]}…"


def _link(framework: Framework, parents: Mapping[str, str]) -> None:
    known = {standard.code: standard for standard in framework.standards.filter(code__in={*parents, *parents.values()})}
    for code, parent in parents.items():
        known[code].parent = known[parent]
    Standard.objects.bulk_update([known[code] for code in parents], ["parent"], batch_size=500)
