"""From a program's spelling of a standard to its code: a parser, then an exact look-up. Never a guess.

Read are the code itself in any case (`3.nf.a.1`), with the cluster's letter left out (`3.NF.1`), with a part's letter
set on its own or not (`4.NF.B.3.a`, `4.NF.B.3a`), behind the names of the framework that are in use
(`CCSS.Math.Content.`, `Math.CC.`), and as the address of the standard's page at corestandards.org.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache

from homeroom.standards import ccss

Key = tuple[str, str, str, str, str]
"""Grade, domain, cluster, number, part, in upper case; the cluster is blank where the spelling leaves it out."""

NAMES = r"(?:CCSS[.]Math[.](?:Content[.])?|CCSS[.]|Math[.]CC[.])?"
DOTTED = re.compile(
    NAMES + r"(?P<grade>[K1-5])[.](?P<domain>[A-Z]{1,3})[.](?:(?P<cluster>[A-Z])[.])?(?P<number>[0-9]{1,2})"
    r"(?:[.]?(?P<part>[A-Z]))?",
    re.ASCII | re.IGNORECASE,
)
ADDRESS = re.compile(
    r"https?://(?:www[.])?corestandards[.]org/Math/Content/(?P<grade>[K1-5])/(?P<domain>[A-Z]{1,3})"
    r"/(?P<cluster>[A-Z])/(?P<number>[0-9]{1,2})(?:/(?P<part>[A-Z]))?/?",
    re.ASCII | re.IGNORECASE,
)


def resolve(spelling: str) -> str | None:
    """The code that `spelling` stands for, or None where it stands for none of ours: a cluster, another framework."""
    text = spelling.strip()
    found = DOTTED.fullmatch(text) or ADDRESS.fullmatch(text)
    return _codes().get(_key(found)) if found else None


def relation(spellings: Iterable[str]) -> dict[str, list[str]]:
    """The spellings that could be resolved, each once, with their codes: columns `spelling` and `standard`."""
    codes = {spelling: code for spelling in sorted(set(spellings)) if (code := resolve(spelling))}
    return {"spelling": list(codes), "standard": list(codes.values())}


@cache
def _codes() -> Mapping[Key, str]:
    """Every code under its full key and, since numbers run through a domain, under the key without its cluster."""
    codes: dict[Key, str] = {}
    for code in ccss.read().codes:
        grade, domain, cluster, number, *part = code.code.upper().split(".")
        for letter in (cluster, ""):
            codes[grade, domain, letter, number, "".join(part)] = code.code
    return codes


def _key(found: re.Match[str]) -> Key:
    grade, domain, cluster, number, part = (
        (found[name] or "").upper() for name in ("grade", "domain", "cluster", "number", "part")
    )
    return grade, domain, cluster, number, part
