"""Every package that holds something of a child, with how it is erased and how it is handed out. The order matters."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from homeroom.evidence import erase as evidence_erase
from homeroom.evidence import export as evidence_export
from homeroom.facts import erase as facts_erase
from homeroom.facts import export as facts_export
from homeroom.goals import erase as goals_erase
from homeroom.goals import export as goals_export
from homeroom.intake import erase as intake_erase
from homeroom.intake import export as intake_export
from homeroom.mastery import erase as mastery_erase
from homeroom.mastery import export as mastery_export
from homeroom.people import erase as people_erase
from homeroom.people import export as people_export
from homeroom.people.record import Held, Removed
from homeroom.reports import erase as reports_erase
from homeroom.rotation import erase as rotation_erase
from homeroom.rotation import export as rotation_export
from homeroom.site.erasing import leftovers

Erase = Callable[[int], Sequence[Removed]]
Export = Callable[[int], Sequence[Held]]

# Mastery comes before facts: what teachers said must be gone before estimates are worked out without the child.
# People come last of all that is state: until then the others know by which ids and names files call the child. What
# was kept of reports goes after them: nothing is drawn of the child any more by then.
ERASE: Mapping[str, Erase] = {
    "evidence": evidence_erase.erase,
    "rotation": rotation_erase.erase,
    "goals": goals_erase.erase,
    "mastery": mastery_erase.erase,
    "intake": intake_erase.erase,
    "facts": facts_erase.erase,
    "site": leftovers.erase,
    "people": people_erase.erase,
    "reports": reports_erase.erase,
}
EXPORT: Mapping[str, Export] = {
    "people": people_export.export,
    "facts": facts_export.export,
    "mastery": mastery_export.export,
    "goals": goals_export.export,
    "rotation": rotation_export.export,
    "evidence": evidence_export.export,
    "intake": intake_export.export,
    "reports": reports_erase.export,
    "site": leftovers.export,
}


def exported(student: int) -> list[Held]:
    """The whole record of a child, package by package."""
    return [table for export in EXPORT.values() for table in export(student)]
