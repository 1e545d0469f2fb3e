"""What the pages about identity say in words and signs; never by colour alone."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext, gettext_lazy, ngettext

from homeroom.intake.matching.claim import from_text
from homeroom.intake.matching.compare import Agrees
from homeroom.intake.models import IdentityLink
from homeroom.intake.who.case import LABELS
from homeroom.intake.who.models import IdentityDecision
from homeroom.reports.values import count

Verdict = IdentityDecision.Verdict
AGREES = {
    Agrees.SAME: ("=", gettext_lazy("agrees")),
    Agrees.NEAR: ("≈", gettext_lazy("nearly")),
    Agrees.OTHER: ("≠", gettext_lazy("differs")),
    Agrees.SILENT: ("–", gettext_lazy("nothing to compare")),
}
CODES = {
    "unmatched": gettext_lazy("Not found in the roster"),
    "identity_conflict": gettext_lazy("Id and name disagree"),
}
METHODS = {
    "decision": gettext_lazy("a person said so"),
    "id": gettext_lazy("id"),
    "account": gettext_lazy("user name or e-mail"),
    "name": gettext_lazy("name, school and grade"),
    "likeness": gettext_lazy("a name much like the child's"),
}


@dataclass(frozen=True)
class Named:
    """How a program writes a child: the name, and the id or what else it is known by."""

    name: str
    known_by: str
    nameless: bool = False

    @property
    def called(self) -> str:
        """For a title: the name, or else what it is known by."""
        return self.known_by if self.nameless else self.name


def named(claim: str) -> Named:
    told = from_text(claim)
    name = " ".join(filter(None, (told.given_name, told.family_name)))
    known_by = ", ".join(told.ids) or told.username or told.email
    return Named(name or gettext("no name told"), known_by or gettext("no id"), nameless=not name)


def hidden() -> Named:
    """In place of a child whom the reader may not see."""
    return Named(unseen(), "", nameless=True)


def unseen() -> str:
    return gettext("a child whom you may not see")


def waiting(keys: int, rows: int) -> str:
    """How many wait, for the head of the list."""
    if not keys:
        return gettext("Every row that came in has found its child.")
    of_rows = ngettext("%(n)s row", "%(n)s rows", rows) % {"n": count(rows)}
    told = ngettext(
        "%(n)s name waits for a person, with %(rows)s.", "%(n)s names wait for a person, with %(rows)s.", keys
    )
    return told % {"n": count(keys), "rows": of_rows}


def evidence(link: IdentityLink) -> str:
    """ "ids:same grade:other" as "Id agrees, Grade differs"."""
    pairs = [one.partition(":") for one in link.evidence.split()]
    return ", ".join(_agrees(part, Agrees(found)) for part, _, found in pairs if part in LABELS)


def _agrees(part: str, found: Agrees) -> str:
    return gettext("%(what)s %(agrees)s") % {"what": LABELS[part], "agrees": AGREES[found][1]}


def decided(decision: IdentityDecision, hide: bool = False) -> str:
    """A decision as a sentence; `hide` where the reader may not see the child."""
    child = decision.student.name if decision.student and not hide else unseen()
    said = {
        Verdict.CONFIRM: gettext("It is %(child)s."),
        Verdict.REJECT: gettext("It is not %(child)s."),
        Verdict.NOT_OURS: gettext("It is not our child."),
        Verdict.UNDONE: gettext("An earlier decision was taken back."),
    }
    return said[Verdict(decision.verdict)] % {"child": child}


def outcome(decision: IdentityDecision, files: int) -> str:
    """What a decision did, for the line above the list."""
    name = named(decision.vendor_key.claim)
    told = {"name": name.name, "known_by": name.known_by, "decided": decided(decision), "n": count(files)}
    if not files:
        return gettext("%(name)s (%(known_by)s): %(decided)s No row waited because of it.") % told
    return (
        ngettext(
            "%(name)s (%(known_by)s): %(decided)s %(n)s file was judged again.",
            "%(name)s (%(known_by)s): %(decided)s %(n)s files were judged again.",
            files,
        )
        % told
    )
