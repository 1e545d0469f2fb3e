"""Files that are refused by name: told why, and nothing of them is kept."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from homeroom.facts.models import FactVersion
from homeroom.intake import uploads
from homeroom.intake.errors import IntakeError
from homeroom.intake.layout_models import UnknownLayout
from homeroom.intake.look import look_at_file
from homeroom.intake.models import Delivery, RowGroup
from homeroom.intake.receive import receive
from homeroom.programs.refused import refusal, refused

SCREENING = "Student Name,Student Number,BERI,BERI Raw Score,BERI Percentile,BERI Risk\nLiv Berg,7,64,41,90,Elevated\n"
OTHER = "Student Name,BERI\nLiv Berg,64\n"


def screening(folder: Path, text: str = SCREENING, name: str = "spring.csv") -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def kept(home: Path) -> list[Path]:
    return [path for path in (home / "originals").rglob("*") if path.is_file()]


def test_every_refused_kind_has_a_name_a_reason_and_columns_of_its_own() -> None:
    assert [one.name for one in refused()] == ["BASC-3 BESS"]
    assert all(one.reason and len(one.columns) > 1 for one in refused())


@pytest.mark.parametrize("change", [str, str.upper, str.lower, lambda name: f" {name.replace(' ', '_')} "])
def test_spelling_of_its_columns_does_not_matter(change: object) -> None:
    names = [change(name) for name in ["Grade", "BERI", "BERI Raw Score", "BERI Percentile", "BERI Risk"]]  # type: ignore[operator]
    found = refusal(names)
    assert found is not None and found.name == "BASC-3 BESS"


def test_a_file_with_some_of_its_columns_may_come_in() -> None:
    assert refusal(["BERI", "BERI Risk", "Grade"]) is None


@pytest.mark.django_db(transaction=True)
def test_the_delivery_says_why_and_nothing_else_is_kept(home: Path, tmp_path: Path) -> None:
    [delivery] = receive([screening(tmp_path)])
    assert (delivery.state, delivery.rows_in, delivery.program) == (Delivery.State.REFUSED, 0, "")
    assert delivery.message.startswith("BASC-3 BESS is refused: it is a behavioural")
    assert kept(home) == []
    assert not UnknownLayout.objects.exists() and not RowGroup.objects.exists()
    assert not FactVersion.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_it_is_known_in_every_encoding(home: Path, tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "odd.csv"
    path.write_text(SCREENING, encoding)
    [delivery] = receive([path])
    assert delivery.state == Delivery.State.REFUSED and kept(home) == []


@pytest.mark.django_db(transaction=True)
def test_it_comes_again_and_is_refused_again(home: Path, tmp_path: Path) -> None:
    path = screening(tmp_path)
    states = [delivery.state for _ in range(2) for delivery in receive([path])]
    assert states == [Delivery.State.REFUSED] * 2 and kept(home) == []


@pytest.mark.django_db(transaction=True)
def test_in_a_zip_it_alone_is_refused_and_the_zip_is_not_kept(home: Path, tmp_path: Path) -> None:
    path = tmp_path / "both.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("screening.csv", SCREENING)
        archive.writestr("other.csv", OTHER)
    states = {delivery.file: delivery.state for delivery in receive([path])}
    assert states == {"screening.csv": Delivery.State.REFUSED, "other.csv": Delivery.State.HELD}
    uploads.make_sure(path)
    assert [one.read_text("utf-8") for one in kept(home)] == [OTHER]


@pytest.mark.django_db(transaction=True)
def test_an_upload_of_it_leaves_nothing_behind(home: Path) -> None:
    token = uploads.new()
    room = uploads.folder(token)
    screening(room)
    list(receive([room]))
    uploads.clear(room)
    assert not room.exists() and kept(home) == []


@pytest.mark.django_db(transaction=True)
def test_what_can_be_opened_by_nobody_is_no_refused_zip(home: Path, tmp_path: Path) -> None:
    path = tmp_path / "broken.zip"
    path.write_bytes(b"PK\x03\x04 and then nothing of a zip")
    uploads.make_sure(path)
    assert len(kept(home)) == 1


def test_no_layout_is_proposed_for_it(tmp_path: Path) -> None:
    with pytest.raises(IntakeError, match="BASC-3 BESS is refused"):
        look_at_file(screening(tmp_path))


@pytest.mark.django_db(transaction=True)
def test_the_real_screening_is_refused(shared: Path, home: Path) -> None:
    [delivery] = receive([shared / "programs_and_rosters/vendor_assessments/BASC3_BESS/sample_anonymized_file.csv"])
    assert delivery.state == Delivery.State.REFUSED and "BASC-3 BESS" in delivery.message
    assert kept(home) == []
