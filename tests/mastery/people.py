"""A teacher, a child and a standard: what the tests of teachers' words need."""

from __future__ import annotations

from homeroom.people.models import Student, User
from homeroom.standards import ccss
from homeroom.standards.models import Standard


def teacher(name: str = "tina") -> User:
    return User.objects.get_or_create(username=name)[0]


def child(name: str = "ana", grade: str = "3") -> Student:
    return Student.objects.create(sourced_id=name, given_name=name.title(), family_name="Ruiz", grade=grade)


def standard(code: str = "3.NF.A.1") -> Standard:
    if not Standard.objects.exists():
        ccss.load()
    return Standard.objects.get(code=code)
