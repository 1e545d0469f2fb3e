"""Lessons to align: the queue by minutes and doubt, accept, other, none, undo; no child is named."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils.html import escape

from a_school import FRIDAY, MONDAY, Town, lesson, town
from facts.facts_by_hand import publish
from homeroom.pages.to_align.view import A_PAGE
from homeroom.people.models import AuditEntry, Role, School, User
from homeroom.standards import ccss, review
from homeroom.standards.models import Alignment, AlignmentReview, ContentItem, Suggestion

pytestmark = pytest.mark.any_database

PATH = "/content/review/"
HOSTILE = '"><img src=x onerror=alert(1)>'
SURE = [["3.NF.A.1", 0.9], ["3.NF.A.2", 0.05]]
UNSURE = [["3.OA.A.1", 0.4], ["3.OA.A.3", 0.3]]


@pytest.fixture
def place(db: None) -> Town:
    ccss.load()
    return town(size=4)


def item(external_id: str, title: str = "Shares", **more: str) -> ContentItem:
    told = {"program": "iready", "kind": "lesson", "external_id": external_id, "title": title, **more}
    return ContentItem.objects.create(**told)


def suggested(found: ContentItem, candidates: list[list[object]], none: float = 0.02) -> ContentItem:
    Suggestion.objects.create(content_item=found, candidates=candidates, none=none, version="v")
    return found


def worked(place: Town, external_id: str, *minutes: float) -> None:
    rows = zip(place.children, minutes, strict=False)
    publish("activities", [lesson(child, FRIDAY, external_id, spent) for child, spent in rows])


def page(client: Client, user: User, path: str = PATH) -> str:
    client.force_login(user)
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def said(found: ContentItem) -> list[tuple[str, str, float]]:
    rows = review.speaking().filter(content_item=found).order_by("standard__order")
    return list(rows.values_list("standard__code", "source", "weight"))


def test_it_works(client: Client, place: Town) -> None:
    suggested(item("a", "Pizza for Four", words="Cut it into equal slices.", grade="3"), SURE)
    worked(place, "a", 12.0, 20.5)
    shown = page(client, place.data_team)
    assert '<h2 id="in-hand" lang="en">Pizza for Four</h2>' in shown
    assert "i-Ready · lesson · grade 3; 33 minutes of 2 children" in shown
    assert "Cut it into equal slices." in shown
    assert "3.NF.A.1 Fractions as equal parts of a whole, 90 % likely" in shown
    assert "None of our standards, 2 % likely" in shown
    assert "1 lesson waits. Children have worked on 1 of them this school year." in shown


def test_minutes_times_doubt_decide_the_order(client: Client, place: Town) -> None:
    suggested(item("sure", "Sure"), SURE)  # 40 minutes × .1
    suggested(item("unsure", "Unsure"), UNSURE)  # 10 × .6
    item("nothing", "Nothing known")  # 5 × 1
    item("idle", "Idle")
    for external_id, minutes in (("sure", 40.0), ("unsure", 10.0), ("nothing", 5.0)):
        worked(place, external_id, minutes)
    shown = page(client, place.data_team)
    places = [shown.index(f">{title}</a>") for title in ("Unsure", "Nothing known", "Sure", "Idle")]
    assert places == sorted(places)
    assert "nobody has worked on it this school year" in shown


def test_a_suggestion_is_accepted_and_taken_back(client: Client, place: Town) -> None:
    found = suggested(item("a"), SURE)
    client.force_login(place.data_team)
    answer = client.post(PATH, {"lesson": found.pk, "serves": "3.NF.A.1"})
    made = AlignmentReview.objects.get()
    assert answer.headers["Location"] == f"{PATH}?done={made.pk}#kept"
    assert said(found) == [("3.NF.A.1", "human", 1.0)]
    row = Alignment.objects.get()
    assert (row.reviewer, row.p) == ("data", 1.0)
    shown = page(client, place.data_team, answer.headers["Location"])
    assert "Kept: <b>Shares</b> serves 3.NF.A.1." in shown
    assert "Every lesson in the catalogue serves a standard" in shown
    client.post(PATH, {"act": "undo", "review": made.pk})
    assert said(found) == []
    assert 'id="in-hand" lang="en">Shares' in page(client, place.data_team)
    assert list(AuditEntry.objects.filter(verb__in=("aligned", "undid")).values_list("verb", "students")) == [
        ("aligned", []),
        ("undid", []),
    ]


def test_other_standards_are_written_as_programs_spell_them(client: Client, place: Town) -> None:
    found = suggested(item("a"), SURE)
    client.force_login(place.data_team)
    client.post(PATH, {"lesson": found.pk, "serves": "other", "other": "3.oa.1, CCSS.Math.Content.3.OA.A.2"})
    assert said(found) == [("3.OA.A.1", "human", 0.5), ("3.OA.A.2", "human", 0.5)]


def test_none_of_ours_is_a_decision_too(client: Client, place: Town) -> None:
    found = item("a")
    client.force_login(place.data_team)
    client.post(PATH, {"lesson": found.pk, "serves": "none"})
    assert said(found) == []
    assert AlignmentReview.objects.get().codes == []
    shown = page(client, place.data_team, f"{PATH}?room=decided")
    assert "<td>no standard</td>" in shown
    assert "Every lesson in the catalogue" in page(client, place.data_team)


def test_without_suggestions_a_standard_can_be_written_at_once(client: Client, place: Town) -> None:
    item("a", "Shares")
    shown = page(client, place.data_team)
    assert "Nothing is suggested yet: the next night looks at the titles." in shown
    assert 'value="other" id="id_serves_1" checked' in " ".join(shown.split())


def test_where_the_aligner_is_not_installed_the_page_says_so_and_works(
    client: Client, place: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("homeroom.pages.to_align.view.missing", lambda: "scikit-learn isn't installed")
    found = item("a")
    assert "scikit-learn is not installed" in page(client, place.data_team)
    client.post(PATH, {"lesson": found.pk, "serves": "other", "other": "3.NF.A.1"})
    assert said(found) == [("3.NF.A.1", "human", 1.0)]


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({}, "Choose one of these, or leave it for later."),
        ({"serves": "other"}, "Write the code of the standard, such as 3.NF.A.1."),
        ({"serves": "9.XX.A.1"}, "Select a valid choice."),
    ],
)
def test_half_a_form_comes_back_with_what_it_lacks(
    client: Client, place: Town, sent: dict[str, str], words: str
) -> None:
    found = suggested(item("a"), SURE)
    client.force_login(place.data_team)
    answer = client.post(PATH, {"lesson": found.pk, **sent})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not AlignmentReview.objects.exists()


@pytest.mark.parametrize("code", ["3.NF.X", HOSTILE.replace(" ", ""), "K.CC.A.99"])
def test_a_code_that_is_none_of_ours_is_named_and_nothing_is_kept(client: Client, place: Town, code: str) -> None:
    found = suggested(item("a"), SURE)
    client.force_login(place.data_team)
    answer = client.post(PATH, {"lesson": found.pk, "serves": "other", "other": code})
    assert answer.status_code == 409
    assert escape(f"{code} is not one of our standards.") in answer.content.decode()
    assert not AlignmentReview.objects.exists()


def test_what_somebody_decided_meanwhile_stands(client: Client, place: Town) -> None:
    found = suggested(item("a"), SURE)
    review.decide(found.pk, ["3.NF.A.2"], "ana")
    client.force_login(place.data_team)
    answer = client.post(PATH, {"lesson": found.pk, "serves": "3.NF.A.1"})
    assert answer.status_code == 409
    assert "Somebody has decided about this lesson meanwhile." in answer.content.decode()
    assert said(found) == [("3.NF.A.2", "human", 1.0)]


def test_a_decision_is_taken_back_once(client: Client, place: Town) -> None:
    made = review.decide(item("a").pk, ["3.NF.A.1"], "ana")
    client.force_login(place.data_team)
    assert client.post(PATH, {"act": "undo", "review": made.pk}).status_code == 302
    again = client.post(PATH, {"act": "undo", "review": made.pk})
    assert again.status_code == 409
    assert "This decision was taken back already." in again.content.decode()


def test_what_homeroom_aligned_is_listed_least_sure_first_and_can_be_corrected(client: Client, place: Town) -> None:
    from homeroom.standards.alignment import Tag, take_tags

    first, second = item("a", "Nearly sure"), item("b", "Surer")
    keys = [("iready", "lesson", "a"), ("iready", "lesson", "b")]
    take_tags([Tag(keys[0], "3.NF.A.1", 1.0, "inferred", p=0.96), Tag(keys[1], "3.NF.A.1", 1.0, "inferred", p=0.99)])
    shown = page(client, place.data_team, f"{PATH}?room=inferred")
    assert shown.index("Nearly sure") < shown.index("Surer")
    assert '<td class="number">96 %</td>' in shown
    client.post(PATH, {"lesson": first.pk, "serves": "none"})
    assert said(first) == []
    client.post(PATH, {"act": "undo", "review": AlignmentReview.objects.get().pk})
    assert said(first) == [("3.NF.A.1", "inferred", 1.0)]
    assert said(second) == [("3.NF.A.1", "inferred", 1.0)]


def test_a_lesson_can_be_left_for_later(client: Client, place: Town) -> None:
    first, second = item("a", "First"), item("b", "Second")
    assert f'<a href="?lesson={second.pk}">Leave it for later</a>' in page(client, place.data_team)
    last = page(client, place.data_team, f"{PATH}?lesson={second.pk}")
    assert 'id="in-hand" lang="en">Second' in last
    assert "Leave it for later" not in last
    assert first.pk != second.pk


def test_a_long_queue_comes_in_parts(client: Client, place: Town) -> None:
    for at in range(A_PAGE + 1):
        item(f"i{at:03}", f"Lesson {at:03}")
    assert "Lesson 050" not in page(client, place.data_team)
    assert "Lesson 050" in page(client, place.data_team, f"{PATH}?page=2")


def test_hostile_texts_stay_text(client: Client, place: Town) -> None:
    found = item(HOSTILE, HOSTILE, words=HOSTILE, grade="<b>")
    worked(place, HOSTILE, 5.0)
    assert "<img" not in page(client, place.data_team)
    review.decide(found.pk, [], HOSTILE)
    assert "<img" not in page(client, place.data_team, f"{PATH}?room=decided")


def test_a_data_team_of_another_school_counts_its_own_children_alone(client: Client, place: Town) -> None:
    item("a", "Pizza")
    worked(place, "a", 30.0)
    Role.objects.filter(staff=place.data_team.staff).update(school=School.objects.get(sourced_id="s2"))
    shown = page(client, place.data_team)
    assert "Pizza" in shown
    assert "30 minutes" not in shown


def test_no_child_is_named(client: Client, place: Town) -> None:
    item("a")
    worked(place, "a", 30.0)
    shown = page(client, place.data_team)
    assert not [one for one in place.children if one.family_name in shown]
    assert MONDAY < FRIDAY


@pytest.mark.parametrize("path", [PATH, f"{PATH}?room=inferred", f"{PATH}?room=decided", f"{PATH}?lesson=1"])
def test_to_others_it_does_not_exist(client: Client, place: Town, path: str) -> None:
    for name in ("teacher", "principal", "stranger"):
        client.force_login(User.objects.get(username=name))
        assert client.get(path).status_code == 404
        assert client.post(path, {"lesson": "1", "serves": "none"}).status_code == 404


@pytest.mark.parametrize("number", ["0", "x", "-1", "9" * 30, "٣"])
def test_a_lesson_that_is_not_there_is_not_there(client: Client, place: Town, number: str) -> None:
    client.force_login(place.data_team)
    assert client.get(PATH, {"lesson": number}).status_code == 404
    assert client.post(PATH, {"lesson": number, "serves": "none"}).status_code == 409
