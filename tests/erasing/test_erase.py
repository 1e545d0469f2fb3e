"""A child is erased: no byte tells of the child, every row stays accounted for, and nobody else loses anything."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone

from erasing import canary
from erasing.installation import erased, found, ledgers
from homeroom.facts import store
from homeroom.intake import erase as intake_erase
from homeroom.intake import originals
from homeroom.intake.accept import accept
from homeroom.intake.erasing import blank, kept
from homeroom.intake.models import Delivery, ErasedRows
from homeroom.intake.receive import receive
from homeroom.people import erasures
from homeroom.people.models import AuditEntry, Contact, Enrollment, Erasure, Staff, Student, User
from homeroom.people.signin_models import OutsideIdentity, WaitingIdentity
from homeroom.site.erasing import packages, residue, run
from homeroom.site.erasing.certificate import text
from intake.layouts.files import RENAMED, lessons
from intake.test_crash_points import Killed, dies_after, dies_before

pytestmark = pytest.mark.django_db(transaction=True)


def others() -> list[tuple[object, ...]]:
    """Facts of everybody else."""
    canary_numbers = list(Student.objects.filter(family_name=canary.CANARY["family"]).values_list("pk", flat=True))
    rows = store.query("select * from attempts order by all", tables=["attempts"]).dicts()
    return [tuple(row.values()) for row in rows if row["student"] not in canary_numbers]


def test_no_byte_of_the_installation_tells_of_the_child(child: Student) -> None:
    session = SessionStore()
    session["looked_for"] = canary.CANARY["email"]
    session.create()
    assert {word for _, word in found()} == set(canary.WORDS)
    before, rows = others(), sum(sum(one.values()) for one in ledgers().values())
    made = run.erase(child, None, "asked on paper")
    assert found() == []
    assert others() == before
    assert sum(sum(one.values()) for one in ledgers().values()) == rows
    assert made.finished_at
    assert made.steps == [*packages.ERASE]


def test_every_row_of_the_child_ends_as_erased_and_no_other(child: Student) -> None:
    before = ledgers()
    run.erase(child, None, "")
    after = ledgers()
    gone = {file: told.get("erased", 0) for file, told in after.items() if "erased" in told}
    of = {name.split(" ", 1)[1]: count for name, count in gone.items()}
    assert of == {
        **{"users.csv": 1, "enrollments.csv": 1, "stars.csv": 1, "key.csv": 1},
        **{"latin.csv": 1, "wide.csv": 1, "students.xml": 1, "week.csv": 3, "later.csv": 1},
    }
    assert {file: sum(told.values()) for file, told in before.items()} == {
        file: sum(told.values()) for file, told in after.items()
    }


def test_the_kept_file_keeps_its_rows_and_is_known_again(child: Student, tmp_path: Path) -> None:
    run.erase(child, None, "")
    delivery = Delivery.objects.filter(file="week.csv").earliest("pk")
    lines = originals.place(delivery.sha256).read_text("utf-8").splitlines()
    assert [line for line in lines if line.strip(",")] == [
        line for line in (tmp_path / "came" / "week.csv").read_text("utf-8").splitlines() if "Quez" not in line
    ]
    assert [number for number, line in enumerate(lines) if not line.strip(",")] == [2, 4, 6]
    [again] = receive([tmp_path / "came" / "week.csv"])
    assert (again.same_as_id, again.duplicate) == (delivery.pk, delivery.rows_in)
    assert found() == []


def test_an_utf16_file_is_still_one(child: Student, tmp_path: Path) -> None:
    run.erase(child, None, "")
    sha256 = Delivery.objects.get(file="wide.csv").sha256
    assert "Ben" in originals.place(sha256).read_text("utf-16")


def test_a_file_that_comes_once_more_after_an_undo_does_not_bring_the_child_back(
    child: Student, tmp_path: Path
) -> None:
    from homeroom.intake.undo import withdraw

    run.erase(child, None, "")
    for one in Delivery.objects.filter(file="week.csv", state="published").order_by("-pk"):
        withdraw(one.pk, None)
    [again] = receive([tmp_path / "came" / "week.csv"])
    assert again.erased == 3
    assert again.published + again.duplicate == 3
    assert found() == []


def test_new_files_that_name_the_child_bring_nobody_back(child: Student, tmp_path: Path) -> None:
    run.erase(child, None, "")
    count = Student.objects.count()
    fresh = tmp_path / "fresh"
    files = canary.write(fresh)
    for path in fresh.glob("*.csv"):
        path.write_bytes(path.read_bytes().replace(b"2026-10-05", b"2026-10-07"))
    users = (fresh / "roster" / "users.csv").read_text("utf-8").replace("Ben,Cruz", "Benjamin,Cruz")
    (fresh / "roster" / "users.csv").write_text(users, "utf-8")
    came = [one for path in files[:-2] for one in receive([path])]
    told = {one.file: one.erased for one in came if one.erased}
    assert told == {"users.csv": 1, "enrollments.csv": 1, "key.csv": 1, "latin.csv": 1, "week.csv": 3, "stars.csv": 1}
    assert Student.objects.count() == count
    users_file = Delivery.objects.filter(file="users.csv").latest("pk")
    assert "The student system still holds this child" in users_file.groups.get(ended_as="erased").words
    assert found() == []


def test_a_child_who_is_let_back_comes_with_the_next_roster(child: Student, tmp_path: Path) -> None:
    run.erase(child, None, "")
    assert erasures.let_back(child.pk) > 5
    canary.write(tmp_path / "fresh")
    list(receive([tmp_path / "fresh" / "roster"]))
    back = Student.objects.filter(sourced_id=canary.CANARY["sourced_id"]).first()
    assert back is None or back.pk != child.pk


def test_the_family_goes_along_and_nobody_else(child: Student) -> None:
    user = User.objects.create_user(canary.CANARY["username"], student=child)
    run.erase(child, None, "")
    assert not Contact.objects.exists()
    assert not User.objects.filter(pk=user.pk).exists()
    assert Student.objects.count() == 2
    assert Enrollment.objects.filter(student__isnull=False).count() == 2
    assert Staff.objects.get(sourced_id="u2").extras.get("agentSourcedIds", "s1") == "s1"


def test_what_identity_providers_told_of_the_child_and_the_family_goes(child: Student) -> None:
    now, issuer = timezone.now(), "https://idp.test"
    mother = User.objects.create_user("zeph.mother", contact=Contact.objects.get())
    OutsideIdentity.objects.create(issuer=issuer, subject="linked", user=mother, since=now)
    told = {"issuer": issuer, "why": "nobody here has this roster id", "first_at": now, "last_at": now}
    WaitingIdentity.objects.create(**told, subject="1", told_email=canary.CANARY["contact_mail"].upper())
    WaitingIdentity.objects.create(**told, subject="2", told_roster_id=canary.CANARY["contact"])
    WaitingIdentity.objects.create(**told, subject="3", told_name=f"Mo {canary.CANARY['family']}", rejected_at=now)
    WaitingIdentity.objects.create(**told, subject="4", told_roster_id=canary.CANARY["sourced_id"])
    WaitingIdentity.objects.create(**told, subject="5", told_name="Somebody Else", told_email="else@home.test")
    run.erase(child, None, "")
    assert list(WaitingIdentity.objects.values_list("subject", flat=True)) == ["5"]
    assert not OutsideIdentity.objects.exists()
    assert found() == []


def test_a_later_file_of_a_new_layout_is_blanked_once_the_layout_is_accepted(child: Student, tmp_path: Path) -> None:
    run.erase(child, None, "")
    own = {"Student ID": canary.CANARY["identifier"], "Last Name": canary.CANARY["family"]}
    path = tmp_path / "renamed_2026-10-19.csv"
    path.write_text(lessons([own | {"First Name": canary.CANARY["given"]}, {"Student ID": "0012"}], RENAMED), "utf-8")
    [held] = receive([path])
    assert held.state == Delivery.State.HELD
    assert {place.partition("/")[0] for place, _ in found()} == {"originals"}
    [judged] = accept(held.pk, None, None).judged
    assert judged.erased == 1
    blank.finish()
    assert found() == []


def test_a_contact_of_two_children_stays(child: Student) -> None:
    contact = Contact.objects.get()
    contact.relationships.create(student=Student.objects.get(sourced_id="s1"), kind="parent")
    run.erase(child, None, "")
    assert Contact.objects.get().pk == contact.pk


def test_done_twice_changes_nothing_more(child: Student) -> None:
    made = run.erase(child, None, "")
    before, certificate = ledgers(), text(made)
    run.go_on(Erasure.objects.get())
    assert (ledgers(), text(Erasure.objects.get()).split("What was removed")[1].split("What stays")[0]) == (
        before,
        certificate.split("What was removed")[1].split("What stays")[0],
    )


POINTS: dict[str, tuple[Any, str, Callable[..., Any]]] = {
    "before an original is written": (kept, "replace", dies_before),
    "after an original is written": (kept, "replace", dies_after),
    "a row count is noted": (kept.ledger, "note_erased", dies_after),
    "before the facts are published": (store, "publish", dies_before),
    "after the facts are published": (store, "publish", dies_after),
    "before old files go": (store, "vacuum", dies_before),
    "inside the transaction": (intake_erase, "_forget", dies_before),
    "a step is done": (erasures, "step_done", dies_before),
    "before the residue": (blank, "finish", dies_before),
    "before the end": (erasures, "finish", dies_before),
    "the database is cleaned": (residue, "clean", dies_before),
}

SOME = ("after an original is written", "after the facts are published", "before the end")
KILLS = list(POINTS) if os.environ.get("HOMEROOM_FULL") else list(SOME)


@pytest.mark.parametrize("point", KILLS, ids=[point.replace(" ", "-") for point in KILLS])
def test_a_killed_erasure_is_finished_by_the_next_run(child: Student, point: str, tmp_path: Path) -> None:
    number = child.pk
    module, name, dies = POINTS[point]
    with pytest.MonkeyPatch.context() as cut:
        cut.setattr(module, name, dies(getattr(module, name)))
        with pytest.raises(Killed):
            run.erase(child, None, "asked")
    [made] = run.resume()
    assert (made.student, bool(made.finished_at), erased()) == (number, True, 14)
    assert found() == []
    assert run.resume() == []


def test_the_certificate_names_no_child_and_adds_up(child: Student) -> None:
    words = text(run.erase(child, None, "asked on paper"))
    assert f"number {child.pk}" in words
    assert not any(word in words for word in canary.WORDS)
    assert "asked on paper" in words
    lines = {line[12:].rsplit(maxsplit=1)[0].strip(): int(line.split()[-1]) for line in words.splitlines() if line[:4] == "    " and line[4] != " " and line[4:12].strip() in ("facts", "intake", "people", "site")}  # noqa: E501  # fmt: skip
    assert lines["rows of deliveries"] == erased() == 14
    assert lines["table attempts, rows"] == 4
    assert lines["table Student"] == 1


def test_the_audit_log_keeps_the_number_alone(child: Student) -> None:
    run.erase(child, None, "asked on paper")
    entry = AuditEntry.objects.get(verb="erased")
    assert (entry.students, entry.reason, entry.object) == ([child.pk], "asked on paper", f"student {child.pk}")


def test_an_original_whose_rows_cannot_be_counted_any_more_goes_whole(child: Student) -> None:
    run.erase(child, None, "")
    row = ErasedRows.objects.first()
    assert row
    row.blanked = False
    row.save()
    Delivery.objects.filter(sha256=row.sha256).update(header_lines=0)
    blank.finish()
    assert ErasedRows.objects.get(pk=row.pk).blanked


def test_a_busy_reader_is_told_and_the_next_run_cleans(child: Student, monkeypatch: pytest.MonkeyPatch) -> None:
    def busy() -> list[str]:
        raise residue.BusyError(residue.BUSY)

    with monkeypatch.context() as held:
        held.setattr(residue, "clean", busy)
        with pytest.raises(residue.BusyError, match="nightly"):
            run.erase(child, None, "")
    assert Erasure.objects.get().finished_at is None
    run.resume()
    assert Erasure.objects.get().finished_at


def test_files_that_wait_are_told(child: Student, tmp_path: Path, home: Path) -> None:
    shutil.copy(tmp_path / "came" / "week.csv", home / "inbox" / "next.csv")
    (home / "notes.txt").write_text(f"call the mother of {canary.CANARY['email']}", "utf-8")
    (home / "lists" / "old").mkdir(parents=True)
    for name in ("one.txt", "two.txt"):
        shutil.copy(home / "notes.txt", home / "lists" / "old" / name)
    words = " ".join(run.erase(child, None, "").remarks)
    assert "1 files that are still to be taken in name the child" in words
    assert "remove them by hand" in words
    assert "1 in the folder itself" in words
    assert "2 in lists/old" in words
    assert "one.txt" not in words
