"""Family contacts and relationships out of rosters: made, never widened, ended where the roster is silent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from homeroom.intake.models import Delivery
from homeroom.intake.roster_models import RosterChangeSet
from homeroom.intake.rosters import decide, undo
from homeroom.intake.rosters.receive import receive_set
from homeroom.people.accounts import NotOpenedError, open_family
from homeroom.people.models import AuditEntry, Contact, Relationship, Staff, Student, User
from homeroom.people.oneroster import HeldRole
from homeroom.people.oneroster import User as Person
from homeroom.people.visibility import visible_to
from intake.rosters.deciders import data_team, dump
from intake.rosters.small_set import SET, Write

pytestmark = pytest.mark.django_db
TODAY = date(2026, 10, 26)
YESTERDAY = TODAY - timedelta(days=1)
HEADER = SET["users.csv"].splitlines()[0].split(",")
Row = dict[str, str]
PEOPLE: dict[str, Row] = {
    "u1": {"role": "teacher", "username": "tlopez", "givenName": "Tina", "familyName": "López", "email": "t@x.org"},
    "s1": {"role": "student", "username": "ana", "givenName": "Ana", "familyName": "Berg", "grades": "3"},
    "s2": {"role": "student", "username": "ben", "givenName": "Ben", "familyName": "Cruz", "grades": "3"},
    "g1": {"role": "parent", "givenName": "Greta", "familyName": "Berg", "email": "g@x.org"},
    "g2": {"role": "guardian", "username": "gus", "givenName": "Gus", "familyName": "Berg"},
}
People = dict[str, Row]
Send = Callable[..., dict[str, Delivery]]


@pytest.fixture(autouse=True)
def today(settings) -> None:
    settings.HOMEROOM_TODAY = TODAY


def people(*without: str, **changed: Row) -> People:
    """The people of the set, less some, with some cells changed or people added."""
    return {one: PEOPLE.get(one, {}) | changed.get(one, {}) for one in {**PEOPLE, **changed} if one not in without}


def users(rows: People, *without: str) -> str:
    columns = [name for name in HEADER if name not in without]
    lines = [",".join(columns)]
    for one, cells in rows.items():
        row = {"sourcedId": one, "orgSourcedIds": "o1", "enabledUser": "true"} | cells
        lines.append(",".join(f'"{row.get(name, "")}"' for name in columns))
    return "\n".join(lines) + "\n"


@pytest.fixture
def send(write: Write) -> Send:
    def send(rows: People, *without: str, name: str = "set", **files: str) -> dict[str, Delivery]:
        found = receive_set(name, write(users=users(rows, *without), **files))
        return {delivery.report: delivery for delivery in found}

    return send


def kin(**where: object) -> set[tuple[str, str, str]]:
    rows = Relationship.objects.filter(**where)
    return set(rows.values_list("contact__sourced_id", "student__sourced_id", "kind"))


BOTH = {"s1": {"agentSourcedIds": "g1,g2"}, "g1": {"agentSourcedIds": "s1"}}


def test_the_agents_of_either_side_make_a_relationship(send: Send) -> None:
    found = send(people(s1={"agentSourcedIds": "g1"}, g2={"agentSourcedIds": "s1,s2"}))
    assert kin(from_roster=True, ends_on=None) == {
        ("g1", "s1", "parent"),
        ("g2", "s1", "guardian"),
        ("g2", "s2", "guardian"),
    }
    assert found["users"].published == 5
    assert "3 relationships of families new, 0 changed, 0 ended" in found["users"].message
    assert not Staff.objects.filter(sourced_id__in=("g1", "g2")).exists()


def test_a_relationship_that_both_sides_tell_is_one(send: Send) -> None:
    send(people(**BOTH))
    assert Relationship.objects.count() == 2


def test_a_familys_sign_in_is_made_and_not_opened(send: Send) -> None:
    send(people(**BOTH))
    greta, gus = (User.objects.get(contact__sourced_id=one) for one in ("g1", "g2"))
    assert (greta.username, gus.username) == ("g@x.org", "gus")
    assert {(one.is_active, one.inactive_until, one.has_usable_password()) for one in (greta, gus)} == {
        (False, "link", False)
    }


def test_an_installation_may_open_them_all(send: Send, settings) -> None:
    send(people(**BOTH))
    settings.HOMEROOM_FAMILY_ACCOUNTS = "open"
    send(people(**BOTH, g3={"role": "relative", "givenName": "Gil", "familyName": "Berg"}))
    assert set(User.objects.filter(contact__isnull=False).values_list("is_active", flat=True)) == {True}


def test_the_first_link_opens_a_familys_sign_in_once(send: Send) -> None:
    send(people(**BOTH))
    greta, dana = User.objects.get(contact__sourced_id="g1"), data_team("dana")
    open_family(greta, dana)
    assert User.objects.get(pk=greta.pk).is_active
    entry = AuditEntry.objects.get(verb="opened")
    assert (entry.actor, entry.students) == ("dana", [Student.objects.get(sourced_id="s1").pk])
    with pytest.raises(NotOpenedError, match="no sign-in of a family that waits"):
        open_family(greta, dana)


def test_a_contact_who_has_gone_is_not_opened(send: Send) -> None:
    send(people(**BOTH))
    send(people("g1", s1={"agentSourcedIds": "g2"}))
    account = User.objects.get(contact__sourced_id="g1")
    with pytest.raises(NotOpenedError, match="no longer names this contact"):
        open_family(account, None)


def test_a_relationship_that_a_full_set_no_longer_tells_has_ended_and_stays_on_record(send: Send) -> None:
    send(people(**BOTH))
    found = send(people(s1={"agentSourcedIds": "g2"}))
    assert kin(ends_on=YESTERDAY) == {("g1", "s1", "parent")}
    assert kin(ends_on=None) == {("g2", "s1", "guardian")}
    assert "0 relationships of families new, 0 changed, 1 ended" in found["users"].message
    send(people(**BOTH))
    assert kin(ends_on=None) == {("g1", "s1", "parent"), ("g2", "s1", "guardian")}


def test_a_set_without_the_column_ends_no_relationship(send: Send) -> None:
    send(people(**BOTH))
    send(people(), "agentSourcedIds")
    assert len(kin(ends_on=None)) == 2


def test_a_row_with_a_mistake_ends_no_relationship(send: Send) -> None:
    send(people(**BOTH))
    found = send(people(s1={"grades": "Gold"}, g1={"enabledUser": "maybe"}))
    assert found["users"].quarantined == 2
    assert len(kin(ends_on=None)) == 2
    assert User.objects.get(contact__sourced_id="g1").inactive_until == "link"


def test_an_unreadable_row_may_be_anyones_and_ends_nothing(send: Send, write: Write) -> None:
    send(people(**BOTH))
    receive_set("set", write(users=users(people()) + "ragged\n"))
    assert len(kin(ends_on=None)) == 2


def test_a_contact_who_is_absent_loses_the_sign_in_and_gets_it_back(send: Send) -> None:
    send(people(**BOTH))
    open_family(User.objects.get(contact__sourced_id="g1"), None)
    send(people("g1", s1={"agentSourcedIds": "g2"}))
    account = User.objects.get(contact__sourced_id="g1")
    assert (account.is_active, account.inactive_until, account.contact.missing_since) == (False, "roster", TODAY)
    assert kin(ends_on=YESTERDAY) == {("g1", "s1", "parent")}
    send(people(**BOTH))
    assert User.objects.get(contact__sourced_id="g1").is_active
    assert not User.objects.get(contact__sourced_id="g2").is_active  # never opened, so nothing gives it back


def test_a_deleted_contact_is_nobodys_contact(send: Send) -> None:
    send(people(**BOTH))
    send(people(**{**BOTH, "g1": {"status": "tobedeleted", "agentSourcedIds": "s1"}}))
    assert kin(ends_on=YESTERDAY) == {("g1", "s1", "parent")}
    assert Contact.objects.get(sourced_id="g1").ends_on == YESTERDAY


def test_what_a_person_said_of_a_family_no_roster_changes(send: Send) -> None:
    send(people(**BOTH))
    struck = Relationship.objects.get(contact__sourced_id="g1")
    struck.from_roster, struck.ends_on = False, YESTERDAY
    struck.save()
    send(people(**BOTH, s2={"agentSourcedIds": "g2"}))
    assert kin(ends_on=YESTERDAY) == {("g1", "s1", "parent")}
    Relationship.objects.filter(contact__sourced_id="g2").update(from_roster=False)
    send(people(), name="silent")
    assert len(kin(ends_on=None)) == 2


def test_agents_who_make_no_child_and_contact_are_set_aside_and_told(send: Send) -> None:
    found = send(people(s1={"agentSourcedIds": "u1,s2,nobody"}, g1={"agentSourcedIds": "g2"}))
    assert not Relationship.objects.exists()
    assert "agentSourcedIds set aside 4 time(s)" in found["users"].message


def test_a_contact_is_in_no_class(send: Send) -> None:
    more = SET["enrollments.csv"] + "e8,,,c1,o1,g1,parent,false,,\ne9,,,c1,o1,g2,teacher,false,,\n"
    found = send(people(**BOTH), enrollments=more)["enrollments"]
    assert {(group.ended_as, group.code) for group in found.groups.all()} == {
        ("ignored", "guardian"),
        ("quarantined", "role_mismatch"),
    }


def test_a_teacher_who_becomes_only_a_parent_loses_the_staff_sign_in(send: Send) -> None:
    send(people())
    send(people("s2", u1={"role": "parent", "agentSourcedIds": "s1"}), enrollments=None)
    assert not User.objects.get(staff__sourced_id="u1").is_active
    assert kin() == {("u1", "s1", "parent")}


USERS_12 = "sourcedId,status,enabledUser,username,givenName,familyName,grades,agentSourcedIds\n"
ROLES_12 = "sourcedId,status,userSourcedId,roleType,role,orgSourcedId,beginDate,endDate\n"


def test_in_version_1_2_a_teacher_may_be_a_parent_too_with_two_sign_ins(write: Write) -> None:
    rows = "u1,,true,tina,Tina,Berg,,s1\ns1,,true,ana,Ana,Berg,3,\ng1,,true,gus,Gus,Berg,,s1\n"
    roles = (
        "r1,,u1,primary,teacher,o1,,\nr2,,u1,secondary,relative,o1,,\nr3,,u1,secondary,parent,o1,2026-09-01,\n"
        "r4,,s1,primary,student,o1,,\nr5,,g1,primary,guardian,o1,2026-08-01,2026-12-01\n"
    )
    receive_set("set", write(users=USERS_12 + rows, roles=ROLES_12 + roles, manifest=None, enrollments=None))
    assert kin() == {("u1", "s1", "parent"), ("g1", "s1", "guardian")}
    days = dict(Relationship.objects.values_list("contact__sourced_id", "ends_on"))
    assert days == {"u1": None, "g1": date(2026, 12, 1)}
    staff, family = User.objects.get(staff__sourced_id="u1"), User.objects.get(contact__sourced_id="u1")
    assert (staff.is_active, family.is_active, staff.username, family.username) == (True, False, "tina", "u1")
    assert list(staff.staff.roles.values_list("kind", flat=True)) == ["teacher"]


def delta(write: Write, rows: People, *without: str) -> list[Delivery]:
    manifest = "propertyName,value\noneroster.version,1.1\nfile.users,delta\n"
    files = write(users=users(rows, *without), manifest=manifest)
    return receive_set("delta", {name: path for name, path in files.items() if name in ("users.csv", "manifest.csv")})


def test_a_delta_changes_the_relationships_of_the_rows_it_tells(send: Send, write: Write) -> None:
    send(people(s1={"agentSourcedIds": "g1"}, s2={"agentSourcedIds": "g2"}))
    delta(write, {"s1": PEOPLE["s1"] | {"agentSourcedIds": "g2"}})
    assert kin(ends_on=YESTERDAY) == {("g1", "s1", "parent")}
    assert kin(ends_on=None) == {("g2", "s1", "guardian"), ("g2", "s2", "guardian")}


def test_a_delta_that_does_not_tell_of_agents_ends_nothing(send: Send, write: Write) -> None:
    send(people(**BOTH))
    found = delta(write, {"s1": PEOPLE["s1"] | {"familyName": "New"}}, "agentSourcedIds")
    assert {one.state for one in found} == {"published"}
    assert Student.objects.get(sourced_id="s1").family_name == "New"
    assert len(kin(ends_on=None)) == 2


def test_a_delta_deletes_a_contact(send: Send, write: Write) -> None:
    send(people(**BOTH))
    delta(write, {"g2": PEOPLE["g2"] | {"status": "tobedeleted"}})
    assert kin(ends_on=YESTERDAY) == {("g2", "s1", "guardian")}


def test_undo_brings_families_back_to_the_byte(send: Send) -> None:
    send(people(**BOTH))
    open_family(User.objects.get(contact__sourced_id="g1"), None)
    before, dana = dump(accounts=True), data_team("dana")
    expected = dump(accounts=True)
    send(people("g1", g4={"role": "parent", "givenName": "Gro", "familyName": "Cruz", "agentSourcedIds": "s2"}))
    assert dump() != {**expected}
    undo.undo(RosterChangeSet.objects.first().pk, dana)
    now = dump(accounts=True)
    made = [row for row in now["account"] if row not in expected["account"]]
    assert {table: rows for table, rows in now.items() if table != "account"} == {
        table: rows for table, rows in expected.items() if table != "account"
    }
    assert [row for row in now["account"] if row not in made] == expected["account"]
    assert [(row[2], row[4], row[5]) for row in made] == [(False, None, None)]
    assert before["relationship"] == now["relationship"]


def crowd(many: int, related: bool = True) -> People:
    """As many more children as asked for, each with a parent."""
    rows: People = {}
    for at in range(many):
        agents = {"agentSourcedIds": f"p{at}"} if related else {}
        rows[f"k{at}"] = {"role": "student", "givenName": f"Kid{at}", "familyName": "Day", "grades": "3"} | agents
        rows[f"p{at}"] = {"role": "parent", "givenName": f"Pat{at}", "familyName": "Day"}
    return rows


def test_a_set_that_drops_many_families_is_held_and_a_person_decides(send: Send) -> None:
    send(people(**crowd(20)))
    send(people(**crowd(20, related=False)))
    held = RosterChangeSet.objects.get(state="held")
    assert any("would end 20 of 20 relationships (100.0%), at Hill School" in reason for reason in held.reasons)
    assert len(kin(ends_on=None)) == 20
    shown = {one["name"] for one in held.samples if one["entity"] == "relationships"}
    assert "Pat0 Day for Kid0 Day" in shown
    decide.approve(held.pk, data_team("dana"))
    assert len(kin(ends_on=None)) == 0


def test_faulty_contacts_are_weighed_as_contacts(send: Send) -> None:
    send(people(**crowd(20)))
    spoilt = {one: row | ({"enabledUser": "maybe"} if one[0] == "p" else {}) for one, row in crowd(20).items()}
    send(people(**spoilt))
    held = RosterChangeSet.objects.get(state="held")
    assert any("has mistakes in 20 of 20 contacts" in reason for reason in held.reasons)


TWICE = {"x1": {"role": "teacher", "givenName": "Tina", "familyName": "López", "email": "T@x.org"}}


@pytest.mark.parametrize(
    ("more", "says"),
    [
        (TWICE, "The same e-mail: u1 and x1"),
        ({"x1": TWICE["x1"] | {"role": "parent"}}, "The same e-mail: u1 and x1"),
        ({"x1": {"role": "aide", "username": "TLopez", "givenName": "T", "familyName": "L"}}, "The same username"),
        (
            {"s3": {"role": "student", "username": "ANA", "givenName": "A", "familyName": "B", "grades": "3"}},
            "username",
        ),
        ({"g3": PEOPLE["g1"]}, "The same e-mail: g1 and g3"),
        ({"g3": PEOPLE["g1"] | {"givenName": "Karl"}}, ""),
        ({"g3": PEOPLE["g1"] | {"status": "tobedeleted"}}, ""),
        ({"s3": PEOPLE["s2"] | {"username": "", "email": "g@x.org"}}, ""),
    ],
)
def test_one_person_under_two_ids_is_told_and_never_joined(send: Send, more: People, says: str) -> None:
    message = send(people(**more))["users"].message
    assert (says in message) if says else ("two ids" not in message)
    if says:
        assert "None are joined: each id keeps its own rights" in message


def test_two_ids_of_one_teacher_each_keep_their_own_classes(send: Send) -> None:
    more = SET["enrollments.csv"].replace("e3,,,c1", "e3,,,c2")
    more += "e4,,,c2,o1,x1,teacher,true,,\n"
    rooms = SET["classes.csv"] + 'c2,,,Room 13,"03",k1,R13,homeroom,East,o1,t1,Math,,\n'
    send(people(**TWICE), enrollments=more, classes=rooms)
    seen = [
        list(visible_to(User.objects.get(staff__sourced_id=one)).values_list("sourced_id", flat=True))
        for one in ("u1", "x1")
    ]
    assert seen == [["s1"], ["s2"]]


def test_many_pairs_are_counted_beyond_the_first_few(send: Send) -> None:
    rows = {f"x{at}": TWICE["x1"] | {"email": f"{at // 2}@x.org"} for at in range(14)}
    assert "and 2 more" in send(people(**rows))["users"].message


def test_a_user_says_what_it_is() -> None:
    one = Person("x", "A", "B", roles=(HeldRole("parent", "o1"), HeldRole("teacher", "o1")))
    assert (one.is_student, one.is_staff, one.is_contact) == (False, True, True)
    child = replace(one, roles=(*one.roles, HeldRole("student", "o1")))
    assert (child.is_student, child.is_staff, child.is_contact) == (True, False, False)
