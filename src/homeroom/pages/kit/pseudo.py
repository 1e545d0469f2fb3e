"""Words two fifths longer and full of accents: what a page looks like in a language that needs more room.

What it is told is markup; only what people read changes. A word that is no longer in accents was never marked.
"""

from __future__ import annotations

import re
from html import escape, unescape
from math import ceil

from django.utils.safestring import SafeString, mark_safe

LONGER = 0.4
ACCENTS = str.maketrans("AEIOUYaeiouyncs", "ÅÉÎÕÛÝåéîõûýñçš")
TEXT = re.compile(r"(<[^>]*>)|([^<]+)")
LETTER = re.compile(r"[^\W\d_]")
# Words of a second kind do not grow: a sign in a cell is a sign in every language.
FILLING = "~"


def pseudo(markup: SafeString) -> SafeString:
    """Markup that the kit drew, with its words made longer; tags and attributes stay."""
    made = TEXT.sub(lambda part: part[1] or escape(words(unescape(part[2])), quote=False), markup)
    return mark_safe(made)  # noqa: S308  tags were safe before; the text between them is escaped again


def words(text: str) -> str:
    """`Late` becomes `Låté~~`: the same letters with marks, and two fifths more of them."""
    letters = len(LETTER.findall(text))
    if not letters:
        return text
    inside = text.rstrip()
    return inside.translate(ACCENTS) + FILLING * ceil(LONGER * letters) + text[len(inside) :]
