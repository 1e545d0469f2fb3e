from __future__ import annotations

import re

from django.test import Client

from a_school import FRIDAY, Town, placement, practice
from facts.facts_by_hand import publish
from homeroom.people.models import Student
from homeroom.standards.models import ContentItem


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
