from django.test import Client
from django.utils.html import escape

from a_school import Town
from homeroom.reports import rules


def test_every_rule_of_the_code_stands_on_the_page(client: Client, place: Town) -> None:
    client.force_login(place.teacher)
    page = client.get("/how/").content.decode()
    for rule in rules.ALL:
        assert escape(rule.words) in page
    assert "i-Ready" in page
