"""Two hundred hostile texts in every text of every model and table, on every page: shown as text, and never run."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from html import unescape
from itertools import count

import pytest
from django.test import Client
from lxml import html

from a_school import Town, staff
from every_page import client_of, full_school, markup_of
from homeroom.evidence.models import Price
from homeroom.intake.models import Delivery
from homeroom.pages.files import KINDS
from homeroom.pages.paths import urlpatterns
from homeroom.people.models import Contact, Relationship, Role, User
from pages.test_access import a_release, address, delivery
from security.hostile_texts import TEXTS, packed
from security.hostile_town import OURS, columns, facts, fill, ours, people_it

pytestmark = pytest.mark.any_database

__all__ = ["delivery"]
# What follows from what is hostile already, and is made by the night alone.
MADE_BY_US = {"people.FamilySheet", "mastery.ParameterSet"}
# The default run has one turn, the full one enough of them for every text to pass every long column.
FULL = bool(os.environ.get("HOMEROOM_FULL"))
TURNS = range(25 if FULL else 1)
FILES = tuple(f"-{kind}" for kind in KINDS)
RUNS = re.compile(r"^(on|style$|srcdoc$|background$)", re.IGNORECASE)
LEADS = ("href", "src", "action", "formaction", "xlink:href")
ADDRESSES = re.compile(r"^(/(?!/)|\.|#|\?|$)")

# Among what the pages show, as it is.
SHOWN = {"people.Student.given_name", "people.Student.family_name", "people.Class.title", "people.School.name"}
SHOWN |= {"intake.Delivery.file", "standards.Standard.title", "mastery.Override.reason"}


@pytest.fixture
def town_of_texts(db: None, delivery: Delivery) -> Town:
    """A school with something of everything, a row of every model, and people of all roles."""
    place = full_school()
    staff("leader", Role.Kind.NETWORK_LEADER, None)
    people_it(place)
    contact = Contact.objects.order_by("pk")[0]
    Relationship.objects.get_or_create(contact=contact, student=place.children[0], defaults={"kind": "parent"})
    User.objects.create(username="family", contact=contact)
    Price.objects.create(what="licence", unit=Price.Unit.CHILD_YEAR, amount=1, begins_on="2026-08-01", said_by="office")
    a_release()
    return place


def readers(place: Town) -> dict[str, User]:
    named = {
        "family": User.objects.get(contact__isnull=False),
        "leader": User.objects.get(staff__roles__kind=Role.Kind.NETWORK_LEADER),
    }
    found = {"data": place.data_team, **named}
    return found | {"teacher": place.teacher, "principal": place.principal} if FULL else found


def asked(place: Town, delivery: Delivery) -> dict[str, str]:
    """Every address that one can name here; found before the texts change."""
    found = {}
    for one in urlpatterns:
        if str(one.name).endswith(FILES):
            continue
        try:
            found[str(one.name)] = address(str(one.name), place, delivery)
        except Exception:
            continue
    return found


def pages(users: dict[str, User], addresses: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Name and markup of every page of every reader."""
    for who, user in users.items():
        client = client_of(User.objects.get(pk=user.pk))
        for name, path in addresses.items():
            if markup := markup_of(client.get(path)):
                yield f"{name} for {who}", markup
    yield "signed out", markup_of(Client().get("/sign-in/?next=" + TEXTS[0]))


def live(markup: str) -> Iterator[str]:
    """What in a page could run, or lead elsewhere, and is not ours."""
    for one in html.document_fromstring(markup).iter():
        if not isinstance(one.tag, str):
            continue
        if one.tag not in TAGS:
            yield f"<{one.tag}>"
        if one.tag in ("script", "style") and (one.text or "").strip():
            yield f"<{one.tag}>{one.text}"
        for name, value in one.items():
            if RUNS.match(name) or (name in LEADS and not ADDRESSES.match(value)):
                yield f"{one.tag} {name}={value}"


# The elements that our pages are made of.
TAGS = {
    tag
    for line in (
        "html head meta title link script body svg g line rect circle path text tspan polyline polygon desc",
        "a abbr article aside b br button caption code col colgroup dd details div dl dt em fieldset footer form",
        "h1 h2 h3 h4 header hr i img input kbd label legend li main meter nav ol optgroup option output p pre",
        "progress section select small span strong summary table tbody td textarea tfoot th thead time tr ul wbr",
    )
    for tag in line.split()
}


def test_there_are_two_hundred_texts_and_none_twice() -> None:
    assert len(set(TEXTS)) == len(TEXTS) >= 200
    assert all(f"ran({at})" in text for at, text in enumerate(TEXTS))
    assert sum("<script" in text.casefold() for text in TEXTS) >= 30
    assert sum("javascript" in text.casefold() for text in TEXTS) >= 10


@pytest.mark.parametrize("size", [16, 64, 255, 1000])
def test_in_time_every_text_that_fits_passes_a_column(size: int) -> None:
    carried = set()
    for turn in range(25):
        for cell, _ in zip(packed(size, turn * 8), range(12), strict=False):
            assert len(cell) <= size
            carried |= {text for text in TEXTS if text in cell}
    assert carried >= {text for text in TEXTS if len(text) <= size}


def test_the_check_sees_what_is_not_escaped() -> None:
    """Half of the texts make markup as they stand, others in an attribute, others as an address."""
    ways = ("<p>{}</p>", '<p title="{}">x</p>', "<p title='{}'>x</p>", "<p title={}>x</p>", '<a href="{}">x</a>')
    seen = [sum(bool(list(live(f"<body>{way.format(text)}"))) for text in TEXTS) for way in ways]
    assert seen[0] > 100
    assert all(one >= 5 for one in seen)
    assert list(live("<body><p>Ana &lt;script&gt;</p>")) == []


def test_every_text_of_every_model_becomes_hostile(town_of_texts: Town, delivery: Delivery) -> None:
    done = fill(0)
    assert {one.rpartition(".")[0] for one in done.left} <= MADE_BY_US | {"people.User"}
    assert len(done.cells) > 150
    names = {one.name for model in ours() for one in model._meta.concrete_fields}
    assert {one.rpartition(".")[2] for one in OURS} <= names, "a name in OURS that no model has"
    assert sum(1 for model in ours() for _ in columns(model)) == len(done.cells) + len(done.left)


@pytest.mark.parametrize("turn", TURNS)
def test_on_every_page_a_hostile_text_is_text(town_of_texts: Town, delivery: Delivery, turn: int) -> None:
    users, addresses = readers(town_of_texts), asked(town_of_texts, delivery)
    done = fill(turn * 8)
    facts(turn * 8, town_of_texts.numbers[:4])
    wrong: dict[str, list[str]] = {}
    seen = count()
    shown: set[str] = set()
    for name, markup in pages(users, addresses):
        next(seen)
        if found := list(live(markup)):
            wrong[name] = found
        words = text_of(markup)
        shown |= {label for label in SHOWN - shown if any(flat(cell) in words for cell in done.cells[label])}
    assert wrong == {}
    assert next(seen) > 40
    assert shown >= SHOWN, SHOWN - shown


def text_of(markup: str) -> str:
    return flat(unescape(re.sub(r"<[^>]*>", "", markup)))


def flat(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()
