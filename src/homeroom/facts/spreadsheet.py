"""Cells that a spreadsheet would run as a formula: a ' goes before them on the way out, and comes off on the way in.

The rule is one pattern that Python and DuckDB read alike. Taking off undoes putting before, for every text; a ' that
stands for itself ('Akamu) is left alone on the way in, because on the way out it gets a second one.
"""

from __future__ import annotations

import re

# Blanks and marks that nobody sees, which a spreadsheet may pass over before it looks for a formula.
PASSED_OVER = (
    *((0x20, 0x20), (0xA0, 0xA0), (0xAD, 0xAD), (0x61C, 0x61C), (0x180E, 0x180E), (0x2000, 0x200F)),
    *((0x2028, 0x202F), (0x205F, 0x2064), (0x2066, 0x2069), (0x3000, 0x3000), (0xFEFF, 0xFEFF)),
)
OPENERS = r"\t\n\x0b\x0c\r\x00'=+@＝＋－＠-"
NUMBER = r"[+-]?[0-9]+(\.[0-9]+)?"


def _risky(sign: str) -> str:
    """The pattern, each character passed over written as the engine at hand writes it: `sign` has a place for it."""
    passed = "".join(f"{sign.format(low)}-{sign.format(high)}" for low, high in PASSED_OVER)
    return rf"[{passed}]*[{OPENERS}]"


RISKY = re.compile(_risky(r"\u{:04x}"))
PLAIN_NUMBER = re.compile(NUMBER)
RISKY_SQL = "^" + _risky(r"\x{{{:x}}}")


def guarded(text: str) -> str:
    """`text`, led by ' where a spreadsheet might take it for a formula. Plain numbers stay as they are."""
    return "'" + text if RISKY.match(text) and not PLAIN_NUMBER.fullmatch(text) else text


def bare(text: str) -> str:
    """The text that `guarded` guarded; any other is given back as it is."""
    return text[1:] if text[:1] == "'" and guarded(text[1:]) == text else text


def guarded_sql(text: str) -> str:
    """The expression `text` as `guarded` gives it."""
    return f"case when {_risky_sql(text)} then chr(39) || {text} else {text} end"


def bare_sql(text: str) -> str:
    """The expression `text` as `bare` gives it."""
    rest = f"substr({text}, 2)"
    return f"case when {text}[1] = chr(39) and {_risky_sql(rest)} then {rest} else {text} end"


def _risky_sql(text: str) -> str:
    pattern = RISKY_SQL.replace("'", "''")
    return f"regexp_matches({text}, '{pattern}') and not regexp_full_match({text}, '{NUMBER}')"
