"""Groups: suggestions beside kept groups, every change by a form, each of them undone by one more."""

from __future__ import annotations

import csv as reader
import io
import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from a_school import TODAY, Town, child, staff
from homeroom.mastery import kept_groups, teachers
from homeroom.mastery.group_models import GroupAct, KeptGroup
from homeroom.people.models import AuditEntry, Caseload, Enrollment, Role, User
from homeroom.people.names import sort_key
from homeroom.standards.models import Standard
from pages.groups_by_hand import A_DAY, CODE, OTHER, inside, keep, know, path, sent, suggest, words

pytestmark = pytest.mark.any_database


def test_that_a_child_is_in_a_teachers_group_ends_with_the_group(client: Client, place: Town) -> None:
    kept = keep(place, who=range(3))
    suggest(place, left="In a group that a teacher keeps, on 3.NF.A.1.")
    client.force_login(place.teacher)
    kept_groups.remove(place.teacher, kept, place.numbers[0])
    page = words(client.get(path(place)).content)
    assert page.count("In a group that a teacher keeps") == 0
    told = "Was in a group that a teacher kept when groups were last suggested."
    assert page.count(told) == len(place.numbers) - 2
    assert f"{place.children[0].name} {told}" in page
    kept_groups.end(place.teacher, kept)
    assert words(client.get(path(place)).content).count(told) == len(place.numbers)


def test_groups_that_ended_lately_are_told_with_their_way_to_enter_results(
    client: Client, place: Town, settings: Settings
) -> None:
    first, other = keep(place), keep(place, OTHER, range(4, 7), last_day=TODAY + 2 * A_DAY)
    client.force_login(place.teacher)
    assert "Ended lately" not in words(client.get(path(place)).content)
    settings.HOMEROOM_TODAY = TODAY + 5 * A_DAY
    kept_groups.end(place.teacher, first)
    page = client.get(path(place)).content
    told = f"{OTHER}: until Wed 28 Oct 2026. Enter results of {OTHER} by Wed 11 Nov 2026"
    assert told in words(page)
    assert words(page).index(CODE + ": until Sat 31 Oct") < words(page).index(told), "the last to end comes first"
    assert f'href="/group/{other.pk}/"' in page.decode()
    settings.HOMEROOM_TODAY = TODAY + 17 * A_DAY
    assert told not in words(client.get(path(place)).content)


@pytest.mark.parametrize(("carried", "offered"), [("03", True), ("3", True), ("4", False)])
def test_before_any_work_a_group_can_be_made_on_what_belongs_to_the_grade(
    client: Client, place: Town, carried: str, offered: bool
) -> None:
    Standard.objects.filter(code=OTHER).update(grade=carried)
    client.force_login(place.teacher)
    assert (f'value="{OTHER}"' in client.get(path(place)).content.decode()) is offered


def test_it_works(client: Client, place: Town) -> None:
    suggest(place, (CODE, range(4)), (OTHER, range(4, 7)))
    know(place, CODE, "not yet", 14, range(4))
    client.force_login(place.teacher)
    page = words(client.get(path(place)).content)
    assert "Who needs the same thing now? 2 groups suggested." in page
    assert f"{CODE} Unit fractions {place.children[0].name} ○ not yet, 14 answers" in page
    assert "4 children need 3.NF.A.1." in page
    assert "You keep no group yet." in page
    assert f"{place.children[23].name} Not enough evidence on any standard yet." in page


def test_before_the_first_night_it_says_so(client: Client, place: Town) -> None:
    client.force_login(place.teacher)
    page = words(client.get(path(place)).content)
    assert "No groups are suggested yet. They come with the estimates of the night." in page
    assert "Not estimated yet: groups are suggested each night" in page


def test_where_nobody_shares_a_need_it_says_so(client: Client, place: Town) -> None:
    suggest(place)
    client.force_login(place.teacher)
    assert "Fewer than 3 students share a need." in words(client.get(path(place)).content)


# Keeping


def test_a_suggestion_is_kept_with_one_button(client: Client, place: Town) -> None:
    suggest(place, (CODE, range(4)))
    client.force_login(place.teacher)
    body = client.get(path(place)).content.decode()
    shown = re.search(r'name="shown" value="([^"]+)"', body)
    assert shown
    answer = client.post(path(place), {"act": "keep", "which": "1", "shown": shown[1]})
    assert answer.status_code == 302
    group = KeptGroup.objects.get()
    assert inside(group) == set(place.numbers[:4])
    assert group.reason == "4 children need 3.NF.A.1."
    page = words(client.get(answer.headers["Location"]).content)
    assert "Kept the group on 3.NF.A.1. Undo" in page
    assert "1 group kept." in page
    assert "Nothing more to suggest" in page


def test_a_suggestion_that_is_another_one_by_now_is_not_kept(client: Client, place: Town) -> None:
    suggest(place, (CODE, range(4)))
    client.force_login(place.teacher)
    for told in ({"which": "1", "shown": f"{CODE}-1-2"}, {"which": "9", "shown": ""}, {"which": "x"}, {}):
        answer = client.post(path(place), {"act": "keep", **told})
        assert answer.status_code == 409
        assert "The suggestions have changed since you opened the page." in words(answer.content)
    assert not KeptGroup.objects.exists()


def test_a_suggestion_sent_twice_is_kept_once(client: Client, place: Town) -> None:
    suggest(place, (CODE, range(4)))
    client.force_login(place.teacher)
    told = {"act": "keep", "which": "1", "shown": "-".join([CODE, *map(str, ordered(place, range(4)))])}
    assert [client.post(path(place), told).status_code for _ in range(2)] == [302, 409]
    assert KeptGroup.objects.count() == 1


def ordered(place: Town, who: range) -> list[int]:
    """As the class list has them."""
    return [child.pk for child in sorted((place.children[one] for one in who), key=sort_key)]


def test_a_tutor_is_named_with_the_suggestion_and_sees_its_children(client: Client, place: Town) -> None:
    tutor = staff("tutor", Role.Kind.TUTOR, place.school)
    suggest(place, (CODE, range(4)))
    client.force_login(place.teacher)
    shown = "-".join([CODE, *map(str, ordered(place, range(4)))])
    client.post(path(place), {"act": "keep", "which": "1", "shown": shown, "s1-staff": tutor.staff_id})
    assert set(Caseload.objects.values_list("student", flat=True)) == set(place.numbers[:4])
    assert "3.NF.A.1, Tutor Example" in words(client.get(path(place)).content)


def test_a_group_by_hand_may_be_of_any_children(client: Client, place: Town) -> None:
    know(place, CODE, "not yet", 3, range(2))
    client.force_login(place.teacher)
    told = {"act": "make", "new-standard": CODE, "new-children": place.numbers[:2]}
    assert client.post(path(place), told).status_code == 302
    page = words(client.get(path(place)).content)
    assert "Only 2 children: a small group has 3 to 6." in page
    assert "Made by hand." in page
    assert inside(KeptGroup.objects.get()) == set(place.numbers[:2])


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"new-standard": ""}, "Choose the standard they will work on."),
        ({"new-standard": "9.ZZ"}, "9.ZZ is not one of the available choices."),
        ({"new-children": []}, "Choose at least one child."),
        ({"new-children": ["77777"]}, "77777 is not one of the available choices."),
    ],
)
def test_a_group_by_hand_that_cannot_be_comes_back_with_what_was_chosen(
    changed: dict[str, object], said: str, client: Client, place: Town
) -> None:
    client.force_login(place.teacher)
    told = {"act": "make", "new-standard": CODE, "new-children": [place.numbers[3]]} | changed
    answer = client.post(path(place), told)
    assert answer.status_code == 422
    body = answer.content.decode()
    assert said in body
    assert "<details open>" in body
    assert f'value="{CODE}" selected' in body or "new-standard" in changed
    assert f'value="{place.numbers[3]}" class="" checked' in body or "checked" in body or "new-children" in changed
    assert not KeptGroup.objects.exists()


# Changing


def test_children_are_moved_added_and_taken_out_in_one_form(client: Client, place: Town) -> None:
    one, two = keep(place), keep(place, OTHER, range(4, 8))
    client.force_login(place.teacher)
    ana, ben = place.numbers[0], place.numbers[1]
    told = sent(one, {ana: f"to-{two.pk}", ben: "out"}, add=place.numbers[9])
    answer = client.post(path(place), told)
    assert answer.status_code == 302
    assert inside(one) == {*place.numbers[2:4], place.numbers[9]}
    assert inside(two) == {*place.numbers[4:8], ana}
    page = words(client.get(answer.headers["Location"]).content)
    assert f"Moved {place.children[0].name} from {CODE} to {OTHER}. Undo" in page
    assert f"Took {place.children[1].name} out of {CODE}. Undo" in page
    assert f"Added {place.children[9].name} to {CODE}. Undo" in page


def test_a_move_is_undone_by_one_button(client: Client, place: Town) -> None:
    one, two = keep(place), keep(place, OTHER, range(4, 8))
    client.force_login(place.teacher)
    client.post(path(place), sent(one, {place.numbers[0]: f"to-{two.pk}"}))
    moved = GroupAct.objects.get(kind="moved")
    answer = client.post(path(place), {"act": "undo", "which": moved.pk})
    assert "Undone. Everything is as it was before." in words(client.get(answer.headers["Location"]).content)
    assert inside(one) == set(place.numbers[:4])
    assert client.post(path(place), {"act": "undo", "which": moved.pk}).status_code == 409


def test_what_was_changed_a_day_ago_can_no_longer_be_undone(client: Client, place: Town) -> None:
    keep(place)
    client.force_login(place.teacher)
    assert "Changes of the last 24 hours" in words(client.get(path(place)).content)
    GroupAct.objects.update(at=timezone.now() - timedelta(hours=25))
    assert "Changes of the last 24 hours" not in words(client.get(path(place)).content)


def test_nothing_changed_is_saved_as_nothing(client: Client, place: Town) -> None:
    group = keep(place)
    client.force_login(place.teacher)
    before = teachers.version()
    assert client.post(path(place), sent(group)).status_code == 302
    assert teachers.version() == before


def test_who_changes_a_group_that_somebody_else_changed_is_told_so(client: Client, place: Town) -> None:
    group = keep(place)
    told = sent(group, {place.numbers[0]: "out"})
    kept_groups.add(place.principal, group, place.numbers[9])
    client.force_login(place.teacher)
    answer = client.post(path(place), told)
    assert answer.status_code == 409
    assert "Somebody has changed this group since you opened the page." in words(answer.content)
    assert place.numbers[0] in inside(group)
    assert client.post(path(place), sent(group, {place.numbers[0]: "out"})).status_code == 302


@pytest.mark.parametrize(
    ("changed", "status", "said"),
    [
        ({"last_day": "soon"}, 422, "Enter a valid date."),
        ({"last_day": ""}, 422, "This field is required."),
        ({"last_day": "2026-10-01"}, 409, "The last day lies from today"),
        ({"staff": "99999"}, 422, "99999 is not one of the available choices."),
        ({"add": "99999"}, 422, "99999 is not one of the available choices."),
        ({"state": "x"}, 422, "Enter a whole number."),
    ],
)
def test_what_cannot_be_saved_changes_nothing(
    changed: dict[str, object], status: int, said: str, client: Client, place: Town
) -> None:
    group = keep(place)
    client.force_login(place.teacher)
    answer = client.post(path(place), sent(group, {place.numbers[0]: "out"}, **changed))
    assert answer.status_code == status
    assert said in words(answer.content)
    assert inside(group) == set(place.numbers[:4])
    if status == 422:
        assert '<option value="out" selected>' in answer.content.decode()


def test_all_changes_of_a_form_or_none(client: Client, place: Town) -> None:
    """The child is in the other group already, so that the move fails after the first child was taken out."""
    one, two = keep(place), keep(place, OTHER, range(3, 8))
    client.force_login(place.teacher)
    answer = client.post(path(place), sent(one, {place.numbers[0]: "out", place.numbers[3]: f"to-{two.pk}"}))
    assert answer.status_code == 409
    assert "The child is in this group already." in words(answer.content)
    assert inside(one) == set(place.numbers[:4])


def test_a_group_is_ended_and_begun_again(client: Client, place: Town) -> None:
    group = keep(place)
    client.force_login(place.teacher)
    assert client.post(path(place), {"act": "end", "which": group.pk}).status_code == 302
    assert "You keep no group yet." in words(client.get(path(place)).content)
    assert client.post(path(place), {"act": "end", "which": group.pk}).status_code == 409
    client.post(path(place), {"act": "undo", "which": GroupAct.objects.get(kind="ended").pk})
    assert "1 group kept." in words(client.get(path(place)).content)


@pytest.mark.parametrize("told", [{}, {"act": "nothing"}, {"act": "make"}])
def test_an_act_that_is_none_changes_nothing(told: dict[str, str], client: Client, place: Town) -> None:
    client.force_login(place.teacher)
    assert client.post(path(place), told).status_code == 422
    assert teachers.version() == 0


@pytest.mark.parametrize("told", [{"act": "undo"}, {"act": "undo", "which": "7" * 30}, {"act": "end", "which": "0"}])
def test_a_number_of_nothing_is_refused(told: dict[str, str], client: Client, place: Town) -> None:
    client.force_login(place.teacher)
    assert client.post(path(place), told).status_code == 409


def test_another_classs_group_and_change_are_not_within_reach(client: Client, place: Town) -> None:
    away = place.other_teacher.staff.enrollments.get().school_class
    kid = child(90, away)
    made = kept_groups.keep(place.other_teacher, away, Standard.objects.get(code=CODE), [kid.pk])
    client.force_login(place.teacher)
    for told in ({"act": "end", "which": made.group.pk}, {"act": "undo", "which": made.pk}, sent(made.group)):
        assert client.post(path(place), told).status_code == 409
    assert kept_groups.running().filter(pk=made.group.pk).exists()


# What is shown


def test_a_child_in_two_groups_is_warned_about(client: Client, place: Town) -> None:
    keep(place)
    keep(place, OTHER, range(3, 8))
    client.force_login(place.teacher)
    page = words(client.get(path(place)).content)
    assert f"Twice at once? {place.children[3].name} is in 2 of your groups: {CODE}; {OTHER}." in page
    assert f"also in {OTHER}" in page


def test_a_suggested_child_who_is_in_a_kept_group_is_marked(client: Client, place: Town) -> None:
    keep(place, OTHER, range(2))
    suggest(place, (CODE, range(4)))
    client.force_login(place.teacher)
    assert words(client.get(path(place)).content).count(f"also in {OTHER}") == 2


def test_of_a_kept_suggestion_the_rest_is_no_suggestion(client: Client, place: Town) -> None:
    suggest(place, (CODE, range(5)))
    keep(place, CODE, range(3))
    client.force_login(place.teacher)
    page = words(client.get(path(place)).content)
    assert "Nothing more to suggest" in page
    assert f"{place.children[4].name} Was in a suggested group on {CODE}, of which a teacher kept another part." in page


def test_a_teachers_word_is_shown_before_the_estimate(client: Client, place: Town) -> None:
    suggest(place, (CODE, range(4)))
    know(place, CODE, "not yet", 14, range(4))
    teachers.override(place.teacher, place.numbers[0], Standard.objects.get(code=CODE), "mastered", "I saw it")
    client.force_login(place.teacher)
    page = words(client.get(path(place)).content)
    assert "● mastered, set by a teacher, 14 answers" in page
    assert page.count("○ not yet, 14 answers") == 3


def test_who_left_the_class_is_counted_and_not_named(client: Client, place: Town) -> None:
    group = keep(place)
    act = kept_groups.remove(place.teacher, group, place.numbers[1])
    gone = place.children[:2]
    Enrollment.objects.filter(student__in=gone).update(ends_on=TODAY - A_DAY)
    client.force_login(place.teacher)
    page = words(client.get(path(place)).content)
    assert "1 more is no longer in the class and leaves the group tonight." in page
    assert "Took a child who is not in the class today out of 3.NF.A.1." in page
    assert not any(one.name in page for one in gone)
    assert client.post(path(place), {"act": "undo", "which": act.pk}).status_code == 409


def test_two_groups_that_would_be_called_alike_are_numbered(client: Client, place: Town) -> None:
    keep(place)
    keep(place, CODE, range(4, 8))
    client.force_login(place.teacher)
    page = words(client.get(path(place)).content)
    assert "3.NF.A.1 (1)" in page
    assert "3.NF.A.1 (2)" in page


def test_the_file_says_the_same(client: Client, place: Town) -> None:
    suggest(place, (CODE, range(4)))
    know(place, CODE, "not yet", 14, range(4))
    keep(place, OTHER, range(4, 7))
    client.force_login(place.teacher)
    answer = client.get(path(place, "groups.csv"))
    rows = list(reader.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [one["Group"] for one in rows].count("suggested") == 4
    assert {one["Child"] for one in rows} == {one.name for one in place.children}
    [first] = [one for one in rows if one["Child"] == place.children[0].name]
    assert (first["Standard"], first["State"], first["Answers"]) == (CODE, "not yet", "14")
    assert (first["Said by"], first["Why"]) == ("estimate", "4 children need 3.NF.A.1.")
    [kept] = [one for one in rows if one["Child"] == place.children[4].name]
    assert (kept["Group"], kept["First day"], kept["Last day"]) == ("kept", "2026-10-26", "2026-12-07")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="class-{place.group.pk}-groups.csv"'


def test_the_class_page_leads_there(client: Client, place: Town) -> None:
    client.force_login(place.teacher)
    assert f'href="{path(place)}"' in client.get(f"/class/{place.group.pk}/").content.decode()


def test_looking_is_written_down(client: Client, place: Town) -> None:
    keep(place)
    client.force_login(place.teacher)
    for rest, verb, seen_as in (
        ("", "saw", "groups page"),
        ("groups.csv", "exported", "groups file"),
        ("lists/", "saw", "group lists"),
    ):
        client.get(path(place, rest))
        entry = AuditEntry.objects.latest("pk")
        assert (entry.verb, entry.object) == (verb, f"{seen_as} {place.group.pk}")
        assert entry.students == sorted(place.numbers if rest != "lists/" else place.numbers[:4])


@pytest.mark.parametrize("name", ["other", "stranger"])
def test_to_others_it_does_not_exist(name: str, client: Client, place: Town) -> None:
    group = keep(place)
    client.force_login(User.objects.get(username=name))
    for rest in ("", "groups.csv", "lists/"):
        assert client.get(path(place, rest)).status_code == 404
    assert client.post(path(place), {"act": "end", "which": group.pk}).status_code == 404
    assert kept_groups.running().exists()
