"""Open a pack from anywhere: nothing of it is trusted, and one changed character in one of its files is named."""

from __future__ import annotations

import hashlib
import json
import zipfile
from pathlib import Path

from django.utils.translation import gettext

from homeroom.evidence.errors import EvidenceError
from homeroom.evidence.pack import HASHES, MEMBERS
from homeroom.intake.errors import IntakeError
from homeroom.intake.unpack import BROKEN, files_in

NEEDED = frozenset({"asked.json", "children.csv", "results.json", "plan.json", "ledger.json"})


def unpacked(path: Path, workshop: Path) -> Path:
    """A folder with the pack's files, each as its hash says. Raises EvidenceError where it is no sound pack."""
    if not path.is_file():
        raise EvidenceError(gettext("%(file)s: there is no such file.") % {"file": path})
    try:
        names = _names(path)
        found = {one.name: one.path for one in files_in(path, workshop / "members")}
    except IntakeError as error:
        raise EvidenceError(str(error)) from error
    if set(names) != set(found) or HASHES not in found:
        raise EvidenceError(gettext("%(file)s: this is no replication pack.") % {"file": path.name})
    folder = workshop / "pack"
    folder.mkdir()
    hashes = _hashes(found[HASHES], path)
    for name in sorted(hashes.keys() | found.keys() - {HASHES}):
        _same(name, found.get(name), hashes.get(name))
        found[name].rename(folder / name)
    if not hashes.keys() >= NEEDED:
        raise EvidenceError(gettext("%(file)s: this is no replication pack.") % {"file": path.name})
    return folder


def _names(path: Path) -> list[str]:
    """Each has one of a pack's own names, once: no folder, and nothing that a program would load by itself."""
    if not zipfile.is_zipfile(path):
        raise EvidenceError(gettext("%(file)s: this is no replication pack.") % {"file": path.name})
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except BROKEN as error:
        raise EvidenceError(gettext("%(file)s: the zip is damaged.") % {"file": path.name}) from error
    for name in names:
        if name not in MEMBERS or names.count(name) > 1:
            raise EvidenceError(
                gettext("%(name)s: a pack has no such file. Nothing was unpacked.") % {"name": name[:100]}
            )
    return names


def _hashes(path: Path, pack: Path) -> dict[str, str]:
    try:
        told = json.loads(path.read_bytes())
    except (ValueError, RecursionError):
        told = None
    if not isinstance(told, dict):
        raise EvidenceError(gettext("%(file)s: this is no replication pack.") % {"file": pack.name})
    return {str(name): str(value) for name, value in told.items()}


def _same(name: str, path: Path | None, sha256: str | None) -> None:
    if path is None:
        raise EvidenceError(gettext("%(name)s is missing in the pack.") % {"name": name[:100]})
    if hashlib.sha256(path.read_bytes()).hexdigest() != sha256:
        raise EvidenceError(
            gettext("%(name)s is not what the pack's hashes say: it was changed.") % {"name": name[:100]}
        )
