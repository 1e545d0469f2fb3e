"""How alike two names are, and the one child of a school whom a misspelled name can mean.

The unit is the slip: a letter too many, too few, another one, or two swapped. Declared, with the reasons:

- LIKE: one slip in a name of seven letters or more, two in fourteen. In shorter names a slip makes another real name.
- MARGIN: the next child of the grade must be two slips further in a name of thirteen letters: a second slip on the way
  to the wrong child is then less likely than the one that was seen.
- One thing may be amiss, never two: beside a name that is only alike, an id must be blank (the child's own would have
  found it), and a user name must be the child's but for its last digits.
- NEAR_ID: beside a name that agrees wholly, an id may be the child's own but for one slip.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from homeroom.intake.matching.claim import Claim, normal_id
from homeroom.intake.matching.known import Name, Roster
from homeroom.people.grades import grade_code
from homeroom.people.names import ascii_only, family_agrees, folded, given_agrees, joined

LIKE = 0.85
MARGIN = 0.15
NEAR_ID = 1
# A name of so many letters may hold one slip, or two, and still agree with the id that points to the child.
ONE_SLIP, TWO_SLIPS = 3, 8


def alike(claim: Claim, known: Roster) -> tuple[int, float] | None:
    """The one child of the claim's school (and grade) whose name is like the claim's, with the score; or nobody."""
    if not (claim.given_name and claim.family_name and claim.school):
        return None
    grade = grade_code(claim.grade)
    if claim.grade and grade is None:
        return None
    scored = [(likeness(claim, known.names[pk]), pk) for pk in _near(claim, grade, known)]
    inside = sorted((one for one in scored if grade in (None, known.grades[one[1]])), reverse=True)
    if not inside:
        return None
    (best, pk), second = inside[0], inside[1][0] if len(inside) > 1 else 0.0
    clear = whole(claim, known.names[pk]) >= LIKE and best - second >= MARGIN and best >= max(scored)[0]
    return (pk, best) if clear and not _spoken_against(claim, pk, known) else None


def _near(claim: Claim, grade: str | None, known: Roster) -> set[int]:
    """The children of the school whom it is worth comparing: by all letters of the name, or by one family name."""
    school = folded(claim.school)
    said = joined(claim.given_name) + joined(claim.family_name)
    turned = joined(claim.family_name) + joined(claim.given_name)
    found = {
        pk
        for text in (said, turned)
        for _, _, (pk, _) in process.extract(
            text, known.texts_at(school), scorer=OSA.normalized_similarity, score_cutoff=LIKE - MARGIN, limit=None
        )
    }
    relatives = (pk for word in folded(claim.family_name).split() for pk in known.at(school, word))
    return found | {pk for pk in relatives if grade in (None, known.grades[pk])}


def likeness(claim: Claim, names: tuple[Name, ...]) -> float:
    """From 0 to 1: the share of the name's letters that stand, under the child's name that is most like it."""
    turned = (claim.given_name, claim.family_name), (claim.family_name, claim.given_name)
    return max((_alike(said, name) for name in names for said in turned), default=0.0)


def whole(claim: Claim, names: tuple[Name, ...]) -> float:
    """Likeness where one of two family names does not stand for both: too many children share one."""
    turned = (claim.given_name, claim.family_name), (claim.family_name, claim.given_name)
    return max((_alike(said, name, strictly=True) for name in names for said in turned), default=0.0)


def could_be(claim: Claim, names: tuple[Name, ...]) -> bool:
    """Whether the claim's name can be the child's, to whom an id points: few slips, or the two names turned round."""
    return any(_could_be(claim.given_name, claim.family_name, *name) for name in names) or (
        bool(claim.given_name and claim.family_name)
        and any(_could_be(claim.family_name, claim.given_name, *name) for name in names)
    )


@lru_cache(maxsize=1 << 16)
def slips(said: str, name: str) -> int:
    """Slips between two spellings of one part of a name; accents count nothing, nor do letters dropped with them."""
    theirs = joined(said)
    return min(OSA.distance(theirs, form) for form in {joined(name), ascii_only(name) or joined(name)})


def near_id(said: str, ours: set[str]) -> bool:
    """Whether an id is one of the child's but for one slip."""
    told = normal_id(said)
    spelled = {told, told.lstrip("0")}
    return any(OSA.distance(a, b, score_cutoff=NEAR_ID) <= NEAR_ID for a in spelled for b in {*ours, *_bare(ours)})


def _bare(ids: set[str]) -> set[str]:
    return {one.lstrip("0") for one in ids if one.isdigit()}


def _spoken_against(claim: Claim, pk: int, known: Roster) -> bool:
    if claim.ids:
        return True
    told = {normal_id(text).rstrip("0123456789") for text in (claim.username, claim.email.partition("@")[0]) if text}
    ours = {one.partition("@")[0].rstrip("0123456789") for one in known.accounts_of[pk]}
    return bool(ours and told) and not told & ours


def _alike(said: Name, name: Name, strictly: bool = False) -> float:
    family = slips(said[1], name[1]) if strictly else _part(said[1], name[1], family_agrees)
    gone = _part(said[0], name[0], given_agrees) + family
    letters = max(len(joined(name[0])) + len(joined(name[1])), len(joined(said[0])) + len(joined(said[1])), 1)
    return max(0.0, 1 - gone / letters)


def _part(said: str, name: str, agrees: Callable[[str, str], bool]) -> int:
    found = slips(said, name)
    return 0 if found and agrees(said, name) else found


def _could_be(given: str, family: str, our_given: str, our_family: str) -> bool:
    return (not given or given_agrees(given, our_given) or _few(given, our_given)) and (
        not family or family_agrees(family, our_family) or _few(family, our_family)
    )


def _few(said: str, name: str) -> bool:
    """Few slips from the whole name or, where one word is said, from one of several family names."""
    words = name.split() if len(said.split()) == 1 else []
    return any(slips(said, one) <= _allowed(said, one) for one in (name, *words))


def _allowed(said: str, name: str) -> int:
    letters = max(len(joined(said)), len(joined(name)))
    return (letters >= ONE_SLIP) + (letters >= TWO_SLIPS)
