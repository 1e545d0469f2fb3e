from __future__ import annotations

import re
from html import unescape

from django.test import Client

from a_school import FRIDAY, Town, placement, practice
from facts.facts_by_hand import publish
from homeroom.mastery import teachers
from homeroom.mastery.models import ParameterSet
from homeroom.mastery.rules import RUSHING, WORKING_HARD
from homeroom.mastery.work_out import work_out
from homeroom.people.models import Contact, Relationship, Student, User
from homeroom.standards.models import ContentItem, Standard
from reports.known_by_hand import estimate


def body(client: Client, place: Town, at: int = 2, query: str = "") -> str:
    client.force_login(place.teacher)
    response = client.get(f"/student/{place.numbers[at]}/{query}")
    assert response.status_code == 200
    return response.content.decode()


def test_it_works(client: Client, place: Town) -> None:
    page = body(client, place)
    assert "<h1>Chloé" in page
    assert "Grade 3 · Grade 3, Room 12" in page
    assert (
        "<strong>Not moving.</strong> 14 answers since the last three right in a row, however long ago; 4 right" in page
    )
    assert "1 of 2" in page
    assert "i-Ready: work on 2 of 30 days" in page
    assert "Mon 19 Oct</td><td>1 lesson, 18 min" in page
    assert "Wed 2 Sep 2026" in page


def test_a_child_without_work(client: Client, place: Town) -> None:
    page = body(client, place, at=-1)
    assert "No work seen yet from any program." in page
    assert "No minutes or lessons seen this school year." in page
    assert "No work on standards seen in the last four weeks." in page


def test_claims_are_marked_as_the_programs_words(client: Client, place: Town) -> None:
    claim = {"student": place.numbers[2], "program": "star", "standard": "3.G.A.1", "value": "Secure"}
    publish("claims", [{**claim, "method": "MasteryLevel", "occurred_on": "2026-10-20"}])
    page = body(client, place)
    assert "Homeroom has not checked them." in page
    assert "Secure" in page


def test_assessments_and_claims_show_one_line_and_keep_the_rest_folded(client: Client, place: Town) -> None:
    child = place.children[2]
    score = {**placement(child, FRIDAY, "455"), "method": "Overall Scale Score", "result_kind": "score"}
    publish(
        "assessments", [score, placement(child, FRIDAY, "Level 2"), placement(child, FRIDAY, "Level 1", "Geometry")]
    )
    claim = {"student": child.pk, "program": "star", "standard": "RI.3.1", "occurred_on": FRIDAY}
    publish("claims", [{**claim, "method": "StandardMasteryLevel", "value": "Beginning"}])
    publish("claims", [{**claim, "method": "StandardPercentMastery", "value": "52"}])
    page = body(client, place)
    assert "<strong>Level 2, score 455</strong>" in page
    open_part = re.sub(r"(?s)<details>.*?</details>", "", page)
    assert "Geometry" in page
    assert "Geometry" not in open_part
    assert "<strong>1 Beginning</strong>" in open_part
    assert "<td>Beginning (52 %)</td>" in page
    assert "RI.3.1" not in open_part


def test_the_page_says_what_its_signs_mean(client: Client, place: Town) -> None:
    lessons = {**practice(place.children[2], "9.X.1", 0, 0), "lessons": 4, "lessons_passed": 4}
    publish("practice", [lessons, practice(place.children[2], "9.X.2", 3, 3)])
    page = body(client, place)
    assert "a chance of 80 % or more that the child has it" in page
    assert "2 of 3 lessons passed, no single answers" in page
    assert "Lessons alone, no single answers." in page
    assert "Too few answers to say anything." in page
    assert "Today is Monday 26 October 2026." in page


def test_weeks(client: Client, place: Town) -> None:
    assert "Week of 12 Oct 2026: no work seen." in body(client, place, query="?week=2026-W42")
    client.force_login(place.teacher)
    assert client.get(f"/student/{place.numbers[0]}/?week=no").status_code == 404


def test_the_file(client: Client, place: Town) -> None:
    client.force_login(place.teacher)
    response = client.get(f"/student/{place.numbers[2]}/week.csv")
    assert response.headers["Content-Disposition"].endswith(f'"student-{place.numbers[2]}-2026-W43.csv"')
    assert "3.NF.A.1 not moving,4,14," in response.content.decode()


def test_hostile_names_stay_names(client: Client, place: Town) -> None:
    Student.objects.filter(pk=place.numbers[2]).update(given_name='"><img src=x>', family_name="<script>x</script>")
    page = body(client, place)
    assert "<img" not in page
    assert "<script>x" not in page
    assert "&lt;script&gt;x" in page


def test_a_sitting_that_contradicts_itself_is_told_in_words(client: Client, place: Town) -> None:
    child = place.children[2]
    ContentItem.objects.create(program="edfi", kind="unit", external_id="b-1", title="First benchmark")
    answer = {"student": child.pk, "program": "edfi", "activity": "s1", "occurred_on": FRIDAY, "correct": True}
    marked = [{**answer, "content_item": f"q{n}", "contradiction": True} for n in range(3)]
    publish("attempts", [*marked, {**answer, "activity": "s2", "contradiction": False}])
    raw = {**placement(child, FRIDAY, "1"), "program": "edfi", "sitting": "s1", "assessment": "b-1"}
    publish("assessments", [{**raw, "method": "Raw score", "result_kind": "score"}])
    page = body(client, place)
    assert '<h2 id="contradictions">What does not add up</h2>' in page
    assert "The file marks 3 of 3 answers right, yet its raw score is 1." in page
    assert page.count("<h3>First benchmark</h3>") == 2
    told = client.get(f"/student/{child.pk}/week.csv").content.decode()
    assert 'contradiction,Ed-Fi assessments,"First benchmark answers marked right, not counted",3,3,' in told


def test_without_a_contradiction_there_is_no_word_of_one(client: Client, place: Town) -> None:
    assert "does not add up" not in body(client, place)


def words(page: str) -> str:
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page)))


def told(page: str) -> str:
    """The page's words from its results on, without the key of signs."""
    return words(page.split('id="result"')[1].split("What the signs mean")[0])


def test_result_by_state_stands_beside_effort(client: Client, place: Town) -> None:
    child = place.numbers[2]
    rows = [estimate(child, "3.NF.A.1", "not yet"), estimate(child, "3.G.A.1", "mastered")]
    rows += [estimate(child, "3.MD.C.7", "not enough evidence"), estimate(child, "3.OA.C.7", "no evidence")]
    publish("mastery", rows)
    page = body(client, place)
    assert page.index('id="effort"') < page.index('id="result"') < page.index('id="steps"')
    found = told(page)
    assert "● 1 mastered ○ 1 not yet ? 1 not enough evidence" in found
    assert "Not yet. We expect 20 % to 40 % of ordinary items right, luck and slips aside." in found
    assert found.index("3.NF.A.1") < found.index("3.MD.C.7")
    assert "no evidence" not in found.split("Standard by standard")[0]


def test_what_is_mastered_and_rests_is_a_list(client: Client, place: Town) -> None:
    child = place.numbers[-1]
    publish("mastery", [estimate(child, code, "mastered") for code in ("3.NF.A.1", "3.G.A.1")])
    page = body(client, place, at=-1)
    assert "Mastered, and not worked on in the last four weeks: 3.G.A.1 , 3.NF.A.1 ." in words(page)
    assert f'href="/student/{child}/standard/3.G.A.1/" title="Kinds of quadrilaterals"' in page


def test_a_teachers_word_comes_first_and_the_estimate_stays_beside_it(client: Client, place: Town) -> None:
    child = place.numbers[2]
    publish("mastery", [estimate(child, "3.NF.A.1", "not yet")])
    teachers.override(place.teacher, child, Standard.objects.get(code="3.NF.A.1"), "mastered", "She taught it.")
    found = told(body(client, place))
    assert "Mastered, set by a teacher; the evidence alone says: not yet. We expect 20 % to 40 %" in found


def test_before_any_estimate_the_page_says_so(client: Client, place: Town) -> None:
    found = told(body(client, place))
    assert "What the child knows is not estimated yet." in found
    assert "Nothing to suggest before the first night of estimates." in found


def test_estimated_without_any_evidence(client: Client, place: Town) -> None:
    publish("mastery", [estimate(place.numbers[2], "3.NF.A.1", "no evidence")])
    assert "No evidence yet. We need about 5 answers on a standard" in told(body(client, place))


def test_three_next_steps_with_their_reasons(client: Client, place: Town) -> None:
    child = place.numbers[2]
    steps = ["3.OA.C.7", "3.MD.A.1", "3.NF.A.1", "3.G.A.1"]
    told_of = {"student": child, "as_of": FRIDAY, "kind": "goal", "value": 1.0}
    rows = [{**told_of, "place": at, "standard": code, "reason": f"Why {at}."} for at, code in enumerate(steps, 1)]
    publish("next_steps", [*rows, {**rows[0], "student": place.numbers[3], "reason": "Another's."}])
    page = body(client, place)
    steps_told = words(page.split('id="steps"')[1].split("</ol>")[0])
    assert "3.OA.C.7 Multiply and divide within 100. Why 1. Leave this out… 3.OA.C.7 3.MD.A.1" in steps_told
    assert "Why 3." in steps_told
    assert "Why 4." not in steps_told
    assert "Another's." not in page


def test_flags_carry_their_rule_and_their_counts(client: Client, place: Town) -> None:
    flag = {"student": place.numbers[2], "as_of": FRIDAY}
    hard = {**flag, "rule": WORKING_HARD.id, "standard": "3.NF.A.1", "evidence": "14 answers, 4 of them right."}
    rushed = {**flag, "rule": RUSHING.id, "standard": None, "evidence": "6 of the last 20 answers were quick."}
    publish("flags", [hard, rushed, {**hard, "rule": "of a later version", "evidence": "?!"}])
    page = body(client, place)
    found = words(page)
    assert "Working hard, not moving: 3.NF.A.1 Unit fractions 14 answers, 4 of them right." in found
    assert "6 of the last 20 answers were quick. Rule: At least 5 of the last 20 answers took under 10 %" in found
    assert "?!" not in page


def test_work_without_a_standard_is_counted_and_listed(client: Client, place: Town) -> None:
    assert "No standard yet" not in body(client, place, at=-1)
    work_out(everything=True)
    page = words(body(client, place))
    assert "No standard yet This work counts as practice." in page
    assert "i-Ready: 2 tries of lessons 2 different" in page
    assert "DI.2.1 lesson 0 1" in page


def test_older_constants_are_said(client: Client, place: Town) -> None:
    publish("mastery", [estimate(place.numbers[2], "3.NF.A.1")])
    ParameterSet.objects.create(engine="filter", version="v", parameters={}, facts_version=1, failed="ValueError: x")
    assert "The estimates stand on older settings." in body(client, place)


def test_a_family_sees_states_but_no_door_to_them(client: Client, place: Town) -> None:
    child = place.numbers[2]
    publish("mastery", [estimate(child, "3.NF.A.1", "not yet"), estimate(child, "3.G.A.1", "mastered")])
    contact = Contact.objects.create(sourced_id="f1", given_name="Ira", family_name="Kin")
    Relationship.objects.create(contact=contact, student=place.children[2], kind="parent")
    client.force_login(User.objects.create(username="ira", contact=contact))
    page = client.get(f"/student/{child}/").content.decode()
    assert "Not yet. We expect" in page
    assert "/standard/" not in page


def test_page_and_file_tell_the_same(client: Client, place: Town) -> None:
    child = place.numbers[2]
    publish("mastery", [estimate(child, "3.NF.A.1", "not yet"), estimate(child, "3.G.A.1", "no evidence")])
    step = {"student": child, "as_of": FRIDAY, "kind": "goal", "place": 1, "standard": "3.OA.C.7", "reason": "Ready."}
    publish("next_steps", [step])
    flag = {"student": child, "as_of": FRIDAY, "rule": "rushing", "evidence": "6 of 20."}
    publish("flags", [flag])
    client.force_login(place.teacher)
    file = client.get(f"/student/{child}/week.csv").content.decode()
    for line in (
        "result,,3.NF.A.1 state,not yet,,2026-10-22",
        "result,,3.NF.A.1 answers in evidence,14,,2026-10-22",
        "result,,3.NF.A.1 expected right to %,40,,2026-10-22",
        "next step,,1. 3.OA.C.7 Multiply and divide within 100,Ready.,,",
        "flag,,rushing,6 of 20.,,",
    ):
        assert line in file
    assert "3.G.A.1 state" not in file
