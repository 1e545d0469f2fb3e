"""English in disguise: letters with marks, and two fifths longer.

It shows what is not marked and what is too narrow.
"""

from __future__ import annotations

import re

MARKED = str.maketrans("aceginorsuyzACEGINORSUYZ", "áçéğíñöŕšúýžÁÇÉĞÍÑÖŔŠÚÝŽ")
# What is filled in later: %(name)s, %s, {name}; and what is markup.
FILLED = re.compile(r"(%\(\w+\)s|%[sd%]|\{\w*\}|<[^>]*>|&\w+;)")
LONGER = 0.4


def disguised(words: str) -> str:
    """`Sign in` as `[Šíğñ íñ ~~~]`."""
    parts = FILLED.split(words)
    said = "".join(part if at % 2 else part.translate(MARKED) for at, part in enumerate(parts))
    letters = sum(len(part) for part in parts[::2])
    return f"[{said} {'~' * max(1, round(LONGER * letters) - 3)}]"
