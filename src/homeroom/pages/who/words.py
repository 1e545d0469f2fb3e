"""What the pages about identity say in words and signs; never by colour alone."""

from __future__ import annotations

from dataclasses import dataclass

from homeroom.intake.matching.claim import from_text
from homeroom.intake.matching.compare import Agrees
from homeroom.intake.models import IdentityLink
from homeroom.intake.who.case import LABELS
from homeroom.intake.who.models import IdentityDecision
from homeroom.reports.values import count

Verdict = IdentityDecision.Verdict
AGREES = {
    Agrees.SAME: ("=", "agrees"),
    Agrees.NEAR: ("≈", "nearly"),
    Agrees.OTHER: ("≠", "differs"),
    Agrees.SILENT: ("–", "nothing to compare"),
}
CODES = {"unmatched": "Not found in the roster", "identity_conflict": "Id and name disagree"}
NAMELESS = "no name told"
METHODS = {
    "decision": "a person said so",
    "id": "id",
    "account": "user name or e-mail",
    "name": "name, school and grade",
    "likeness": "a name much like the child's",
}


@dataclass(frozen=True)
class Named:
    """How a program writes a child: the name, and the id or what else it is known by."""

    name: str
    known_by: str

    @property
    def nameless(self) -> bool:
        return self.name == NAMELESS

    @property
    def called(self) -> str:
        """For a title: the name, or else what it is known by."""
        return self.known_by if self.nameless else self.name


def named(claim: str) -> Named:
    told = from_text(claim)
    name = " ".join(filter(None, (told.given_name, told.family_name)))
    known_by = ", ".join(told.ids) or told.username or told.email
    return Named(name or NAMELESS, known_by or "no id")


def evidence(link: IdentityLink) -> str:
    """ "ids:same grade:other" as "Id agrees, Grade differs"."""
    pairs = [one.partition(":") for one in link.evidence.split()]
    return ", ".join(f"{LABELS[part]} {AGREES[Agrees(found)][1]}" for part, _, found in pairs if part in LABELS)


def decided(decision: IdentityDecision, hide: bool = False) -> str:
    """A decision as a sentence; `hide` where the reader may not see the child."""
    child = decision.student.name if decision.student and not hide else "a child whom you may not see"
    said = {
        Verdict.CONFIRM: f"It is {child}.",
        Verdict.REJECT: f"It is not {child}.",
        Verdict.NOT_OURS: "It is not our child.",
        Verdict.UNDONE: "An earlier decision was taken back.",
    }
    return said[Verdict(decision.verdict)]


def outcome(decision: IdentityDecision, files: int) -> str:
    """What a decision did, for the line above the list."""
    name = named(decision.vendor_key.claim)
    told = f"{name.name} ({name.known_by}): {decided(decision)}"
    if not files:
        return f"{told} No row waited because of it."
    return f"{told} {count(files)} {'file was' if files == 1 else 'files were'} judged again."
