"""A survey is built, translated, asked and closed by pages alone, without JavaScript and without a mouse: one story."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from a_school import Town, town
from browser.conftest import Visitor
from browser.keys import Keys
from homeroom.evidence.models import AnonymousAnswer, AskedLanguage, Survey, Wave
from homeroom.evidence.survey_answer import Given, take
from homeroom.evidence.survey_codes import plain

pytestmark = pytest.mark.browser
Visit = Callable[..., Visitor]
TITLE, ASKED = "Nuestra escuela", ("Me gusta el laboratorio.", "Sé qué hacer.", "Alguien me ayuda.")
QUESTIONS = ("I like the lab.", "I know what to do.", "Somebody helps me.")
GROUP_OF = 12


@pytest.fixture
def place(transactional_db: None) -> Town:
    return town(size=GROUP_OF)


@pytest.mark.django_db(transaction=True)
def test_the_story_of_a_survey(visit: Visit, place: Town) -> None:
    data = visit(place.data_team.username, java_script_enabled=False)
    it_is_built(data)
    it_is_translated_and_read(data)
    it_is_opened(data)
    slips, screen = its_codes(data, "slips"), its_codes(data, "kiosk")[0]
    child = visit("", width=320, java_script_enabled=False)
    two_children_answer_in_spanish(child, screen)
    a_family_answers_by_the_code_on_its_paper(visit("", java_script_enabled=False), slips[0])
    one_is_typed_in_from_paper(data, slips[1])
    for at, code in enumerate(slips[2:10]):
        take(code, Given(dict.fromkeys(("q1", "q2", "q3"), at % 3 + 1)), "en")
    it_is_closed_and_read(data)
    assert (data.complaints, child.complaints) == ([], [])


def it_is_built(visitor: Visitor) -> None:
    visitor.go("/surveys/")
    page, keys = visitor.page, Keys(visitor)
    for name, words in (("slug", "lab"), ("title", "Our school")):
        keys.choose(f"[name={name}]", words)
    assert page.input_value("[name=mode]") == "anonymous"
    keys.enter("main form button.main")
    for words in QUESTIONS:
        keys = Keys(visitor)
        keys.choose("[name=question]", words)
        page.select_option("[name=kind]", "three faces")
        keys.choose("[name=scale]", "lab")
        keys.enter("button[value=add]")
    assert page.inner_text("main tbody").count("three faces") == len(QUESTIONS)


def it_is_translated_and_read(visitor: Visitor) -> None:
    visitor.click("main a[lang=es]")
    keys = Keys(visitor)
    for part, words in (("title", TITLE), *((f"q:q{at}", words) for at, words in enumerate(ASKED, 1))):
        keys.choose(f'[name="{part}"]', words)
    keys.enter("button[value=review]")
    assert "and offered" in visitor.page.inner_text("main .lead")


def it_is_opened(visitor: Visitor) -> None:
    visitor.click("main p a")
    Keys(visitor).enter("button[value=open]")
    assert Wave.objects.get().languages == ["en", "es"]


def its_codes(visitor: Visitor, act: str) -> list[str]:
    visitor.go(f"/surveys/{Survey.objects.get().pk}/codes/")
    visitor.click(f"button[value={act}]")
    return [plain(one) for one in visitor.page.locator(".slip-code").all_inner_texts()]


def two_children_answer_in_spanish(visitor: Visitor, code: str) -> None:
    visitor.go(f"/survey/{code}/?language=es")
    for _ in range(2):
        assert visitor.page.inner_text("h1") == TITLE
        assert "anónima" in visitor.page.inner_text("main")
        Keys(visitor).enter("main button.main")
        answers(visitor)
        assert "Gracias" in visitor.page.inner_text("main")
        assert visitor.sideways == 0
        Keys(visitor).enter("main a.way")


def answers(visitor: Visitor) -> None:
    """The first face of each question by the keyboard: to it, then Space."""
    keys = Keys(visitor)
    for key in ("q1", "q2", "q3"):
        keys.to(f"[name={key}]")
        visitor.page.keyboard.press("Space")
    keys.enter("main button.main")


def a_family_answers_by_the_code_on_its_paper(visitor: Visitor, code: str) -> None:
    visitor.go("/survey/")
    keys = Keys(visitor)
    keys.choose("#code", code.lower())
    keys.enter("main button.main")
    Keys(visitor).enter("main button.main")
    answers(visitor)
    visitor.go(f"/survey/{code}/")
    assert "This code was used" in visitor.page.inner_text("main")


def one_is_typed_in_from_paper(visitor: Visitor, code: str) -> None:
    visitor.go(f"/surveys/{Survey.objects.get().pk}/paper/")
    keys = Keys(visitor)
    keys.choose("#code", code)
    keys.choose("#language", "Esp")
    answers(visitor)
    assert "The next sheet?" in visitor.page.inner_text("main")
    assert AnonymousAnswer.objects.count() == 4
    assert AskedLanguage.objects.get(language="es").answered == 3


def it_is_closed_and_read(visitor: Visitor) -> None:
    visitor.go(f"/surveys/{Survey.objects.get().pk}/")
    Keys(visitor).enter("button[value=close]")
    visitor.click("main td a")
    told = visitor.page.inner_text("main")
    assert "12 of 12 people answered" in told
    assert QUESTIONS[0] in told
