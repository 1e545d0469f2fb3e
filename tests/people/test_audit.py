import pytest
from django.contrib.auth.models import AnonymousUser

from homeroom.people.audit import saw
from homeroom.people.models import AuditEntry, Student, User

pytestmark = pytest.mark.django_db


def test_it_says_who_saw_what_about_whom_and_why() -> None:
    alice = User.objects.create(username="alice")
    child = Student.objects.create(sourced_id="s1", given_name="Ana", family_name="Berg")
    saw(alice, "student page", [child], "teaches the child's class", drawn_from="facts 7")
    entry = AuditEntry.objects.get()
    assert (entry.actor, entry.verb, entry.object) == ("alice", "saw", "student page")
    assert (entry.students, entry.reason, entry.drawn_from) == ([child.pk], "teaches the child's class", "facts 7")


def test_children_stand_as_numbers_each_once_and_no_name_is_kept() -> None:
    alice = User.objects.create(username="alice")
    child = Student.objects.create(sourced_id="s1", given_name="Anastasia", family_name="Berg")
    saw(alice, "class page", [9, child, 9, child.pk], "own class")
    assert AuditEntry.objects.get().students == sorted({9, child.pk})
    assert "Anastasia" not in str(AuditEntry.objects.values().get())


def test_long_words_are_cut_rather_than_losing_the_entry() -> None:
    saw(AnonymousUser(), "p" * 300, [1], "r" * 300, "d" * 300)
    entry = AuditEntry.objects.get()
    assert (len(entry.object), len(entry.reason), len(entry.drawn_from)) == (255, 255, 255)
    assert entry.actor == ""
