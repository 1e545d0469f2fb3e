"""Family report: staff see, choose a language and approve; the family sees what was approved."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import Settings

from a_school import Town
from homeroom.people import family_sheets
from homeroom.people.models import AuditEntry, Contact, FamilySheet, Relationship, User


@pytest.fixture
def parent(place: Town) -> User:
    contact = Contact.objects.create(sourced_id="near", given_name="Nora", family_name="Nearer")
    Relationship.objects.create(contact=contact, student=place.children[0], kind="parent")
    return User.objects.create_user("near", contact=contact)


def as_(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def sheet_of(place: Town) -> str:
    return f"/student/{place.numbers[0]}/family/"


def text(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def test_it_works(place: Town) -> None:
    page = text(as_(place.teacher), sheet_of(place))
    assert f"How {place.children[0].given_name} is doing" in page
    assert "Not approved yet." in page
    entry = AuditEntry.objects.get()
    assert (entry.verb, entry.students, entry.report) == ("saw", [place.numbers[0]], "family")


def test_without_reviewed_words_the_sheet_is_in_english_and_says_so(place: Town) -> None:
    page = text(as_(place.teacher), sheet_of(place) + "?language=es")
    assert "This sheet is in English alone: nobody has checked its words in Español yet." in page
    assert "Cómo le va" not in page


def test_a_made_up_school_shows_drafts_and_marks_them(place: Town, settings: Settings) -> None:
    settings.HOMEROOM_SIMULATED = True
    page = text(as_(place.teacher), sheet_of(place) + "?language=vi")
    assert "đang học như thế nào" in page
    assert 'lang="vi"' in page
    assert "Draft translation of a made-up school." in page


def test_a_language_that_is_not_spoken_here_is_none(place: Town) -> None:
    assert "Some lines are in English" not in text(as_(place.teacher), sheet_of(place) + "?language=xx")


def test_staff_approve_and_the_family_sees_it_word_for_word(place: Town, parent: User, settings: Settings) -> None:
    settings.HOMEROOM_SIMULATED = True
    before = text(as_(parent), sheet_of(place))
    assert "has not handed out a report yet" in before
    assert "is doing" not in before
    response = as_(place.teacher).post(sheet_of(place), {"language": "es"})
    assert response.status_code == 302
    entry = AuditEntry.objects.get(verb="approved")
    assert entry.students == [place.numbers[0]]
    place.children[0].preferred_name = "Somebody"
    place.children[0].save()
    after = text(as_(parent), sheet_of(place))
    assert "Cómo le va" in after
    assert "Somebody is doing" not in after
    assert "Approved by teacher" in after


def test_a_family_can_approve_nothing(place: Town, parent: User) -> None:
    assert as_(parent).post(sheet_of(place), {"language": "es"}).status_code == 404
    assert not FamilySheet.objects.exists()


def test_others_find_nothing(place: Town, parent: User) -> None:
    assert as_(place.other_teacher).get(sheet_of(place)).status_code == 404
    assert as_(parent).get(f"/student/{place.numbers[1]}/family/").status_code == 404
    assert as_(parent).get(f"/class/{place.group.pk}/families/").status_code == 404


def test_the_sheet_of_a_class_has_one_sheet_a_child_and_one_audit_row(place: Town) -> None:
    page = text(as_(place.teacher), f"/class/{place.group.pk}/families/")
    assert page.count('<article class="sheet') == len(place.children)
    assert AuditEntry.objects.get().students == sorted(place.numbers)


def test_a_class_is_approved_in_one_go_each_in_its_own_language(place: Town) -> None:
    path = f"/class/{place.group.pk}/families/"
    first, second, *_ = place.numbers
    response = as_(place.teacher).post(path, {f"language-{first}": "vi", f"language-{second}": "es"})
    assert response.status_code == 302
    assert FamilySheet.objects.count() == len(place.children)
    assert family_sheets.languages(place.numbers) == {first: "vi", second: "es"}
    assert "All are approved as they stand." in text(as_(place.teacher), path)


def test_the_familys_own_choice_of_language_is_known(place: Town, parent: User) -> None:
    assert family_sheets.languages(place.numbers) == {}
    User.objects.filter(pk=parent.pk).update(language="vi")
    assert family_sheets.languages(place.numbers) == {place.numbers[0]: "vi"}
    page = text(as_(place.teacher), sheet_of(place))
    assert '<option value="vi" selected>' in page


def test_an_empty_class_says_so(place: Town) -> None:
    place.group.enrollments.filter(student__isnull=False).delete()
    assert "No children in this class yet" in text(as_(place.teacher), f"/class/{place.group.pk}/families/")
