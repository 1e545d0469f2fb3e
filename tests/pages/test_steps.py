"""A teacher puts a standard first or leaves it out: with a reason, shown to everybody, until somebody lifts it."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from a_school import TODAY, Town
from facts.facts_by_hand import publish
from homeroom.mastery import stops
from homeroom.mastery.models import Stop
from homeroom.pages.steps import view
from homeroom.people.models import AuditEntry, Contact, Relationship, User
from homeroom.standards.models import Framework, Standard

CODE, OTHER = "3.NF.A.1", "3.OA.C.7"
FIRST = {"standard": CODE, "where": "first", "reason": "We begin with it on Monday."}


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> list[list[int]]:
    """The children whose list was drawn anew."""
    asked: list[list[int]] = []
    monkeypatch.setattr(view, "counts_at_once", lambda students: asked.append(list(students)))
    return asked


def path(place: Town, at: int = 0, rest: str = "") -> str:
    return f"/student/{place.numbers[at]}/steps/{rest}"


def page(client: Client, place: Town, at: int = 0) -> str:
    return client.get(f"/student/{place.numbers[at]}/").content.decode()


def words(text: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text))


def suggest(place: Town, *codes: str) -> None:
    told = {"student": place.numbers[0], "reason": "It is a goal.", "as_of": TODAY, "facts_version": 1}
    publish("next_steps", [told | {"standard": code, "place": at} for at, code in enumerate(codes, 1)])


def test_it_works(client: Client, place: Town, at_once: list[list[int]]) -> None:
    client.force_login(place.teacher)
    empty = words(client.get(path(place)).content.decode())
    assert "No teacher has put a standard first or left one out" in empty
    answer = client.post(path(place), FIRST)
    assert answer.headers["Location"] == f"/student/{place.numbers[0]}/#steps"
    one = Stop.objects.get()
    assert (one.student_id, one.standard.code, one.where) == (place.numbers[0], CODE, "first")
    assert (one.reason, one.said_by, one.since) == (FIRST["reason"], "teacher", TODAY)
    assert at_once == [[place.numbers[0]]]
    said = f"{CODE} put first by teacher on Mon 26 Oct 2026: “{FIRST['reason']}”"
    assert said in words(page(client, place))
    assert FIRST["reason"] not in page(client, place, 1)


def test_a_step_on_the_page_leads_to_leaving_it_out(client: Client, place: Town) -> None:
    suggest(place, CODE, OTHER)
    client.force_login(place.teacher)
    link = f"{path(place)}?standard={CODE}&amp;where=off"
    assert f'href="{link}"' in page(client, place)
    form = client.get(link.replace("&amp;", "&")).content.decode()
    assert re.search(rf'<option value="{CODE}" selected', form)
    assert re.search(r'value="off"[^>]*checked', form)
    assert not Stop.objects.exists(), "a link alone does nothing"


def test_what_is_left_out_is_no_step_from_that_moment_on(client: Client, place: Town) -> None:
    suggest(place, CODE, OTHER)
    client.force_login(place.teacher)
    client.post(path(place), {"standard": CODE, "where": "off", "reason": "He is tired of it."})
    shown = page(client, place)
    steps = shown.partition('<h2 id="steps">')[2].partition("</section>")[0]
    assert f"{CODE} left out by teacher" in words(steps)
    assert "where=off" in steps and f"standard={CODE}" not in steps
    assert f"standard={OTHER}" in steps


def test_it_is_lifted_by_anybody_who_works_with_the_child_and_stays_on_record(
    client: Client, place: Town, at_once: list[list[int]]
) -> None:
    one = stops.stop(place.teacher, place.numbers[0], Standard.objects.get(code=CODE), "off", "not now")
    client.force_login(place.principal)
    assert "Lift it" in words(client.get(path(place)).content.decode())
    assert client.post(path(place), {"act": "lift", "which": one.pk}).status_code == 302
    assert not stops.holding().exists()
    assert Stop.objects.get().lifted_by == "principal"
    assert at_once == [[place.numbers[0]]]
    assert "left out by" not in words(page(client, place))


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"reason": "  "}, "Say why: the reason is shown with the list"),
        ({"reason": "x" * 1001}, "at most 1000 characters"),
        ({"where": ""}, "This field is required."),
        ({"where": "second"}, "Select a valid choice."),
        ({"standard": ""}, "This field is required."),
        ({"standard": "9.XX.Z.9"}, "Select a valid choice."),
    ],
)
def test_what_cannot_be_kept_comes_back_with_what_was_typed(
    sent: dict[str, str], said: str, client: Client, place: Town
) -> None:
    client.force_login(place.teacher)
    answer = client.post(path(place), FIRST | sent)
    assert answer.status_code == 422
    body = answer.content.decode()
    assert said in words(body)
    assert (FIRST | sent)["reason"].strip() in body
    assert "standard" in sent or re.search(rf'<option value="{CODE}" selected', body)
    assert not Stop.objects.exists()


def test_only_standards_of_the_childs_subject_are_offered_each_once(client: Client, place: Town) -> None:
    for subject, code in (("reading", "RL.3.1"), ("Mathematics", CODE)):
        framework = Framework.objects.create(slug=f"own-{subject}", title="Ours", subject=subject)
        Standard.objects.create(framework=framework, code=code, title="Ours", grade="3", order=1)
    client.force_login(place.teacher)
    body = client.get(path(place)).content.decode()
    assert "RL.3.1" not in body
    assert body.count(f'value="{CODE}"') == 1
    assert "Unit fractions" in body
    assert '<optgroup label="' in body


@pytest.mark.parametrize("which", ["", "0", "soon", "9" * 30])
def test_what_does_not_hold_cannot_be_lifted(which: str, client: Client, place: Town) -> None:
    client.force_login(place.teacher)
    assert client.post(path(place), {"act": "lift", "which": which}).status_code == 404


def test_a_word_on_one_child_is_not_lifted_through_another(client: Client, place: Town) -> None:
    one = stops.stop(place.teacher, place.numbers[1], Standard.objects.get(code=CODE), "off", "not now")
    client.force_login(place.teacher)
    assert client.post(path(place), {"act": "lift", "which": one.pk}).status_code == 404
    assert stops.holding().get() == one


@pytest.mark.parametrize("name", ["other", "stranger"])
def test_to_others_it_does_not_exist(name: str, client: Client, place: Town) -> None:
    client.force_login(User.objects.get(username=name))
    assert client.get(path(place)).status_code == 404
    assert client.post(path(place), FIRST).status_code == 404
    assert not Stop.objects.exists()


def test_a_family_reads_it_and_changes_nothing(client: Client, place: Town) -> None:
    suggest(place, OTHER)
    stops.stop(place.teacher, place.numbers[0], Standard.objects.get(code=CODE), "first", "We begin with it.")
    contact = Contact.objects.create(sourced_id="g1", given_name="Greta", family_name="Berg")
    Relationship.objects.create(contact=contact, student=place.children[0], kind="parent")
    client.force_login(User.objects.create_user("greta", contact=contact))
    shown = page(client, place)
    assert "We begin with it." in shown
    assert "/steps/" not in shown
    assert client.get(path(place)).status_code == 404
    assert client.post(path(place), FIRST).status_code == 404


def test_looking_and_saying_are_written_down(client: Client, place: Town) -> None:
    client.force_login(place.teacher)
    client.get(path(place))
    seen = AuditEntry.objects.latest("pk")
    assert (seen.verb, seen.students, seen.report) == ("saw", [place.numbers[0]], "next steps")
    client.post(path(place), FIRST)
    entry = AuditEntry.objects.latest("pk")
    assert (entry.verb, entry.students) == ("put first", [place.numbers[0]])
    assert "Monday" not in f"{entry.object} {entry.reason}", "the reason stays with the child"


def test_a_file_of_the_childs_week_tells_it_too(client: Client, place: Town) -> None:
    stops.stop(place.teacher, place.numbers[0], Standard.objects.get(code=CODE), "off", "=not now")
    client.force_login(place.teacher)
    text = client.get(f"/student/{place.numbers[0]}/week.csv").content.decode()
    (line,) = [row for row in text.splitlines() if "teacher's word" in row]
    assert f"{CODE} left out" in line and "not now" in line and "2026-10-26" in line
