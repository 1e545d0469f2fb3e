"""Which child a row speaks of. The cascade: a person's decision, id, user name or e-mail, name, likeness; else review.

Each key is judged alone, from the roster and the decisions as they stand, so the order and the splitting of files never
change a link. Id and name at odds is a conflict, never a link.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext_noop

from homeroom.intake.matching.claim import Claim, claim_from, forms, key, normal_id
from homeroom.intake.matching.known import Name, Roster, Taught, index, roster
from homeroom.intake.matching.likeness import alike, could_be, near_id, whole
from homeroom.people.erasures import is_kept_out, is_name_kept_out
from homeroom.people.grades import grade_code
from homeroom.people.names import folded, joined, names_agree

__all__ = ["Claim", "Link", "Roster", "claim_from", "index", "match", "normal_id", "roster"]

UNMATCHED = "unmatched"
CONFLICT = "identity_conflict"
NOT_OURS = "not_our_child"
ERASED = "erased"
WAS_ERASED = gettext_noop("The row is of a child who was erased on request. It was blanked in the kept file.")
NOBODY = gettext_noop(
    "No child of the roster has this id, user name or e-mail, nor alone this name in this school and grade."
)
REJECTED = gettext_noop("A person said that this is not the child to whom it points.")
DECIDED, BY_NAME, BY_LIKENESS = "decision", "name", "likeness"
BY_ID, BY_ACCOUNT = gettext_noop("id"), gettext_noop("account")  # they stand in sentences, too


@dataclass(frozen=True)
class Link:
    """The verdict on one claim: a student and the method, or no student and the reason code with words.

    `score` is 1 but for likeness; `decision` the number of the person's decision that the link stands on.
    """

    student: int | None
    method: str
    words: str = ""
    score: float = 1.0
    decision: int | None = None


def match(claim: Claim, known: Roster) -> Link:
    """The verdict on one claim."""
    if known.erased and _erased(claim, known):
        return Link(None, ERASED, WAS_ERASED)
    standing = known.decided.get(key(claim)) if known.decided else None
    if standing is None:
        return _cascade(claim, known)
    if standing.not_ours:
        return Link(
            None, NOT_OURS, gettext_noop("A person said that this is not our child."), decision=standing.decision
        )
    if standing.student is not None:
        return Link(standing.student, DECIDED, decision=standing.decision)
    link = _cascade(claim, known)
    return Link(None, UNMATCHED, REJECTED) if link.student in standing.rejected else link


def _erased(claim: Claim, known: Roster) -> bool:
    """Whether the claim names a child who was erased: by an id or account that is nobody's now, or by name alone."""
    told = [*claim.ids, *filter(None, (claim.username, claim.email))]
    taken = any(form in known.ids or form in known.accounts for text in told for form in forms(text))
    if told:
        return not taken and any(is_kept_out(text, known.erased) for text in told)
    named = is_name_kept_out(claim.given_name, claim.family_name, known.erased)
    return named and not same_names(claim, known)


def _cascade(claim: Claim, known: Roster) -> Link:
    for method, found in ((BY_ID, _by_id(claim, known)), (BY_ACCOUNT, _by_account(claim, known))):
        if len(found) > 1:
            return Link(
                None,
                CONFLICT,
                gettext_noop("The %(method_words)s stands for more than one child of the roster.")
                % {"method_words": method},
            )
        if found:
            return _if_names_agree(claim, known, found.pop(), method)
    if learned := _taught(claim, known):
        return Link(learned.student, DECIDED, decision=learned.decision)
    for method, found in ((BY_ACCOUNT, _by_longer_account(claim, known)), (BY_NAME, same_names(claim, known))):
        if len(found) == 1:
            return Link(found.pop(), method)
    if best := alike(claim, known):
        return Link(best[0], BY_LIKENESS, score=round(best[1], 3))
    return Link(None, UNMATCHED, NOBODY)


def _by_id(claim: Claim, known: Roster) -> set[int]:
    """An exact form goes before one that lost its zeros."""
    exact = {pk for value in claim.ids for pk in known.ids.get(normal_id(value), ())}
    if exact:
        return exact
    return {pk for value in claim.ids for form in forms(value) for pk in known.ids.get(form, ())}


def _by_account(claim: Claim, known: Roster) -> set[int]:
    """By the user name or e-mail as it stands, unless its last digits may be the program's, not the school's."""
    offered = [claim.username, claim.email, claim.email.partition("@")[0], *claim.ids]
    found = {pk for text in filter(None, offered) for pk in known.accounts.get(normal_id(text), ())}
    if len(found) != 1 or not claim.username[-1:].isdigit() or _stands_beside(claim, next(iter(found)), known):
        return found
    several = found | _of_shorter_accounts(claim, known)
    beside = {pk for pk in several if _stands_beside(claim, pk, known)}
    return beside if len(beside) == 1 else several


def _by_longer_account(claim: Claim, known: Roster) -> set[int]:
    """Programs put digits behind a user name that is taken. That proves little: everything else told must fit."""
    return {
        pk
        for pk in _of_shorter_accounts(claim, known)
        if _stands_beside(claim, pk, known)
        and whole(claim, known.names[pk]) == 1
        and (not claim.ids or any(near_id(one, known.ids_of[pk]) for one in claim.ids))
    }


def _of_shorter_accounts(claim: Claim, known: Roster) -> set[int]:
    """The children of the claim's name whose user name is the claim's without some of its last digits."""
    if not claim.has_name:
        return set()
    found = {pk for text in _shorter(claim.username) for pk in known.accounts.get(text, ())}
    return {pk for pk in found if could_be(claim, known.names[pk])}


def _stands_beside(claim: Claim, pk: int, known: Roster) -> bool:
    """Whether the child's school and grade are the claim's, as far as it tells them."""
    return (not claim.school or folded(claim.school) in known.schools[pk]) and (
        not claim.grade or grade_code(claim.grade) == known.grades[pk]
    )


def _shorter(username: str) -> Iterator[str]:
    """A user name without the last of its digits, without the last two, and so on."""
    text = normal_id(username)
    while text and text[-1].isdigit():
        text = text[:-1]
        if text:
            yield text


def _taught(claim: Claim, known: Roster) -> Taught | None:
    """The child whom a person confirmed under this id, if the name is the one confirmed, the roster's, or none."""
    found = [one for value in claim.ids for one in known.taught.get(normal_id(value), ())]
    if len({one.student for one in found}) != 1:
        return None
    agree = [one for one in found if could_be(claim, (one.name, *known.names.get(one.student, ())))]
    return agree[0] if agree else None


def same_names(claim: Claim, known: Roster) -> set[int]:
    """The children of the claim's school and grade who bear its name; where there is one, those too who may bear it.

    None where the row tells an id of the school's own numbering that is another child's, or nobody's so far.
    """
    if not (claim.given_name and claim.family_name and claim.school and claim.grade):
        return set()
    school, grade = folded(claim.school), grade_code(claim.grade)
    if grade is None:
        return set()
    plain = known.by_name.get((folded(claim.given_name), folded(claim.family_name)), set())
    named = plain | known.by_name.get((joined(claim.given_name), joined(claim.family_name)), set())
    found = {pk for pk in named if school in known.schools[pk] and known.grades[pk] == grade}
    if not found or any(known.numbered(one) and not _near_one(one, found, known) for one in claim.ids):
        return set()
    words = folded(claim.family_name).split()
    relatives = {pk for word in words for pk in known.at(school, word) if known.grades[pk] == grade}
    return found | {pk for pk in relatives - found if _agrees(claim, known.names[pk])}


def _near_one(id_: str, found: set[int], known: Roster) -> bool:
    return any(near_id(id_, known.ids_of[pk]) for pk in found)


def _agrees(claim: Claim, names: tuple[Name, ...]) -> bool:
    return any(names_agree(claim.given_name, claim.family_name, *name) for name in names)


def _if_names_agree(claim: Claim, known: Roster, pk: int, method: str) -> Link:
    if not claim.has_name or could_be(claim, known.names[pk]):
        return Link(pk, method)
    return Link(
        None,
        CONFLICT,
        gettext_noop("The %(method_words)s belongs to a child of another name in the roster.")
        % {"method_words": method},
    )
