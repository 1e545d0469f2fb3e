"""Suggested and kept groups of a class, and what their forms send: for tests of the pages of groups."""

from __future__ import annotations

import re
from datetime import timedelta

from a_school import TODAY, Town
from facts.facts_by_hand import publish
from homeroom.mastery import kept_groups
from homeroom.mastery.group_models import GroupAct, KeptGroup
from homeroom.standards.models import Standard

CODE, OTHER = "3.NF.A.1", "3.OA.C.7"
A_DAY = timedelta(days=1)


def path(place: Town, rest: str = "") -> str:
    return f"/class/{place.group.pk}/groups/{rest}"


def words(body: bytes) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body.decode())).replace(" ,", ",")


def suggest(place: Town, *groups: tuple[str, range], left: str = "Not enough evidence on any standard yet.") -> None:
    """Last night's groups, each a standard and the places of its children in the class; all others are left out."""
    shared = {"school_class": place.group.pk, "as_of": TODAY, "facts_version": 1}
    told = {number: {"place": 0, "reason": left} for number in place.numbers}
    for at, (code, who) in enumerate(groups, 1):
        why = f"{len(who)} children need {code}."
        group = {"place": at, "standard": code, "since": TODAY - 3 * A_DAY, "reason": why}
        told |= {place.numbers[one]: group for one in who}
    publish("groups", [{**shared, "student": number, **row} for number, row in told.items()])


def know(place: Town, code: str, state: str, attempts: int, who: range) -> None:
    told = {"standard": code, "as_of": TODAY, "state": state, "attempts": attempts, "inferred": False}
    publish("mastery", [{"student": place.numbers[one], **told} for one in who])


def keep(place: Town, code: str = CODE, who: range = range(4), **more: object) -> KeptGroup:
    children = [place.numbers[one] for one in who]
    made = kept_groups.keep(place.teacher, place.group, Standard.objects.get(code=code), children, "why", **more)  # type: ignore[arg-type]
    return made.group


def inside(group: KeptGroup) -> set[int]:
    return set(kept_groups.present([group]).values_list("student", flat=True))


def sent(group: KeptGroup, children: dict[int, str] | None = None, **changed: object) -> dict[str, object]:
    """What the form of a kept group sends: where each child goes, and `add`, `staff` or `last_day` where changed."""
    state = GroupAct.objects.filter(group=group).order_by("-pk").values_list("pk", flat=True).first()
    told = {"state": state, "staff": group.staff_id or "", "last_day": group.ends_on, "add": ""} | changed
    told |= {f"child-{number}": where for number, where in (children or {}).items()}
    return {"act": "save", "which": group.pk, **{f"g{group.pk}-{name}": value for name, value in told.items()}}
