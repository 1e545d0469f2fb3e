"""What a week is gathered from, one part at a time; and that whatever can't be used is told."""

from datetime import date, time, timedelta

import pytest
from django.utils import timezone

from a_school import TODAY, room, staff
from goals.asked import asked, goal
from homeroom.goals.events import record
from homeroom.goals.models import Assignment, GoalStudent
from homeroom.mastery.models import KeptGroup, Membership
from homeroom.people.models import Enrollment, LabAbsence, SchoolDay, Student
from homeroom.rotation.block.instance import Instance, Lock, Pair, as_json
from homeroom.rotation.block.modality import Modality
from homeroom.rotation.errors import RotationError
from homeroom.rotation.gather.notes import Note
from homeroom.rotation.inputs import gathered, instance_of
from homeroom.rotation.models import (
    Absence,
    Assumption,
    BlockPlan,
    Entry,
    GroupLanguage,
    Licence,
    Placement,
    PlanGroup,
    PlanLock,
    PlanRule,
    Qualification,
    Room,
    Rotation,
    StaffTime,
    Template,
)
from homeroom.rotation.models import Pair as PairRow
from homeroom.standards.models import Standard
from rotation.inputs.a_planned_school import FRIDAY, WEEK, Planned, believed, bells, planned, times

TUESDAY = WEEK + timedelta(days=1)

pytestmark = pytest.mark.django_db


@pytest.fixture
def here(settings) -> Planned:  # type: ignore[no-untyped-def]
    settings.HOMEROOM_TODAY = TODAY
    return planned()


def week_of(here: Planned) -> Instance:
    return instance_of(here.school, WEEK)


def notes(here: Planned) -> dict[str, Note]:
    return {one.code: one for one in gathered(here.school, WEEK).notes}


def test_it_works(here: Planned) -> None:
    believed([(one, "3.NF.A.1", 0.5) for one in here.children])
    found = gathered(here.school, WEEK)
    week = found.instance
    assert [(slot.key, slot.on, slot.session, slot.start) for slot in week.slots[:3]] == [
        (0, WEEK, 1, 585),
        (1, WEEK, 2, 615),
        (2, TUESDAY, 1, 585),
    ]
    assert len(week.slots) == 10
    assert [child.number for child in week.children] == [one.pk for one in here.children]
    assert [(need.value, need.p) for need in week.children[0].needs] == [(1.0, 0.5)]
    assert [(one.code, one.subject, one.grade) for one in week.standards] == [("3.NF.A.1", "Mathematics", "03")]
    assert [(one.leads, one.school_class, len(one.slots)) for one in week.adults] == [
        (Modality.TEACHER_LED, here.groups[0].pk, 10),
        (Modality.TEACHER_LED, here.groups[1].pk, 10),
        (Modality.TUTORING, None, 10),
    ]
    assert (week.seats, week.independent) == ((5,) * 10, (8,) * 10)
    assert [one.code for one in found.notes] == ["teacher-unqualified"]


def test_the_same_school_gives_the_same_bytes(here: Planned) -> None:
    believed([(one, "3.NF.A.1", 0.3) for one in here.children])
    assert as_json(week_of(here)) == as_json(week_of(here))


def test_only_a_monday_is_a_week(here: Planned) -> None:
    with pytest.raises(RotationError, match="no Monday"):
        instance_of(here.school, TUESDAY)


def test_a_school_without_bells_has_an_empty_week(here: Planned) -> None:
    Template.objects.all().delete()
    assert (week_of(here).slots, week_of(here).children) == ((), ())
    assert notes(here)["no-sessions"].students == tuple(one.pk for one in here.children)


def test_days_without_school_have_no_sessions(here: Planned) -> None:
    SchoolDay.objects.create(school=here.school, day=TUESDAY, kind="holiday")
    assert {slot.on for slot in week_of(here).slots} == {WEEK, *(WEEK + timedelta(days=n) for n in (2, 3, 4))}


def test_a_child_who_left_is_not_there_and_one_of_two_classes_has_one_place(here: Planned) -> None:
    Student.objects.filter(pk=here.children[0].pk).update(ends_on=WEEK - timedelta(days=1))
    Enrollment.objects.create(sourced_id="twice", school_class=here.groups[0], student=here.children[1], role="student")
    found = {child.number: child.school_class for child in week_of(here).children}
    assert here.children[0].pk not in found
    assert found[here.children[1].pk] == here.groups[0].pk


def test_children_are_away_in_other_grades_sessions(here: Planned) -> None:
    here.groups[1].grades = ["04"]
    here.groups[1].save()
    bells(here.day_type, "04", "A", [("flexible", 13, 0, 13, 30, 1)])
    week = week_of(here)
    assert len(week.slots) == 15
    assert {slot.session for slot in week.slots if slot.key not in week.children[0].away} == {1, 2}
    assert {slot.session for slot in week.slots if slot.key not in week.children[1].away} == {3}


def test_absences_take_children_and_adults_out_of_the_slots_they_touch(here: Planned) -> None:
    kid, tutor = here.children[0], here.tutor
    Absence.objects.create(student=kid, day=WEEK, ends_at=time(9, 50), said_by="ana")
    Absence.objects.create(student=kid, day=FRIDAY, said_by="ana")
    Absence.objects.create(student=kid, day=FRIDAY + timedelta(days=7), said_by="ana")
    stranger = Student.objects.create(sourced_id="x", given_name="Kim", family_name="Far")
    Absence.objects.create(student=stranger, day=WEEK, said_by="ana")
    LabAbsence.objects.create(student=kid, day=TUESDAY, said_by="ana")
    Absence.objects.create(staff=tutor, day=WEEK, starts_at=time(10, 15), said_by="ana")
    week = week_of(here)
    assert week.children[0].away == (0, 2, 3, 8, 9)
    assert week.adults[-1].slots == (0, *range(2, 10))


def test_needs_come_from_next_steps_goals_and_work_and_weigh_more_on_a_goal(here: Planned) -> None:
    one, two = here.children[:2]
    believed([(one, "3.NF.A.1", 0.5), (one, "3.G.A.1", 0.9), (two, "3.OA.A.1", 0.2)], [(one, "3.G.A.1")])
    held = goal("3.NF.A.1", school_class=here.groups[0], begins_on=WEEK, ends_on=FRIDAY)
    GoalStudent.objects.create(goal=held, student=one)
    week = week_of(here)
    codes = [standard.code for standard in week.standards]
    assert codes == ["3.G.A.1", "3.NF.A.1"]  # what stands in no list is no need
    assert [(codes[need.standard], round(need.value, 4), need.on_goal) for need in week.children[0].needs] == [
        ("3.G.A.1", 0.36, False),
        ("3.NF.A.1", 1.3, True),
    ]
    assert week.children[1].needs == ()
    assert two.pk in notes(here)["nothing-known"].students


def test_a_standard_that_is_not_loaded_is_told(here: Planned) -> None:
    believed([(here.children[0], "9.XX.1", 0.5), (here.children[0], "3.NF.A.1", 0.5)])
    assert [one.code for one in week_of(here).standards] == ["3.NF.A.1"]
    assert "9.XX.1" in notes(here)["unknown-standards"].words


def work(here: Planned, **more: object) -> Assignment:
    held = goal("3.NF.A.1", school_class=here.groups[0], begins_on=WEEK, ends_on=FRIDAY)
    return asked(here.children[0], held, **more)


def test_given_work_is_open_work_of_the_week_in_its_days(here: Planned) -> None:
    believed([(here.children[0], "3.NF.A.1", 0.5)])
    first = work(here, begins_on=TUESDAY, ends_on=TUESDAY)
    second = work(here, begins_on=TUESDAY, ends_on=TUESDAY)
    work(here, begins_on=FRIDAY + timedelta(days=1), ends_on=FRIDAY + timedelta(days=9))
    work(here, program="")
    done = work(here)
    record(done, "submitted", timezone.now(), source="a tick")
    cancelled = work(here)
    record(cancelled, "cancelled", timezone.now(), source="a person")
    week = week_of(here)
    [given] = week.children[0].given
    assert (given.program, given.slots) == ("number_trail", (2, 3))
    assert given.works == tuple(sorted((str(first.pk), str(second.pk))))
    assert [one.slug for one in week.programs] == ["number_trail"]
    assert "no-licence" in notes(here)


def test_work_on_a_day_without_a_session_is_told(here: Planned) -> None:
    believed([(here.children[0], "3.NF.A.1", 0.5)])
    SchoolDay.objects.create(school=here.school, day=TUESDAY, kind="holiday")
    work(here, begins_on=TUESDAY, ends_on=TUESDAY)
    assert week_of(here).children[0].given == ()
    assert notes(here)["work-without-session"].students == (here.children[0].pk,)


def test_adults_lead_when_they_are_there_free_and_qualified(here: Planned) -> None:
    times(here.school, here.tutor, 0, (9, 30), (10, 0), "duty")
    StaffTime.objects.filter(weekday=1).update(ends_on=WEEK)
    teacher = here.teachers[0].staff
    assert teacher is not None
    times(here.school, teacher, 0, (9, 0), (12, 0), place=here.lab)
    Qualification.objects.create(staff=teacher, subject="", language="es")
    aide = staff("aide", None, None).staff
    assert aide is not None
    times(here.school, aide, 0, (9, 0), (12, 0))
    found = {one.number: one for one in week_of(here).adults}
    assert found[here.tutor.pk].slots == (1, 4, 5, 6, 7, 8, 9)
    assert (found[teacher.pk].slots, found[teacher.pk].room) == ((0, 1), here.lab.pk)  # her times are on record now
    assert found[teacher.pk].languages == ("es",)
    assert [one.subject for one in found[here.tutor.pk].teaches] == ["Mathematics"]
    assert aide.pk not in found
    assert {"teacher-unqualified", "tutor-unqualified"} <= notes(here).keys()


def test_an_adult_with_no_free_session_is_told(here: Planned) -> None:
    StaffTime.objects.update(ends_at=time(9, 10))
    assert [one.leads for one in week_of(here).adults] == [Modality.TEACHER_LED] * 2
    assert "no-free-session" in notes(here)


def test_a_teacher_is_not_free_while_the_rotation_has_her_elsewhere_and_a_class_takes_its_seats(here: Planned) -> None:
    held = Rotation.objects.create(school=here.school, version=1, state="published", begins_on=WEEK, ends_on=FRIDAY)
    third = room(here.school, "c3", "Room 3")
    common = {"rotation": held, "day_type": here.day_type, "ends_at": time(10, 15)}
    teacher = here.teachers[0].staff
    for at in range(2):
        kid = Student.objects.create(sourced_id=f"third{at}", given_name="Kim", family_name="Three", grade="03")
        Enrollment.objects.create(sourced_id=f"third{at}", school_class=third, student=kid, role="student")
    Entry.objects.create(school_class=third, kind="lab", starts_at=time(9, 0), staff=teacher, **common)
    Entry.objects.create(
        **{**common, "ends_at": time(11, 0)}, school_class=third, kind="flexible", starts_at=time(10, 45)
    )
    week = week_of(here)
    own = next(one for one in week.adults if teacher is not None and one.number == teacher.pk)
    sessions = {slot.key: slot.start for slot in week.slots}
    assert {sessions[key] for key in own.slots} == {615}
    assert {(slot.start, week.seats[slot.key]) for slot in week.slots} == {(585, 3), (615, 5), (645, 5)}


def test_sessions_that_overlap_share_seats_and_no_adult_has_both(here: Planned) -> None:
    here.groups[1].grades = ["04"]
    here.groups[1].save()
    bells(here.day_type, "04", "A", [("flexible", 10, 0, 10, 30, 1)])
    week = week_of(here)
    monday = [slot for slot in week.slots if slot.on == WEEK]
    assert [(slot.start, week.seats[slot.key]) for slot in monday] == [(585, 2), (600, 1), (615, 2)]
    tutor = week.adults[-1]
    assert [slot.start for slot in monday if slot.key in tutor.slots] == [585, 615]
    assert "overlapping-sessions" in notes(here)


def test_no_lab_is_told(here: Planned) -> None:
    Room.objects.all().delete()
    assert set(week_of(here).seats) == {0}
    assert "no-lab" in notes(here)


def test_licences_give_programs_their_limits(here: Planned) -> None:
    Licence.objects.create(school=here.school, program="ixl", concurrent=30, least_minutes=20)
    Licence.objects.create(school=here.school, program="ixl", concurrent=25, grades=["04"], most_minutes=60)
    [ixl] = week_of(here).programs
    assert (ixl.slug, ixl.concurrent, ixl.least, ixl.most) == ("ixl", 25, {"03": 20}, {"04": 60})


def test_rules_assumptions_floors_and_bands(here: Planned) -> None:
    believed([(one, "3.NF.A.1", 0.1 * at) for at, one in enumerate(here.children)])
    common = {"school": here.school, "owner": "ana"}
    PlanRule.objects.create(kind="caps", value={"technology": 4}, strength="hard", **common)
    PlanRule.objects.create(kind="independent-places", value={"places": 3}, strength="hard", **common)
    PlanRule.objects.create(kind="adult-floor", value={"sessions": 0}, strength="floor", **common)
    PlanRule.objects.create(kind="equity", value={"percent": 90}, strength="wish", **common)
    PlanRule.objects.create(kind="peer-size", value={"least": 9}, strength="hard", **common)
    PlanRule.objects.create(kind="quiet", value=[], strength="hard", **common)
    for name, subject, value in (
        ("tutoring", "", 0.3),
        ("second", "", 1.5),
        ("peer project", "Reading", 1),
        ("luck", "", 1),
    ):
        Assumption.objects.create(school=here.school, modality=name, subject=subject, value=value, said_by="ana")
    found = gathered(here.school, WEEK)
    week = found.instance
    assert (week.limits.technology, week.limits.program, week.sizes.peer) == (4, 2, (4, 5))
    assert set(week.independent) == {3}
    assert [child.floor for child in week.children] == [2, 2, 0, 0, 0, 0, 0, 0]
    assert (week.assumptions.response[Modality.TUTORING], week.assumptions.second) == (0.3, 1.5)
    named = {band.name: len(band.children) for band in week.equity}
    assert named == {f"class {here.groups[0].pk}": 4, f"class {here.groups[1].pk}": 4}
    assert {band.least for band in week.equity} == {0.95}
    unused = [one.words for one in found.notes if one.code == "rule-not-used"]
    assert [words.split()[2] for words in unused] == ["equity", "peer-size", "quiet"]
    assert next(one.words for one in found.notes if one.code == "assumption-not-used").count(";") == 1


def test_equity_of_nothing_has_no_bands(here: Planned) -> None:
    PlanRule.objects.create(school=here.school, kind="equity", value={"percent": 0}, strength="floor", owner="ana")
    assert week_of(here).equity == ()


def test_languages_hold_on_their_days(here: Planned) -> None:
    """The first child's change in the middle of the week: planned is what it ends with."""
    one, two, three = (child.pk for child in here.children[:3])
    for student, language, begins, ends in (
        (one, "vi", None, WEEK + timedelta(days=1)),
        (one, "es", WEEK + timedelta(days=2), None),
        (two, "es", None, WEEK - timedelta(days=1)),
        (three, "vi", WEEK + timedelta(days=7), None),
    ):
        GroupLanguage.objects.create(student_id=student, language=language, begins_on=begins, ends_on=ends)
    assert {child.number: child.language for child in week_of(here).children if child.language} == {one: "es"}


def test_pairs_of_children_who_are_there(here: Planned) -> None:
    one, two, three = sorted(child.pk for child in here.children[:3])
    PairRow.objects.create(one_id=one, other_id=two, kind="apart", owner="ana")
    PairRow.objects.create(one_id=one, other_id=three, kind="together", owner="ana", ends_on=WEEK - timedelta(days=3))
    assert week_of(here).pairs == (Pair(one, two),)
    Enrollment.objects.filter(student=two).update(ends_on=WEEK - timedelta(days=1))
    assert week_of(here).pairs == ()
    assert "pair-not-used" in notes(here)


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ({"modality": "tutoring", "staff": "tutor"}, True),
        ({"modality": "independent"}, True),
        ({"modality": "technology", "program": "number_trail"}, True),
        ({"modality": "technology"}, True),
        ({"modality": "technology", "program": "ixl"}, False),
        ({"modality": "teacher-led", "staff": "tutor"}, False),
        ({"modality": "service"}, False),
        ({"modality": "tutoring", "session": 3}, False),
        ({"modality": "tutoring", "day": date(2026, 10, 29)}, False),
    ],
)
def test_locks_that_can_be_kept(here: Planned, told: dict[str, object], kept: bool) -> None:
    believed([(here.children[0], "3.NF.A.1", 0.5)])
    work(here)
    Absence.objects.create(student=here.children[0], day=date(2026, 10, 29), said_by="ana")
    who = {"staff": here.tutor if told.get("staff") else None}
    common = {"student": here.children[0], "day": WEEK, "session": 1, "origin": "ana"}
    PlanLock.objects.create(**{**common, **told, **who})
    found = week_of(here).locks
    assert bool(found) is kept
    assert ("lock-not-used" in notes(here)) is not kept
    if kept:
        adult = here.tutor.pk if told.get("staff") else None
        program = str(told.get("program", ""))
        assert found == (Lock(here.children[0].pk, 0, Modality(str(told["modality"])), adult, program),)


def test_groups_of_last_week_and_kept_groups_go_on(here: Planned) -> None:
    believed([(one, "3.NF.A.1", 0.5) for one in here.children])
    half = here.children[:4]
    standard = Standard.objects.get(code="3.NF.A.1")
    plan = BlockPlan.objects.create(
        school=here.school, week=WEEK - timedelta(days=7), version=1, state="published", made_by="ana"
    )
    group = PlanGroup.objects.create(plan=plan, key=0, modality="tutoring", staff=here.tutor, standard=standard)
    for one in half:
        Placement.objects.create(
            **{"plan": plan, "student": one, "day": WEEK - timedelta(days=7), "session": 1, "group": group},
            **{"starts_at": time(9, 45), "ends_at": time(10, 15), "modality": "tutoring"},
        )
    kept = KeptGroup.objects.create(
        **{"school_class": here.groups[0], "standard": standard, "staff": here.teachers[0].staff, "made_by": "ana"},
        **{"begins_on": WEEK, "ends_on": FRIDAY},
    )
    Membership.objects.create(group=kept, student=here.children[0], since=WEEK, added_by="ana")
    found = {(one.adult, one.children) for one in week_of(here).running}
    teacher = here.teachers[0].staff_id
    assert found == {(here.tutor.pk, tuple(one.pk for one in half)), (teacher, (here.children[0].pk,))}


def test_learned_responses_are_passed_on(here: Planned) -> None:
    learned = {here.children[0].pk: {Modality.TUTORING: 1.2}}
    assert instance_of(here.school, WEEK, learned).children[0].response == {Modality.TUTORING: 1.2}


def test_one_child_of_another_grade_is_no_band(here: Planned) -> None:
    """Whom nobody can lead would hold back all others."""
    Student.objects.filter(pk=here.children[0].pk).update(grade="02")
    assert {band.name for band in week_of(here).equity} == {
        *(f"class {group.pk}" for group in here.groups),
        "grade 03",
    }
