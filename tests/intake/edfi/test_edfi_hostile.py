"""Interchanges that are half, twice, endless or nested without end: refused in words, kept, and never in the way."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from homeroom.intake import originals
from homeroom.intake.models import Delivery
from homeroom.intake.receive import receive
from homeroom.intake.who import decide
from homeroom.intake.who.models import VendorKey
from intake.edfi.sittings import interchange, item, score, sitting, standard
from intake.taking_in import facts, ledger, school
from intake.who.a_case import data_team

pytestmark = pytest.mark.django_db(transaction=True)

SITTING = sitting("s1", "1001", score("1"), item("i1", "Correct"))


def xml(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def student(number: str, given: str, family: str) -> str:
    name = f"<Name><FirstName>{given}</FirstName><LastSurname>{family}</LastSurname></Name>"
    return f"<Student><StudentUniqueId>{number}</StudentUniqueId>{name}</Student>"


def took(*paths: Path) -> list[tuple[str, str]]:
    return [(one.file, one.state) for one in receive(paths)]


def test_the_same_interchange_twice_in_one_run_is_taken_once(tmp_path: Path) -> None:
    school()
    text = interchange("StudentAssessment", SITTING)
    found = list(receive([xml(tmp_path / "a" / "r.xml", text), xml(tmp_path / "b" / "again.xml", text)]))
    assert [ledger(Delivery.objects.get(pk=one.pk)) for one in found] == [{"published": 1}] * 2 + [{"duplicate": 1}] * 2


def test_an_interchange_out_of_a_zip_is_read(tmp_path: Path) -> None:
    school()
    path = tmp_path / "export.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("in/r.xml", interchange("StudentAssessment", SITTING))
    assert [state for _, state in took(path)] == ["published", "published"]


@pytest.mark.parametrize("kind", ["StudentAssessment", "Standards"])
def test_half_an_interchange_is_kept_and_told(kind: str, tmp_path: Path) -> None:
    record = SITTING if kind == "StudentAssessment" else standard("3.A", "Adds")
    text = interchange(kind, *[record] * 50)
    (ended,) = receive([xml(tmp_path / "r.xml", text[: len(text) // 2])])
    assert ended.state in ("held", "refused")
    assert "breaks off" in ended.message
    assert originals.place(ended.sha256).is_file()


@pytest.mark.parametrize(
    "inside",
    ["<a>" * 3000 + "</a>" * 3000, f"<Note>{'x' * 11_000_000}</Note>", f'<Note a="{"x" * 11_000_000}"/>'],
    ids=["nested", "text", "attribute"],
)
def test_what_is_too_deep_or_too_long_is_refused(inside: str, tmp_path: Path) -> None:
    text = interchange("StudentAssessment", SITTING, f"<StudentAssessment>{inside}</StudentAssessment>")
    (ended,) = receive([xml(tmp_path / "r.xml", text)])
    assert ended.state == "refused"
    assert "breaks off or is damaged" in ended.message


def test_a_kind_nobody_reads_is_refused_by_name(tmp_path: Path) -> None:
    (ended,) = receive([xml(tmp_path / "r.xml", interchange("Finance", "<Budget/>"))])
    assert (ended.state, "Finance" in ended.message) == ("refused", True)


def test_a_run_that_died_over_standards_is_taken_up_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = xml(tmp_path / "r.xml", interchange("Standards", standard("3.A", "Adds")))
    with monkeypatch.context() as cut:
        cut.setattr("homeroom.intake.edfi.receive.whole.judge", lambda _: (_ for _ in ()).throw(KeyboardInterrupt()))
        with pytest.raises(KeyboardInterrupt):
            list(receive([path]))
    assert Delivery.objects.get().state == Delivery.State.RUNNING
    list(receive([xml(tmp_path / "other.csv", "a,b\n1,2\n")]))
    first = Delivery.objects.order_by("pk").first()
    assert first is not None
    assert (first.state, ledger(first)) == ("published", {"published": 1})


def test_a_decision_about_a_child_does_not_stumble_over_the_interchange_of_children(tmp_path: Path) -> None:
    zoe, dana = school()[1], data_team()
    results = xml(tmp_path / "r.xml", interchange("StudentAssessment", sitting("s1", "900", score("1"))))
    nameless = xml(tmp_path / "children.xml", interchange("Student", student("900", "", "")))
    assert took(results, nameless) == [("r.scores.csv", "published"), ("children.xml", "published")]
    number = VendorKey.objects.get().pk
    done = decide.confirm(number, zoe.pk, dana)
    assert [one["student"] for one in facts("assessments")] == [zoe.pk]
    decide.undo(done.decision.pk, dana)
    assert facts("assessments") == []
