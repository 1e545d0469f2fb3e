"""Whom a row speaks of: each step of the cascade, and every way to end without a child."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from homeroom.intake.match import Claim, Roster, claim_from, index, match, normal_id
from homeroom.intake.matching.compare import evidence
from homeroom.people.models import Student
from homeroom.people.names import folded

CHILDREN = {
    1: Student(sourced_id="00417", given_name="Thảo", family_name="Nguyễn", grade="03", username="tnguyen17"),
    2: Student(sourced_id="k-2", given_name="Ana", family_name="Ruiz", grade="03", email="ana.ruiz@valley.org"),
    3: Student(sourced_id="k-3", given_name="Ana", family_name="Ruiz", grade="04", identifier="S77"),
    4: Student(sourced_id="k-4", given_name="Leo", family_name="Park", grade="03", username="lpark"),
    5: Student(sourced_id="k-5", given_name="Leo", family_name="Park", grade="03", username="leopark"),
    6: Student(sourced_id="gone", given_name="Mia", family_name="Bell", grade="05", ends_on=date(2025, 6, 1)),
    7: Student(sourced_id="k-7", given_name="Robert", preferred_name="Bo", family_name="O'Neil", grade="KG"),
    8: Student(sourced_id="77", given_name="Ida", family_name="Holm", grade="03", identifier="shared"),
    9: Student(sourced_id="077", given_name="Per", family_name="Lund", grade="03", identifier="shared"),
    10: Student(sourced_id="00123", given_name="Kai", family_name="Sand", grade="02"),
}


@pytest.fixture(scope="module")
def known() -> Roster:
    roster = Roster()
    for number, child in CHILDREN.items():
        index(roster, number, child)
        roster.schools[number].add(folded("Valley School"))
    return roster


def named(given: str, family: str, grade: str = "3", school: str = "Valley School") -> Claim:
    return Claim(given_name=given, family_name=family, grade=grade, school=school)


LINKS = {
    "the id": (Claim(("00417",)), 1, "id"),
    "the id without its zeros": (Claim(("417",)), 1, "id"),
    "the id with more zeros": (Claim(("0000417",)), 1, "id"),
    "the id as a spreadsheet writes it": (Claim(("417.0",)), 1, "id"),
    "the id with blanks in and about it": (Claim((" 004 17\u200b",)), 1, "id"),
    "the id in capitals": (Claim(("K-2",)), 2, "id"),
    "the other id of the roster": (Claim(("s77",)), 3, "id"),
    "the second of several ids": (Claim(("unknown", "k-2")), 2, "id"),
    "an exact id before one that lost its zeros": (Claim(("077",)), 9, "id"),
    "the id, and the name agrees": (Claim(("00417",), "THAO", "nguyen"), 1, "id"),
    "the id, and the name by which the child is called": (Claim(("k-7",), "Bo", "O’Neil"), 7, "id"),
    "a child who left": (Claim(("gone",)), 6, "id"),
    "the user name": (Claim(username="TNguyen17"), 1, "account"),
    "the user name in the id's column": (Claim(("tnguyen17",)), 1, "account"),
    "the e-mail address": (Claim(email="Ana.Ruiz@valley.org"), 2, "account"),
    "the address, by what stands before the @": (Claim(email="tnguyen17@elsewhere.org"), 1, "account"),
    "an unknown id, but a known user name": (Claim(("unknown",), username="lpark"), 4, "account"),
    "the name, alone in its school and grade": (named("Ana", "Ruiz", "4"), 3, "name"),
    "the name without accents": (named("thao", "NGUYEN", "Grade 3"), 1, "name"),
    "the name by which the child is called": (named("Bo", "O'Neil", "K"), 7, "name"),
    "the name that lost its accented letters": (named("Tho", "Nguyn"), 1, "name"),
    "the name with question marks for them": (named("Th?o", "Nguy?n"), 1, "name"),
    "the id, and the name is misspelled": (Claim(("00417",), "Thảo", "Nguyeen"), 1, "id"),
    "the id, and the names are turned round": (Claim(("00417",), "Nguyễn", "Thảo"), 1, "id"),
    "the id, and one of the names": (Claim(("00417",), family_name="Nguyen"), 1, "id"),
    "the user name with digits behind it": (
        Claim(given_name="Leo", family_name="Park", username="leopark42"),
        5,
        "account",
    ),
    "a likeness": (named("Anna", "Ruiz"), 2, "likeness"),
    "the name, and an id with one wrong digit": (replace(named("Thảo", "Nguyễn"), ids=("00418",)), 1, "name"),
}
ENDS = {
    "an id of nobody": (Claim(("9",)), "unmatched"),
    "a name beside a number that the school gave to nobody": (
        replace(named("Ana", "Ruiz", "4"), ids=("00300",)),
        "unmatched",
    ),
    "nothing at all": (Claim(), "unmatched"),
    "an id of blanks": (Claim((" ",)), "unmatched"),
    "a name that two children bear": (named("Leo", "Park"), "unmatched"),
    "a name in another grade": (named("Ana", "Ruiz", "5"), "unmatched"),
    "a name in another school": (named("Ana", "Ruiz", school="Hill School"), "unmatched"),
    "a name in a grade that is none": (named("Ana", "Ruiz", "Gold"), "unmatched"),
    "a name without a grade": (Claim(given_name="Ana", family_name="Ruiz", school="Valley School"), "unmatched"),
    "a name with too many slips": (named("Annah", "Ruids"), "unmatched"),
    "a likeness of another school's child": (named("Anna", "Ruiz", school="Hill School"), "unmatched"),
    "a likeness of two": (named("Leoo", "Park"), "unmatched"),
    "a likeness beside an id with one wrong digit": (replace(named("Thảoo", "Nguyễn"), ids=("00418",)), "unmatched"),
    "a likeness beside an id that is nobody's": (replace(named("Anna", "Ruiz"), ids=("90210",)), "unmatched"),
    "a likeness beside a user name that is another's": (replace(named("Thảoo", "Nguyễn"), username="x"), "unmatched"),
    "an id under another name": (Claim(("00417",), "Ida", "Holm"), "identity_conflict"),
    "a user name under another name": (Claim((), "Ida", "Holm", username="lpark"), "identity_conflict"),
    "an id of two children": (Claim(("shared",)), "identity_conflict"),
    "two ids of two children": (Claim(("k-2", "k-3")), "identity_conflict"),
    "an id that lost its zeros, of two children": (Claim(("0077",)), "identity_conflict"),
}


@pytest.mark.parametrize("what", LINKS)
def test_a_child_is_known_by(what: str, known: Roster) -> None:
    claim, student, method = LINKS[what]
    link = match(claim, known)
    assert (link.student, link.method, link.words) == (student, method, "")


@pytest.mark.parametrize("what", ENDS)
def test_nobody_is_known_by(what: str, known: Roster) -> None:
    claim, code = ENDS[what]
    link = match(claim, known)
    assert (link.student, link.method) == (None, code)
    assert link.words.endswith(".")


def test_the_words_hold_no_name(known: Roster) -> None:
    assert all("Holm" not in match(claim, known).words for claim, _ in ENDS.values())


def test_a_claim_out_of_a_layouts_columns() -> None:
    parts = [("ids", "a"), ("ids", ""), ("ids", "b"), ("given_name", "Ana"), ("grade", "")]
    assert claim_from(parts) == Claim(ids=("a", "b"), given_name="Ana")


def test_evidence_tells_what_was_compared_and_not_the_values(known: Roster) -> None:
    claim = Claim(("00417",), "Thảo", "Nguyễn", school="Valley School")
    assert evidence(claim, 1, known) == "ids:same given_name:same family_name:same school:same"
    claim = Claim(("00418",), "Thaao", "Holm", grade="4", school="Hill School", username="tnguyen")
    told = "ids:near account:near given_name:near family_name:other school:other grade:other"
    assert evidence(claim, 1, known) == told


@pytest.mark.parametrize(("text", "normal"), [("00417.0", "00417"), ("1.50", "1.50"), ("A\u0308B ", "äb"), (".0", "")])
def test_ids_as_they_are_compared(text: str, normal: str) -> None:
    assert normal_id(text) == normal
