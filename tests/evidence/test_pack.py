"""A pack holds what a stranger needs, names nobody, is rerun to the last number, and is refused where it changed."""

from __future__ import annotations

import json
import shutil
import zipfile
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from evidence.a_pack import folder_of
from evidence.a_study import BASELINE, OUTCOME, classes, leader, locked, results
from evidence.study_by_hand import measured
from evidence.worlds_by_hand import asked, crossover, pilot
from extras import needs_evidence
from homeroom.evidence import pack, pack_data, pack_keys, pack_open, pack_r, rerun, rerun_pack, results_json, run
from homeroom.evidence.assign import assign
from homeroom.evidence.data import Child, Data
from homeroom.evidence.errors import EvidenceError
from homeroom.evidence.models import Study
from homeroom.people.models import AuditEntry, Role, User

LATER = OUTCOME + timedelta(days=1)


@pytest.mark.any_database
@pytest.mark.parametrize("data", [pilot(3, 3), crossover(4, 4)], ids=["pilot", "crossover"])
def test_tables_come_back_to_the_last_digit(data: Data) -> None:
    assert pack_data.read(pack_data.files(data)) == data


@pytest.mark.any_database
def test_every_column_of_a_child_comes_back_and_is_in_the_dictionary() -> None:
    one = Child(
        "c", "r", "s", True, 0.1 + 0.2, None, "K", "t", (1.0, 2.5), {"EOY": 1.5}, {"grade 1": 1.0}, {"EL": "yes"},
        (30.0, 1 / 3), 60.0,
    )  # fmt: skip
    data = Data(asked(), (one, Child("d", "r2", "s", False, 1.0, 2.0)))
    files = pack_data.files(data)
    assert pack_data.read(files) == data
    for column in ("key", "earlier 2", "secondary: EOY", "covariate: grade 1", "group: EL", "minutes_odd"):
        assert f"children.csv,{column}," in files["dictionary.csv"]


@pytest.mark.any_database
def test_two_packs_share_no_key() -> None:
    one, other = (pack_keys.rekeyed(crossover(3, 4), pack_keys.Keys()) for _ in range(2))
    for column in ("key", "classroom", "school"):
        assert not {getattr(row, column) for row in one.children} & {getattr(row, column) for row in other.children}
    assert {row.what for row in one.cells} == {row.what for row in other.cells}


@pytest.mark.any_database
@needs_evidence
def test_other_keys_in_another_order_give_every_number_again(tmp_path: Path) -> None:
    found = rerun.rerun(folder_of(crossover(4, 4, effect=0.4), tmp_path))
    assert found.other == ()
    assert found.numbers > 30


@pytest.mark.any_database
@needs_evidence
def test_a_number_that_is_another_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = folder_of(crossover(4, 4), tmp_path)
    text = (place / "results.json").read_text("utf-8")
    told = results_json.load(text)
    other = replace(told, made=replace(told.made, data_sha256="e" * 64), estimates=replace(told.estimates, children=7))
    (place / "results.json").write_text(results_json.text(other), "utf-8")
    assert rerun.main(place) == 1
    assert [one.split(":")[0] for one in json.loads(capsys.readouterr().out)["other"]] == [
        "estimates.children", "made.data_sha256",
    ]  # fmt: skip
    (place / "results.json").write_text(text, "utf-8")
    assert rerun.main(place) == 0


@pytest.mark.any_database
def test_r_gets_the_rows_and_columns_that_are_analysed() -> None:
    lines = pack_r.analysed(pilot(3, 3, 4)).splitlines()
    assert (len(lines), lines[0]) == (25, "y,class,cluster,effect,x1,x2,x3")
    assert pack_r.analysed(crossover(3, 4, 2)).splitlines()[0] == "y,class,cluster,effect,x1,x2,x3,x4"
    inside = pack_r.analysed(pilot(3, 3, 4, unit="student")).splitlines()[1].split(",")
    assert inside[1] == inside[2] == inside[3] != ""
    assert pack_r.analysed(pilot(1, 4, schools=5, by_lot=False)) == ""


@pytest.mark.any_database
def test_a_process_that_fails_is_told_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(EvidenceError, match="can't be rerun"):
        rerun_pack._again(tmp_path)
    with pytest.raises(EvidenceError, match="can't be rerun"):
        rerun_pack._process(["/nowhere/at/all"], tmp_path)


@pytest.fixture
def by() -> User:
    return leader()


@pytest.fixture
def study(by: User) -> Study:
    rooms = classes(6)
    made = locked(by)
    assign(made, by, seed="7", on=BASELINE)
    measured(rooms)
    run.run(made, by)
    return made


@pytest.mark.django_db
@needs_evidence
def test_a_pack_names_nobody_is_audited_and_is_rerun(
    study: Study, by: User, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "flex.zip"
    pack.pack(study, path, by)
    with zipfile.ZipFile(path) as archive:
        assert set(archive.namelist()) == pack.MEMBERS - {"cells.csv", "answers.csv"}
        whole = "".join(archive.read(name).decode() for name in archive.namelist())
    members = study.draws.get().members.all()
    for name in ("Ash", "Birch", "Cedar", "Elm", '"s0"', by.get_username(), *(one.pseudonym for one in members)):
        assert name not in whole
    entry = AuditEntry.objects.get(verb="exported")
    assert "replication pack of run 1" in entry.reason
    monkeypatch.setenv("PATH", str(tmp_path))
    found = rerun_pack.rerun(path)
    assert (found.other, found.same) == ((), True)
    assert (found.in_r, found.not_in_r) == (0, ("R was not asked: Rscript is not installed.",))
    assert found.numbers > 50
    refused_where_changed(path, tmp_path)


def refused_where_changed(path: Path, place: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        texts = {name: archive.read(name) for name in archive.namelist()}
    for name in sorted(texts.keys() - {"hashes.json"}):
        changed = texts | {name: texts[name] + b" "}
        with pytest.raises(EvidenceError, match=f"{name} is not what the pack's hashes say"):
            pack_open.unpacked(zipped(place / "changed.zip", changed), fresh(place))
    for name, words in (("children.csv", "children.csv is missing"), ("hashes.json", "no replication pack")):
        left = {one: text for one, text in texts.items() if one != name}
        with pytest.raises(EvidenceError, match=words):
            pack_open.unpacked(zipped(place / "changed.zip", left), fresh(place))


def zipped(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def fresh(place: Path) -> Path:
    workshop = place / "workshop"
    shutil.rmtree(workshop, ignore_errors=True)
    workshop.mkdir()
    return workshop


@pytest.mark.any_database
@pytest.mark.parametrize(
    ("members", "words"),
    [
        ({"../children.csv": b"x"}, "children.csv: a pack has no such file"),
        ({"/etc/children.csv": b"x"}, "a pack has no such file"),
        ({"numpy.py": b"x"}, "numpy.py: a pack has no such file"),
        ({".Rprofile": b"x"}, "a pack has no such file"),
        ({"children.csv": bytes(50_000_000)}, "zip bomb"),
        ({"hashes.json": b"["}, "no replication pack"),
        ({"hashes.json": b"[]"}, "no replication pack"),
        ({"hashes.json": b"{}"}, "no replication pack"),
    ],
)
def test_a_hostile_zip_is_refused(members: dict[str, bytes], words: str, tmp_path: Path) -> None:
    path = zipped(tmp_path / "bad.zip", members)
    with pytest.raises(EvidenceError, match=words):
        pack_open.unpacked(path, fresh(tmp_path))
    assert not (tmp_path.parent / "children.csv").exists()


@pytest.mark.any_database
def test_what_is_no_zip_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EvidenceError, match="no such file"):
        pack_open.unpacked(tmp_path / "none.zip", tmp_path)
    (tmp_path / "bad.zip").write_bytes(b"PK nothing")
    with pytest.raises(EvidenceError, match="no replication pack"):
        pack_open.unpacked(tmp_path / "bad.zip", tmp_path)


@pytest.mark.django_db
@needs_evidence
def test_a_pack_is_refused_to_others_without_a_run_and_after_a_change(by: User, tmp_path: Path) -> None:
    from a_school import staff

    rooms = classes(6)
    made = locked(by)
    draw = assign(made, by, seed="7", on=BASELINE)
    path = tmp_path / "flex.zip"
    with pytest.raises(EvidenceError, match="no run yet"):
        pack.pack(made, path, by)
    with pytest.raises(EvidenceError, match="for those who plan"):
        pack.pack(made, path, staff("other", Role.Kind.TEACHER, None))
    measured(rooms)
    run.run(made, by)
    results([one.student for one in draw.members.order_by("pk")[:1] if one.student], LATER, 999)
    with pytest.raises(EvidenceError, match="have changed since run 1"):
        pack.pack(made, path, by)
    path.write_text("mine", "utf-8")
    with pytest.raises(EvidenceError, match="there already"):
        pack.pack(made, path, by)
    assert not AuditEntry.objects.filter(verb="exported").exists()
