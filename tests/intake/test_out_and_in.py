"""What leaves homeroom as CSV and comes back is what it was: formulas as text, and names byte for byte."""

from __future__ import annotations

import csv
import io
import unicodedata
from pathlib import Path

import pytest

from facts.test_spreadsheet import PAYLOADS, live
from homeroom.facts import store
from homeroom.intake import quarantine
from homeroom.reports.csv import lines
from intake.taking_in import HEADER, facts, row, school, take

pytestmark = pytest.mark.django_db

BLANKS = " \u00a0\u3000"  # around a cell they mean nothing
# Of our own making: given names and family names of many languages, some composed, some taken apart.
GIVEN = (
    *(
        "Zoë",
        "José",
        "Núria",
        "Iñaki",
        "Thảo",
        "Đức",
        "Ngọc Ánh",
        "Nguyễn",
        "Øyvind",
        "Łucja",
        "Şeyma",
        "İpek",
        "Ğülay",
    ),
    *("Chloé-Anne", "Māra", "Žofie", "Ágúst", "Bjǫrn", "D'Andre", "O’Shea", "ʻAlana", "Mary Jane", "Jr.", "Xóchitl"),
    *(
        "Анна",
        "Ольга",
        "Ελένη",
        "עדי",
        "ليلى",
        "محمد",
        "さくら",
        "太郎",
        "美玲",
        "지우",
        "อรุณ",
        "अनन्या",
        "ਹਰਲੀਨ",
        "தமிழ்",
    ),
    *("Բելլա", "ნინო", "አበባ", "Ọlá", "Chị̂n", "Jẽ", "N!xau", "Aʼishah", "Renée"),
)
NAMES = [*GIVEN, *(unicodedata.normalize("NFD", name) for name in GIVEN if unicodedata.normalize("NFD", name) != name)]
NAMES = NAMES[:60] if len(NAMES) >= 60 else NAMES


def exported(cells: list[str]) -> bytes:
    return "".join(lines(["a", "b"], [[cell, "x"] for cell in cells])).encode("utf-8")


def cells_of(content: bytes) -> list[str]:
    return [cells[0] for cells in csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))][1:]


def test_28_payloads_are_no_live_cell_of_a_file() -> None:
    assert [cell for cell in cells_of(exported(PAYLOADS)) if live(cell)] == []


def test_payloads_come_in_again_through_the_reader(tmp_path: Path) -> None:
    """As items of a real report: what is exported and received is the text that was there, blanks around it aside."""
    school()
    # Zero bytes and byte order marks are left out of every file that comes in, and the delivery says so.
    sent = [payload for payload in PAYLOADS if not set(payload) & set("\0\ufeff") and payload.strip(BLANKS) == payload]
    assert len(sent) == 21
    out = exported([f"{payload}#{number}" for number, payload in enumerate(sent)]).decode("utf-8-sig")
    guarded = [cells[0] for cells in csv.reader(io.StringIO(out, newline=""))][1:]
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(HEADER.split(","))
    writer.writerows(row(item="HERE").replace("HERE", "\ue000").split(",") for _ in guarded)
    text = buffer.getvalue()
    for cell in guarded:
        text = text.replace("\ue000", '"' + cell.replace('"', '""') + '"', 1)
    (tmp_path / "again.csv").write_bytes(text.encode())
    [delivery] = take(tmp_path / "again.csv")
    assert (delivery.published, delivery.quarantined) == (len(sent), 0), delivery.message
    found = {fact["content_item"] for fact in facts()}
    assert found == {f"{payload}#{number}" for number, payload in enumerate(sent)}


@pytest.mark.parametrize("form", ["csv"])
def test_an_exported_table_holds_no_live_cell(form: str, tmp_path: Path) -> None:
    school()
    body = "".join(row(item=f"{payload}").replace("\n", "") + "\n" for payload in ("=1+1", "@x", "-1+1", "＝x"))
    (tmp_path / "a.csv").write_text(f"{HEADER}\n{body}", "utf-8")
    take(tmp_path / "a.csv")
    store.copy_out("attempts", tmp_path / "out.csv", form)
    with (tmp_path / "out.csv").open(newline="", encoding="utf-8") as file:
        items = {record["content_item"] for record in csv.DictReader(file)}
    assert items == {"'=1+1", "'@x", "'-1+1", "'＝x"}


def test_names_survive_from_file_to_export_byte_for_byte(tmp_path: Path) -> None:
    """Nobody knows these children: their rows are handed out again, as they came."""
    assert len(set(NAMES)) == 60
    body = "".join(
        row(f"n{number}", student_id=f"77{number}", first_name=name, last_name=NAMES[-number]) + "\n"
        for number, name in enumerate(NAMES)
    )
    (tmp_path / "a.csv").write_bytes(f"{HEADER}\n{body}".encode())
    [delivery] = take(tmp_path / "a.csv")
    [group] = delivery.groups.all()
    header, rows = quarantine.rows(group)
    text = "".join(lines(header, rows)).encode().decode("utf-8-sig")
    records = list(csv.DictReader(io.StringIO(text, newline="")))
    assert [record["first_name"].encode() for record in records] == [name.encode() for name in NAMES]
    assert [record["last_name"].encode() for record in records] == [NAMES[-n].encode() for n in range(60)]


def test_names_survive_from_roster_to_page_export(tmp_path: Path) -> None:
    from homeroom.people.models import Student

    folder = tmp_path / "roster"
    folder.mkdir()
    (folder / "orgs.csv").write_text(
        "sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId\ns1,,,Hill,school,,\n"
    )
    users = "sourcedId,status,dateLastModified,enabledUser,orgSourcedIds,role,username,userIds,givenName,familyName\n"
    users += "".join(f'u{number},,,true,s1,student,,,"{name}","Test"\n' for number, name in enumerate(NAMES))
    (folder / "users.csv").write_bytes(users.encode())
    take(folder)
    kept = dict(Student.objects.values_list("sourced_id", "given_name"))
    assert [kept[f"u{number}"].encode() for number in range(60)] == [name.encode() for name in NAMES]
    out = cells_of(exported([kept[f"u{number}"] for number in range(60)]))
    assert [cell.encode() for cell in out] == [name.encode() for name in NAMES]
