"""One text for one content: how plans and ledger rows are written before they are hashed."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, date, datetime


def text(value: object) -> str:
    """JSON with sorted keys and no room to spare. Raises ValueError for what is no number."""
    return json.dumps(
        value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False, default=_written
    )


def sha256(written: str) -> str:
    return hashlib.sha256(written.encode("utf-8", "surrogatepass")).hexdigest()


def _written(value: object) -> str:
    """Moments in UTC, so that the database's time zone has no part in it."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no place in a plan or a ledger")
