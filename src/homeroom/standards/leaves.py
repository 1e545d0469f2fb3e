"""From what is wider to what is finest: a cluster's standards, and the leaves below a whole standard."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from homeroom.standards.models import Standard
from homeroom.standards.spelling import cluster_of


def of(codes: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """The leaves of those codes that have parts, in order; what has none is its own leaf and is left out."""
    told = Standard.objects.exclude(parent=None).order_by("order", "pk").values_list("parent__code", "code")
    parts: dict[str, list[str]] = {}
    for parent, code in told:
        if parent != code and code not in parts.setdefault(str(parent), []):
            parts[str(parent)].append(code)
    return {code: tuple(dict.fromkeys(_below(code, parts, frozenset()))) for code in sorted({*codes}) if code in parts}


def spread(weights: Mapping[str, float]) -> dict[str, float]:
    """The same weights on leaves: a whole standard's is divided evenly among what it has."""
    parts = of(weights)
    found: dict[str, float] = {}
    for code, weight in weights.items():
        over = parts.get(code, (code,))
        for leaf in over:
            found[leaf] = found.get(leaf, 0.0) + weight / len(over)
    return found


def clusters(codes: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """The whole standards of each of these that is a cluster of the Common Core's and no standard of its own."""
    wanted = {code for code in codes if code and cluster_of(f"{code}.1") == code}
    wanted -= set(Standard.objects.filter(code__in=wanted).values_list("code", flat=True))
    if not wanted:
        return {}
    found: dict[str, list[str]] = {}
    for code in Standard.objects.filter(parent=None).order_by("order", "pk").values_list("code", flat=True):
        if (cluster := cluster_of(code)) in wanted and code not in found.setdefault(cluster, []):
            found[cluster].append(code)
    return {cluster: tuple(held) for cluster, held in found.items()}


def rows_of(codes: Iterable[str], framework: str = "") -> dict[str, int]:
    """The primary keys of standards by code; of one code in several frameworks, the one that was loaded first."""
    found = Standard.objects.filter(code__in=set(codes)).order_by("-pk")
    rows = found.filter(framework__slug=framework) if framework else found
    return dict(rows.values_list("code", "pk"))


def _below(code: str, parts: Mapping[str, Sequence[str]], above: frozenset[str]) -> Iterable[str]:
    """Leaves below a code. A family that runs in a circle ends where it began."""
    if code not in parts or code in above:
        yield code
        return
    for part in parts[code]:
        yield from _below(part, parts, above | {code})
