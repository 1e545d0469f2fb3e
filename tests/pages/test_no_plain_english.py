"""No page has a word of ours left in plain English: asked for in disguise, all are marked.

What stays plain is data: names, titles of standards, words of programs. They are read from the database, so no list
says them here. What stands in an element with a `lang` of its own is said to be English, and may be.
"""

from __future__ import annotations

import calendar as days
import re
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from django.apps import apps
from django.conf import LazySettings
from django.core.validators import MinValueValidator
from django.db.models import CharField, TextField
from django.forms import Field
from django.test import Client

from a_school import Town
from every_page import client_of, forgotten, full_school, pages_of
from homeroom.facts import store
from homeroom.intake.models import Delivery
from homeroom.people.models import AuditEntry
from homeroom.programs.declaration import load_all
from homeroom.reports.languages.spoken import LANGUAGES, PSEUDO
from homeroom.rotation.models import PlanRule
from pages.test_access import delivery

__all__ = ["delivery"]
pytestmark = pytest.mark.any_database
WORD = re.compile(r"[A-Za-z]{3,}")
SAID = {"aria-label", "alt", "title", "placeholder"}
SILENT = {"script", "style", "code", "pre", "textarea"}
VOID = {"meta", "link", "br", "hr", "img", "input", "col", "wbr"}
# What is said in no language: our name, and what files and formats are called.
NAMES = {"homeroom", "csv", "excel", "pdf", "json", "oneroster", "common", "core", "ccss"}
# The letters that English in disguise changes; a word without any looks the same.
CHANGED = set("aceginorsuyzACEGINORSUYZ")
# Days are written as the language's own rules say, and those of English in disguise are English.
DAYS = {*days.day_abbr, *days.day_name, *days.month_abbr, *days.month_name}


@pytest.fixture
def town_of_all(db: None) -> Town:
    return full_school()


class Heard(HTMLParser):
    """The words of a page that are read or heard, and are not said to be in a language of their own."""

    def __init__(self) -> None:
        super().__init__()
        self.inside: list[bool] = []  # for each open element: whether what is in it is left out
        self.words: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        foreign = tag in SILENT or (tag != "html" and "lang" in told)
        if not self._silent() and not foreign:
            self.words.update(word for name in SAID for word in WORD.findall(told.get(name) or ""))
        if tag not in VOID:
            self.inside.append(foreign)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID and self.inside:
            self.inside.pop()

    def handle_data(self, data: str) -> None:
        if not self._silent():
            self.words.update(WORD.findall(data))

    def _silent(self) -> bool:
        return any(self.inside)


def test_no_page_has_plain_english(town_of_all: Town, delivery: Delivery, settings: LazySettings) -> None:
    settings.LANGUAGES = [(one.code, one.name) for one in (*LANGUAGES, PSEUDO)]
    asking = client_of(town_of_all.data_team, PSEUDO.code), town_of_all, delivery, bool
    teacher = client_of(town_of_all.teacher, PSEUDO.code), *asking[1:]
    said = {**pages_of(*asking), **forgotten(*asking)}
    said |= {f"{name} for a teacher": markup for name, markup in pages_of(*teacher).items()}
    said["signed out"] = Client(headers={"accept-language": PSEUDO.code}).get("/sign-in/").content.decode()
    data = words_of_data()
    plain = {name: left for name, markup in said.items() if (left := sorted(heard(markup) - data))}
    assert plain == {}


def heard(markup: str) -> set[str]:
    """Plain words of a page in disguise."""
    reader = Heard()
    reader.feed(markup)
    return {word.casefold() for word in reader.words if CHANGED & set(word)}


def names_of_programs() -> Iterator[str]:
    """Programs and their reports are called as their makers call them."""
    for program in load_all():
        yield from (program.name, *(report.name for report in program.reports))


def words_of_data() -> set[str]:
    """Every word in a text of the database, but for the audit log, whose words are ours; programs' names "
    "and results."""
    found = set(NAMES) | {word.casefold() for word in DAYS}
    for model in apps.get_models():
        columns = [one.name for one in model._meta.get_fields() if isinstance(one, CharField | TextField)]
        if columns and model is not AuditEntry:
            rows = model._default_manager.values_list(*columns)
            found.update(word.casefold() for row in rows for told in row for word in WORD.findall(told or ""))
    for value in PlanRule.objects.values_list("value", flat=True):
        found.update(word.casefold() for word in WORD.findall(str(value)))
    results = store.query(
        "select assessment, objective, method, result, period from assessments", tables=["assessments"]
    )
    found.update(word.casefold() for row in results.rows for told in row for word in WORD.findall(told or ""))
    for told in (*names_of_programs(), *made_up_programs(), *said_by_django()):
        found.update(word.casefold() for word in WORD.findall(told))
    return found


def made_up_programs() -> set[str]:
    """Programs of the tests' facts: no declaration names them, and no table of the database."""
    return {"Number Trail"}


def said_by_django() -> list[str]:
    """Forms say in Django's own words what they lack. Django has these in our languages, and not in disguise."""
    least = MinValueValidator(0).message
    return [str(one) for one in (*Field.default_error_messages.values(), least)]


@pytest.mark.parametrize(
    ("inside", "words"),
    [
        ("<p>[Šíğñ íñ ~~~]</p>", set()),
        ("<p>Sign in</p>", {"sign"}),
        ('<p aria-label="Sign in">[Šíğñ íñ ~~~]</p>', {"sign"}),
        ('<img alt="A picture"><p>[x]</p>', {"picture"}),
        ('<p><b lang="en">Count to <i>120</i> by ones</b></p>', set()),
        ('<p><b lang="en">Count</b> here</p>', {"here"}),
        ("<br><p>One<br>two</p><code>homeroom serve</code>", {"one", "two"}),
    ],
)
def test_what_is_plain_is_heard(inside: str, words: set[str]) -> None:
    assert heard(f'<!doctype html><html lang="en-xa"><body>{inside}</body></html>') == words
