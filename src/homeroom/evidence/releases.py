"""Releases on record: written once, and read back as counts for the attack on the next one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from homeroom.evidence.counts import Cell, Counts, Ends, Sum
from homeroom.evidence.models import Release


def told(report: str) -> list[Release]:
    """All of them, the newest week first."""
    return list(Release.objects.filter(report=report).order_by("-week"))


def keep(
    report: str,
    week: date,
    made_on: date,
    shown: Mapping[str, Any],
    counts: Mapping[str, Any],
    refused: str,
    drawn_from: Mapping[str, int],
    made_by: str = "",
) -> Release:
    """Write a release down. Raises IntegrityError where the week was told already."""
    what = {"shown": shown, "counts": counts, "refused": refused[:1000], "drawn_from": drawn_from, "made_by": made_by}
    return Release.objects.create(report=report, week=week, made_on=made_on, **what)


def written(counts: Counts, away: frozenset[Cell], ranges: Mapping[Cell, Ends]) -> dict[str, Any]:
    """Counts as JSON keeps them."""
    return {
        "cells": [[list(cell), count] for cell, count in sorted(counts.cells.items())],
        "sums": [[list(one.total), [list(part) for part in one.parts]] for one in counts.sums],
        "hidden": sorted(list(cell) for cell in away),
        "ranges": [[list(cell), *ends] for cell, ends in sorted(ranges.items())],
    }


def read(release: Release) -> tuple[Counts, frozenset[Cell]]:
    """The counts of a release as they were written, and which of them were hidden."""
    cells = {tuple(cell): count for cell, count in release.counts["cells"]}
    sums = tuple(Sum(tuple(total), tuple(tuple(part) for part in parts)) for total, parts in release.counts["sums"])
    ranges = {tuple(cell): (low, high) for cell, low, high in release.counts["ranges"]}
    return Counts(cells, sums, ranges=ranges), frozenset(tuple(cell) for cell in release.counts["hidden"])


def together(counts: Counts, earlier: Iterable[Release]) -> Counts:
    """These counts with those of earlier releases that have some in common.

    What they told is told, what they hid is never shown. Where all that is in common was told, the rest of an earlier
    release says nothing new: it was attacked together with these very counts when it was made.
    """
    cells, sums, ranges = dict(counts.cells), list(counts.sums), dict(counts.ranges)
    hidden, seen = set(counts.never), set(counts.told)
    for one in earlier:
        before = {tuple(cell): count for cell, count in one.counts.get("cells", ())}
        away = {tuple(cell) for cell in one.counts.get("hidden", ())}
        common = before.keys() & counts.cells.keys()
        seen |= common - away
        if common & away:
            cells |= before
            sums += [Sum(tuple(total), tuple(tuple(part) for part in parts)) for total, parts in one.counts["sums"]]
            ranges |= {tuple(cell): (low, high) for cell, low, high in one.counts["ranges"]}
            hidden |= away
            seen |= before.keys() - away
    return replace(
        counts,
        cells=cells,
        sums=tuple(dict.fromkeys(sums)),
        told=frozenset(seen),
        never=frozenset(hidden - seen),
        ranges=ranges,
    )
