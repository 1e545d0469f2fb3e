"""A family's request from end to end: who saw, a copy, a correction with a statement, erasure, certificate."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest
from django.test import Client
from typer.testing import CliRunner

from erasing import canary
from erasing.installation import found
from homeroom.people.models import AuditEntry, Correction, Erasure, Role, Staff, Student, User
from homeroom.site.commands import app

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def dana(db: None) -> User:
    person = Staff.objects.create(sourced_id="dana", given_name="Dana", family_name="Hill")
    Role.objects.create(staff=person, kind=Role.Kind.DATA_TEAM)
    return User.objects.create_user("dana", staff=person)


def homeroom(*words: str, typed: str = "") -> str:
    done = CliRunner().invoke(app, words, input=typed)
    assert done.exit_code == 0, done.output
    return done.output


def test_a_family_is_answered_and_then_forgotten(child: Student, dana: User, client: Client, tmp_path: Path) -> None:
    number, page = child.pk, f"/student/{child.pk}/"
    client.force_login(dana)

    # Somebody looks, and the family asks who.
    assert client.get(page).status_code == 200
    assert "What is held" in client.get(page).content.decode()

    # A copy of the record, which tells who looked.
    answer = client.get(f"{page}record/copy.zip")
    with zipfile.ZipFile(io.BytesIO(answer.getvalue())) as packed:
        tables = {one["name"]: one["rows"] for one in json.loads(packed.read("record.json"))["tables"]}
    who, seen = ([row[place] for row in tables["who_saw"]] for place in (1, 3))
    assert [one.partition(":")[0] for one in who] == ["command line", "command line", "dana", "dana", "dana"]
    assert seen[:2] == ["table attempts as csv", "table attempts as parquet"]
    assert [one.partition(",")[0] for one in seen[2:]] == [
        *[f"student page {number}"] * 2,
        f"copy of the record of student {number}",
    ]

    # A correction is asked for, denied, and the family's statement stands beside the record.
    request = {
        "about": "Attempts of October",
        "original": "four answers",
        "statement": "It was a brother's work.",
        "received_on": "2026-10-05",
    }
    assert client.post(f"{page}corrections/", request).status_code == 302
    one = Correction.objects.get()
    client.post(f"{page}corrections/{one.pk}/", {"decision": "denied", "reason": "The sign-in was the child's own."})
    shown = client.get(page).content.decode()
    assert "Disputed by the family since 2026-10-05; the school did not change it:" in shown
    assert "It was a brother&#x27;s work." in shown

    # Erasure, by whoever runs the installation, who types the number.
    printed = homeroom("erase", canary.CANARY["sourced_id"], "--because", "letter of 10 October", typed=f"{number}\n")
    made = Erasure.objects.get()
    assert f"CERTIFICATE OF ERASURE, number {made.pk}" in printed
    assert client.get(page).status_code == 404
    assert found((*canary.WORDS, "a brother's work")) == []

    # The certificate can be printed again; the audit log tells the number alone.
    again = homeroom("erase", "--certificate", str(made.pk))
    assert f"Child: number {number}" in again
    assert "table Correction" in again
    verbs = list(AuditEntry.objects.filter(students__isnull=False).order_by("pk").values_list("verb", flat=True))
    assert {"saw", "exported", "received", "denied", "erased"} <= set(verbs)


def test_whoever_types_another_number_erases_nobody(child: Student) -> None:
    done = CliRunner().invoke(app, ["erase", f"number:{child.pk}"], input="999\n")
    assert (done.exit_code, Student.objects.filter(pk=child.pk).exists()) == (1, True)
    assert "Nothing was erased" in done.output


def test_an_erased_child_is_answered_with_the_certificate(child: Student) -> None:
    homeroom("erase", f"number:{child.pk}", "--yes")
    for name in (f"number:{child.pk}", canary.CANARY["sourced_id"], f"id:{canary.CANARY['sourced_id']}"):
        assert f"CERTIFICATE OF ERASURE, number {Erasure.objects.get().pk}" in homeroom("erase", name, "--yes")
    assert "may come in again" in homeroom("erase", "--let-back", str(child.pk))
    assert "Nothing was kept out" in homeroom("erase", "--let-back", str(child.pk))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["erase", "nobody"], "nobody here has this number"),
        (["erase"], "Say which child"),
        (["erase", "--certificate", "7"], "There is no certificate number 7"),
        (["return", "nobody", "-o", "x"], "nobody here has this number"),
        (["erase", "number:x"], "nobody here has this number"),
    ],
)
def test_what_cannot_be_done_is_said(words: list[str], said: str, db: None) -> None:
    done = CliRunner().invoke(app, words)
    assert done.exit_code == 1
    assert said in done.output


def test_an_id_of_two_children_is_asked_again(child: Student) -> None:
    other = Student.objects.create(sourced_id=str(child.pk), given_name="Ida", family_name="Two")
    done = CliRunner().invoke(app, ["erase", str(child.pk), "--yes"])
    assert done.exit_code == 1
    assert "stands for" in done.output
    assert all(f"number:{one}" in done.output for one in (child.pk, other.pk))
    assert "CERTIFICATE" in homeroom("erase", f"number:{other.pk}", "--yes")
    assert not Student.objects.filter(pk=other.pk).exists()


def test_the_record_is_returned_as_a_folder_or_a_zip_and_never_over_something(child: Student, tmp_path: Path) -> None:
    homeroom("return", canary.CANARY["identifier"], "-o", str(tmp_path / "copy"))
    assert (tmp_path / "copy" / "index.html").is_file()
    homeroom("return", f"number:{child.pk}", "-o", str(tmp_path / "new" / "copy.zip"))
    assert zipfile.is_zipfile(tmp_path / "new" / "copy.zip")
    done = CliRunner().invoke(app, ["return", f"number:{child.pk}", "-o", str(tmp_path / "copy")])
    assert done.exit_code == 1
    assert AuditEntry.objects.filter(verb="exported", object=f"record of student {child.pk}").count() == 2


def test_what_is_kept_how_long_is_listed(db: None) -> None:
    assert "attempts" in homeroom("keep")
