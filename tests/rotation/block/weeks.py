"""Small weeks of a flexible block, written out."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from homeroom.rotation.block.instance import Adult, Child, Given, Instance, Need, Program, Room, Slot, Standard, Teaches
from homeroom.rotation.block.modality import Modality

MONDAY = date(2026, 11, 30)


def child(number: int, *needs: tuple[int, float], floor: int = 0, **more: Any) -> Child:
    found = tuple(Need(standard, value, 0.5) for standard, value in needs or ((0, 1.0),))
    return Child(number, more.pop("school_class", 1), more.pop("grade", "3"), floor, found, **more)


def given(program: str = "abacus", standard: int = 0, slots: tuple[int, ...] = (0,)) -> Given:
    return Given(program, standard, slots, (f"{program} {standard}",))


def tutor(number: int = 90, slots: tuple[int, ...] = (0,), **more: Any) -> Adult:
    return Adult(number, Modality.TUTORING, slots, more.pop("teaches", (Teaches(),)), **more)


def teacher(number: int = 80, slots: tuple[int, ...] = (0,), school_class: int = 1, **more: Any) -> Adult:
    return Adult(number, Modality.TEACHER_LED, slots, (Teaches(),), school_class=school_class, **more)


def week(*children: Child, slots: int = 1, **more: Any) -> Instance:
    days = tuple(Slot(key, MONDAY + timedelta(days=key), 1, 540, 570) for key in range(slots))
    parts: dict[str, Any] = {
        "standards": (Standard(0, "M3.1", "math", "3"), Standard(1, "M3.2", "math", "3")),
        "adults": (),
        "rooms": (Room(1, "classroom", 30, 2), Room(2, "small", 3, 0)),
        "programs": (Program("abacus"), Program("lantern")),
        "seats": (10,) * slots,
        "independent": (10,) * slots,
    }
    return Instance(1, MONDAY, days, children=tuple(children), **{**parts, **more})
