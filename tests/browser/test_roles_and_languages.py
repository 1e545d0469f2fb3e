"""axe on every page as every role sees it, in every language; what is the same for two is looked at once."""

from __future__ import annotations

import hashlib
import json
import os
import re
import zlib
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from a_school import Town, staff, teaches
from browser.conftest import TAGS
from browser.test_every_page import ORIGIN, _answered, window
from every_page import client_of, full_school, markup_of
from homeroom.intake.models import Delivery
from homeroom.pages.files import KINDS
from homeroom.pages.paths import urlpatterns
from homeroom.people.models import Caseload, Contact, Relationship, Role, User
from homeroom.reports.languages.spoken import LANGUAGES
from pages.tables_by_hand import tables_of
from pages.test_access import delivery
from security.test_hostile_texts import asked

__all__ = ["delivery", "window"]
pytestmark = pytest.mark.browser
FULL = bool(os.environ.get("HOMEROOM_FULL"))
# The default run takes every so-manieth of role × language × route, always the same ones.
EVERY = 1 if FULL else 90
ROLES = ("teacher", "lab coordinator", "tutor", "principal", "data team", "network leader", "family", "vendor", "none")
SPOKEN = tuple(one.code for one in LANGUAGES)


def people(place: Town) -> dict[str, User]:
    """Somebody of every role at the school, each with something to see."""
    lab = staff("lab", Role.Kind.LAB_COORDINATOR, place.school)
    teaches(lab, place.group)
    tutor = staff("tutor", Role.Kind.TUTOR, place.school)
    Caseload.objects.create(staff=tutor.staff, student=place.children[0], reason="reads with the child")
    contact = Contact.objects.create(sourced_id="g1", given_name="Greta", family_name="Berg")
    Relationship.objects.create(contact=contact, student=place.children[0], kind="parent")
    family = User.objects.create(username="family", contact=contact)
    vendor = User.objects.create(username="vendor", vendor="number_trail")
    leader = staff("leader", Role.Kind.NETWORK_LEADER, None)
    found = (place.teacher, lab, tutor, place.principal, place.data_team, leader, family, vendor, place.stranger)
    return dict(zip(ROLES, found, strict=True))


@pytest.fixture
def school(db: None) -> Town:
    return full_school()


def of_the_sample(name: str) -> bool:
    return zlib.crc32(name.encode()) % EVERY == 0


def pages(place: Town, delivery: Delivery) -> Iterator[tuple[str, str]]:
    addresses, users = asked(place, delivery), people(place)
    addresses |= {f"planning-table {name}": path for name, path in tables_of(place).items()}
    for role, user in users.items():
        for code in SPOKEN:
            client = client_of(user, code)
            for name, path in addresses.items():
                title = f"{name} for {role} in {code}"
                if of_the_sample(title) and (markup := markup_of(client.get(path, follow=True))):
                    yield title, markup


def same(markup: str) -> str:
    """What two pages that are the same have in common: all but who looks, tokens and times."""
    plain = re.sub(r'value="[A-Za-z0-9]{32,}"', "", markup)
    plain = re.sub(r"[A-Z][a-z ]+ Example|\d\d:\d\d(:\d\d)?|entry-\d+", "", plain)
    return hashlib.sha256(plain.encode()).hexdigest()


def test_axe_finds_nothing_for_any_role_in_any_language(window: Page, school: Town, delivery: Delivery) -> None:
    shown: dict[str, str] = {}
    window.route("**/*", lambda route: _answered(route, shown, []))
    seen: set[str] = set()
    many, wrong = 0, []
    for name, markup in pages(school, delivery):
        many += 1
        if (key := same(markup)) not in seen:
            seen.add(key)
            shown["/"] = markup
            window.goto(f"{ORIGIN}/")
            wrong += [f"{name}: {one}" for one in window.evaluate(f"checks.axe({json.dumps(TAGS)})")]
    assert not wrong, "\n".join(wrong)
    assert len(seen) > (150 if FULL else 8)
    assert many >= len(seen)


def test_every_role_language_and_route_has_its_place_in_the_whole(school: Town, delivery: Delivery) -> None:
    """What the full run asks for: no list of pages but the table of addresses itself."""
    assert set(people(school)) == set(ROLES)
    assert {"en", "es", "vi"} <= set(SPOKEN)
    kinds = tuple(f"-{kind}" for kind in KINDS)
    named = {str(one.name) for one in urlpatterns if not str(one.name).endswith(kinds)}
    outside = {"sign-in-with", "openid_connect_callback", *(one for one in named if one.startswith("saml"))}
    elsewhere = {*outside, "new-layout"}
    assert set(asked(school, delivery)) == named - elsewhere
