"""One hash for one study's tables."""

from __future__ import annotations

import msgspec

from homeroom.evidence import canonical
from homeroom.evidence.data import Data


def data_hash(data: Data) -> str:
    return canonical.sha256(canonical.text(msgspec.to_builtins(data)))
