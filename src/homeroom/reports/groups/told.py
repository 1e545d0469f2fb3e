"""What the report of groups says in words beside its names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from homeroom.mastery.group_models import KeptGroup
from homeroom.mastery.rules import GROUP
from homeroom.reports.class_week.report import Named
from homeroom.reports.groups.report import Kept, Member, Suggested
from homeroom.reports.values import children

NOTHING_SHARED = f"Fewer than {GROUP['least']} students share a need."
NOT_YET = "No groups are suggested yet. They come with the estimates of the night."


def labels(kept: Sequence[KeptGroup]) -> dict[int, str]:
    """How a kept group is called: its standard and its adult; two that would be called alike are numbered."""
    plain = {one.pk: f"{one.standard.code}, {one.staff.name}" if one.staff else one.standard.code for one in kept}
    alike, seen = Counter(plain.values()), Counter[str]()
    told = {}
    for number, words in plain.items():
        seen[words] += 1
        told[number] = f"{words} ({seen[words]})" if alike[words] > 1 else words
    return told


def lead(suggested: Sequence[Suggested], kept: Sequence[Kept], as_of: date | None) -> str:
    if not suggested and not kept:
        return NOTHING_SHARED if as_of else NOT_YET
    words = [f"{_counted(len(suggested), 'group')} suggested"] if suggested else []
    if kept:
        words.append(f"{_counted(len(kept), 'group')} kept")
    return f"{' and '.join(words)}."


def kept_notes(members: Sequence[Member]) -> Iterable[str]:
    """What a teacher may want to change; nothing is refused."""
    if not members:
        yield "Nobody is in this group. Add somebody, or end it."
    elif len(members) < GROUP["least"]:
        yield f"Only {children(len(members))}: a small group has {GROUP['least']} to {GROUP['most']}."
    elif len(members) > GROUP["most"]:
        yield f"{children(len(members))}: more than the {GROUP['most']} of a small group."


def notes(kept: Sequence[Kept]) -> Iterable[str]:
    """Children in more than one kept group, by name: two adults would expect them."""
    groups: dict[Named, list[str]] = {}
    for one in kept:
        for member in one.members:
            groups.setdefault(member.child, []).append(one.label)
    for child, names in groups.items():
        if len(names) > 1:
            yield f"{child.name} is in {len(names)} of your groups: {'; '.join(names)}."


def _counted(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
