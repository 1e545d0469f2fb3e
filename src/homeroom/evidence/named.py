"""A result's classes called by their own names again, and in the order of these."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from homeroom.evidence.panel import LeftOut
from homeroom.evidence.results import ClassLine, Results
from homeroom.evidence.statement import Part


def named(results: Results, names: Mapping[str, str]) -> Results:
    """With each class's `key` as the names say."""
    rooms, without = results.classrooms, results.sensitivity.without_one
    if rooms.found is not None:
        rooms = Part(replace(rooms.found, classes=_in_order(rooms.found.classes, names)))
    if without.found is not None:
        without = Part(_in_order(without.found, names))
    return replace(results, classrooms=rooms, sensitivity=replace(results.sensitivity, without_one=without))


def _in_order[T: (ClassLine, LeftOut)](told: tuple[T, ...], names: Mapping[str, str]) -> tuple[T, ...]:
    renamed = [replace(one, key=names[one.key]) for one in told]
    return tuple(sorted(renamed, key=lambda one: one.key))
