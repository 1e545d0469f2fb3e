"""The guide lists what is kept how long exactly as the nightly run keeps it."""

from __future__ import annotations

import re
from pathlib import Path

from homeroom.site.keeping.table import RETENTION

GUIDE = Path(__file__).parents[2] / "docs" / "guide" / "security.md"


def test_the_guides_table_is_the_table_that_is_followed() -> None:
    section = GUIDE.read_text("utf-8").partition("## What is kept how long")[2].partition("\n## ")[0]
    told = re.findall(r"^\| `(\w+)` \| (.+?) \| (\d+) (school years|days) \|$", section, re.MULTILINE)
    assert told == [(one.key, one.words, str(one.number), one.unit) for one in RETENTION]
