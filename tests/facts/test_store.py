"""Publish, read at a version, erase, vacuum: the file table decides what is true."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from facts.facts_by_hand import publish
from homeroom.facts import store
from homeroom.facts.engine import session
from homeroom.facts.models import FactFile, FactVersion
from homeroom.facts.schema import PRACTICE

pytestmark = pytest.mark.django_db(transaction=True)


def attempt(student: int, item: str = "i1", correct: bool = True, **more: object) -> dict[str, object]:
    return {"student": student, "content_item": item, "correct": correct, "occurred_on": "2026-09-01", **more}


def students(at: int | None = None) -> list[int]:
    return store.query("select student from attempts order by all", tables=["attempts"], at=at).column("student")


def test_nothing_published_reads_as_an_empty_table_with_every_column() -> None:
    rows = store.query("select * from attempts", tables=["attempts"])
    assert rows.rows == []
    assert "content_item" in rows.names
    assert store.current() == 0


def test_a_published_row_is_read_back_with_its_types() -> None:
    publish("attempts", [attempt(7, seconds=12, occurred_at="2026-09-01 15:30:00.250", delivery=1, row=3)])
    (row,) = store.query("select * from attempts", tables=["attempts"]).dicts()
    assert (row["student"], row["correct"], row["seconds"], row["row"]) == (7, True, 12, 3)
    assert row["occurred_at"].isoformat() == "2026-09-01T15:30:00.250000"


def test_an_older_version_can_still_be_read() -> None:
    first = publish("attempts", [attempt(1)])
    publish("attempts", [attempt(2)], retired=[FactFile.objects.get().pk])
    assert students() == [2]
    assert students(at=first) == [1]


def test_a_school_year_is_a_file_of_its_own() -> None:
    publish("attempts", [attempt(1), attempt(1, school_year=2026)])
    assert sorted(FactFile.objects.values_list("school_year", flat=True)) == [2026, 2027]
    assert store.true_files("attempts", school_year=2026).get().rows == 1


def test_rows_lie_sorted_by_student_within_a_file() -> None:
    publish("attempts", [attempt(3), attempt(1), attempt(2)])
    with session() as place:
        found = place.run(
            "select student from read_parquet($f)", {"f": str(store.paths(store.true_files("attempts"))[0])}
        )
    assert found.column("student") == [1, 2, 3]


def test_files_outside_the_range_of_the_students_asked_for_are_not_opened() -> None:
    publish("attempts", [attempt(1), attempt(2)])
    publish("attempts", [attempt(50)])
    assert store.true_files("attempts", students=[50, 60]).count() == 1
    assert store.true_files("attempts", students=[]).count() == 0


def test_gathered_tables_hold_the_columns_and_children_asked_for_and_nothing_else() -> None:
    publish("attempts", [attempt(1, seconds=5), attempt(2), attempt(3)])
    publish("attempts", [attempt(2, item="i2", school_year=2026)])
    with store.gathered({"attempts": ["student", "content_item"]}, [2, 3]) as place:
        found = place.run("select * from attempts order by all")
    assert found.names == ("student", "content_item")
    assert found.rows == [(2, "i1"), (2, "i2"), (3, "i1")]


def test_gathering_keeps_to_the_school_year_and_the_version() -> None:
    first = publish("attempts", [attempt(1), attempt(1, item="i2", school_year=2026)])
    publish("attempts", [attempt(1, item="late")])
    with store.gathered({"attempts": ["student", "content_item"]}, [1], school_year=2027, at=first) as place:
        assert place.run("select * from attempts").rows == [(1, "i1")]


@pytest.mark.parametrize("children", [[], [9]])
def test_gathering_nothing_gives_an_empty_table_of_the_same_types(children: list[int]) -> None:
    publish("attempts", [attempt(1)])
    columns = {"attempts": ["student", "occurred_at"], "usage": ["student", "value"]}
    with store.gathered(columns, children) as place:
        for table, type_ in (("attempts", "TIMESTAMP_MS"), ("usage", "DOUBLE")):
            assert place.run(f"select * from {table}").rows == []
            assert place.run(f"describe {table}").column("column_type") == ["INTEGER", type_]


def test_what_was_gathered_stays_when_facts_are_published_meanwhile() -> None:
    publish("attempts", [attempt(1)])
    with store.gathered({"attempts": ["student"]}, [1]) as place:
        publish("attempts", [attempt(1, item="i2")])
        assert place.run("select * from attempts").rows == [(1,)]
    assert students() == [1, 1]


def test_a_failure_beside_the_publication_leaves_nothing_true() -> None:
    with session() as place, store.publishing():
        place.run("create temp table t as select 1 as student, 2027 as school_year")
        wide = ", ".join(f"null as {c.name}" for c in PRACTICE.columns if c.name not in ("student", "school_year"))
        staged = store.stage(place, PRACTICE, f"select *, {wide} from t")
        with pytest.raises(RuntimeError, match="disk"):
            store.publish(staged, [], "test", lambda version: (_ for _ in ()).throw(RuntimeError("disk")))
    assert not FactFile.objects.exists()
    assert not FactVersion.objects.exists()
    assert len(store.orphans()) == 1
    assert store.vacuum() == 1
    assert store.orphans() == []


def test_two_publications_cannot_retire_the_same_file() -> None:
    publish("attempts", [attempt(1)])
    old = FactFile.objects.get().pk
    publish("attempts", [attempt(2)], retired=[old])
    with pytest.raises(store.StoreError, match="run the command again"):
        publish("attempts", [attempt(3)], retired=[old])
    assert students() == [2]


def test_vacuum_keeps_what_the_last_versions_need_and_removes_what_is_older() -> None:
    publish("attempts", [attempt(0)])
    for child in range(1, 4):
        publish("attempts", [attempt(child)], retired=[FactFile.objects.get(retired_in=None).pk])
    assert store.vacuum(keep=2) == 2
    assert students(at=store.current() - 1) == [2]
    assert students() == [3]


def test_vacuum_sweeps_up_half_written_files(home: Path) -> None:
    publish("attempts", [attempt(1)])
    litter = store.folder() / "attempts" / "2027" / "deadbeef.part"
    litter.write_bytes(b"half")
    assert store.vacuum() == 1
    assert not litter.exists()
    assert students() == [1]


def test_erasing_a_child_leaves_no_row_and_no_file_that_held_one() -> None:
    publish("attempts", [attempt(1, delivery=5, row=1), attempt(2, delivery=5, row=2), attempt(2, delivery=6, row=1)])
    publish("usage", [{"student": 2, "metric": "Logins", "delivery": 7, "row": 9}])
    held = store.paths(store.true_files("attempts"))
    told: dict[int, list[int]] = {}
    store.erase(2, "asked by the family", told.update)
    assert students() == [1]
    assert told == {5: [2], 6: [1], 7: [9]}
    assert not any(path.exists() for path in held)
    assert store.row_counts()["usage"] == 0


def test_erasing_from_a_derived_table_counts_no_delivery() -> None:
    publish("practice", [{"student": 4, "standard": "3.OA.A.1", "week": "2026-08-31"}])
    store.erase(4, "asked by the family", lambda rows: pytest.fail(str(rows)) if rows else None)
    assert store.row_counts()["practice"] == 0


def test_compacting_merges_files_and_changes_no_row(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "MANY_FILES", 2)
    for child in (3, 1, 2):
        publish("attempts", [attempt(child)])
    before = store.checksum("attempts")
    assert store.compact("attempts", 2027)
    assert FactFile.objects.filter(retired_in=None).count() == 1
    assert store.checksum("attempts") == before
    assert not store.compact("attempts", 2027)


def test_a_derived_table_replaces_its_own_school_year_only() -> None:
    publish("attempts", [attempt(1), attempt(1), attempt(2)])
    publish("practice", [{"student": 9, "school_year": 2026, "week": "2025-09-01", "standard": "K.CC.A.1"}])
    blank = ", ".join(
        f"null as {c.name}" for c in PRACTICE.columns if c.name not in ("student", "attempts", "school_year")
    )
    sql = f"select student, count(*) as attempts, school_year, {blank} from attempts group by student, school_year"
    for _ in range(2):
        store.derive({PRACTICE: sql}, inputs=["attempts"], school_year=2027, cause="test")
    found = store.query("select student, attempts from practice order by all", tables=["practice"]).rows
    assert found == [(1, 2), (2, 1), (9, None)]


def test_a_relation_joins_facts_with_what_the_database_knows() -> None:
    publish("attempts", [attempt(1, item="i1"), attempt(1, item="i2")])
    rows = store.query(
        "select count(*) from attempts join tags using (content_item)",
        tables=["attempts"],
        relations={"tags": {"content_item": ["i2"], "standard": ["3.OA.A.1"]}},
    )
    assert rows.one == (1,)


@given(order=st.permutations(range(6)), cut=st.integers(0, 6))
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_checksum_never_depends_on_order_files_or_lineage(order: list[int], cut: int) -> None:
    FactFile.objects.all().delete()
    rows = [attempt(child % 3, item=f"i{child}", delivery=order.index(child), row=child) for child in order]
    for part in (rows[:cut], rows[cut:]):
        if part:
            publish("attempts", part)
    FactFile.objects.update(table="attempts")
    expected = [attempt(child % 3, item=f"i{child}") for child in range(6)]
    seen = store.checksum("attempts")
    FactFile.objects.all().delete()
    publish("attempts", expected)
    assert store.checksum("attempts") == seen


def test_a_moment_read_back_has_the_hash_it_was_written_with() -> None:
    publish("attempts", [attempt(1, occurred_at="2026-09-01 15:30:00.250")])
    sql = "select hash(occurred_at) = hash(timestamp_ms '2026-09-01 15:30:00.250') from attempts"
    assert store.query(sql, tables=["attempts"]).one == (True,)


@pytest.mark.parametrize("text", ["=1+1", " @sum", "\u200b=1", "＝1", "-cmd", "\t1", "'x"])
def test_a_text_that_a_spreadsheet_would_run_leaves_harmless(text: str, tmp_path: Path) -> None:
    publish("attempts", [attempt(1, item=text), attempt(2, item="-12.5"), attempt(3, item="plain")])
    store.copy_out("attempts", tmp_path / "a.csv", "csv")
    with (tmp_path / "a.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["content_item"] for row in rows] == ["'" + text, "-12.5", "plain"]
