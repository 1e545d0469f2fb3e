"""A small made-up school with the exports of its first weeks, in a home folder of its own, to receive in many ways."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

# Two weeks of one class: every program's reports, year-to-date files that grow, and one correction.
CHILDREN, WEEKS, SEED = 24, 2, 3
DELIVERIES = 12


@dataclass(frozen=True)
class School:
    """Where the roster and the deliveries of a made-up school lie."""

    roster: Path
    deliveries: tuple[Path, ...]


def set_up(home: Path) -> None:
    """Make Django use `home`, with its database ready. Once a process."""
    os.environ["HOMEROOM_HOME"] = str(home)
    os.environ["DJANGO_SETTINGS_MODULE"] = "homeroom.site.settings"
    import django

    django.setup()
    from homeroom.site.home import ready

    ready()


def write_school(folder: Path) -> School:
    """The school's files, written anew: they are the same each time."""
    from homeroom.simulation.write import write

    written = write(folder, seed=SEED, children=CHILDREN, weeks=WEEKS)
    exports = written.exports
    # The last plain weekly file is left out, not the correction, which stands at the end.
    return School(folder / "roster", (*exports[: DELIVERIES - 1], exports[-1]))


def enroll(folder: Path) -> School:
    """The school with its roster received and its catalogue loaded."""
    from homeroom.intake.receive import receive
    from homeroom.people.models import Student
    from homeroom.standards.catalogue import load_catalogue

    school = write_school(folder)
    if not Student.objects.exists():
        list(receive([school.roster]))
        load_catalogue(folder / "catalogue" / "content.csv", folder / "catalogue" / "alignment.csv")
    return school


def start_over() -> None:
    """Forget every delivery and fact. The roster and the catalogue stay."""
    from django.conf import settings

    from homeroom.facts.models import FactFile, FactVersion
    from homeroom.intake.models import Delivery, IdentityLink

    for model in (FactFile, FactVersion, IdentityLink, Delivery):
        model.objects.all().delete()
    for name in ("originals", "facts", "tmp"):
        shutil.rmtree(Path(settings.HOMEROOM_HOME) / name, ignore_errors=True)


def checksums() -> dict[str, str]:
    """One number a table, over the base tables and what is worked out of them."""
    from homeroom.facts import store
    from homeroom.facts.schema import TABLES

    return {table: store.checksum(table) for table in TABLES}


def totals() -> dict[str, int]:
    """Rows by class over all deliveries of programs. Raises where a ledger does not add up."""
    from homeroom.intake.models import LEDGER, Delivery

    summed = dict.fromkeys(LEDGER, 0)
    for delivery in Delivery.objects.exclude(program="oneroster"):
        ledger = {name: getattr(delivery, name) for name in LEDGER}
        if sum(ledger.values()) != delivery.rows_in:
            raise AssertionError(f"{delivery.file}: {delivery.rows_in} rows in, {ledger}")
        for name, rows in ledger.items():
            summed[name] += rows
    return summed
