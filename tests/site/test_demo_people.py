"""The demonstration's sign-ins: role by role, each sees other children, and nobody a foreign child's page."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import Settings

from homeroom.intake.receive import receive
from homeroom.intake.roster_models import RosterChangeSet
from homeroom.people.models import Contact, Relationship, Role, Staff, Student, Substitution, User
from homeroom.people.visibility import visible_to
from homeroom.simulation.write import Written, write
from homeroom.site.demo import _caseloads
from homeroom.site.demo_home import TODAY
from homeroom.site.demo_people import Guest, guests
from homeroom.site.serving import link

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
SEE_NOBODY = ("network leader", "vendor")


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Written:
    return write(tmp_path_factory.mktemp("demo") / "school", seed=1, children=30, weeks=1)


@pytest.fixture
def written(files: Written, settings: Settings) -> Written:
    settings.HOMEROOM_TODAY = TODAY
    list(receive([files.folder / "network" / "roster"]))
    for folder in ("caseloads", "network"):
        _caseloads(files.folder / folder / "caseloads.csv")
    return files


@pytest.fixture
def people(written: Written) -> dict[str, Guest]:
    found = {guest.what: guest for guest in guests(written.folder / "network")}
    for guest in found.values():
        link(guest.user.username)
    return {what: Guest(one.what, one.sees, User.objects.get(pk=one.user.pk)) for what, one in found.items()}


def test_the_whole_network_comes_in(written: Written) -> None:
    assert not RosterChangeSet.objects.exclude(state="applied").exists()
    roles = set(Role.objects.values_list("kind", flat=True))
    assert roles == set(Role.Kind.values)
    assert Relationship.objects.count() > Contact.objects.count() > 50


def test_everybody_sees_other_children(people: dict[str, Guest]) -> None:
    seen = {what: frozenset(visible_to(one.user).values_list("pk", flat=True)) for what, one in people.items()}
    assert {what for what, children in seen.items() if not children} == set(SEE_NOBODY)
    seeing = {what: children for what, children in seen.items() if children}
    assert len(set(seeing.values())) == len(seeing)
    everybody = Student.objects.count()
    assert len(seen["data team of the network"]) == everybody
    assert len(seen["family"]) == 2
    assert len(seen["data team of one school"]) < everybody > len(seen["principal"])
    homes = Student.objects.filter(pk__in=seen["teacher at two schools"]).values_list("schools__name", flat=True)
    assert set(homes) == {"Linden Hill Elementary", "Willow Bend Elementary"}


def test_each_finds_other_children_on_the_same_page_and_no_foreign_ones(people: dict[str, Guest]) -> None:
    for what, one in people.items():
        client = Client()
        client.force_login(one.user)
        assert client.get("/").status_code in (200, 302), what
        seen = visible_to(one.user)
        foreign = Student.objects.exclude(pk__in=seen.values("pk")).first()
        if foreign is not None:
            assert client.get(f"/student/{foreign.pk}/").status_code == 404, what
        own = seen.first()
        if own is not None:
            assert client.get(f"/student/{own.pk}/").status_code == 200, what


def test_the_substitute_has_the_class_for_the_week_alone(people: dict[str, Guest]) -> None:
    grant = Substitution.objects.get()
    assert (grant.begins_on, (grant.ends_on - grant.begins_on).days) == (TODAY, 4)
    user = people["substitute"].user
    assert visible_to(user, grant.ends_on).exists()
    assert not visible_to(user, grant.ends_on.replace(day=31)).exists()


def test_the_child_who_moved_is_seen_at_the_new_school_and_no_longer_at_the_old(people: dict[str, Guest]) -> None:
    moved = Student.objects.get(enrollments__sourced_id__endswith="-moved")
    assert moved.ends_on is not None and moved.ends_on > TODAY
    assert moved not in visible_to(people["principal"].user)
    assert moved in visible_to(people["data team of one school"].user)


def test_some_children_sit_in_two_classes_and_count_once(people: dict[str, Guest]) -> None:
    children = visible_to(people["principal"].user)
    assert children.count() == len(set(children.values_list("pk", flat=True)))
    rooms = people["teacher at two schools"].user.staff.enrollments.values("school_class")
    assert Student.objects.filter(enrollments__school_class__in=rooms, enrollments__role="student").exists()


def test_the_later_roster_waits_and_suspends_nobody(written: Written) -> None:
    before = set(User.objects.filter(is_active=True).values_list("pk", flat=True))
    list(receive([written.folder / "network" / "later"]))
    held = RosterChangeSet.objects.get(state="held")
    assert any("at Willow Bend Elementary" in reason for reason in held.reasons)
    assert len(held.suspends) >= 3
    assert set(User.objects.filter(is_active=True).values_list("pk", flat=True)) == before
    assert not Staff.objects.exclude(missing_since=None).exists()
