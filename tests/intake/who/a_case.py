"""A small school, a member of its data team, and files with children whom the roster does not know by their id."""

from __future__ import annotations

from pathlib import Path

from homeroom.facts import store
from homeroom.intake.models import Delivery
from homeroom.intake.who.models import VendorKey
from homeroom.people.models import Role, School, Staff, Student, User
from intake.taking_in import answers, facts, row, school, take

STRANGER = {"student_id": "900", "first_name": "Lia", "last_name": "Moss"}


def data_team(name: str = "dana", at: School | None = None) -> User:
    person = Staff.objects.create(sourced_id=f"staff-{name}", given_name=name.title(), family_name="Example")
    Role.objects.create(staff=person, kind=Role.Kind.DATA_TEAM, school=at)
    return User.objects.create_user(name, staff=person)


def arrive(folder: Path, *rows: str, name: str = "answers_2026-10-06.csv") -> Delivery:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(answers(*rows), "utf-8")
    (ended,) = take(path)
    return ended


def a_school() -> dict[str, Student]:
    return {child.given_name: child for child in school()}


def key(name: str = "Lia") -> VendorKey:
    return VendorKey.objects.get(claim__contains=f"given_name={name}")


def whose() -> list[tuple[int, str]]:
    """Whose facts stand: (child, item)."""
    return sorted((one["student"], one["content_item"]) for one in facts())


def checksum() -> str:
    return store.checksum("attempts")


__all__ = ["STRANGER", "a_school", "answers", "arrive", "checksum", "data_team", "key", "row", "whose"]
