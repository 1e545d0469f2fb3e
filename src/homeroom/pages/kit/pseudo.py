"""Words two fifths longer and full of accents: what a page looks like in a language that needs more room.

What it is told is markup; only what people read or hear changes: text, and the names of regions.
"""

from __future__ import annotations

import re
from html import escape, unescape
from math import ceil

from django.utils.safestring import SafeString, mark_safe

LONGER = 0.4
ACCENTS = str.maketrans("AEIOUYaeiouyncs", "ÅÉÎÕÛÝåéîõûýñçš")
TEXT = re.compile(r"(<[^>]*>)|([^<]+)")
NAMED = re.compile(r'(?<=aria-label=")[^"]*')
LETTER = re.compile(r"[^\W\d_]")
FILLING = "~"


def pseudo(markup: SafeString) -> SafeString:
    """Markup that the kit drew, with its words made longer; tags and attributes stay."""
    made = TEXT.sub(lambda part: _named(part[1]) if part[1] else _longer(part[2]), markup)
    return mark_safe(made)  # noqa: S308  tags were safe before; the text between them is escaped again


def _named(tag: str) -> str:
    return NAMED.sub(lambda name: _longer(name[0]), tag)


def _longer(written: str) -> str:
    return escape(words(unescape(written)))


def words(text: str) -> str:
    """`Late` becomes `Låté~~`: the same letters with marks, and two fifths more of them."""
    letters = len(LETTER.findall(text))
    if not letters:
        return text
    inside = text.rstrip()
    return inside.translate(ACCENTS) + FILLING * ceil(LONGER * letters) + text[len(inside) :]
