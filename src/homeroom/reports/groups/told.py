"""What the report of groups says in words beside its names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from django.utils.translation import gettext, ngettext

from homeroom.mastery.group_models import KeptGroup
from homeroom.mastery.rules import GROUP
from homeroom.reports.class_week.report import Named
from homeroom.reports.groups.report import Kept, Member, Suggested
from homeroom.reports.values import children, listed


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
        if as_of:
            return gettext("Fewer than %(least)s students share a need.") % {"least": GROUP["least"]}
        return gettext("No groups are suggested yet. They come with the estimates of the night.")
    offered = ngettext("%(count)s group suggested", "%(count)s groups suggested", len(suggested))
    held = ngettext("%(count)s group kept", "%(count)s groups kept", len(kept))
    words = [offered % {"count": len(suggested)}] if suggested else []
    words += [held % {"count": len(kept)}] if kept else []
    return f"{listed(words)}."


def kept_notes(members: Sequence[Member]) -> Iterable[str]:
    """What a teacher may want to change; nothing is refused."""
    if not members:
        yield gettext("Nobody is in this group. Add somebody, or end it.")
    elif len(members) < GROUP["least"]:
        words = gettext("Only %(children)s: a small group has %(least)s to %(most)s.")
        yield words % {"children": children(len(members)), "least": GROUP["least"], "most": GROUP["most"]}
    elif len(members) > GROUP["most"]:
        words = gettext("%(children)s: more than the %(most)s of a small group.")
        yield words % {"children": children(len(members)), "most": GROUP["most"]}


def notes(kept: Sequence[Kept]) -> Iterable[str]:
    """Children in more than one kept group, by name: two adults would expect them."""
    groups: dict[Named, list[str]] = {}
    for one in kept:
        for member in one.members:
            groups.setdefault(member.child, []).append(one.label)
    for child, names in groups.items():
        if len(names) > 1:
            words = gettext("%(name)s is in %(count)s of your groups: %(groups)s.")
            yield words % {"name": child.name, "count": len(names), "groups": "; ".join(names)}
