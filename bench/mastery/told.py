"""What the figures' modules found, kept together: `.make/bench/mastery.json`, a figure to its value and its day."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

PLACE = Path(__file__).parents[2] / ".make" / "bench" / "mastery.json"
Found = dict[str, dict[str, float | str]]


def read(place: Path = PLACE) -> Found:
    found: Found = json.loads(place.read_text("utf-8")) if place.exists() else {}
    return found


def tell(figures: Mapping[str, float], place: Path = PLACE) -> None:
    """Add figures to those that stand; one that was measured before is replaced."""
    day = datetime.now(UTC).date().isoformat()
    found = read(place) | {name: {"value": float(value), "on": day} for name, value in figures.items()}
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(json.dumps(found, indent=2, sort_keys=True), "utf-8")
