"""What the doctor says of one thing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Finding:
    """One thing looked at. `mend` is blank where all is well."""

    state: Literal["ok", "warn", "wrong"]
    what: str
    mend: str = ""
