"""Files, folders and zips that aren't what they should be: each is told by itself, and the good ones load."""

from __future__ import annotations

import io
import os
import struct
import zipfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import BinaryIO

import pytest

from homeroom.intake import originals, unpack
from homeroom.intake.errors import IntakeError
from homeroom.intake.models import Delivery
from intake.taking_in import answers, facts, kept, ledger, row, school, take

pytestmark = pytest.mark.django_db
GOOD = answers(row("g1"), row("g2"))
LESS = answers(row("h1"))


@pytest.fixture(autouse=True)
def children(db: None) -> None:
    school()


def packed(members: Mapping[str, str | bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def with_good(tmp_path: Path, content: bytes, name: str = "week.zip") -> Delivery:
    """The delivery of `content`, which came in one folder with a good file. The good file is whole."""
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / name).write_bytes(content)
    (folder / "good.csv").write_text(GOOD, "utf-8")
    taken = {one.file: one for one in take(folder)}
    assert ledger(taken.pop("good.csv")) == {"published": 2}
    [other] = taken.values()
    return other


def locked() -> bytes:
    """A zip whose member says that it is encrypted."""
    content = bytearray(packed({"a.csv": GOOD}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.index(mark) + offset
        content[at : at + 2] = struct.pack("<H", 1)
    return bytes(content)


def spoiled() -> bytes:
    content = bytearray(packed({"a.csv": GOOD * 50}))
    content[60:90] = bytes(30)
    return bytes(content)


def spoiled_otherwise() -> bytes:
    """Packed by a method that tells of damage as if the disk were at fault."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_BZIP2) as archive:
        archive.writestr("a.csv", GOOD * 50)
    content = bytearray(buffer.getvalue())
    content[60:90] = bytes(30)
    return bytes(content)


BLANKS = b" " * 5_000_000
REFUSED_ZIPS = {
    "a zip bomb": (packed({"a.csv": BLANKS}), "far more than it should"),
    "101 files": (packed({f"{number}.csv": GOOD for number in range(101)}), "holds 101 files; at most 100"),
    "a zip in a zip": (packed({"a.csv": GOOD, "b.zip": packed({"c.csv": GOOD})}), "zip inside the zip is not opened"),
    "a locked zip": (locked(), "locked with a password"),
    "a spoiled zip": (spoiled(), "damaged"),
    "a zip spoiled otherwise": (spoiled_otherwise(), "packed in a way that is not opened"),
    "an empty zip": (packed({}), "no file in this zip"),
    "a zip of folders": (packed({"a/": b""}), "no file in this zip"),
}


@pytest.mark.parametrize("what", REFUSED_ZIPS)
def test_a_zip_that_is_not_safe_is_kept_and_not_opened(what: str, tmp_path: Path) -> None:
    content, words = REFUSED_ZIPS[what]
    delivery = with_good(tmp_path, content)
    assert (delivery.state, ledger(delivery)) == ("refused", {})
    assert words in delivery.message
    assert delivery.message.startswith("week.zip: ")
    assert kept(delivery) == content


def test_a_zip_that_is_too_large_altogether(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpack, "MOST_BYTES", 400)
    delivery = with_good(tmp_path, packed({"a.csv": GOOD, "b.csv": GOOD, "c.csv": GOOD}))
    assert (delivery.state, "far more than it should" in delivery.message) == ("refused", True)


def test_a_zip_cut_off_is_held(tmp_path: Path) -> None:
    content = packed({"a.csv": GOOD * 100})[:300]
    delivery = with_good(tmp_path, content)
    assert (delivery.state, kept(delivery)) == ("held", content)
    assert "a zip that is cut off" in delivery.message


def test_a_workbook_is_one_file_and_no_zip(tmp_path: Path) -> None:
    workbook = packed({"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<workbook/>"})
    delivery = with_good(tmp_path, workbook, "lessons.xlsx")
    assert (delivery.file, delivery.state) == ("lessons.xlsx", "held")
    assert "Save As, CSV UTF-8" in delivery.message


def test_a_workbook_in_a_zip_keeps_the_rest_of_it_from_nothing(tmp_path: Path) -> None:
    workbook = packed({"[Content_Types].xml": "<Types/>"})
    path = tmp_path / "week.zip"
    path.write_bytes(packed({"a.csv": GOOD, "b.xlsx": workbook}))
    assert {one.file: str(one.state) for one in take(path)} == {"a.csv": "published", "b.xlsx": "held"}


def test_names_in_a_zip_never_become_paths(tmp_path: Path, home: Path) -> None:
    names = ["../../up.csv", "/etc/root.csv", "C:\\x\\drive.csv", "a/b/deep.csv"]
    path = tmp_path / "week.zip"
    path.write_bytes(packed({name: answers(row(f"i{at}")) for at, name in enumerate(names)}))
    before = {one for one in tmp_path.rglob("*") if home not in one.parents}
    taken = take(path)
    assert sorted(one.file for one in taken) == ["deep.csv", "drive.csv", "root.csv", "up.csv"]
    assert {one.archive for one in taken} == {"week.zip"}
    assert len(facts()) == 4
    assert {one for one in tmp_path.rglob("*") if home not in one.parents} == before
    assert not list((home / "tmp").iterdir())


def test_a_link_in_a_zip_is_read_as_the_text_it_is(tmp_path: Path) -> None:
    info = zipfile.ZipInfo("link.csv")
    info.create_system, info.external_attr = 3, 0o120777 << 16
    path = tmp_path / "week.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(info, "/etc/passwd")
    [delivery] = take(path)
    assert (delivery.state, kept(delivery)) == ("held", b"/etc/passwd")


def test_files_of_one_name_in_one_zip_are_two_files(tmp_path: Path) -> None:
    path = tmp_path / "week.zip"
    path.write_bytes(packed({"mon/a.csv": GOOD, "tue/a.csv": LESS}))
    assert sorted(one.rows_in for one in take(path)) == [1, 2]


def test_zips_in_one_folder_do_not_overwrite_each_other(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.zip").write_bytes(packed({"x.csv": GOOD}))
    (folder / "b.zip").write_bytes(packed({"x.csv": LESS}))
    assert [(one.archive, ledger(one)) for one in take(folder)] == [
        ("a.zip", {"published": 2}),
        ("b.zip", {"published": 1}),
    ]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("a\x07b\n.csv", "ab.csv"),
        ("fine\u202efdp.csv", "finefdp.csv"),
        ("x" * 250 + ".csv", "x" * 250 + ".csv"),
        ("..\\..\\win.csv", "win.csv"),
        ("Ngu\u0302.csv", "Ngû.csv"),
        ("\u200b", "unnamed"),
    ],
)
def test_names_are_shown_without_what_cannot_be_seen(name: str, shown: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(GOOD, "utf-8")
    [delivery] = take(tmp_path / name)
    assert (delivery.file, str(delivery.state)) == (shown, "published")


def test_a_name_in_a_zip_may_be_longer_than_any_disk_allows(tmp_path: Path) -> None:
    path = tmp_path / "week.zip"
    path.write_bytes(packed({"x" * 300 + ".csv": GOOD}))
    [delivery] = take(path)
    assert (len(delivery.file), ledger(delivery)) == (255, {"published": 2})


def test_a_name_that_is_no_text_is_no_obstacle(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.zip"))
    path.write_bytes(b"PK\x05\x06" + bytes(18))
    [delivery] = take(path)
    assert (delivery.file, str(delivery.state)) == ("caf.zip", "refused")


def test_a_path_that_is_not_there_is_told_and_changes_nothing(tmp_path: Path) -> None:
    with pytest.raises(IntakeError, match=r"nowhere\.csv: there is no such file or folder"):
        take(tmp_path / "nowhere.csv")
    assert not Delivery.objects.exists()


def test_a_path_that_is_not_there_keeps_no_good_file_back(tmp_path: Path) -> None:
    (tmp_path / "good.csv").write_text(GOOD, "utf-8")
    lost, good = take(tmp_path / "nowhere.csv", tmp_path / "good.csv")
    assert (str(lost.state), lost.sha256) == ("refused", "")
    assert "there is no such file" in lost.message
    assert ledger(good) == {"published": 2}


def test_a_folder_without_files_is_told(tmp_path: Path) -> None:
    (tmp_path / "in" / ".hidden").mkdir(parents=True)
    (tmp_path / "in" / ".hidden" / "x.csv").write_text(GOOD)
    with pytest.raises(IntakeError, match="there is no file in this folder"):
        take(tmp_path / "in")


def test_a_pipe_is_no_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    with pytest.raises(IntakeError, match="no such file"):
        take(tmp_path / "pipe.csv")


def test_a_file_that_goes_away_meanwhile_keeps_no_other_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("a.csv", "b.csv", "c.csv"):
        (tmp_path / name).write_text(answers(row(name)), "utf-8")
    keep = originals.keep

    def lose(source: Path, name: str = "") -> originals.Kept:
        if source.name == "b.csv":
            source.unlink(missing_ok=True)
        return keep(source, name)

    monkeypatch.setattr(originals, "keep", lose)
    taken = take(tmp_path / "a.csv", tmp_path / "b.csv", tmp_path / "c.csv")
    assert [str(one.state) for one in taken] == ["published", "refused", "published"]
    assert taken[1].message == "b.csv: can't be read (No such file or directory). Nothing was taken in."


def test_a_file_that_may_not_be_read_keeps_no_other_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.csv").write_text(GOOD, "utf-8")
    (tmp_path / "b.csv").write_text(LESS, "utf-8")

    copy = originals._copy

    def closed(path: Path, name: str) -> Path:
        if name == "a.csv":
            raise PermissionError(13, "Permission denied")
        return copy(path, name)

    monkeypatch.setattr(originals, "_copy", closed)
    closed_one, good = take(tmp_path / "a.csv", tmp_path / "b.csv")
    assert closed_one.message == "a.csv: can't be read (Permission denied). Nothing was taken in."
    assert ledger(good) == {"published": 1}


def test_a_file_that_is_written_while_it_is_read_is_kept_under_its_own_sum(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.csv"
    path.write_text(LESS, "utf-8")
    read = originals._read

    def then_more(reader: BinaryIO, name: str) -> bytes:
        if not reader.tell():
            path.write_text(GOOD, "utf-8")
        return read(reader, name)

    monkeypatch.setattr(originals, "_read", then_more)
    [delivery] = take(path)
    assert kept(delivery) == GOOD.encode()
    assert ledger(delivery) == {"published": 2}


def test_the_same_file_twice(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(GOOD, "utf-8")
    (tmp_path / "b.csv").write_text(GOOD, "utf-8")
    first, second = take(tmp_path)
    assert (ledger(first), ledger(second)) == ({"published": 2}, {"duplicate": 2})
    assert second.message == f"the same file as delivery {first.pk}, “a.csv”: nothing new"
    assert len(facts()) == 2


@pytest.mark.parametrize("first", [date(2026, 10, 5), None])
def test_the_same_file_under_a_later_day_stands_in_its_own_right(first: date | None, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(GOOD, "utf-8")
    [before] = take(tmp_path / "a.csv", as_of=first)
    [later] = take(tmp_path / "a.csv", as_of=date(2026, 10, 12))
    before.refresh_from_db()
    assert (ledger(before), ledger(later), len(facts())) == ({"duplicate": 2}, {"published": 2}, 2)


def test_the_same_date_again_is_no_news(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(GOOD, "utf-8")
    take(tmp_path / "a.csv", as_of=date(2026, 10, 5))
    [again] = take(tmp_path / "a.csv", as_of=date(2026, 10, 5))
    assert ledger(again) == {"duplicate": 2}


def test_a_day_in_the_future_is_a_slip_of_the_hand(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(GOOD, "utf-8")
    with pytest.raises(IntakeError, match="2126-10-05 lies in the future"):
        take(tmp_path / "a.csv", as_of=date(2126, 10, 5))
    assert not Delivery.objects.exists()


def test_last_years_file_goes_to_last_year(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(answers(row("i1", answered_on="2025-10-06"), row("i2")), "utf-8")
    take(tmp_path / "a.csv")
    assert [fact["school_year"] for fact in facts()] == [2026, 2027]


def test_a_folder_of_everything(tmp_path: Path) -> None:
    """Exports, a zip, a note, a picture, a broken zip and what a spreadsheet leaves behind."""
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "a.csv").write_text(GOOD, "utf-8")
    (tmp_path / "b.zip").write_bytes(packed({"b.csv": LESS, "__MACOSX/._b.csv": "x", ".DS_Store": "x"}))
    (tmp_path / "c.zip").write_bytes(packed({}))
    (tmp_path / "note.txt").write_text("Please load these!")
    (tmp_path / "p.csv").write_bytes(b"\x89PNG\r\n\x1a\n")
    (tmp_path / "~$a.xlsx").write_bytes(b"x")
    (tmp_path / ".hidden").write_bytes(b"x")
    assert {one.file: str(one.state) for one in take(tmp_path)} == {
        "a.csv": "published",
        "b.csv": "published",
        "c.zip": "refused",
        "note.txt": "held",
        "p.csv": "held",
    }
    assert len(facts()) == 3
