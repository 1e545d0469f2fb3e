"""Standards that hang together: work on the one helps with the other, so a draw keeps them in one arm."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from homeroom.standards.models import Standard
from homeroom.standards.prerequisites import OWN, known


def linked(codes: Collection[str]) -> Mapping[str, str]:
    """For each code the first one, in order, of those it hangs together with; blank where it stands by itself.

    Linked are a standard and its parts, and two of which the source says that one is needed for the other. What is
    linked with the same third one is linked.
    """
    lead = {one: one for one in codes}
    for one, other in _edges(codes):
        first, second = sorted((_first(lead, one), _first(lead, other)))
        lead[second] = first
    first_of = {one: _first(lead, one) for one in codes}
    alone = {one for one in codes if list(first_of.values()).count(first_of[one]) == 1}
    return {one: "" if one in alone else first_of[one] for one in codes}


def _edges(codes: Collection[str]) -> list[tuple[str, str]]:
    inside = set(codes)
    parents = Standard.objects.filter(code__in=inside, parent__code__in=inside).values_list("code", "parent__code")
    needed = [(one.before, one.after) for one in known() if one.why == OWN]
    edges = [*((code, str(parent)) for code, parent in parents), *needed]
    return [edge for edge in edges if inside.issuperset(edge)]


def _first(lead: dict[str, str], code: str) -> str:
    while lead[code] != code:
        code = lead[code]
    return code
