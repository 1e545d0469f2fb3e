"""Fifty children with names that stand nowhere else go through everything. Their names are in pages and files for those
who may see them, and nowhere else: in no log line, no error page, no message on the way."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings
from typer.testing import CliRunner

from a_school import PASSWORD, TODAY, Town, town
from homeroom.intake.models import Delivery, Job, VendorKey
from homeroom.intake.receive import receive
from homeroom.pages.paths import urlpatterns
from homeroom.site import commands
from homeroom.site.logs import Nameless
from homeroom.standards.models import Framework
from intake.taking_in import answers, row

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
CHILDREN = 50
SYLLABLES = ("zu", "qua", "vex", "oni", "jyl", "kwe", "phu")


class Lines(logging.Handler):
    """Everything that any logger says, at any level, as the installation's log would write it."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.setFormatter(Nameless())
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


@pytest.fixture
def log() -> Iterator[Lines]:
    handler, root = Lines(), logging.getLogger()
    before = root.level
    named = {
        name: found.level
        for name, found in logging.root.manager.loggerDict.items()
        if isinstance(found, logging.Logger)
    }
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    for name in named:
        # Statements hold what they ask for: these two are never written, at no setting.
        if not name.startswith(("django.db", "django.template")):
            logging.getLogger(name).setLevel(logging.DEBUG)
    yield handler
    root.removeHandler(handler)
    root.setLevel(before)
    for name, level in named.items():
        logging.getLogger(name).setLevel(level)


def called(at: int) -> tuple[str, str]:
    given = "".join(SYLLABLES[(at // 7**place) % 7] for place in (0, 1, 2)).title()
    return f"{given}canary", f"Canary{given[::-1].lower()}"


@pytest.fixture
def place(settings: Settings, tmp_path: Path) -> Town:
    settings.HOMEROOM_TODAY = TODAY
    Framework.objects.create(slug="ccss", title="Common Core", subject="Mathematics")
    full = town(size=CHILDREN)
    for at, child in enumerate(full.children):
        child.given_name, child.family_name = called(at)
        child.save()
    return full


def exports(place: Town, folder: Path) -> list[Path]:
    """Work that is right, rows that are wrong in every way, a file that nobody knows and one that is no file."""
    rows = []
    for at, child in enumerate(place.children):
        told = {"first_name": child.given_name, "last_name": child.family_name}
        wrong: dict[str, str] = [
            {},
            {"answered_on": child.given_name},
            {"student_id": "none"},
            {"correct": child.family_name},
        ][at % 4]
        rows.append(row(f"i{at}", **({"student_id": child.sourced_id} | told | wrong)))
    week, unknown, broken = folder / "week.csv", folder / "unknown.csv", folder / "broken.csv"
    week.write_text(answers(*rows), "utf-8")
    lines = [f"{one.given_name};{one.family_name};7" for one in place.children]
    unknown.write_text("\n".join(["Vorname;Nachname;Punkte", *lines]), "utf-8")
    broken.write_bytes(b"\x00\xff" + "\n".join(lines).encode("utf-16"))
    return [week, unknown, broken]


def hits(place: Town, text: str) -> set[str]:
    return {name for one in place.children for name in (one.given_name, one.family_name) if name in text}


def test_no_log_line_and_no_error_page_names_a_child(
    place: Town, tmp_path: Path, log: Lines, monkeypatch: pytest.MonkeyPatch
) -> None:
    list(receive(exports(place, tmp_path)))
    first = place.children[0]
    client = Client(raise_request_exception=False)
    errors = [*every_address(client, place), *wrong_words(client, place)]
    monkeypatch.setattr("homeroom.reports.class_week.class_week", broken_over(place), raising=False)
    monkeypatch.setattr("homeroom.reports.class_week.keep.class_week", broken_over(place))
    monkeypatch.setattr("homeroom.reports.student_week.keep.student_week", broken_over(place))
    client.force_login(place.teacher)
    for address in (f"/class/{place.group.pk}/", f"/student/{first.pk}/", f"/student/{first.pk}/week.csv"):
        response = client.get(address)
        assert response.status_code == 500
        errors.append(response.content.decode())
    assert errors
    assert [text for text in errors if hits(place, text)] == []
    assert log.lines
    assert hits(place, "\n".join(log.lines)) == set()


def broken_over(place: Town):  # type: ignore[no-untyped-def]
    """Something that breaks with a child's name in its words."""

    def broken(*_: object, **__: object) -> None:
        raise ValueError(f"can't work out {place.children[0].name}")

    return broken


def every_address(client: Client, place: Town) -> list[str]:
    """What each route says where it refuses, with each child's name typed where it may be typed."""
    told = []
    name = place.children[0].given_name
    for user in (place.data_team, place.stranger):
        client.force_login(user)
        for pattern in urlpatterns:
            arguments = ["1" if kind == "int" else "a" for kind in re.findall(r"<(\w+):", str(pattern.pattern))]
            try:
                address = reverse(pattern.name, args=arguments)
            except Exception:
                continue
            response = client.get(address, {"q": name, "program": name, "who": "x"})
            if response.status_code >= 400:
                told.append(response.getvalue().decode())  # type: ignore[attr-defined]
        told.append(client.get(f"/{name}/").content.decode())
        told.append(client.post(f"/student/{name}/").content.decode())
    return told


def wrong_words(client: Client, place: Town) -> list[str]:
    """Forms that are refused, with a name in a field."""
    name = place.children[0].given_name
    client.logout()
    refused = [client.post("/sign-in/", {"username": "teacher", "password": f"{PASSWORD}{name}"})]
    client.force_login(place.data_team)
    key = VendorKey.objects.order_by("pk").first()
    # (The calendar's form shows its sender again what was typed into it.)
    for path in (f"/who/{key.pk if key else 1}/", "/imports/feeds/new/", "/rosters/rollover/"):
        refused.append(client.post(path, {"say": name, "program": name, "first": name, "student": name}))
    # A case shows its children, to those who may see them.
    return [one.content.decode() for one in refused if one.status_code not in (200, 302, 409)]


COMMANDS = [
    ["status", "--json"],
    ["doctor", "--json"],
    ["nightly"],
    ["quarantine", "list", "--json"],
    ["quarantine", "redrive", "--json"],
    ["who", "list", "--json"],
    ["audit", "verify"],
    ["audit", "purge", "--before", "2020-01-01"],
    ["who", "confirm", "1", "nobody", "--by", "data"],
    ["roster", "list", "--json"],
    ["layout", "list", "--json"],
    ["export", "practice"],
    ["export", "nothing"],
    ["receive", "nowhere.csv", "--json"],
    ["undo", "999"],
    ["audit", "notice"],
]


def test_no_command_says_a_name_that_it_was_not_asked_for(place: Town, tmp_path: Path, log: Lines) -> None:
    files = exports(place, tmp_path)
    said = [run("receive", *map(str, files), "--json")]
    said += [run(*words) for words in COMMANDS]
    assert hits(place, "\n".join(said)) == set()
    assert hits(place, "\n".join(log.lines)) == set()


def test_the_state_of_work_names_nobody(place: Town, tmp_path: Path) -> None:
    list(receive(exports(place, tmp_path)))
    told = [str(row) for model in (Delivery, Job) for row in model.objects.values()]
    assert hits(place, "\n".join(told)) == set()


def run(*words: str) -> str:
    done = CliRunner().invoke(commands.app, list(words))
    return done.stdout + done.stderr + (str(done.exception) if done.exit_code not in (0, 1, 2, 3) else "")
