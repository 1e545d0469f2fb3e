"""Whom we look for in files: by ids and accounts, or by both names together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from homeroom.intake.matching.claim import Claim, forms, from_text
from homeroom.intake.matching.known import Roster, spellings
from homeroom.intake.models import IdentityLink, VendorKey
from homeroom.intake.who.decided import knowing
from homeroom.people.known_by import KnownBy, people_of
from homeroom.people.models import Student
from homeroom.people.names import folded

# A shorter id may be a grade, a score or another child's row number: alone it says nothing.
TELLING = 4


@dataclass(frozen=True)
class Sought:
    """A child, and the contacts who go with the child. `ids` are in the forms in which ids are compared."""

    student: int
    sourced_ids: frozenset[str]
    ids: frozenset[str]
    names: frozenset[tuple[str, str]]
    # As written: ids, accounts, and names as (given, family).
    spelled: tuple[str, ...]
    called: tuple[tuple[str, str], ...]
    rosters: dict[str, Roster] = field(default_factory=dict, compare=False, repr=False)

    def roster(self, program: str) -> Roster:
        """What the program's keys are matched with. Read once: nobody changes it while files are looked through."""
        if program not in self.rosters:
            self.rosters[program] = knowing(program)
        return self.rosters[program]

    def in_claim(self, claim: Claim, verdict: int | None) -> bool:
        """Whether a row that says this is the child's. `verdict` is the child whom the roster makes of it."""
        told = [*claim.ids, claim.username, claim.email]
        if any(form in self.ids for text in filter(None, told) for form in forms(text)):
            return verdict in (None, self.student)
        return verdict == self.student or (verdict is None and self._named(claim))

    def _named(self, claim: Claim) -> bool:
        return (folded(claim.given_name), folded(claim.family_name)) in self.names

    def in_cells(self, cells: Sequence[str], known: Roster) -> bool:
        """Whether a row that nobody can read by columns is the child's: by an id of some length, or both names."""
        said = {form for cell in cells for form in forms(cell)}
        hits = said & self.ids
        if any(len(one) >= TELLING for one in hits):
            return True
        text = f" {folded(' '.join(cells))} "
        named = any(f" {given} " in text and f" {family} " in text for given, family in self.names)
        others = {pk for one in said for pk in known.ids.get(one, ())} - {self.student}
        return named and (bool(hits) or not others)

    @property
    def alone(self) -> list[bytes]:
        """What finds the child by itself, as bytes in lower case."""
        return _bytes(self.spelled)

    @property
    def pairs(self) -> list[tuple[list[bytes], list[bytes]]]:
        """Given and family name, which find the child together."""
        return [(_bytes(_ways(given)), _bytes(_ways(family))) for given, family in self.called]


def sought(student: Student) -> Sought:
    """The child as the roster knows them, and as programs wrote them where a person or a rule linked it."""
    people = list(people_of(student))
    claims = [from_text(text) for text in _claims(student.pk)]
    ids = [text for one in people for text in (*one.ids, *one.accounts)]
    ids += [text for one in claims for text in (*one.ids, one.username, one.email)]
    called = [name for one in people for name in one.names]
    called += [(one.given_name, one.family_name) for one in claims if one.given_name and one.family_name]
    spelled = dict.fromkeys(filter(None, ids))
    return Sought(
        student.pk,
        frozenset(one.sourced_id for one in people),
        frozenset(form for text in spelled for form in forms(text)),
        frozenset(way for name in called for way in spellings(*name)),
        tuple(spelled),
        tuple(dict.fromkeys(called)),
    )


def also_known(student: Student) -> KnownBy:
    """What only programs call the child, so that it is kept out as well."""
    claims = [from_text(text) for text in _claims(student.pk)]
    ids = dict.fromkeys(text for one in claims for text in (*one.ids, one.username, one.email) if text)
    names = dict.fromkeys((one.given_name, one.family_name) for one in claims if one.given_name and one.family_name)
    return KnownBy(student.sourced_id, tuple(ids), (), tuple(names))


def _claims(student: int) -> list[str]:
    links = IdentityLink.objects.filter(student=student).values_list("claim", flat=True)
    decided = VendorKey.objects.filter(decisions__student=student, decisions__verdict="confirm")
    return list(dict.fromkeys([*links, *decided.values_list("claim", flat=True)]))


def _ways(name: str) -> set[str]:
    return {name, folded(name)} - {""}


def _bytes(words: Iterable[str]) -> list[bytes]:
    """A word as it may stand in a file: in UTF-8 or one byte a letter, capital or small, a number without its zeros."""
    spelled = {way for word in words for way in (word, word.casefold(), word.upper(), *forms(word))}
    found = {one.encode(codec, "ignore").lower() for one in spelled for codec in ("utf-8", "cp1252") if one}
    return sorted(found - {b""})
