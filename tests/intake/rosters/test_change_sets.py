"""A set that changes more than usual waits for a second person; everything that was taken in can be undone."""

from datetime import date, timedelta

import pytest
from bench.roster_sets import changed, of_school, tables, write
from django.utils import timezone

from homeroom.intake.errors import IntakeError
from homeroom.intake.feeds.judge import judge
from homeroom.intake.models import LEDGER, Delivery
from homeroom.intake.roster_models import RosterChangeSet
from homeroom.intake.rosters import decide, rollover, undo
from homeroom.intake.rosters.receive import receive_set
from homeroom.people.models import AuditEntry, Caseload, Class, Enrollment, Role, School, Staff, Student, User
from intake.rosters.deciders import data_team, dump

pytestmark = pytest.mark.django_db
TODAY = date(2026, 10, 26)


@pytest.fixture(autouse=True)
def today(settings) -> None:
    settings.HOMEROOM_TODAY = TODAY


@pytest.fixture
def send(tmp_path):
    """Send a set; gives its change set, or None where it was the same again."""
    sent = []

    def send(base, user=None, modes=None) -> RosterChangeSet | None:
        sent.append(base)
        found = receive_set(f"set{len(sent)}", write(tmp_path / f"set{len(sent)}", base, modes), user)
        for delivery in found:
            assert sum(getattr(delivery, name) for name in LEDGER) == delivery.rows_in
        return RosterChangeSet.objects.filter(deliveries__in=found).first()

    return send


@pytest.fixture
def sender() -> User:
    return data_team("sam")


@pytest.fixture
def second() -> User:
    return data_team("dana")


def drop_a_third(base) -> None:
    for at, row in enumerate(row for row in of_school(base, "users", "hill") if row["role"] == "student"):
        if at % 3 == 0:
            row["status"] = "tobedeleted"
            for one in base["enrollments"]:
                if one["userSourcedId"] == row["sourcedId"]:
                    one["status"] = "tobedeleted"


def rename_one(base) -> None:
    of_school(base, "users", "hill")[20]["familyName"] = "Newname"


def test_the_first_set_of_an_empty_school_counts_at_once_and_the_log_says_why(send, sender) -> None:
    one = send(tables(), sender)
    assert (one.state, one.mode, one.reasons) == ("applied", "bulk", [])
    assert Student.objects.count() == 120
    entries = AuditEntry.objects.filter(verb="approved")
    assert sorted(entry.reason.rsplit(": ")[1] for entry in entries) == ["Hill School", "Lake School"]
    assert {entry.actor for entry in entries} == {"sam"}


def test_a_second_school_that_comes_later_is_exempt_too_and_the_first_stays_guarded(send) -> None:
    send(tables(("hill",)))
    both = tables()
    assert send(both).state == "applied"
    assert send(changed(both, drop_a_third)).state == "held"


def test_a_set_that_drops_a_third_of_one_school_is_held_and_everybody_still_stands(send, sender, second) -> None:
    base = tables()
    send(base, sender)
    before = dump(accounts=True)
    held = send(changed(base, drop_a_third), sender)
    assert held.state == "held"
    assert held.reasons == [
        "would end 20 of 60 students (33.3%), at Hill School",
        "would end 20 of 66 enrollments (30.3%), at Hill School",
    ]
    assert dump(accounts=True) == before
    assert {d.state for d in held.deliveries.all()} == {"held"}
    users = held.deliveries.get(report="users")
    assert (users.held, users.published) == (users.rows_in, 0)
    assert "A second person must decide" in users.message
    names = [one["name"] for one in held.samples if (one["entity"], one["kind"]) == ("students", "ended")]
    assert names[:2] == ["Child0 Hill", "Child12 Hill"]
    with pytest.raises(IntakeError, match="You sent this set"):
        decide.approve(held.pk, sender)
    assert dump(accounts=True) == before
    decide.approve(held.pk, second)
    held.refresh_from_db()
    assert (held.state, held.decided_by) == ("applied", second)
    assert Student.objects.filter(ends_on=TODAY - timedelta(days=1)).count() == 20
    users.refresh_from_db()
    assert (users.state, users.held, users.published) == ("published", 0, users.rows_in)
    undo.undo(held.pk, second)
    assert dump(accounts=True) == before
    users.refresh_from_db()
    assert (users.published, users.withdrawn) == (0, users.rows_in)
    assert [e.verb for e in AuditEntry.objects.filter(actor="dana").order_by("pk")] == ["approved", "undid"]


def test_a_usual_week_is_not_held(send) -> None:
    base = tables()
    send(base)

    def a_week(week) -> None:
        rename_one(week)
        week["users"] += [{**of_school(week, "users", "lake")[20], "sourcedId": f"lake-n{n}"} for n in range(3)]
        of_school(week, "users", "hill")[30]["status"] = "tobedeleted"

    one = send(changed(base, a_week))
    assert (one.state, one.reasons) == ("applied", [])
    hill = next(w for w in one.weights if (w["entity"], w["school_name"]) == ("students", "Hill School"))
    assert (hill["standing"], hill["updated"], hill["ended"], hill["created"]) == (60, 1, 1, 0)


@pytest.mark.parametrize(
    ("children", "dropped", "state"),
    [(60, 10, "applied"), (60, 11, "held"), (200, 20, "applied"), (200, 21, "held")],
)
def test_the_rule_is_more_than_ten_rows_and_more_than_a_tenth(send, children: int, dropped: int, state: str) -> None:
    base = tables(("hill",), children)
    send(base)

    def drop(copy) -> None:
        for row in [row for row in copy["users"] if row["role"] == "student"][:dropped]:
            row["status"] = "tobedeleted"

    assert send(changed(base, drop)).state == state


def test_a_term_that_ends_too_early_ends_every_enrollment_without_dates_and_is_held(send) -> None:
    base = tables()
    send(base)
    held = send(changed(base, lambda t: t["academicSessions"][0].update(startDate="2025-08-10", endDate="2026-06-11")))
    assert held.state == "held"
    assert "would end 66 of 66 enrollments (100.0%), at Lake School" in held.reasons


def test_faulty_rows_are_held_as_such_and_never_count_as_missing(send) -> None:
    base = tables()
    send(base)

    def typo(copy) -> None:
        for row in of_school(copy, "users", "hill"):
            if row["role"] == "student":
                row["grades"] = "Gold"

    held = send(changed(base, typo))
    assert held.state == "held"
    assert held.reasons == [
        "has mistakes in 60 of 60 students (100.0%), at Hill School",
        "has mistakes in 60 of 66 enrollments (90.9%), at Hill School",
    ]
    assert not Student.objects.exclude(missing_since=None).exists()


def test_staff_of_a_whole_school_absent_is_held(send) -> None:
    base = tables()
    send(base)
    held = send(
        changed(base, lambda t: t.update(users=[r for r in t["users"] if not r["sourcedId"].startswith("hill-u")]))
    )
    assert "would end 14 of 14 staff (100.0%), at Hill School" in held.reasons
    assert User.objects.filter(is_active=True).count() == 28


def test_absent_children_end_nothing_and_their_return_is_no_change(send) -> None:
    base = tables()
    send(base)

    def half(copy) -> None:
        copy["users"] = [r for r in copy["users"] if not r["sourcedId"].startswith("hill-s")]
        copy["enrollments"] = [r for r in copy["enrollments"] if not r["userSourcedId"].startswith("hill-s")]

    assert send(changed(base, half)).state == "applied"
    assert Student.objects.exclude(missing_since=None).count() == 60
    assert [alarm.words for alarm in judge()] == [
        "Roster: 60 of 60 children of Hill School (100%) are not in the roster of Mon 26 Oct."
    ]
    assert send(base).state == "applied"
    assert not Student.objects.exclude(missing_since=None).exists()
    assert judge() == []


def test_the_same_school_under_a_new_id_is_no_new_school(send) -> None:
    send(tables(("hill",)))
    other = tables(("other",))
    other["orgs"][0]["name"] = "Hill School"
    held = send(other)
    assert held.state == "held"
    assert "would create 60 students, at Hill School" in held.reasons


def test_a_newer_set_replaces_one_that_waits(send, second) -> None:
    base = tables()
    send(base)
    held = send(changed(base, drop_a_third))
    assert send(changed(base, rename_one)).state == "applied"
    held.refresh_from_db()
    assert held.state == "replaced"
    users = held.deliveries.get(report="users")
    assert (users.state, users.ignored) == ("refused", users.rows_in)
    with pytest.raises(IntakeError, match="it is replaced"):
        decide.approve(held.pk, second)


def test_the_sets_own_predecessor_again_replaces_one_that_waits(send) -> None:
    base = tables()
    send(base)
    held = send(changed(base, drop_a_third))
    send(base)
    held.refresh_from_db()
    assert held.state == "replaced"


def test_a_held_set_that_comes_again_is_a_duplicate_of_the_waiting_one(send) -> None:
    base = tables()
    send(base)
    held = send(changed(base, drop_a_third))
    assert send(changed(base, drop_a_third)) is None
    assert Delivery.objects.filter(report="users").first().message.startswith("the same set again: it waits")
    held.refresh_from_db()
    assert held.state == "held"


def test_a_rejected_set_changes_nothing_and_says_who(send, sender, second) -> None:
    base = tables()
    send(base)
    before = dump(accounts=True)
    held = send(changed(base, drop_a_third), sender)
    with pytest.raises(IntakeError, match="You sent this set"):
        decide.reject(held.pk, sender)
    decide.reject(held.pk, second)
    held.refresh_from_db()
    assert (held.state, held.decided_by) == ("rejected", second)
    assert held.deliveries.get(report="users").message == "rejected by dana"
    assert dump(accounts=True) == before
    with pytest.raises(IntakeError, match="it is rejected"):
        decide.reject(held.pk, second)
    assert send(changed(base, drop_a_third), sender).state == "held"


def test_only_the_data_team_decides_and_only_about_its_own_schools(send) -> None:
    base = tables()
    send(base)
    held = send(changed(base, drop_a_third))
    teacher = User.objects.get(username="hill-u0")
    with pytest.raises(IntakeError, match="Only the data team"):
        decide.approve(held.pk, teacher)
    with pytest.raises(IntakeError, match="Only the data team"):
        decide.approve(held.pk, data_team("lara", School.objects.get(sourced_id="lake")))
    gone = data_team("gone")
    Role.objects.filter(staff=gone.staff).update(ends_on=TODAY - timedelta(days=1))
    with pytest.raises(IntakeError, match="Only the data team"):
        decide.approve(held.pk, gone)
    decide.approve(held.pk, data_team("hanna", School.objects.get(sourced_id="hill")))
    assert Student.objects.exclude(ends_on=None).count() == 20


def test_there_is_no_such_set(second) -> None:
    with pytest.raises(IntakeError, match="There is no change set 99"):
        decide.approve(99, second)


def test_undo_gives_staff_their_sign_in_back(send, second) -> None:
    base = tables()
    send(base)
    before = dump(accounts=True)
    one = send(changed(base, lambda t: t.update(users=[r for r in t["users"] if r["sourcedId"] != "hill-u3"])))
    assert one.state == "applied"
    assert not User.objects.get(username="hill-u3").is_active
    undo.undo(one.pk, second)
    assert dump(accounts=True) == before


def test_undo_of_a_first_set_empties_the_school_and_keeps_used_sign_ins_apart(send, second) -> None:
    before = dump()
    base = tables(("hill",))
    one = send(base)
    undo.undo(one.pk, second)
    assert dump() == before
    kept = User.objects.get(username=f"hill-u0 undone {one.pk}")
    assert (kept.is_active, kept.staff) == (False, None)
    again = send(base)
    assert again.state == "applied"
    assert User.objects.get(username="hill-u0").staff.sourced_id == "hill-u0"


def test_undo_goes_newest_first(send, second) -> None:
    base = tables()
    first = send(base)
    later = send(changed(base, rename_one))
    with pytest.raises(IntakeError, match=rf"Change set {later.pk} \(set2\) stands on top"):
        undo.undo(first.pk, second)
    undo.undo(later.pk, second)
    undo.undo(first.pk, second)
    assert not Student.objects.exists()
    with pytest.raises(IntakeError, match="nothing to undo"):
        undo.undo(first.pk, second)


def test_after_an_undo_the_set_before_is_the_last_word(send, second) -> None:
    base = tables()
    send(base)
    later = changed(base, rename_one)
    undo.undo(send(later).pk, second)
    assert send(base) is None
    assert send(later).state == "applied"


def test_undo_refuses_where_something_stands_on_what_the_set_brought_in(send, second) -> None:
    one = send(tables(("hill",)))
    Caseload.objects.create(staff=Staff.objects.get(sourced_id="hill-u0"), student=Student.objects.first(), reason="x")
    with pytest.raises(IntakeError, match="Other records stand on what this set brought in: 1 caseloads"):
        undo.undo(one.pk, second)


def test_undo_refuses_where_a_row_has_been_changed_since(send, second) -> None:
    base = tables()
    send(base)
    one = send(changed(base, rename_one))
    Student.objects.filter(family_name="Newname").update(grade="09")
    with pytest.raises(IntakeError, match="changed since: 1 of student"):
        undo.undo(one.pk, second)


def test_undo_is_for_thirty_days_and_then_forgets(send, second) -> None:
    base = tables()
    send(base)
    one = send(changed(base, rename_one))
    assert undo.forget_old() == 0
    long_ago = timezone.now() - timedelta(days=31)
    RosterChangeSet.objects.update(received_at=long_ago, applied_at=long_ago)
    assert undo.forget_old() == 2
    one.refresh_from_db()
    assert (one.before, one.samples) == (None, [])
    with pytest.raises(IntakeError, match="more than 30 days ago"):
        undo.undo(one.pk, second)
    assert undo.forget_old() == 0


def test_undo_is_for_the_data_team(send) -> None:
    one = send(tables())
    with pytest.raises(IntakeError, match="Only the data team"):
        undo.undo(one.pk, User.objects.get(username="hill-u0"))


def test_an_erased_child_leaves_what_is_kept_for_undoing(send, second) -> None:
    base = tables()
    send(base)
    one = send(changed(base, rename_one))
    child = Student.objects.get(family_name="Newname")
    undo.forget_student(child.pk)
    one.refresh_from_db()
    assert not any(sample["student"] == child.pk for sample in one.samples)
    undo.undo(one.pk, second)
    assert Student.objects.get(pk=child.pk).family_name == "Newname"


def rolled_over(base) -> None:
    """Everybody moves up a grade, the oldest leave, new classes replace the old."""
    for row in base["users"]:
        if row["role"] == "student":
            row["grades"] = f"0{int(row['grades']) + 1}"
            row["status"] = "tobedeleted" if row["grades"] == "07" else ""
    for row in base["classes"]:
        row["title"] = f"New {row['title']}"


def test_a_rollover_declared_ahead_lets_the_new_year_in(send, sender, second) -> None:
    base = tables()
    send(base, sender)
    schools = list(School.objects.all())
    rollover.declare(schools, TODAY, TODAY + timedelta(days=7), second)
    one = send(changed(base, rolled_over), sender)
    assert (one.state, one.reasons) == ("applied", [])
    assert any("a rollover declared for" in weight["expected"] for weight in one.weights)
    assert AuditEntry.objects.filter(verb="declared", actor="dana").exists()


def test_an_undeclared_rollover_is_held(send, sender, second) -> None:
    base = tables()
    send(base, sender)
    assert send(changed(base, rolled_over), sender).state == "held"


@pytest.mark.parametrize(
    "how", ["by the sender", "for another school", "for another day", "and more than a third leave"]
)
def test_a_rollover_does_not_cover(send, sender, second, how: str) -> None:
    base = tables()
    send(base, sender)
    hill, lake = School.objects.order_by("sourced_id")
    first = TODAY + timedelta(days=1) if how == "for another day" else TODAY
    schools = [lake] if how == "for another school" else [hill, lake]
    rollover.declare(schools, first, first, sender if how == "by the sender" else second)

    def change(copy) -> None:
        rolled_over(copy)
        if how.startswith("and more"):
            for row in copy["users"]:
                row["status"] = "tobedeleted" if row["grades" if "grades" in row else "role"] > "03" else ""

    assert send(changed(base, change), sender).state == "held"


@pytest.mark.parametrize(("days", "words"), [((-1, 3), "is past"), ((2, 1), "lasts"), ((0, 21), "lasts")])
def test_a_rollover_lies_ahead_and_is_short(second, days: tuple[int, int], words: str) -> None:
    school = School.objects.create(sourced_id="x", name="X")
    with pytest.raises(IntakeError, match=words):
        rollover.declare([school], *(TODAY + timedelta(days=n) for n in days), second)
    with pytest.raises(IntakeError, match="at least one school"):
        rollover.declare([], TODAY, TODAY, second)


def test_what_nobody_sees_is_no_change(send) -> None:
    base = tables()
    send(base)
    assert (Class.objects.count(), Enrollment.objects.count()) == (12, 132)
    again = changed(base, lambda t: [row.update(email=row.get("email", "")) for row in t["users"]])
    assert send(again) is None
