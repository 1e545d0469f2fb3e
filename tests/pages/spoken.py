"""A page as somebody reads it in a language, and what of our English is left on it."""

from __future__ import annotations

import csv
import io
import re
from functools import cache
from html.parser import HTMLParser

from django.test import Client

from homeroom.people.models import User
from homeroom.reports.languages import catalogs, spoken

VOID = {"meta", "link", "br", "hr", "img", "input", "col", "wbr"}


def said(user: User, path: str, language: str) -> str:
    """The page's text as this person reads it, without what is said to be in another language."""
    reader = _Reader()
    reader.feed(opened(user, path, language).decode())
    return " ".join(" ".join(reader.pieces).split())


def opened(user: User, path: str, language: str) -> bytes:
    User.objects.filter(pk=user.pk).update(language=language)
    client = Client()
    client.force_login(user)
    response = client.get(path)
    assert (response.status_code, response.headers["Content-Language"]) == (200, language)
    return response.getvalue()


def header(user: User, path: str, language: str) -> list[str]:
    """The first row of a CSV."""
    return next(csv.reader(io.StringIO(opened(user, path, language).decode("utf-8-sig"))))


def english_left(text: str, language: str) -> list[str]:
    """Our English of two words or more that stands in the text, and that we have other words for."""
    return [english for english in _sayings(language) if re.search(rf"(?<!\w){re.escape(english)}(?!\w)", text)]


@cache
def _sayings(language: str) -> tuple[str, ...]:
    kept = catalogs.read(spoken.language(language))
    found = (one for one in catalogs.messages(kept) if isinstance(one.id, str) and "%" not in one.id)
    return tuple(one.id for one in found if " " in one.id and one.id != one.string and "{" not in one.id)


class _Reader(HTMLParser):
    """Collects text and labels, but for what stands in an element with a `lang` of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.foreign: list[bool] = []
        self.pieces: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        if not any(self.foreign):
            self.pieces += [told.get("aria-label") or ""]
        if tag not in VOID:
            self.foreign.append(tag in ("code", "pre") or (tag != "html" and "lang" in told))

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID and self.foreign:
            self.foreign.pop()

    def handle_data(self, data: str) -> None:
        if not any(self.foreign):
            self.pieces.append(data)
