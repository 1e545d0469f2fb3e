"""Surveys by pages alone: made, translated, opened, answered, closed, read."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from a_school import Town, town
from homeroom.evidence.models import AnonymousAnswer, Answer, Invitation, Survey, SurveyComment
from homeroom.people.models import AuditEntry
from pages.a_survey import a_closed_survey, a_code, a_survey, an_open_survey, many
from read_files import words_of

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
GROUP = "Hall"


@pytest.fixture
def place(db: None) -> Town:
    return town(size=12)


@pytest.fixture
def data(client: Client, place: Town) -> Client:
    client.force_login(place.data_team)
    return client


def open_codes(data: Client, survey: Survey, act: str = "slips") -> list[str]:
    group = survey.waves.get().asked.order_by("-people", "label")[0]
    page = words_of(data.post(f"/surveys/{survey.pk}/codes/", {"act": act, "group": group.pk}))
    return re.findall(r'class="slip-code">([^<]+)<', page)


def test_a_survey_is_made_asked_answered_and_read_by_pages_alone(data: Client) -> None:
    told = {"slug": "voices", "title": "Your voice", "intro": "", "audience": "students", "mode": "anonymous"}
    assert data.post("/surveys/", told).status_code == 302
    made = Survey.objects.get()
    for words in ("I am heard.", "I am helped."):
        sent = {"act": "add", "question": words, "kind": "agreement", "scale": "voice"}
        assert data.post(f"/surveys/{made.pk}/", sent).status_code == 302
    assert data.post(f"/surveys/{made.pk}/", {"act": "open", "until": "2099-01-01"}).status_code == 422
    assert data.post(f"/surveys/{made.pk}/", {"act": "open", "until": "2026-11-02"}).status_code == 302
    codes = open_codes(data, made)
    assert len(codes) == 12
    for at, code in enumerate(codes):
        place = str(at % 5 + 1)
        answer = Client().post(f"/survey/{code}/", {"q1": place, "q2": place})
        assert answer.status_code == 302, answer.content
    assert AnonymousAnswer.objects.count() == 12
    assert data.post(f"/surveys/{made.pk}/", {"act": "close"}).status_code == 302
    page = words_of(data.get(f"/surveys/{made.pk}/results/"))
    assert "12 of 12 people answered" in page
    assert "voice" in page
    assert words_of(data.get(f"/surveys/{made.pk}/results/results.csv?header=machine")).startswith("﻿scale")


def test_the_first_screen_says_how_the_answer_is_kept(place: Town) -> None:
    page = words_of(Client().get(f"/survey/{a_code()}/"))
    assert "This survey is anonymous." in page
    assert 'type="radio"' not in page


def test_a_code_on_paper_answers_once(data: Client) -> None:
    code = open_codes(data, an_open_survey())[0]
    phone = Client()
    first, second = (phone.post(f"/survey/{code}/", {"q1": "3"}) for _ in range(2))
    assert (first.status_code, second.status_code) == (302, 409)
    assert "It answers once" in words_of(second)
    assert "Thank you" in words_of(phone.get(f"/survey/{code}/"))
    assert AnonymousAnswer.objects.count() == 1


def test_nothing_chosen_keeps_the_code(data: Client) -> None:
    code = open_codes(data, an_open_survey())[0]
    empty = Client().post(f"/survey/{code}/", {"q1": "9", "q2": "x"})
    assert empty.status_code == 422
    assert "Your code still works" in words_of(empty)
    assert Client().post(f"/survey/{code}/", {"q1": "1"}).status_code == 302


def test_an_unknown_code_is_told_so_and_a_closed_wave_too(data: Client) -> None:
    assert Client().get("/survey/22222-22222-22222/").status_code == 404
    code = open_codes(data, made := an_open_survey())[0]
    data.post(f"/surveys/{made.pk}/", {"act": "close"})
    over = Client().get(f"/survey/{code}/")
    assert over.status_code == 410
    assert "This survey is over" in words_of(over)
    assert Client().post(f"/survey/{code}/", {"q1": "1"}).status_code == 410


def test_the_code_is_typed_in_any_way_and_guesses_are_slowed_down(data: Client) -> None:
    code = open_codes(data, an_open_survey())[0]
    asked = Client().post("/survey/", {"code": code.lower().replace("-", " ")})
    assert asked.headers["Location"] == f"/survey/{code.replace('-', '')}/"
    tries = [Client().post("/survey/", {"code": "22222-22222-2222" + "23456789"[at]}).status_code for at in range(8)]
    assert tries[0] == 404
    assert tries[-1] == 429


def test_a_shared_screen_goes_on_after_each_answer(data: Client) -> None:
    code = open_codes(data, an_open_survey(), "kiosk")[0]
    screen = Client()
    for _ in range(2):
        form = re.search(r'name="form" value="([^"]+)"', words_of(screen.get(f"/survey/{code}/?begin=1")))
        assert form
        sent = screen.post(f"/survey/{code}/", {"q1": "2", "form": form[1]})
        assert sent.status_code == 302
        thanks = words_of(screen.get(sent.headers["Location"]))
        assert "Thank you" in thanks
        assert "Begin" in thanks
        assert screen.post(f"/survey/{code}/", {"q1": "2", "form": form[1]}).status_code == 409
    assert AnonymousAnswer.objects.count() == 2


def test_answers_in_hostile_words_are_text(data: Client) -> None:
    code = open_codes(data, made := an_open_survey())[0]
    Client().post(f"/survey/{code}/", {"q1": "1", "q5": "<script>ran(1)</script>"})
    assert SurveyComment.objects.get().words == "<script>ran(1)</script>"
    for other in open_codes(data, made)[:9]:
        Client().post(f"/survey/{other}/", {"q1": "1"})
    data.post(f"/surveys/{made.pk}/", {"act": "close"})
    page = words_of(data.get(f"/surveys/{made.pk}/comments/"))
    assert "&lt;script&gt;" in page
    assert "<script>ran" not in page


def test_confidential_codes_bear_names_and_are_written_down(data: Client, place: Town) -> None:
    made = a_survey("named", "confidential")
    data.post(f"/surveys/{made.pk}/", {"act": "open", "until": "2026-11-02"})
    group = made.waves.get().asked.get(classes=place.group)
    page = words_of(data.post(f"/surveys/{made.pk}/codes/", {"act": "slips", "group": group.pk}))
    assert place.children[0].name in page
    assert AuditEntry.objects.get(verb="saw").students == sorted(place.numbers)
    code = re.findall(r'class="slip-code">([^<]+)<', page)[0]
    assert "This survey is confidential." in words_of(Client().get(f"/survey/{code}/"))
    assert Client().post(f"/survey/{code}/", {"q1": "1"}).status_code == 302
    assert Answer.objects.get().invitation.student in place.children
    assert data.post(f"/surveys/{made.pk}/codes/", {"act": "kiosk", "group": group.pk}).status_code == 422
    again = words_of(data.post(f"/surveys/{made.pk}/codes/", {"act": "slips", "group": group.pk}))
    assert again.count("slip-code") == 11
    assert Client().get(f"/survey/{code}/").status_code == 200
    assert Invitation.objects.count() == 12


def test_a_language_is_offered_once_all_of_it_was_read(data: Client) -> None:
    made = a_survey()
    many()
    path = f"/surveys/{made.pk}/words/es/"
    page = words_of(data.get(path))
    assert "Not offered to anybody" in page
    assert "Esta encuesta es anónima" in page
    missing = data.post(path, {"act": "review"})
    assert missing.status_code == 422
    sides = re.findall(r'<textarea name="([^"]+)"', page)
    assert data.post(path, {"act": "review", **{part: f"es {part}" for part in sides}}).status_code == 302
    assert "Read by data" in words_of(data.get(path))
    data.post(f"/surveys/{made.pk}/", {"act": "open", "until": "2026-11-02"})
    code = open_codes(data, made)[0]
    spanish = words_of(Client().get(f"/survey/{code}/?language=es"))
    assert "es title" in spanish
    assert '<html lang="es"' in spanish
    vietnamese = words_of(Client().get(f"/survey/{code}/?language=vi"))
    assert "Our room" in vietnamese
    data.post(path, {"act": "keep", "title": "anders"})
    assert "es title" not in words_of(Client().get(f"/survey/{code}/?language=es"))
    assert data.get(f"/surveys/{made.pk}/words/fr/").status_code == 404


def test_paper_is_typed_in_by_its_code(data: Client) -> None:
    code = open_codes(data, made := an_open_survey())[0]
    path = f"/surveys/{made.pk}/paper/"
    assert data.post(path, {"code": code, "q1": "3", "language": "en"}).status_code == 302
    assert "used" in words_of(data.post(path, {"code": code, "q1": "3"}))
    assert "No code" in words_of(data.post(path, {"code": "22222", "q1": "3"}))
    assert "Nothing was chosen" in words_of(data.post(path, {"code": open_codes(data, made)[1]}))
    assert AnonymousAnswer.objects.count() == 1
    assert AuditEntry.objects.get(verb="typed in").students == []
    assert "The next sheet?" in words_of(data.get(f"{path}?done=1"))


def test_comments_are_shown_once_a_person_has_read_them(data: Client) -> None:
    made = a_closed_survey()
    assert "More books" not in words_of(data.get(f"/surveys/{made.pk}/results/"))
    path = f"/surveys/{made.pk}/comments/"
    one, two = SurveyComment.objects.order_by("key")
    data.post(path, {"key": one.pk, "act": "show", "words": "More books, says somebody."})
    data.post(path, {"key": two.pk, "act": "withhold", "words": two.words})
    assert data.post(path, {"key": two.pk, "act": "show", "words": "x"}).status_code == 422
    assert data.post(path, {"key": "x", "act": "show"}).status_code == 422
    page = words_of(data.get(f"/surveys/{made.pk}/results/"))
    assert "More books, says somebody." in page
    two.refresh_from_db()
    assert two.words == ""


def test_what_was_asked_changes_no_more(data: Client) -> None:
    made = an_open_survey()
    for sent in ({"act": "remove", "key": "q1"}, {"act": "add", "question": "x", "kind": "comment"}):
        assert data.post(f"/surveys/{made.pk}/", sent).status_code == 422
    assert made.questions.count() == 5


def test_a_question_is_taken_out_with_its_words(data: Client) -> None:
    made = a_survey()
    assert data.post(f"/surveys/{made.pk}/", {"act": "remove", "key": "q4"}).status_code == 302
    assert not made.texts.filter(part__startswith="q:q4").exists()


def test_pages_say_what_is_not_there(data: Client) -> None:
    made = a_survey()
    assert "No wave of this survey is closed yet" in words_of(data.get(f"/surveys/{made.pk}/results/"))
    assert data.get(f"/surveys/{made.pk}/results/results.csv").status_code == 404
    assert data.get(f"/surveys/{made.pk}/results/?wave=1").status_code == 404
    assert data.get(f"/surveys/{made.pk}/results/?wave=x").status_code == 404
    assert "No wave of this survey is open" in words_of(data.get(f"/surveys/{made.pk}/codes/"))
    assert "No wave of this survey is open" in words_of(data.get(f"/surveys/{made.pk}/paper/"))
    assert "No comment waits" in words_of(data.get(f"/surveys/{made.pk}/comments/"))
    assert data.get(f"/surveys/{2**63}/").status_code == 404
    assert (
        data.post("/surveys/", {"slug": "Bad Name", "title": "x", "audience": "staff", "mode": "anonymous"}).status_code
        == 422
    )
