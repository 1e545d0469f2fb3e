"""The roster that stands: which set was taken in last, and the tables that a delta set is laid over."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from homeroom.intake import ledger, originals
from homeroom.intake.errors import IntakeError
from homeroom.intake.models import Delivery
from homeroom.intake.roster_models import RosterChangeSet
from homeroom.intake.rosters.columns import OF_ONEROSTER
from homeroom.intake.rosters.manifest import read_manifest
from homeroom.intake.rosters.oneroster import ONEROSTER
from homeroom.intake.rosters.overlay import overlaid
from homeroom.intake.rosters.table import Table, read_table

State = RosterChangeSet.State


def chain() -> list[RosterChangeSet]:
    """The full set that was taken in last and the deltas taken in after it, in that order."""
    found: list[RosterChangeSet] = []
    for one in RosterChangeSet.objects.filter(state=State.APPLIED).order_by("-applied_at", "-pk").iterator():
        found.insert(0, one)
        if one.mode == "bulk":
            return found
    return []


def waiting() -> RosterChangeSet | None:
    """The newest set that waits for a decision."""
    return RosterChangeSet.objects.filter(state=State.HELD).order_by("-pk").first()


def files_of(change_set: RosterChangeSet) -> dict[str, str]:
    """The files of a set, as report -> SHA-256."""
    return dict(change_set.deliveries.values_list("report", "sha256"))


def same_as(files: Mapping[str, str]) -> RosterChangeSet | None:
    """The set with exactly these files that what stands was made of. A full set counts only if it is the last word."""
    standing = chain()
    last = standing[-1:] + [one for one in standing[1:] if one.mode == "delta"]
    return next((one for one in last if files_of(one) == files), None)


def base(workshop: Path) -> dict[str, Table] | None:
    """The tables of the OneRoster set that stands, its deltas laid over it; None where there is none.

    Raises IntakeError where one of their originals is lost.
    """
    sets = chain()
    if not sets or sets[0].program != ONEROSTER:
        return None
    tables: dict[str, Table] = {}
    for place, one in enumerate(sets):
        room = workshop / f"base{place}"
        room.mkdir(exist_ok=True)
        opened = _opened(one, room)
        manifest = read_manifest(opened.pop("manifest", None))
        tables = overlaid(tables, opened, manifest) if place else opened
    return tables


def _opened(change_set: RosterChangeSet, workshop: Path) -> dict[str, Table]:
    found = {}
    for delivery in change_set.deliveries.all():
        if delivery.report not in (*OF_ONEROSTER, "manifest"):
            continue
        path = originals.place(delivery.sha256)
        if not path.is_file():
            raise IntakeError(
                f"{delivery.file} of {change_set.name}: the kept file is gone, so this delta set has nothing to stand "
                "on. Ask the roster's sender for a bulk export."
            )
        table = read_table(delivery.file, path, workshop)
        found[delivery.report] = table.without(_quarantined(delivery)) if change_set.mode == "delta" else table
    return found


def _quarantined(delivery: Delivery) -> frozenset[int]:
    """Rows of a delta that were not taken in: what stood under their ids still stands."""
    groups = delivery.groups.filter(ended_as="quarantined")
    return frozenset(number for group in groups for number in ledger.unpacked(group.numbers).tolist())
