"""Lists of groups to print, their adults and days, and the link by which a card of the class page proposes a group."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.test import Client

from a_school import TODAY, Town, staff
from homeroom.mastery import kept_groups
from homeroom.mastery.group_models import GroupAct
from homeroom.people.models import Caseload, Role
from pages.groups_by_hand import A_DAY, CODE, OTHER, inside, keep, path, sent, words


def test_there_is_one_list_for_each_adult(client: Client, place: Town) -> None:
    tutor = staff("tutor", Role.Kind.TUTOR, place.school)
    keep(place, staff=tutor.staff)
    keep(place, OTHER, range(4, 7), staff=tutor.staff)
    keep(place, "3.MD.A.1", range(7, 10))
    client.force_login(place.teacher)
    page = words(client.get(path(place, "lists/")).content)
    first, second = page.split("Nobody named yet")
    assert "Tutor Example" in first
    assert all(place.children[at].name in first for at in range(7))
    assert all(place.children[at].name in second for at in range(7, 10))
    assert page.count("got it partly not yet Note") == 3
    assert place.children[10].name not in page


def test_without_a_kept_group_there_is_nothing_to_print(client: Client, place: Town) -> None:
    client.force_login(place.teacher)
    assert "No group is kept yet, so there is nothing to print." in words(client.get(path(place, "lists/")).content)


def test_the_adult_and_the_last_day_are_changed_and_undone(client: Client, place: Town) -> None:
    tutor = staff("tutor", Role.Kind.TUTOR, place.school)
    group = keep(place)
    client.force_login(place.teacher)
    answer = client.post(path(place), sent(group, staff=tutor.staff_id, last_day="2026-11-06"))
    page = words(client.get(answer.headers["Location"]).content)
    assert "Changed the group on 3.NF.A.1, Tutor Example: Tutor Example, until Fri 6 Nov 2026. Undo" in page
    assert {one.ends_on.isoformat() for one in Caseload.objects.all() if one.ends_on} == {"2026-11-06"}
    client.post(path(place), {"act": "undo", "which": GroupAct.objects.get(kind="arranged").pk})
    group.refresh_from_db()
    assert (group.staff, group.ends_on) == (None, TODAY + 42 * A_DAY)
    assert not Caseload.objects.exists()


def test_an_adult_who_has_left_can_stay_named_or_be_replaced(client: Client, place: Town) -> None:
    tutor = staff("tutor", Role.Kind.TUTOR, place.school)
    group = keep(place, staff=tutor.staff)
    Role.objects.filter(staff=tutor.staff).update(ends_on=TODAY - A_DAY)
    client.force_login(place.teacher)
    assert client.post(path(place), sent(group, {place.numbers[0]: "out"})).status_code == 302
    assert place.numbers[0] not in inside(group)
    assert client.post(path(place), sent(group, staff="")).status_code == 302
    assert client.post(path(place), sent(group, staff=tutor.staff_id)).status_code == 422


@pytest.mark.parametrize(
    ("size", "said"),
    [(1, "Nobody is in this group. Add somebody, or end it."), (8, "7 children: more than the 6 of a small group.")],
)
def test_a_group_of_an_odd_size_is_told_never_refused(size: int, said: str, client: Client, place: Town) -> None:
    kept_groups.remove(place.teacher, keep(place, who=range(size)), place.numbers[0])
    client.force_login(place.teacher)
    assert said in words(client.get(path(place)).content)


def test_the_class_pages_small_group_is_one_link_away(client: Client, place: Town) -> None:
    client.force_login(place.teacher)
    body = client.get(f"/class/{place.group.pk}/").content.decode()
    found = re.search(r'href="([^"]+)#make">Keep these children as a group', body)
    assert found
    body = client.get(unescape(found[1])).content.decode()
    assert "<details open>" in body
    assert f'<option value="{CODE}" selected>' in body
    ticked = re.findall(r'name="new-children" value="(\d+)"[^>]* checked', body)
    assert sorted(map(int, ticked)) == sorted(place.numbers[at] for at in (2, 5, 9))


@pytest.mark.parametrize("query", ["?standard=9.ZZ&child=x", "?standard=3.NF.A.1", "?child=7", "?done=x&standard=<b>"])
def test_a_link_that_proposes_nonsense_fills_nothing_in(query: str, client: Client, place: Town) -> None:
    client.force_login(place.teacher)
    answer = client.get(path(place) + query)
    assert answer.status_code == 200
    assert " checked" not in answer.content.decode()
    assert "<b>" not in answer.content.decode()
