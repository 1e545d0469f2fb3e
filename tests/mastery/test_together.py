"""Lists, groups and flags are published with the estimates they were drawn from, and teachers' words win."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from pytest_django import Settings

from homeroom.facts import store
from homeroom.facts.models import FactFile
from homeroom.mastery import estimate, kept_groups, learning, stops, teachers
from homeroom.mastery.refresh import refresh
from homeroom.standards.models import Prerequisite
from mastery.a_class import TODAY, aligned, answers, children, school_class, told
from mastery.people import standard, teacher

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
ROOTS, CODES = "3.OA.A.1", ("3.OA.A.1", "3.OA.A.2", "3.OA.A.3", "3.NF.A.1", "2.OA.C.4")
TABLES = ("mastery", "mastery_sources", "next_steps", "groups", "flags")
REAL_FIT = learning.fit


@pytest.fixture(autouse=True)
def prepared(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.HOMEROOM_TODAY = TODAY
    monkeypatch.setattr(learning, "fit", lambda responses: REAL_FIT(responses, search=False))
    aligned(CODES)


def rows(table: str) -> list[dict[str, Any]]:
    return store.query(f"select * from {table} order by all", tables=[table]).dicts()


def steps(student: int) -> list[dict[str, Any]]:
    found = [row for row in rows("next_steps") if row["student"] == student]
    return sorted(found, key=lambda row: row["place"])


def night(shards: int = 0) -> int:
    refresh([2027])
    return estimate.nightly(shards=shards)


def test_every_table_of_a_night_has_one_version_and_one_day() -> None:
    ana, ben, cam = children("ana", "ben", "cam")
    school_class("3A", [ana, ben, cam])
    facts = told(*(answers(one, "3.OA.A.1", "-" * 12) for one in (ana, ben, cam)))
    version = night()
    files = FactFile.objects.filter(table__in=TABLES, retired_in=None)
    assert set(files.values_list("table", "added_in")) == {(table, version) for table in TABLES}
    for table in ("mastery", "next_steps", "groups", "flags"):
        found = rows(table)
        assert found, table
        assert {(row["as_of"], row["school_year"]) for row in found} == {(TODAY, 2027)}
        assert {row["facts_version"] for row in found} == {facts + 1}  # practice was worked out in between


def test_a_list_names_standards_of_the_childs_grade_each_with_its_reason() -> None:
    (ana,) = children("ana")
    told(answers(ana, "3.OA.A.1", "+-+-++-+"))
    night()
    found = steps(ana.pk)
    assert [row["place"] for row in found] == list(range(1, len(found) + 1))
    assert {row["standard"][0] for row in found} <= {"3", "2", "1", "K"}
    assert all(row["reason"] for row in found)
    assert {row["kind"] for row in found} <= {"goal", "before goal", "probe", "try", "review"}
    assert [row["value"] for row in found] == sorted((row["value"] for row in found), reverse=True)


def test_a_child_whose_grade_is_not_known_has_no_list_but_what_a_teacher_puts_first() -> None:
    (ana,) = children("ana", grade="")
    told(answers(ana, "3.OA.A.1", "+-+-++-+"))
    night()
    assert steps(ana.pk) == []
    stops.stop(teacher(), ana.pk, standard("3.NF.A.1"), "first", "soon")
    estimate.again([ana.pk])
    assert [(row["standard"], row["kind"]) for row in steps(ana.pk)] == [("3.NF.A.1", "pinned")]


def test_what_a_teacher_puts_first_is_first_at_once_and_at_night() -> None:
    ana, ben = children("ana", "ben")
    told(answers(ana, "3.OA.A.1", "+-+-++-+"), answers(ben, "3.OA.A.1", "+-+-++-+"))
    night()
    last = steps(ana.pk)[-1]["standard"]
    made = stops.stop(teacher(), ana.pk, standard(last), "first", "for the play shop")
    estimate.again([ana.pk])
    at_once = rows("next_steps")
    assert (steps(ana.pk)[0]["standard"], steps(ana.pk)[0]["kind"]) == (last, "pinned")
    assert [row for row in steps(ben.pk) if row["kind"] == "pinned"] == []
    night()
    assert _without_versions(rows("next_steps")) == _without_versions(at_once)
    stops.lift(teacher(), made)
    estimate.again([ana.pk])
    assert steps(ana.pk)[-1]["standard"] == last


def test_what_a_teacher_takes_off_is_in_no_list() -> None:
    (ana,) = children("ana")
    told(answers(ana, "3.OA.A.1", "+-+-++-+"))
    night()
    first = steps(ana.pk)[0]["standard"]
    stops.stop(teacher(), ana.pk, standard(first), "off", "done in class")
    night()
    assert first not in {row["standard"] for row in steps(ana.pk)}


def test_a_child_of_whom_only_a_teacher_spoke_has_a_list() -> None:
    (ana,) = children("ana")
    stops.stop(teacher(), ana.pk, standard("3.NF.A.1"), "first", "soon")
    night()
    assert steps(ana.pk)[0]["standard"] == "3.NF.A.1"
    assert rows("mastery") == []


def test_lists_go_by_the_state_that_a_teacher_has_set_and_say_so() -> None:
    (ana,) = children("ana")
    told(answers(ana, "3.OA.A.1", "+-++-++-"))
    night()
    first = steps(ana.pk)[0]["standard"]
    teachers.override(teacher(), ana.pk, standard(first), "mastered", "seen at the board")
    estimate.again([ana.pk])
    assert first not in {row["standard"] for row in steps(ana.pk)}
    teachers.override(teacher(), ana.pk, standard(first), "not yet", "asked again")
    estimate.again([ana.pk])
    (row,) = [row for row in steps(ana.pk) if row["standard"] == first]
    assert "a teacher says not yet" in row["reason"]


def test_children_who_lack_the_same_are_grouped_and_everybody_else_hears_why() -> None:
    ana, ben, cam, dee, eve = children("ana", "ben", "cam", "dee", "eve")
    made = school_class("3A", [ana, ben, cam, dee, eve])
    lacking = [answers(one, "3.OA.A.1", "-" * 12) for one in (ana, ben, cam)]
    told(*lacking, answers(dee, "3.OA.A.1", "+" * 12))
    night()
    found = {row["student"]: row for row in rows("groups")}
    assert {row["school_class"] for row in found.values()} == {made.pk}
    together = [found[one.pk] for one in (ana, ben, cam)]
    assert {(row["place"], row["standard"], row["since"]) for row in together} == {(1, "3.OA.A.1", TODAY)}
    assert together[0]["reason"].startswith("3 children do not know 3.OA.A.1 yet")
    assert (found[dee.pk]["place"], found[dee.pk]["standard"], found[dee.pk]["since"]) == (0, None, None)
    assert found[dee.pk]["reason"].startswith("No gap shows that needs a group")
    assert found[eve.pk]["reason"] == "Not enough evidence on any standard yet."


def test_a_group_of_last_night_stays_with_its_day(settings: Settings) -> None:
    some = children("ana", "ben", "cam", "dee")
    school_class("3A", some)
    told(*(answers(one, "3.OA.A.1", "-" * 12) for one in some))
    night()
    before = [(row["student"], row["place"], row["standard"], row["since"]) for row in rows("groups")]
    settings.HOMEROOM_TODAY = TODAY + timedelta(days=1)
    night()
    assert [(row["student"], row["place"], row["standard"], row["since"]) for row in rows("groups")] == before
    assert {row["as_of"] for row in rows("groups")} == {date(2026, 11, 21)}


def test_two_groups_on_one_standard_stay_two(settings: Settings) -> None:
    some = children(*(f"child{number}" for number in range(8)))
    school_class("3A", some)
    told(*(answers(one, "3.OA.A.1", "-" * 12) for one in some))
    night()
    before = [(row["student"], row["place"]) for row in rows("groups")]
    assert {place for _, place in before} == {1, 2}
    settings.HOMEROOM_TODAY = TODAY + timedelta(days=1)
    night()
    assert [(row["student"], row["place"]) for row in rows("groups")] == before


def test_answers_of_last_year_do_not_rest_a_standard() -> None:
    [ana] = children("ana")
    school_class("3A", [ana])
    told(answers(ana, "3.OA.A.1", "-" * 14, date(2026, 5, 4)), answers(ana, "3.OA.A.1", "+" * 3))
    night()
    assert not rows("flags")
    reasons = " ".join(row["reason"] for row in steps(ana.pk))
    assert "not moving" not in reasons
    assert "rests" not in reasons


def test_no_groups_are_suggested_where_mathematics_is_not_taught() -> None:
    some = children("ana", "ben", "cam")
    school_class("Reading 3", some, subjects=["English language arts"])
    told(*(answers(one, "3.OA.A.1", "-" * 12) for one in some))
    night()
    assert rows("groups") == []


def test_a_change_of_one_child_draws_the_groups_of_its_classes_anew_and_of_no_other() -> None:
    ana, ben, cam = children("ana", "ben", "cam")
    dee, eve, fay = children("dee", "eve", "fay")
    one, other = school_class("3A", [ana, ben, cam]), school_class("3B", [dee, eve, fay])
    told(*(answers(child, "3.OA.A.1", "-" * 12) for child in (ana, ben, cam, dee, eve, fay)))
    night()
    before = [row for row in rows("groups") if row["school_class"] == other.pk]
    teachers.override(teacher(), ana.pk, standard("3.OA.A.1"), "mastered", "seen at the board")
    estimate.again([ana.pk])
    found = rows("groups")
    assert [row for row in found if row["school_class"] == other.pk] == before
    assert {row["place"] for row in found if row["school_class"] == one.pk} == {0}
    night()
    assert _without_versions(rows("groups")) == _without_versions(found)


def test_flags_stand_beside_with_their_counts() -> None:
    ana, ben = children("ana", "ben")
    told(answers(ana, "3.OA.A.1", "-+" * 6), answers(ben, "3.OA.A.1", "+" * 12))
    night()
    (flag,) = rows("flags")
    assert (flag["student"], flag["rule"], flag["standard"]) == (ana.pk, "working-hard", "3.OA.A.1")
    assert flag["evidence"] == "12 answers, 6 of them right, without 3 right in a row."


def test_any_number_of_shards_gives_the_same_lists_groups_and_flags() -> None:
    some = children(*"abcdefg")
    school_class("3A", some[:5])
    school_class("3B", some[3:])
    told(*(answers(one, code, "-+--" * 3) for one in some[:6] for code in ("3.OA.A.1", "3.OA.A.2")))
    stops.stop(teacher(), some[6].pk, standard("3.NF.A.1"), "first", "soon")
    night(shards=1)
    first = {table: rows(table) for table in TABLES}
    assert first["groups"] and first["flags"]
    for shards in (2, 7):
        night(shards)
        assert {table: _without_versions(rows(table)) for table in TABLES} == {
            table: _without_versions(found) for table, found in first.items()
        }


def _without_versions(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{name: value for name, value in row.items() if name != "facts_version"} for row in found]


def test_next_steps_go_on_without_prerequisites_that_run_in_a_circle() -> None:
    (ana,) = children("ana")
    told(answers(ana, "3.OA.A.1", "+-+-++-+"))
    for before, after in (("3.OA.A.1", "3.OA.A.2"), ("3.OA.A.2", "3.OA.A.1")):
        Prerequisite.objects.get_or_create(before=standard(before), after=standard(after))
    night()
    assert steps(ana.pk)


def test_a_group_that_a_teacher_keeps_stays_and_its_children_are_in_no_other() -> None:
    some = children("ana", "ben", "cam", "dee", "eve")
    made = school_class("3A", some)
    told(*(answers(one, "3.OA.A.1", "-" * 12) for one in some))
    kept_groups.keep(teacher(), made, standard("3.NF.A.1"), [one.pk for one in some[:2]])
    night()
    found = {row["student"]: row for row in rows("groups")}
    for one in some[:2]:
        assert (found[one.pk]["place"], found[one.pk]["standard"]) == (0, None)
        assert found[one.pk]["reason"] == "In a group that a teacher keeps, on 3.NF.A.1."
    assert {(found[one.pk]["place"], found[one.pk]["standard"]) for one in some[2:]} == {(1, "3.OA.A.1")}
