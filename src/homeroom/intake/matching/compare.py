"""What a claim and a child have in common, part by part: the evidence of a link, and the words of the page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from homeroom.intake.matching.claim import Claim, forms, normal_id
from homeroom.intake.matching.known import Name, Roster
from homeroom.intake.matching.likeness import could_be, likeness, near_id
from homeroom.people.grades import grade_code
from homeroom.people.names import family_agrees, folded, given_agrees

PARTS = ("ids", "account", "given_name", "family_name", "school", "grade")


class Agrees(StrEnum):
    """How one part of a claim stands to the child's: `silent` where one side tells nothing."""

    SAME = "same"
    NEAR = "near"
    OTHER = "other"
    SILENT = "silent"


@dataclass(frozen=True)
class Candidate:
    """A child whom a claim may mean, with what agrees by part and how alike the names are (0 to 1)."""

    student: int
    parts: dict[str, Agrees]
    score: float

    @property
    def weight(self) -> float:
        """For the order of candidates alone: what agrees, an id most."""
        worth = {"ids": 4.0, "account": 3.0, "school": 0.5, "grade": 0.5}
        given = {Agrees.SAME: 1.0, Agrees.NEAR: 0.5}
        return 3 * self.score + sum(worth.get(part, 0) * given.get(found, 0) for part, found in self.parts.items())


def compared(claim: Claim, pk: int, known: Roster) -> dict[str, Agrees]:
    """Each part of the claim beside the child's."""
    names = known.names[pk]
    return {
        "ids": _ids(claim.ids, known.ids_of[pk]),
        "account": _account(claim, known.accounts_of[pk]),
        "given_name": _given(claim.given_name, names),
        "family_name": _family(claim.family_name, names),
        "school": _told(claim.school, known.schools[pk], folded(claim.school) in known.schools[pk]),
        "grade": _told(claim.grade, known.grades[pk], grade_code(claim.grade) == known.grades[pk]),
    }


def evidence(claim: Claim, pk: int, known: Roster) -> str:
    """What was compared and how it stood, without the values: names and ids stay where they are."""
    found = compared(claim, pk, known)
    return " ".join(f"{part}:{found[part]}" for part in PARTS if found[part] is not Agrees.SILENT)


def candidates(claim: Claim, known: Roster, allowed: Iterable[int], most: int = 6) -> list[Candidate]:
    """The children who may be meant, the likeliest first: those whose id, user name or name is the same or near."""
    told = [
        Candidate(pk, compared(claim, pk, known), likeness(claim, known.names[pk]))
        for pk in _worth_a_look(claim, known, set(allowed))
    ]
    return sorted(told, key=lambda one: (-one.weight, one.student))[:most]


def _worth_a_look(claim: Claim, known: Roster, allowed: set[int]) -> set[int]:
    found = {pk for value in claim.ids for form in forms(value) for pk in known.ids.get(form, ())}
    offered = (claim.username, claim.email, claim.email.partition("@")[0], *claim.ids)
    found |= {pk for text in offered if text for pk in known.accounts.get(normal_id(text), ())}
    if claim.has_name:
        whole = bool(claim.given_name and claim.family_name)
        found |= {
            pk
            for pk in allowed
            if (likeness(claim, known.names[pk]) >= 0.6 if whole else could_be(claim, known.names[pk]))
        }
    return found & allowed


def _ids(said: tuple[str, ...], ours: set[str]) -> Agrees:
    if not said or not ours:
        return Agrees.SILENT
    if any(normal_id(one) in ours for one in said):
        return Agrees.SAME
    spelled = {form for one in ours for form in forms(one)}
    if any(form in spelled for one in said for form in forms(one)):
        return Agrees.SAME
    return Agrees.NEAR if any(near_id(one, ours) for one in said) else Agrees.OTHER


def _account(claim: Claim, ours: set[str]) -> Agrees:
    said = [normal_id(text) for text in (claim.username, claim.email) if text]
    if not said or not ours:
        return Agrees.SILENT
    if any(one in ours for one in said):
        return Agrees.SAME
    bare = {one.rstrip("0123456789") for one in ours}
    return Agrees.NEAR if any(one.rstrip("0123456789") in bare for one in said) else Agrees.OTHER


def _given(said: str, names: tuple[Name, ...]) -> Agrees:
    if not said:
        return Agrees.SILENT
    if any(given_agrees(said, ours) for ours, _ in names):
        return Agrees.SAME
    return Agrees.NEAR if could_be(Claim(given_name=said), names) else Agrees.OTHER


def _family(said: str, names: tuple[Name, ...]) -> Agrees:
    if not said:
        return Agrees.SILENT
    if any(family_agrees(said, ours) for _, ours in names):
        return Agrees.SAME
    return Agrees.NEAR if could_be(Claim(family_name=said), names) else Agrees.OTHER


def _told(said: str, ours: object, same: bool) -> Agrees:
    if not said or not ours:
        return Agrees.SILENT
    return Agrees.SAME if same else Agrees.OTHER
