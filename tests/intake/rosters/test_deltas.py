"""Delta sets tell what changed since the set before: they mean what the whole set would have meant."""

from copy import deepcopy
from datetime import date

import pytest
from bench.roster_sets import Tables, tables, write
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from homeroom.intake import originals
from homeroom.intake.models import LEDGER, Delivery
from homeroom.intake.roster_models import RosterChangeSet
from homeroom.intake.rosters import decide, undo
from homeroom.intake.rosters.receive import receive_set
from homeroom.people.models import Enrollment, Staff, Student
from intake.rosters.deciders import data_team, dump

pytestmark = pytest.mark.django_db
TODAY = date(2026, 10, 26)


@pytest.fixture(autouse=True)
def today(settings) -> None:
    settings.HOMEROOM_TODAY = TODAY


@pytest.fixture
def folder(tmp_path):
    made = iter(range(10_000))
    return lambda: tmp_path / f"set{next(made)}"


def bulk(folder, base: Tables) -> list[Delivery]:
    return receive_set("bulk", write(folder(), base))


def delta(folder, rows: Tables, **modes: str) -> dict[str, Delivery]:
    said = dict.fromkeys(rows, "delta") | modes
    found = receive_set("delta", write(folder(), rows, said))
    for delivery in found:
        assert sum(getattr(delivery, name) for name in LEDGER) == delivery.rows_in
    return {delivery.report: delivery for delivery in found}


def child(base: Tables, at: int) -> dict[str, str]:
    return dict(next(row for row in base["users"] if row["sourcedId"] == f"hill-s{at}"))


def test_a_delta_changes_what_it_tells_and_nothing_else(folder) -> None:
    base = tables()
    bulk(folder, base)
    before = dump()
    renamed = child(base, 3) | {"familyName": "Newname"}
    found = delta(folder, {"users": [renamed]}, enrollments="absent", orgs="absent")
    assert (found["users"].state, found["users"].rows_in, found["users"].published) == ("published", 1, 1)
    assert found["users"].message.startswith("0 new, 1 changed, 0 absent")
    after = dump()
    assert Student.objects.get(sourced_id="hill-s3").family_name == "Newname"
    assert [table for table in before if before[table] != after[table]] == ["student"]
    assert RosterChangeSet.objects.first().mode == "delta"


def test_a_delta_without_a_full_set_before_is_held(folder) -> None:
    found = delta(folder, {"users": [child(tables(), 3)]})
    assert {d.state for d in found.values()} == {"held"}
    assert "this is a delta set (users)" in found["users"].message
    assert "Ask the roster's sender for a bulk export first" in found["users"].message
    assert not RosterChangeSet.objects.exists()


def test_a_new_class_of_a_delta_finds_its_course_and_people(folder) -> None:
    base = tables()
    bulk(folder, base)
    room = dict(base["classes"][0]) | {"sourcedId": "hill-new", "title": "New room"}
    place = dict(base["enrollments"][10]) | {"sourcedId": "e-new", "classSourcedId": "hill-new"}
    delta(folder, {"classes": [room], "enrollments": [place]})
    assert Enrollment.objects.get(sourced_id="e-new").school_class.course == "Mathematics"


def test_a_second_delta_stands_on_the_first(folder) -> None:
    base = tables()
    bulk(folder, base)
    delta(folder, {"users": [child(base, 3) | {"sourcedId": "hill-new"}]})
    place = dict(base["enrollments"][10]) | {"sourcedId": "e-new", "userSourcedId": "hill-new"}
    found = delta(folder, {"enrollments": [place]})
    assert found["enrollments"].published == 1
    assert Enrollment.objects.get(sourced_id="e-new").student.sourced_id == "hill-new"


def test_a_faulty_row_of_a_delta_leaves_what_stands(folder) -> None:
    base = tables()
    bulk(folder, base)
    bad = child(base, 3) | {"grades": "Gold", "familyName": "Newname"}
    place = next(row for row in base["enrollments"] if row["userSourcedId"] == "hill-s3")
    found = delta(folder, {"users": [bad, child(base, 4) | {"familyName": "Other"}], "enrollments": [dict(place)]})
    assert (found["users"].quarantined, found["users"].published) == (1, 1)
    assert found["enrollments"].published == 1
    assert Student.objects.get(sourced_id="hill-s3").family_name == "Hill"
    again = delta(folder, {"enrollments": [dict(place) | {"beginDate": "2026-09-01"}]})
    assert again["enrollments"].published == 1


def test_a_delta_again_is_a_duplicate_also_after_another(folder) -> None:
    base = tables()
    bulk(folder, base)
    first = {"users": [child(base, 3) | {"familyName": "One"}]}
    delta(folder, first)
    delta(folder, {"users": [child(base, 3) | {"familyName": "Two"}]})
    found = delta(folder, first)
    assert (found["users"].duplicate, found["users"].published) == (1, 0)
    assert Student.objects.get(sourced_id="hill-s3").family_name == "Two"


def test_nobody_is_absent_from_a_delta(folder) -> None:
    base = tables()
    bulk(folder, base)
    delta(folder, {name: rows[:1] for name, rows in base.items()})
    assert not Student.objects.exclude(missing_since=None).exists()
    assert not Staff.objects.exclude(missing_since=None).exists()


def test_a_delta_that_ends_a_third_of_a_school_is_held(folder) -> None:
    base = tables()
    bulk(folder, base)
    found = delta(folder, {"users": [child(base, at) | {"status": "tobedeleted"} for at in range(20)]})
    assert found["users"].state == "held"
    assert "would end 20 of 60 students (33.3%), at Hill School" in found["users"].message


def test_a_delta_after_a_set_that_waits_waits_too_and_in_order(folder) -> None:
    base = tables()
    bulk(folder, base)
    third = {"users": [child(base, at) | {"status": "tobedeleted"} for at in range(20)]}
    delta(folder, third)
    small = delta(folder, {"users": [child(base, 30) | {"familyName": "Newname"}]})
    assert "an earlier set (change set" in small["users"].message
    later, earlier = RosterChangeSet.objects.filter(state="held")
    second = data_team("dana")
    with pytest.raises(Exception, match=f"Decide about change set {earlier.pk} first"):
        decide.approve(later.pk, second)
    decide.approve(earlier.pk, second)
    decide.approve(later.pk, second)
    assert Student.objects.get(sourced_id="hill-s30").family_name == "Newname"
    assert Student.objects.exclude(ends_on=None).count() == 20


def test_a_delta_of_which_the_base_is_lost_is_held_with_the_reason(folder) -> None:
    base = tables()
    bulk(folder, base)
    originals.place(Delivery.objects.get(report="users").sha256).unlink()
    found = delta(folder, {"users": [child(base, 3)]})
    assert "users.csv of bulk: the kept file is gone" in found["users"].message


def test_after_its_undo_a_delta_may_come_again(folder) -> None:
    base = tables()
    bulk(folder, base)
    before = dump()
    change = {"users": [child(base, 3) | {"familyName": "Newname"}]}
    delta(folder, change)
    undo.undo(RosterChangeSet.objects.first().pk, data_team("dana"))
    assert {t: r for t, r in dump().items() if t not in ("staff", "role")} == {
        t: r for t, r in before.items() if t not in ("staff", "role")
    }
    assert delta(folder, change)["users"].published == 1


WORDS = st.sampled_from(["Ash", "Bo", "Cy"])
EDITS = st.lists(
    st.tuples(
        st.sampled_from(["rename", "grade", "end", "new", "move", "end place", "room"]), st.integers(0, 5), WORDS
    ),
    min_size=1,
    max_size=5,
)


def edited(base: Tables, edits) -> tuple[Tables, Tables]:
    """The whole set after the edits, and only the rows that the edits touched."""
    whole = deepcopy(base)
    touched: dict[tuple[str, str], dict[str, str]] = {}
    for kind, at, word in edits:
        report = {"room": "classes", "move": "enrollments", "end place": "enrollments"}.get(kind, "users")
        rows = [row for row in whole[report] if row["sourcedId"].startswith("hill-") and "teacher" not in row.values()]
        row = rows[at]
        if kind == "new":
            row = dict(row) | {"sourcedId": f"hill-n{at}-{word}", "username": f"n{at}{word}"}
            if any(one["sourcedId"] == row["sourcedId"] for one in whole["users"]):
                continue
            whole["users"].append(row)
        elif kind in ("end", "end place"):
            row["status"] = "tobedeleted"
        else:
            column, value = {
                "rename": ("familyName", word),
                "grade": ("grades", f"0{at + 1}"),
                "room": ("title", word),
                "move": ("classSourcedId", f"hill-c{at}"),
            }[kind]
            row[column] = value
        touched[report, row["sourcedId"]] = row
    told: Tables = {}
    for (report, _), row in touched.items():
        told.setdefault(report, []).append(dict(row))
    return whole, told


@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(first=EDITS, second=EDITS)
def test_a_delta_after_a_full_set_is_the_full_set_of_both(folder, transactional_reset, first, second) -> None:
    base = tables(("hill",), 8)
    one, told_first = edited(base, first)
    both, told_second = edited(one, second)
    with transactional_reset():
        bulk(folder, base)
        delta(folder, told_first)
        delta(folder, told_second)
        by_deltas = by_ids()
    with transactional_reset():
        bulk(folder, base)
        bulk(folder, one)
        bulk(folder, both)
        assert by_ids() == by_deltas


def by_ids() -> dict[str, list]:
    """What the tables say, told by the roster's own ids: primary keys differ between two runs."""
    return {
        "students": sorted(
            Student.objects.values_list(
                "sourced_id", "family_name", "grade", "ends_on", "missing_since", "schools__sourced_id"
            )
        ),
        "places": sorted(
            Enrollment.objects.values_list("sourced_id", "student__sourced_id", "school_class__title", "ends_on"),
            key=str,
        ),
    }


@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(edits=EDITS)
def test_undo_is_the_opposite_of_taking_in_and_twice_is_once(folder, transactional_reset, edits) -> None:
    base = tables(("hill",), 8)
    whole, told = edited(base, edits)
    with transactional_reset():
        bulk(folder, base)
        second = data_team("dana")
        before = dump(accounts=True)
        found = delta(folder, told)
        after = dump(accounts=True)
        again = delta(folder, told)
        assert dump(accounts=True) == after
        assert all(one.published == 0 for one in again.values())
        undo.undo(found[next(iter(told))].change_sets.get().pk, second)
        assert dump(accounts=True) == before
        made = RosterChangeSet.objects.filter(deliveries__in=bulk(folder, whole)).first()
        if made:
            undo.undo(made.pk, second)
        assert dump(accounts=True) == before
