"""From a program's spelling of a standard to its code: a parser, then an exact look-up. Never a guess.

Read are the Common Core's codes in any case (`3.nf.a.1`), with the cluster's letter left out (`3.NF.1`), with a part's
letter set on its own or not (`4.NF.B.3.a`, `4.NF.B.3a`), behind the names of the framework that are in use
(`CCSS.Math.Content.`, `Math.CC.`, `CCSS.ELA-Literacy.`), behind the claim and target of an assessment
(`M.G3.C1OA.TA.3.OA.A.1`, `urn:…:AIR:3|CC-MA-v1:OA|3.A.1`) and as the address of the standard's page at
corestandards.org. All else is looked up as it stands: codes of other frameworks, identifiers with or without hyphens.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from rapidfuzz import fuzz, process

from homeroom.standards import ccss
from homeroom.standards.models import FrameworkItem, Standard, UnknownSpelling

Key = tuple[str, ...]
"""Family of codes, grade or strand, domain or grade, cluster, number, part, in upper case; the cluster may be blank."""

CANDIDATES = 5
_GRADE, _PART = r"(?P<grade>[K1-8])", r"(?P<part>[A-Z])"
_CLUSTER = r"(?:(?P<cluster>[A-Z])[.])?"
_NUMBER = r"(?P<number>[0-9]{1,2})"
_NAMES = r"(?:CCSS[.]Math[.](?:Content[.])?|CCSS[.]|Math[.]CC[.]|M[.]G[0-9]{1,2}[.]C[1-4][A-Z]{1,3}[.]T[A-Z]{1,2}[.])?"
_HIGH = r"(?:HS)?(?P<category>[NAFGS])-(?P<domain>[A-Z]{1,4})"
_STRAND = r"(?P<strand>RL|RI|RF|RH|RST|WHST|SL|W|L)"
_GRADES = r"(?P<grade>K|[1-8]|6-8|9-10|11-12)"
_ADDRESS = r"https?://(?:www[.])?corestandards[.]org/"
_MATH = rf"{_ADDRESS}Math/Content/"
FORMS = tuple(
    (family, re.compile(form, re.ASCII | re.IGNORECASE))
    for family, form in (
        ("math", rf"{_NAMES}{_GRADE}[.](?P<domain>[A-Z]{{1,3}})[.]{_CLUSTER}{_NUMBER}(?:[.]?{_PART})?"),
        ("math", rf"{_MATH}{_GRADE}/(?P<domain>[A-Z]{{1,3}})/(?P<cluster>[A-Z])/{_NUMBER}(?:/{_PART})?/?"),
        (
            "math",
            r"urn:[^|\s]*:AIR:(?P<again>[K1-8])[|][^|:\s]*:(?P<domain>[A-Z]{1,3})[|]"
            rf"{_GRADE}[.](?P<cluster>[A-Z])[.]{_NUMBER}(?:[.]?{_PART})?",
        ),
        ("high", rf"{_NAMES}{_HIGH}[.]{_CLUSTER}{_NUMBER}(?:[.]?{_PART})?"),
        (
            "high",
            rf"{_MATH}HS(?P<category>[NAFGS])/(?P<domain>[A-Z]{{1,4}})/(?P<cluster>[A-Z])/{_NUMBER}(?:/{_PART})?/?",
        ),
        ("ela", rf"(?:CCSS[.]ELA-Literacy[.]|CCSS[.])?{_STRAND}[.]{_GRADES}[.]{_NUMBER}(?:[.]?{_PART})?"),
        ("ela", rf"{_ADDRESS}ELA-Literacy/{_STRAND}/{_GRADES}/{_NUMBER}(?:/{_PART})?/?"),
    )
)
CLUSTER = re.compile(rf"{_NAMES}(?P<cluster>[K1-8][.][A-Z]{{1,3}}(?:[.][A-Z])?)[.]?", re.ASCII | re.IGNORECASE)


@dataclass(frozen=True)
class Spellings:
    """What a spelling may stand for: codes by their keys, and by the exact words that are known for them."""

    codes: tuple[str, ...]
    by_key: Mapping[Key, frozenset[str]]
    by_word: Mapping[str, frozenset[str]]

    @classmethod
    def of(cls, codes: Iterable[str], words: Iterable[tuple[str, str]] = ()) -> Spellings:
        """Out of codes, and of (word, code) for what else is known to stand for one."""
        listed = tuple(dict.fromkeys(codes))
        by_key: dict[Key, set[str]] = {}
        by_word: dict[str, set[str]] = {}
        for code in listed:
            for key in _keys(code):
                by_key.setdefault(key, set()).add(code)
        for word, code in [*((code, code) for code in listed), *words]:
            by_word.setdefault(_word(word), set()).add(code)
        return cls(listed, _frozen(by_key), _frozen(by_word))

    def resolve(self, spelling: str) -> str | None:
        """The one code that `spelling` stands for; None where it stands for none, or may stand for several."""
        found = self._found(spelling)
        return next(iter(found)) if len(found) == 1 else None

    def candidates(self, spelling: str) -> tuple[str, ...]:
        """Codes a person may mean by a spelling that is not resolved: those it may stand for, the codes of the cluster
        it names, those most like it. For a person to choose from, never to be taken."""
        found = self._found(spelling)
        if not found and (cluster := CLUSTER.fullmatch(spelling.strip())):
            start = f"{cluster['cluster'].upper()}."
            found = frozenset(code for code in self.codes if code.upper().startswith(start))
        if found:
            return tuple(sorted(found, key=self.codes.index))
        like = process.extract(spelling[:80].upper(), self.codes, scorer=fuzz.WRatio, limit=CANDIDATES, score_cutoff=60)
        return tuple(code for code, _, _ in like)

    def _found(self, spelling: str) -> frozenset[str]:
        key = parsed(spelling)
        by_key = self.by_key.get(key, frozenset()) if key else frozenset[str]()
        return by_key or self.by_word.get(_word(spelling), frozenset())


def parsed(spelling: str) -> Key | None:
    """The key that a spelling of the Common Core's spells; None for all else."""
    text = spelling.strip()
    for family, form in FORMS:
        if found := form.fullmatch(text):
            told = found.groupdict()
            if told.get("again") and told["again"].upper() != told["grade"].upper():
                return None  # it names two grades
            places = ("category", "strand", "grade", "domain", "cluster", "number", "part")
            key = tuple((told.get(name) or "").upper() for name in places)
            return (family, *key)
    return None


def canonical(spelling: str) -> str:
    """The short code behind the Common Core's own name for it (`CCSS.Math.Content.6.RP.A.3a` is 6.RP.A.3.a).

    All else stays as it is: a bare code may be another framework's.
    """
    key = parsed(spelling)
    if not key or not re.match(r"CCSS[.]|Math[.]CC[.]", spelling.strip(), re.IGNORECASE):
        return spelling
    family, category, strand, grade, domain, cluster, number, part = key
    start = {"math": [grade, domain, cluster], "high": [f"HS{category}-{domain}", cluster], "ela": [strand, grade]}
    return ".".join(word for word in [*start[family], number, part.lower()] if word)


def listed(text: str, reads: Callable[[str], object]) -> list[str]:
    """The spellings in one cell, each once. `reads` says whether it knows one.

    Semicolons, bars and new lines always part them; commas, blanks and *and* only where each piece can be read then.
    """
    found: dict[str, None] = {}
    for part in filter(None, map(str.strip, re.split(r"[;|\n]", text))):
        pieces = [piece for piece in re.split(r"(?:,|&|\s|\band\b)+", part) if piece]
        apart = len(pieces) > 1 and not reads(part) and all(map(reads, pieces))
        found |= dict.fromkeys(pieces if apart else [part])
    return list(found)


def cluster_of(code: str) -> str:
    """The cluster that a code of the Common Core's mathematics stands in, such as 3.NF.A; blank for all others."""
    key = parsed(code)
    return ".".join(key[3:6]) if key and key[0] == "math" and key[5] else ""


def cluster(spelling: str) -> str:
    """The cluster of the Common Core's mathematics that a spelling names; blank for all others."""
    found = CLUSTER.fullmatch(spelling.strip())
    named = found["cluster"].upper() if found else ""
    return named if named.count(".") == 2 else ""


def place_of(code: str) -> tuple[str, str]:
    """The grade and domain that a code of the Common Core tells; blank for all others."""
    key = parsed(code)
    return (key[3] if len(key[3]) <= 2 else "", key[4] or key[2]) if key else ("", "")


@cache
def shipped() -> Spellings:
    """What ships with homeroom: K-5 mathematics."""
    return Spellings.of(code.code for code in ccss.read().codes)


def known() -> Spellings:
    """What ships, with what was imported here and what people have decided about spellings."""
    codes = list(Standard.objects.order_by("pk").values_list("code", flat=True))
    tied = FrameworkItem.objects.exclude(standard=None).values_list("identifier", "code", "standard__code")
    words = [(word, str(code)) for identifier, told, code in tied for word in (identifier, told) if word]
    decided = UnknownSpelling.objects.exclude(standard=None).values_list("spelling", "standard__code")
    words += [(spelling, str(code)) for spelling, code in decided]
    more = words or not set(codes) <= set(shipped().codes)
    return Spellings.of([*shipped().codes, *codes], words) if more else shipped()


def resolve(spelling: str) -> str | None:
    """The code of K-5 mathematics that `spelling` stands for, or None where it stands for none of these."""
    return shipped().resolve(spelling)


def relation(spellings: Iterable[str]) -> dict[str, list[str]]:
    """The spellings that could be resolved, each once, with their codes: columns `spelling` and `standard`."""
    here = known()
    codes = {spelling: code for spelling in sorted(set(spellings)) if (code := here.resolve(spelling))}
    return {"spelling": list(codes), "standard": list(codes.values())}


def _keys(code: str) -> tuple[Key, ...]:
    """The code's full key and, since numbers run through a domain, the key without its cluster."""
    key = parsed(code)
    return (key, (*key[:5], "", *key[6:])) if key else ()


def _word(text: str) -> str:
    """An identifier is the same with and without hyphens, and a code in any case."""
    word = text.strip()
    word = word.lower() if word.isascii() else word  # the sign for kelvin is no K
    bare = word.replace("-", "").strip("{}")
    return bare if len(bare) == 32 and re.fullmatch(r"[0-9a-f]{32}", bare) else word


def _frozen[Name](found: Mapping[Name, set[str]]) -> dict[Name, frozenset[str]]:
    return {name: frozenset(codes) for name, codes in found.items()}
