"""Words that make a password easy to guess for whoever knows the school or the person."""

from __future__ import annotations

from unicodedata import combining, normalize

from django.contrib.auth.password_validation import CommonPasswordValidator, MinimumLengthValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, gettext_lazy, ngettext

from homeroom.people.models import School, User

# Told in docs/guide/security.md, under Passwords.
WORDS = ("homeroom", "password", "school", "teacher", "principal", "classroom", "student", "welcome", "changeme")
# A password is refused where less than this is left of it once such words are taken out.
LEAST_LEFT = 8
SHORTEST_WORD = 4
# A common password is no better for a few signs behind it.
SHORTEST_STEM, LONGEST_TAIL = 6, 6
REFUSED = gettext_lazy("This is mostly words that anybody at the school would try first, or your own name.")


class LongEnough(MinimumLengthValidator):
    """Django's rule in our words: its own are not there in every language that we speak."""

    def get_error_message(self) -> str:
        words = ngettext(
            "This password is too short. It needs at least %(count)s character.",
            "This password is too short. It needs at least %(count)s characters.",
            self.min_length,
        )
        return words % {"count": self.min_length}


class NotCommon(CommonPasswordValidator):
    """Refuses the 20,000 passwords that leaks showed most often (Django's list), also with a few signs behind them."""

    def validate(self, password: str, user: object = None) -> None:
        plain = password.casefold().strip()
        shortest = max(SHORTEST_STEM, len(plain) - LONGEST_TAIL)
        for end in range(shortest, len(plain) + 1):
            super().validate(plain[:end])


class NoWordsOfTheSchool:
    """Refuses passwords that are little else than such words, names of the installation's schools, and the own name."""

    def validate(self, password: str, user: User | None = None) -> None:
        left = _plain(password)
        for word in sorted({*WORDS, *_words(_names(user))}, key=len, reverse=True):
            left = left.replace(word, "")
        if len(left) < LEAST_LEFT:
            raise ValidationError(REFUSED, code="of_the_school")

    def get_help_text(self) -> str:
        return gettext("Not your name, the school's, or words such as homeroom or teacher with a year behind them.")


def _names(user: User | None) -> list[str]:
    names = list(School.objects.values_list("name", flat=True))
    if user is not None:
        person = user.staff or user.contact or user.student
        names += [user.get_username(), f"{person.given_name} {person.family_name}" if person else ""]
    return names


def _words(names: list[str]) -> set[str]:
    return {word for name in names for word in _plain(name).split() if len(word) >= SHORTEST_WORD}


def _plain(text: str) -> str:
    """Small letters without their marks."""
    return "".join(sign for sign in normalize("NFKD", text.casefold()) if not combining(sign))
