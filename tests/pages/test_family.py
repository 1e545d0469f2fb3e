"""Family report: staff see, choose a language and approve; the family sees what was approved."""

from __future__ import annotations

import io
import re
from itertools import product

import pytest
from django.test import Client
from lxml.html import document_fromstring
from pypdf import PdfReader
from pytest_django import Settings

from a_school import Town
from full_sheets import fill
from homeroom.pages import pdf
from homeroom.people import family_sheets
from homeroom.people.models import AuditEntry, Contact, FamilySheet, Relationship, Student, User
from homeroom.people.names import sort_key
from pages.spoken import english_left, opened, said
from pages.test_paper import FULL, missing_signs, sizes
from read_files import words_of

pytestmark = pytest.mark.any_database


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
    assert '<option value="vi" lang="vi" selected>' in page


def test_an_empty_class_says_so(place: Town) -> None:
    place.group.enrollments.filter(student__isnull=False).delete()
    assert "No children in this class yet" in text(as_(place.teacher), f"/class/{place.group.pk}/families/")


# The PDF of a sheet, and of the sheets of a class

needs_pdf = pytest.mark.skipif(not pdf.is_here(), reason="WeasyPrint or Pango is not here")


@needs_pdf
def test_the_pdf_of_a_sheet_says_what_the_page_says_and_is_written_down(place: Town, settings: Settings) -> None:
    settings.HOMEROOM_SIMULATED = True
    page = text(as_(place.teacher), sheet_of(place) + "?language=es")
    address = f"{sheet_of(place)}family.pdf?language=es"
    assert f'href="{address}"' in page
    AuditEntry.objects.all().delete()
    response = as_(place.teacher).get(address)
    assert response.headers["Content-Disposition"] == f'attachment; filename="family-report-{place.numbers[0]}.pdf"'
    said = words_of(response)
    assert f"Cómo le va a {place.children[0].given_name}" in said
    assert "Not approved yet." in said
    assert "Draft translation of a made-up school." in said
    entry = AuditEntry.objects.get()
    assert (entry.verb, entry.students, entry.report) == ("exported", [place.numbers[0]], "family")
    assert entry.drawn_from.startswith("facts ")


@pytest.mark.draws
@needs_pdf
@pytest.mark.parametrize("code", ["", "es", "vi"])
def test_every_line_of_a_sheet_and_nothing_else_stands_on_its_paper_in_any_language(
    place: Town, settings: Settings, code: str
) -> None:
    settings.HOMEROOM_SIMULATED = True
    fill(place)
    address = sheet_of(place)
    page = document_fromstring(text(as_(place.teacher), f"{address}?language={code}"))
    (sheet,) = page.find_class("sheet")
    shown = [line for told in sheet.itertext() if (line := "".join(told.split()))]
    # How a paper breaks its lines is its own affair: no space is compared.
    paper = "".join(words_of(as_(place.teacher).get(f"{address}family.pdf?language={code}")).replace("•", "").split())
    assert len(shown) > 20 and any(digit in "".join(shown) for digit in "123456789")
    assert [line for line in shown if line not in paper] == []
    # And nothing else: a paper may say no more than the page that staff approve.
    assert len(paper) == sum(map(len, shown))


@pytest.mark.draws
@needs_pdf
def test_the_pdf_of_a_class_has_a_page_a_child_each_in_its_own_language(place: Town, settings: Settings) -> None:
    settings.HOMEROOM_SIMULATED = True
    first, second, *_ = place.numbers
    query = f"language-{first}=vi&language-{second}=es"
    page = text(as_(place.teacher), f"/class/{place.group.pk}/families/?{query}")
    address = f"/class/{place.group.pk}/families/families.pdf?{query}"
    assert address.replace("&", "&amp;") in page
    AuditEntry.objects.all().delete()
    response = as_(place.teacher).get(address)
    pages = pages_of(response.getvalue())  # type: ignore[attr-defined]
    assert len(pages) == len(place.children)
    at = [child.pk for child in by_name(place)]
    assert "đang học như thế nào" in pages[at.index(first)]
    assert "Cómo le va" in pages[at.index(second)]
    assert all(child.given_name in page for child, page in zip(by_name(place), pages, strict=True))
    entry = AuditEntry.objects.get()
    assert (entry.verb, entry.students) == ("exported", sorted(place.numbers))


@needs_pdf
def test_a_family_gets_the_pdf_of_the_approved_sheet_and_of_no_other(place: Town, parent: User) -> None:
    path = f"{sheet_of(place)}family.pdf"
    assert as_(parent).get(path).status_code == 404
    assert "family.pdf" not in text(as_(parent), sheet_of(place))
    as_(place.teacher).post(sheet_of(place), {"language": ""})
    name = place.children[0].given_name
    place.children[0].preferred_name = "Somebody"
    place.children[0].save()
    assert "family.pdf" in text(as_(parent), sheet_of(place))
    said = words_of(as_(parent).get(path))
    assert f"How {name} is doing" in said
    assert "Approved by teacher" in said
    assert AuditEntry.objects.get(verb="exported").students == [place.numbers[0]]


@pytest.mark.draws
@needs_pdf
def test_the_longest_sheet_is_one_page_in_each_language_on_both_papers(place: Town, settings: Settings) -> None:
    settings.HOMEROOM_SIMULATED = True
    fill(place)
    for code, paper in product(("", "es", "vi") if FULL else ("vi",), ("letter", "a4")):
        response = as_(place.teacher).get(f"{sheet_of(place)}family.pdf?language={code}&paper={paper}")
        reader = PdfReader(io.BytesIO(response.getvalue()))  # type: ignore[attr-defined]
        assert len(reader.pages) == 1, (code, paper)
        assert min(sizes(reader)) >= 11
        assert missing_signs(reader) == 0
        assert "is starting to learn to" in " ".join(reader.pages[0].extract_text().split())


def test_others_get_no_pdf(place: Town, parent: User) -> None:
    assert as_(place.other_teacher).get(f"{sheet_of(place)}family.pdf").status_code == 404
    assert as_(parent).get(f"/student/{place.numbers[1]}/family/family.pdf").status_code == 404
    assert as_(parent).get(f"/class/{place.group.pk}/families/families.pdf").status_code == 404
    assert not AuditEntry.objects.filter(verb="exported").exists()


def test_an_empty_class_has_no_pdf(place: Town) -> None:
    place.group.enrollments.filter(student__isnull=False).delete()
    path = f"/class/{place.group.pk}/families/"
    assert as_(place.teacher).get(f"{path}families.pdf").status_code == 404
    assert "families.pdf" not in text(as_(place.teacher), path)


def test_where_no_pdf_can_be_made_none_is_offered(place: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "is_here", lambda: False)
    for path in (sheet_of(place), f"/class/{place.group.pk}/families/"):
        page = text(as_(place.teacher), path)
        assert "Print</button>" in page
        assert ".pdf" not in page


def pages_of(content: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(content)).pages]


def by_name(place: Town) -> list[Student]:
    return sorted(place.children, key=sort_key)


@pytest.mark.parametrize(
    ("language", "one", "all_of_them"),
    [
        ("es", "Informe para la familia de Ana Alvarez", "Informes para las familias de Grade 3, Room 12"),
        ("vi", "Báo cáo cho gia đình của Ana Alvarez", "Báo cáo cho gia đình của lớp Grade 3, Room 12"),
    ],
)
def test_what_stands_around_the_sheets_is_said_in_the_readers_language(
    language: str, one: str, all_of_them: str, place: Town
) -> None:
    text, together = (
        said(place.teacher, address, language) for address in (sheet_of(place), f"/class/{place.group.pk}/families/")
    )
    assert one in text and all_of_them in together
    assert english_left(text, language) == english_left(together, language) == []


def test_what_stands_on_the_sheet_itself_is_not_said_in_words_that_nobody_has_checked(place: Town) -> None:
    as_(place.teacher).post(sheet_of(place), {"language": ""})
    page = opened(place.teacher, sheet_of(place), "vi").decode()
    assert re.search(r'<p class="sheet-note" lang="en">Approved by teacher, Mon 26 Oct 2026\.</p>', page)
    assert "teacher duyệt" in page, "beside the sheet it is said in the reader's own"


def test_a_family_reads_its_page_in_its_language(place: Town, parent: User) -> None:
    text = said(parent, sheet_of(place), "vi")
    assert "Trường chưa phát báo cáo nào." in text
    assert english_left(text, "vi") == []
