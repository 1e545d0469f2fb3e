"""Words two fifths longer and full of accents: what a page looks like in a language that needs more room.

What it is told is markup; only what people read or hear changes: text, and the names of regions.
"""

from __future__ import annotations

import re
from math import ceil

from django.utils.safestring import SafeString

from homeroom.reports.markup import reworded

LONGER = 0.4
ACCENTS = str.maketrans("AEIOUYaeiouyncs", "ÅÉÎÕÛÝåéîõûýñçš")
LETTER = re.compile(r"[^\W\d_]")
FILLING = "~"


def pseudo(markup: SafeString) -> SafeString:
    """Markup that the kit drew, with its words made longer; tags and attributes stay."""
    return reworded(markup, words)


def words(text: str) -> str:
    """`Late` becomes `Låté~~`: the same letters with marks, and two fifths more of them."""
    letters = len(LETTER.findall(text))
    if not letters:
        return text
    inside = text.rstrip()
    return inside.translate(ACCENTS) + FILLING * ceil(LONGER * letters) + text[len(inside) :]
