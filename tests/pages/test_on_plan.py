"""On *My Class*: how much of the lab's time was on the class's unit."""

from __future__ import annotations

import pytest
from django.test import Client

from a_school import Town
from facts.facts_by_hand import publish
from reports.on_plan_by_hand import aligned

SENTENCE = "62 % of lab minutes last week were on your unit&#x27;s standards, 54 to 69; 21 % repaired gaps it needs."


def body(client: Client, place: Town, language: str = "en") -> str:
    client.force_login(place.teacher)
    response = client.get(f"/class/{place.group.pk}/", headers={"accept-language": language})
    assert response.status_code == 200
    return response.content.decode()


def test_the_sentence_stands_with_its_evidence_and_rule(client: Client, place: Town) -> None:
    publish("alignment", aligned(place))
    page = body(client, place)
    assert SENTENCE in page
    assert "in 31 different lessons up to" in page
    assert "It says what children worked on, not whether it helped: it is no target." in page
    assert page.index("Do next") < page.index("Your unit in the lab") < page.index("Table of children")


def test_without_a_plan_there_is_no_heading_either(client: Client, place: Town) -> None:
    assert "Your unit in the lab" not in body(client, place)


@pytest.mark.parametrize(
    ("language", "words"), [("es", "Su unidad en el laboratorio"), ("vi", "Đơn vị bài học của quý thầy cô")]
)
def test_it_speaks_the_readers_language(client: Client, place: Town, language: str, words: str) -> None:
    publish("alignment", aligned(place))
    page = body(client, place, language)
    assert words in page
    assert "on your unit" not in page
