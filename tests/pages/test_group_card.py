"""The card of a group: who, on what, what they already tried; and its ticks, which count as checks at once."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.test import Client
from pytest_django import Settings

from a_school import MONDAY, TODAY, Town, practice, room, staff, teaches
from facts.facts_by_hand import publish
from homeroom.mastery import kept_groups, teachers
from homeroom.mastery.group_models import GroupAct, KeptGroup
from homeroom.mastery.models import Check
from homeroom.pages.groups import card
from homeroom.people.models import AuditEntry, Role, User
from homeroom.standards.models import Standard

pytestmark = pytest.mark.any_database

CODE = "3.NF.A.1"


@pytest.fixture
def tutor(place: Town) -> User:
    return staff("tutor", Role.Kind.TUTOR, place.school)


@pytest.fixture
def group(place: Town, tutor: User) -> KeptGroup:
    standard = Standard.objects.get(code=CODE)
    return kept_groups.keep(place.teacher, place.group, standard, place.numbers[:3], "why", tutor.staff).group


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> list[list[int]]:
    """The children who were estimated anew."""
    asked: list[list[int]] = []

    def count(students: list[int]) -> bool:
        asked.append(sorted(students))
        return True

    monkeypatch.setattr(card, "counts_at_once", count)
    return asked


def path(group: KeptGroup) -> str:
    return f"/group/{group.pk}/"


def words(body: bytes) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body.decode()))


def ticks(place: Town, *results: str, **more: str) -> dict[str, str]:
    told = {f"child-{number}": result for number, result in zip(place.numbers, results, strict=False)}
    return {"seen_on": "2026-10-26", **told, **more}


def test_it_works(client: Client, place: Town, group: KeptGroup, tutor: User) -> None:
    client.force_login(tutor)
    page = words(client.get(path(group)).content)
    assert f"{CODE}: Unit fractions" in page
    assert "Grade 3, Room 12, with Tutor Example From Mon 26 Oct 2026 to Mon 7 Dec 2026." in page
    assert all(child.name in page for child in place.children[:3])
    assert place.children[3].name not in page
    assert "got it partly not yet not entered" in page


def test_what_each_child_tried_is_told_program_by_program(
    client: Client, place: Town, group: KeptGroup, tutor: User
) -> None:
    kid = place.children[1]
    rows = [
        practice(kid, CODE, 12, 7, program="iready", last_on=TODAY - timedelta(days=3)),
        practice(kid, CODE, 0, 0, program="st_math", lessons=2, lessons_passed=1, last_on=TODAY),
        practice(kid, "3.OA.A.1", 99, 99, program="iready"),
    ]
    publish("practice", [row | {"week": MONDAY - timedelta(days=7)} for row in rows])
    teachers.check(place.teacher, kid.pk, Standard.objects.get(code=CODE), "partly", TODAY)
    client.force_login(tutor)
    page = words(client.get(path(group)).content)
    assert "ST Math: 1 of 2 lessons passed (last Mon 26 Oct 2026)" in page
    assert "i-Ready: 7 of 12 right (last Fri 23 Oct 2026)" in page
    assert "99" not in page
    assert "partly (Mon 26 Oct 2026, teacher)" in page


def test_one_form_writes_a_check_for_each_child_and_counts_at_once(
    client: Client, place: Town, group: KeptGroup, tutor: User, at_once: list[list[int]]
) -> None:
    client.force_login(tutor)
    answer = client.post(path(group), ticks(place, "got it", "not yet", "partly"))
    assert answer.status_code == 302
    found = Check.objects.order_by("student").values_list("student", "result", "seen_on", "said_by")
    results = ("got it", "not yet", "partly")
    assert list(found) == [(n, r, TODAY, "tutor") for n, r in zip(place.numbers[:3], results, strict=True)]
    assert at_once == [place.numbers[:3]]
    page = words(client.get(answer.headers["Location"]).content)
    assert "Written down for 3 children. The estimates count it already." in page


def test_everybody_else_is_ticked_in_one_word(
    client: Client, place: Town, group: KeptGroup, tutor: User, at_once: list[list[int]]
) -> None:
    client.force_login(tutor)
    client.post(path(group), ticks(place, "", "not yet", others="got it"))
    found = dict(Check.objects.values_list("student", "result"))
    assert found == {place.numbers[0]: "got it", place.numbers[1]: "not yet", place.numbers[2]: "got it"}


def test_who_is_not_ticked_is_not_spoken_of(
    client: Client, place: Town, group: KeptGroup, tutor: User, at_once: list[list[int]]
) -> None:
    client.force_login(tutor)
    answer = client.post(path(group), ticks(place, "got it"))
    assert list(Check.objects.values_list("student", flat=True)) == [place.numbers[0]]
    assert "Written down for 1 child." in words(client.get(answer.headers["Location"]).content)


def test_the_same_form_sent_twice_says_it_once(
    client: Client, place: Town, group: KeptGroup, tutor: User, at_once: list[list[int]]
) -> None:
    client.force_login(tutor)
    for _ in range(2):
        assert client.post(path(group), ticks(place, "got it", "got it")).status_code == 302
    assert Check.objects.count() == 2
    assert len(at_once) == 1


def test_before_the_first_night_it_counts_from_tonight(
    client: Client, place: Town, group: KeptGroup, tutor: User
) -> None:
    client.force_login(tutor)
    answer = client.post(path(group), ticks(place, "got it"))
    assert "The estimates count it from tonight on." in words(client.get(answer.headers["Location"]).content)


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"seen_on": "2026-10-26"}, "Nothing is ticked yet"),
        ({"seen_on": "2026-10-27", "others": "got it"}, "That day has not come yet."),
        ({"seen_on": "soon", "others": "got it"}, "Enter a valid date."),
        ({"others": "got it"}, "This field is required."),
        ({"seen_on": "2026-10-26", "others": "brilliant"}, "Not kept."),
    ],
)
def test_what_cannot_be_kept_comes_back_with_all_that_was_ticked(
    sent: dict[str, str], said: str, client: Client, place: Town, group: KeptGroup, tutor: User
) -> None:
    client.force_login(tutor)
    own = {f"child-{place.numbers[0]}": "partly"} if said != "Nothing is ticked yet" else {}
    answer = client.post(path(group), sent | own)
    assert answer.status_code == 422
    assert said in words(answer.content)
    assert not own or re.search(r'value="partly"[^>]*checked', answer.content.decode())
    assert not Check.objects.exists()


def test_a_child_outside_the_group_cannot_be_ticked(
    client: Client, place: Town, group: KeptGroup, tutor: User, at_once: list[list[int]]
) -> None:
    client.force_login(tutor)
    client.post(path(group), {"seen_on": "2026-10-26", "others": "got it", f"child-{place.numbers[9]}": "got it"})
    assert set(Check.objects.values_list("student", flat=True)) == set(place.numbers[:3])


@pytest.mark.parametrize("name", ["teacher", "principal", "data", "tutor"])
def test_it_opens_for_who_opens_the_class_and_for_its_adult(
    name: str, client: Client, group: KeptGroup, tutor: User
) -> None:
    client.force_login(User.objects.get(username=name))
    assert client.get(path(group)).status_code == 200
    body = client.get(path(group)).content.decode()
    assert ("All groups of the class" in body) is (name != "tutor")


@pytest.mark.parametrize("name", ["other", "stranger", "second"])
def test_to_others_it_does_not_exist(name: str, client: Client, place: Town, group: KeptGroup) -> None:
    staff("second", Role.Kind.TUTOR, place.school)
    client.force_login(User.objects.get(username=name))
    assert client.get(path(group)).status_code == 404
    assert client.post(path(group), ticks(place, "got it")).status_code == 404
    assert not Check.objects.exists()


def test_a_number_of_nothing_is_no_page(client: Client, place: Town, group: KeptGroup) -> None:
    client.force_login(place.teacher)
    for number in (group.pk + 1, 2**63, 10**30):
        assert client.get(f"/group/{number}/").status_code == 404


def days_later(settings: Settings, last_day: date, days: int) -> None:
    settings.HOMEROOM_TODAY = last_day + timedelta(days=days)


@pytest.mark.parametrize(("days", "status"), [(0, 200), (1, 200), (14, 200), (15, 404)])
def test_results_can_be_entered_for_two_weeks_after_the_last_day(
    days: int, status: int, client: Client, place: Town, group: KeptGroup, settings: Settings, at_once: list[list[int]]
) -> None:
    assert group.ends_on is not None
    days_later(settings, group.ends_on, days)
    client.force_login(place.teacher)
    answer = client.get(path(group))
    assert answer.status_code == status
    if status == 404:
        assert client.post(path(group), ticks(place, "got it")).status_code == 404
        return
    ended = "What was seen up to Mon 7 Dec 2026 can be entered until Mon 21 Dec 2026."
    assert (ended in words(answer.content)) is (days > 0)
    assert 'value="2026-12-07"' in answer.content.decode(), "the day that stands there is the group's last"
    assert client.post(path(group), ticks(place, "got it")).status_code == 302
    assert Check.objects.get().seen_on == TODAY


def test_what_was_seen_after_the_end_is_no_result_of_the_group(
    client: Client, place: Town, group: KeptGroup, settings: Settings
) -> None:
    assert group.ends_on is not None
    days_later(settings, group.ends_on, 2)
    client.force_login(place.teacher)
    answer = client.post(path(group), ticks(place, "got it", seen_on="2026-12-08"))
    assert answer.status_code == 422
    assert "The group met until Mon 7 Dec 2026: choose that day or one before." in words(answer.content)
    assert not Check.objects.exists()


def test_with_the_end_the_groups_adult_no_longer_sees_it(
    client: Client, place: Town, group: KeptGroup, tutor: User, settings: Settings
) -> None:
    assert group.ends_on is not None
    days_later(settings, group.ends_on, 1)
    client.force_login(tutor)
    assert client.get(path(group)).status_code == 404
    assert client.post(path(group), ticks(place, "got it")).status_code == 404


def test_a_group_that_a_teacher_has_ended_can_be_entered_by_who_sees_the_class(
    client: Client, place: Town, group: KeptGroup, tutor: User, at_once: list[list[int]]
) -> None:
    kept_groups.end(place.teacher, group)
    client.force_login(place.teacher)
    assert "This group has ended." in words(client.get(path(group)).content)
    assert client.post(path(group), ticks(place, "got it")).status_code == 302
    client.force_login(tutor)
    assert client.get(path(group)).status_code == 404


def test_a_group_whose_keeping_was_undone_never_was(client: Client, place: Town, group: KeptGroup) -> None:
    kept_groups.undo(place.teacher, GroupAct.objects.get(group=group, kind=GroupAct.Kind.KEPT))
    client.force_login(place.teacher)
    assert client.get(path(group)).status_code == 404


def test_a_group_without_children_says_so(client: Client, place: Town, group: KeptGroup) -> None:
    for number in place.numbers[:3]:
        kept_groups.remove(place.teacher, group, number)
    client.force_login(place.teacher)
    assert "Nobody is in this group whom you may see today." in words(client.get(path(group)).content)


def test_looking_is_written_down(client: Client, place: Town, group: KeptGroup, tutor: User) -> None:
    client.force_login(tutor)
    client.get(path(group))
    entry = AuditEntry.objects.latest("pk")
    assert (entry.verb, entry.object, entry.students) == ("saw", f"group card {group.pk}", place.numbers[:3])
    assert entry.reason == f"serves the child: small group on {CODE}"


def test_the_adult_finds_the_group_at_the_front_door(client: Client, group: KeptGroup, tutor: User) -> None:
    client.force_login(tutor)
    body = client.get("/").content.decode()
    assert f'href="{path(group)}"' in body
    assert "Your groups" in body


def test_who_teaches_one_class_finds_a_group_of_another_at_the_front_door(
    client: Client, place: Town, group: KeptGroup, tutor: User
) -> None:
    own = room(place.school, "c-own", "Own class")
    teaches(tutor, own)
    Role.objects.create(staff=tutor.staff, kind=Role.Kind.TEACHER, school=place.school)
    client.force_login(tutor)
    answer = client.get("/")
    assert answer.status_code == 200
    body = answer.content.decode()
    assert f'href="{path(group)}"' in body and f'href="/class/{own.pk}/"' in body
    assert "Your groups" in body and "Your class" in body
    kept_groups.end(place.teacher, group)
    assert client.get("/").headers["Location"] == f"/class/{own.pk}/"


def test_who_leads_groups_of_the_one_own_class_goes_to_the_class(client: Client, place: Town) -> None:
    standard = Standard.objects.get(code=CODE)
    kept_groups.keep(place.teacher, place.group, standard, place.numbers[:3], "why", place.teacher.staff)
    client.force_login(place.teacher)
    assert client.get("/").headers["Location"] == f"/class/{place.group.pk}/"
