"""Two hundred texts that want to be more than text, written by us: each calls `ran(its number)` if it is ever run."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

_LINES = Path(__file__).with_name("hostile_texts.txt").read_text("utf-8").splitlines()
_FORMS = [json.loads(line) for line in _LINES if not line.startswith("#")]
TEXTS = tuple(form.replace("RAN", f"ran({at})") for at, form in enumerate(_FORMS))


def packed(size: int, first: int) -> Iterator[str]:
    """Cells of at most `size` letters without end, each with as many of the texts as fit, from the `first` text on."""
    at = first
    while True:
        cell, at = _fitting(at, size)
        while len(more := f"{cell} {TEXTS[at % len(TEXTS)]}") <= size:
            cell, at = more, at + 1
        yield cell


def _fitting(at: int, size: int) -> tuple[str, int]:
    """The text of this place or the next that fits whole, and the place after it; cut short where none fits."""
    for place in range(at, at + len(TEXTS)):
        if len(TEXTS[place % len(TEXTS)]) <= size:
            return TEXTS[place % len(TEXTS)], place + 1
    return TEXTS[at % len(TEXTS)][:size], at + 1
