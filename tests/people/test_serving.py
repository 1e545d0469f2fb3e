"""Whom somebody works with: those taught, taken over, in the lab or on a caseload, and nobody by another right."""

from __future__ import annotations

import pytest
from pytest_django import Settings

from a_school import TODAY
from homeroom.people.models import Contact, Relationship, User
from homeroom.people.serving import served_by
from homeroom.people.viewing import Viewer
from homeroom.people.visibility import visible_to
from pages.crowd import MATE, OWN, SEES, VIEWING, Crowd, crowd

pytestmark = pytest.mark.django_db
# Whom each person of the crowd works with; whoever is not here works with nobody.
WORKS_WITH = {
    "teacher": {OWN, MATE},
    "substitute": {OWN, MATE},
    "lab coordinator": {OWN, MATE},
    "tutor": {OWN},
    "teacher here and principal there": {OWN, MATE},
}


@pytest.fixture
def people(settings: Settings) -> Crowd:
    settings.HOMEROOM_TODAY = TODAY
    return crowd()


def names(user: User | Viewer) -> set[str]:
    return set(served_by(user).values_list("family_name", flat=True))


@pytest.mark.parametrize("person", [name for name in SEES if name not in (VIEWING, "anonymous")])
def test_each_person_works_with_these(people: Crowd, person: str) -> None:
    user = people.people[person]
    assert user is not None
    user.refresh_from_db()
    assert names(user) == WORKS_WITH.get(person, set())
    assert served_by(user).count() <= visible_to(user).count()


def test_in_a_view_that_is_taken_those_of_that_person(people: Crowd) -> None:
    assert names(Viewer(people.place.data_team, people.place.teacher)) == {OWN, MATE}


def test_an_own_child_is_no_work(people: Crowd) -> None:
    contact = Contact.objects.create(sourced_id="g9", given_name="Gil", family_name="Parent")
    Relationship.objects.create(contact=contact, student=people.other, kind="parent")
    User.objects.filter(username="teacher").update(contact=contact)
    teacher = User.objects.get(username="teacher")
    assert people.other in visible_to(teacher)
    assert people.other not in served_by(teacher)
