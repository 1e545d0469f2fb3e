"""Ed-Fi interchanges taken in by the one door: what becomes facts, what is refused by name, what is accounted for."""

from __future__ import annotations

from pathlib import Path

import pytest

from homeroom.facts import store
from homeroom.facts.schema import BASE
from homeroom.intake import originals, quarantine, undo
from homeroom.intake.errors import IntakeError
from homeroom.intake.models import Delivery, RosterChangeSet
from homeroom.mastery.refresh import refresh
from homeroom.people.models import Student
from homeroom.standards.alignment import tags
from homeroom.standards.models import ContentItem, Standard
from intake.edfi.sittings import (
    assessment,
    assessment_item,
    interchange,
    item,
    level,
    objective,
    score,
    sitting,
    standard,
    write,
)
from intake.taking_in import facts, ledger, reasons, school, take


@pytest.fixture(autouse=True)
def children(db: None) -> None:
    school()


def results(tmp_path: Path, *sittings: str) -> list[Delivery]:
    return take(write(tmp_path / "fall.xml", interchange("StudentAssessment", *sittings)))


def test_a_sitting_gives_its_scores_and_its_items(tmp_path: Path) -> None:
    one = sitting("s1", "1001", score("2"), level("Met Standard", "true"), item("q1", "Correct"), item("q2", "Correct"))
    scores, items = results(tmp_path, one)
    assert [(d.file, d.archive, d.report, ledger(d)) for d in (scores, items)] == [
        ("fall.scores.csv", "fall.xml", "student_assessments", {"published": 2}),
        ("fall.items.csv", "fall.xml", "item_results", {"published": 2}),
    ]
    told = [(f["method"], f["result"], f["result_kind"], f["met"]) for f in facts("assessments")]
    assert told == [("Raw score", "2", "score", None), ("Proficiency level", "Met Standard", "level", True)]
    assert [(f["content_item"], f["correct"], f["contradiction"]) for f in facts()] == [
        ("q1", True, False),
        ("q2", True, False),
    ]
    assert {(f["program"], f["school_year"], str(f["occurred_on"])) for f in facts()} == {("edfi", 2027, "2026-09-28")}


def test_an_objective_keeps_its_name(tmp_path: Path) -> None:
    (scores,) = results(tmp_path, sitting("s1", "1001", score("9"), objective("Fractions", score("3"), level("Low"))))
    assert ledger(scores) == {"published": 3}
    assert [(f["objective"], f["method"], f["result"]) for f in facts("assessments")] == [
        (None, "Raw score", "9"),
        ("Fractions", "Raw score", "3"),
        ("Fractions", "Proficiency level", "Low"),
    ]


@pytest.mark.parametrize(
    ("parts", "against"),
    [
        ((score("1"), item("q1", "Correct"), item("q2", "Incorrect")), False),
        ((score("1"), item("q1", "Correct"), item("q2", "Correct")), True),
        ((score("5"), item("q1", "Correct", "3"), item("q2", "Incorrect", "2")), False),
        ((score("5"), item("q1", "Correct", "3"), item("q2", "Correct")), True),
        ((score("1"), item("q1", "Correct"), item("q2", "Not Attempted")), False),
        ((score("absent"), item("q1", "Correct")), False),
        ((score("400", "Scale score"), item("q1", "Correct")), False),
        ((score("1"), score("2"), item("q1", "Correct")), False),
        ((item("q1", "Correct"),), False),
        ((score("0.3"), item("q1", "Correct", "0.1"), item("q2", "Correct", "0.2")), False),
        ((score("nan"), item("q1", "Correct")), False),
    ],
)
def test_a_sitting_contradicts_itself_only_where_both_sides_are_told(
    parts: tuple[str, ...], against: bool, tmp_path: Path
) -> None:
    results(tmp_path, sitting("s1", "1001", *parts))
    assert {fact["contradiction"] for fact in facts()} == {against}


def test_answers_of_a_sitting_that_contradicts_itself_are_kept_and_count_nowhere(tmp_path: Path) -> None:
    metadata = interchange("AssessmentMetadata", assessment_item("q1", ["5.1.A"]))
    take(write(tmp_path / "items.xml", metadata))
    good = sitting("s1", "1001", score("1"), item("q1", "Correct"))
    results(tmp_path, good, sitting("s2", "1002", score("0"), item("q1", "Correct")))
    refresh([2027])
    asked = "select standard, attempts, correct, contradicting from practice order by attempts desc"
    assert len(facts()) == 2
    assert store.query(asked, tables=["practice"]).rows == [("5.1.A", 1, 1, 0), ("5.1.A", 0, 0, 1)]


def test_the_interchange_is_kept_as_it_came(tmp_path: Path) -> None:
    text = interchange("StudentAssessment", sitting("s1", "1001", score("2")))
    take(write(tmp_path / "fall.xml", text))
    kept = [path.read_bytes() for path in (originals.place("x").parent.parent).rglob("*") if path.is_file()]
    assert text.encode() in kept


def test_the_same_interchange_again_changes_nothing(tmp_path: Path) -> None:
    one = sitting("s1", "1001", score("2"), item("q1", "Correct"))
    results(tmp_path, one)
    before = [store.checksum(table) for table in BASE]
    assert [ledger(d) for d in results(tmp_path, one)] == [{"duplicate": 1}, {"duplicate": 1}]
    assert [store.checksum(table) for table in BASE] == before


def test_a_later_interchange_of_the_same_sittings_adds_what_is_new(tmp_path: Path) -> None:
    first, second = sitting("s1", "1001", score("2")), sitting("s2", "1002", score("3"))
    results(tmp_path, first)
    (grown,) = results(tmp_path, first, second)
    assert ledger(grown) == {"published": 1, "duplicate": 1}


def test_unknown_children_wait_and_rows_without_a_key_say_why(tmp_path: Path) -> None:
    blank = sitting("", "1001", score("2"), on="2026-09-28")
    odd = sitting("s3", "1001", score("2"), on="last week")
    (scores,) = results(tmp_path, sitting("s1", "9999", score("2")), blank, odd, sitting("s4", "1001", score("2")))
    assert ledger(scores) == {"published": 1, "quarantined": 3}
    assert reasons(scores) == {"unmatched": 1, "missing_value": 1, "not_a_date": 1}


def test_items_and_standards_are_aligned_whichever_comes_first(tmp_path: Path) -> None:
    items = write(
        tmp_path / "a.xml",
        interchange("AssessmentMetadata", assessment("bench-1", "First benchmark"), assessment_item("q1", ["5.1.A"])),
    )
    standards = write(tmp_path / "b.xml", interchange("Standards", standard("5.1.A", "compare numbers", parent="5.1")))
    parent = write(tmp_path / "c.xml", interchange("Standards", standard("5.1", "numbers"), standard("5.1.A", "")))
    seen = [ledger(d) for path in (items, standards, parent) for d in take(path)]
    assert seen == [{"published": 2}, {"published": 1}, {"published": 2}]
    known = Standard.objects.get(code="5.1.A")
    assert (known.title, known.grade) == ("compare numbers", "3")
    assert known.parent is not None and known.parent.title == "numbers"
    assert tags()["standard"] == ["5.1.A"]
    assert ContentItem.objects.get(kind="unit").title == "First benchmark"


def test_every_record_of_a_catalogue_is_accounted_for(tmp_path: Path) -> None:
    records = (
        assessment_item("q1", ["5.1.A"]),
        assessment_item("", ["5.1.A"]),
        assessment_item("q2", [""]),
        assessment_item("q" * 300, []),
        "<ObjectiveAssessment/>",
        standard("9" * 70, "too long a code"),
        standard("9", "too long a parent", parent="9" * 70),
        "<!-- a comment is no record -->",
    )
    (delivery,) = take(write(tmp_path / "items.xml", interchange("AssessmentMetadata", *records)))
    assert (delivery.rows_in, ledger(delivery)) == (7, {"published": 1, "quarantined": 5, "ignored": 1})
    assert reasons(delivery) == {"missing_value": 2, "out_of_range": 3, "not_taken": 1}
    (again,) = take(tmp_path / "items.xml")
    assert ledger(again) == {"duplicate": 7}


REFUSED = {
    "StudentIntervention": "Interventions and health or education plans are not collected.",
    "StaffAssociation": "homeroom takes rosters as OneRoster",
    "Finance": "homeroom does not read this kind of interchange.",
}


@pytest.mark.parametrize("kind", REFUSED)
def test_other_interchanges_are_refused_by_name(kind: str, tmp_path: Path) -> None:
    (delivery,) = take(write(tmp_path / "x.xml", interchange(kind, "<A/>")))
    assert (delivery.state, ledger(delivery)) == ("refused", {})
    assert f"an Ed-Fi interchange of {kind}. {REFUSED[kind]}" in delivery.message
    assert facts() == []


def test_an_interchange_without_results_says_so(tmp_path: Path) -> None:
    (delivery,) = results(tmp_path, sitting("s1", "1001"))
    assert (delivery.state, delivery.message) == (
        "refused",
        "fall.xml: it holds no result. Ask the sender for it again.",
    )


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
SECRET = '<!DOCTYPE x [<!ENTITY secret SYSTEM "file:///etc/hostname">]>'


@pytest.mark.parametrize("before", [BOMB, SECRET])
def test_a_document_type_is_never_opened(before: str, tmp_path: Path) -> None:
    one = sitting("&b;" if "b " in before else "&secret;", "1001", score("2"))
    (delivery,) = take(write(tmp_path / "x.xml", interchange("StudentAssessment", one, before=before)))
    assert (delivery.state, facts("assessments")) == ("refused", [])
    assert "declares a document type" in delivery.message


@pytest.mark.parametrize("kind", ["StudentAssessment", "AssessmentMetadata"])
def test_half_an_interchange_loads_nothing(kind: str, tmp_path: Path) -> None:
    records = [
        sitting(f"s{n}", "1001", score("2")) if kind == "StudentAssessment" else assessment_item(f"q{n}", [])
        for n in range(40)
    ]
    text = interchange(kind, *records)
    path = write(tmp_path / "x.xml", text[: len(text) // 2])
    (delivery,) = take(path)
    assert delivery.state in ("held", "refused")
    assert "breaks off or is damaged at line" in delivery.message
    assert (facts("assessments"), ContentItem.objects.count()) == ([], 0)


@pytest.mark.parametrize("text", ["<html><body>sign in</body></html>", "<a><b/></a>", "no XML at all\n1\n", ""])
def test_xml_of_another_kind_is_no_interchange(text: str, tmp_path: Path) -> None:
    (delivery,) = take(write(tmp_path / "x.xml", text))
    assert delivery.state in ("held", "refused")
    assert facts("assessments") == []


def test_a_namespace_of_another_year_reads_the_same(tmp_path: Path) -> None:
    text = interchange("StudentAssessment", sitting("s1", "1001", score("2")), namespace="http://ed-fi.org/4.0.0")
    (scores,) = take(write(tmp_path / "x.xml", text))
    assert ledger(scores) == {"published": 1}


def students(tmp_path: Path, *told: tuple[str, str, str]) -> Delivery:
    records = (
        f"<Student><StudentUniqueId>{number}</StudentUniqueId><Name><FirstName>{given}</FirstName>"
        f"<LastSurname>{family}</LastSurname></Name><BirthData><BirthDate>2016-05-05</BirthDate></BirthData></Student>"
        for number, given, family in told
    )
    (delivery,) = take(write(tmp_path / "students.xml", interchange("Student", *records)))
    return delivery


def test_children_are_added_while_no_roster_has_named_any(tmp_path: Path) -> None:
    delivery = students(
        tmp_path, ("1001", "Ana", "Ruiz"), ("E7", "Iris", "Holm"), ("E7", "Iris", "Holm"), ("", "No", "Id")
    )
    assert ledger(delivery) == {"published": 2, "duplicate": 1, "quarantined": 1}
    assert Student.objects.get(sourced_id="E7").name == "Iris Holm"
    assert Student.objects.get(sourced_id="1001").identifiers.get().kind == "edfi"


def test_the_roster_has_the_last_word_on_who_a_child_is(tmp_path: Path) -> None:
    before = list(Student.objects.values_list("sourced_id", "given_name", "family_name"))
    RosterChangeSet.objects.create(name="roster", state=RosterChangeSet.State.APPLIED)
    delivery = students(tmp_path, ("1001", "Someone", "Else"), ("E7", "Iris", "Holm"), ("1002", "", "Núñez"))
    assert ledger(delivery) == {"quarantined": 3}
    assert reasons(delivery) == {"identity_conflict": 1, "not_in_roster": 1, "missing_value": 1}
    assert list(Student.objects.values_list("sourced_id", "given_name", "family_name")) == before


def test_children_who_waited_are_known_once_the_roster_names_them(tmp_path: Path) -> None:
    RosterChangeSet.objects.create(name="roster", state=RosterChangeSet.State.APPLIED)
    delivery = students(tmp_path, ("1001", "Ana", "Ruiz"), ("E7", "Iris", "Holm"))
    assert ledger(delivery) == {"published": 1, "quarantined": 1}
    group = delivery.groups.get()
    header, listed = quarantine.rows(group)
    assert header == ["record", "why", "as it came"]
    assert listed[0][:2] == ["2", "No roster names this child."] and "<StudentUniqueId" not in listed[0][1]
    assert "Holm" in listed[0][2]
    Student.objects.create(sourced_id="x9", identifier="E7", given_name="Iris", family_name="Holm")
    (judged,) = quarantine.redrive([delivery.pk])
    assert ledger(judged) == {"published": 2}


def test_an_id_of_two_children_waits(tmp_path: Path) -> None:
    Student.objects.create(sourced_id="x9", identifier="1001", given_name="Ana", family_name="Ruiz")
    assert reasons(students(tmp_path, ("1001", "Ana", "Ruiz"))) == {"identity_conflict": 1}


def test_what_is_no_result_is_not_undone(tmp_path: Path) -> None:
    delivery = students(tmp_path, ("1001", "Ana", "Ruiz"))
    with pytest.raises(IntakeError, match="not results"):
        undo.withdraw(delivery.pk, None)


def test_an_undone_sitting_leaves_the_facts(tmp_path: Path) -> None:
    _, items = results(tmp_path, sitting("s1", "1001", score("2"), item("q1", "Correct")))
    undo.withdraw(items.pk, None)
    assert (facts(), len(facts("assessments"))) == ([], 1)
