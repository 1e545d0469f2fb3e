"""What every way in offers, so that taking in is the same for all of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol


@dataclass(frozen=True)
class Ready:
    """Files and folders to take now, and in words what is left alone and why."""

    paths: Sequence[Path] = ()
    left: Sequence[str] = ()


class Door(Protocol):
    """A way in. A door to another machine brings its files into a folder of ours, and names them there."""

    def ready(self) -> Ready:
        """What may be taken now. Raises IntakeError or OSError where the source can't be reached."""

    def put_away(self, path: Path) -> None:
        """Called with a path of `ready` when all its bytes are kept: acknowledge, move or remove it there."""
