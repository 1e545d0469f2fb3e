"""Parts of a run as they are done: each is kept at once, so that a run that was killed goes on where it stood."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from homeroom.evidence import canonical
from homeroom.evidence.raw import Raw


@dataclass
class Kept:
    """Parts in a folder of their own, by name. `told` hears of each: its name, and whether it stood there already."""

    folder: Path
    told: Callable[[str, bool], None] = field(default=lambda name, stood: None)

    def __call__(self, name: str, make: Callable[[], Raw]) -> Raw:
        path = self.folder / f"{canonical.sha256(name)[:32]}.json"
        found = _read(path)
        self.told(name, found is not None)
        return found if found is not None else self._made(path, make())

    def clear(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)

    def _made(self, path: Path, raw: Raw) -> Raw:
        """A part is there whole, or not at all."""
        self.folder.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(".part")
        part.write_text(json.dumps(msgspec.to_builtins(raw)), "utf-8")
        part.replace(path)
        return raw


def _read(path: Path) -> Raw | None:
    """What can't be read is worked out again."""
    try:
        return msgspec.convert(json.loads(path.read_text("utf-8")), Raw)
    except (OSError, ValueError, msgspec.ValidationError):
        return None
