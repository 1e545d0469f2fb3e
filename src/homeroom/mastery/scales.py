"""Which scores of assessments are scale scores, and which part of mathematics they speak of. Told by their names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from homeroom.mastery.places import Shares

# Names by which makers of assessments call a score on a scale of their own.
SCALE = re.compile(r"scaled? ?score|unified ?score|\brit\b|ritscore|quantile", re.IGNORECASE)
# What stands beside a scale score under a like name, and is none.
NONE = re.compile(r"growth|percentile|target|error|\bsem\b|goal|projected|mid on|range|norm", re.IGNORECASE)
SUBJECT = re.compile(r"math|matem", re.IGNORECASE)
# Words for parts of mathematics, the more telling first, with the domains that they cover.
PARTS: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...] = tuple(
    (re.compile(words, re.IGNORECASE), domains)
    for words, domains in (
        ("fraction", ("NF",)),
        ("base ten", ("NBT",)),
        ("algebra", ("OA",)),
        ("counting", ("CC",)),
        ("measure|data", ("MD",)),
        ("geometr", ("G",)),
        ("number", ("CC", "NBT", "NF")),
    )
)


def is_scale(method: str) -> bool:
    return bool(SCALE.search(method)) and not NONE.search(method)


def is_mathematics(*names: str) -> bool:
    return any(SUBJECT.search(name) for name in names)


def domains_of(objective: str) -> tuple[str, ...]:
    """The domains that a part of an assessment covers; none for a part of unknown name, which is left out."""
    return next((domains for words, domains in PARTS if words.search(objective)), ())


def shares(domains: Iterable[str], first: Mapping[str, str]) -> Shares:
    """One standard of each domain, in equal shares: it stands for its domain. `first` names it."""
    return tuple((first[domain], 1.0) for domain in sorted(domains) if domain in first)
