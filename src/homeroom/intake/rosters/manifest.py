"""What a set's manifest says about it, and whether that lets us take the set in."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext_noop

from homeroom.intake.rosters.columns import TAKEN
from homeroom.intake.rosters.table import Record, Table

VERSIONS = ("", "1.1", "1.2")


@dataclass(frozen=True)
class Manifest:
    """`modes` holds, by lower-cased file name without ending: "bulk", "delta" or "absent"."""

    version: str = ""
    modes: Mapping[str, str] = field(default_factory=dict)

    def denies(self, report: str) -> bool:
        return self.modes.get(report.lower()) == "absent"

    def mode(self, report: str) -> str:
        """ "bulk", "delta", "absent", or nothing where the manifest does not say."""
        return self.modes.get(report.lower(), "")

    @property
    def deltas(self) -> list[str]:
        """The files that tell only what changed."""
        return self._named("delta")

    def obstacle(self, present: Collection[str]) -> str:
        """Why the set can't be taken in, or nothing."""
        lost = [name for name in self._named("bulk") if name not in present]
        if lost:
            named = ", ".join(f"{name}.csv" for name in lost)
            return gettext_noop("the manifest promises %(files)s, which did not come. Send the whole set.") % {
                "files": named
            }
        if self.version not in VERSIONS:
            return gettext_noop(
                "the manifest says OneRoster %(version)s. homeroom reads 1.1 and 1.2. Export one of these."
            ) % {"version": self.version}
        return ""

    def _named(self, mode: str) -> list[str]:
        return [name for name in TAKEN if self.modes.get(name.lower()) == mode]


def read_manifest(table: Table | None) -> Manifest:
    pairs = {} if table is None else dict(map(_pair, table.records))
    modes = {key.removeprefix("file."): value for key, value in pairs.items() if key.startswith("file.")}
    version = pairs.get("oneroster.version", "")
    return Manifest(version.removeprefix("v"), modes)


def _pair(record: Record) -> tuple[str, str]:
    return record.cells.get("propertyname", "").lower(), record.cells.get("value", "").lower()
