"""Every route that shows a child by name writes exactly these children into the audit log, before its first byte.

No list says which routes these are: each is asked for, and its answer is searched for the names of all children.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.urls import URLPattern, reverse
from pytest_django import Settings

from a_school import TODAY, Town, staff, town
from homeroom.intake.models import Delivery, IdentityLink, RosterChangeSet, RowGroup
from homeroom.intake.receive import receive
from homeroom.intake.who.models import IdentityDecision, VendorKey
from homeroom.pages.access import rule_of
from homeroom.pages.files import KINDS
from homeroom.pages.paths import urlpatterns
from homeroom.people.models import AuditEntry, Caseload, Role, Student, User
from intake.taking_in import answers, row
from read_files import words_of

# On PostgreSQL and SQLite alike with real transactions: what is committed is what counts.
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.any_database]
GIVEN = ("Zephyrine", "Quillon", "Ottoline", "Barnabus", "Xanthippe", "Ludovica")
FAMILY = ("Vantongeren", "Abernethine", "Kowalczykova", "Oyelaranson", "Thistlewoode", "Ekwueminova")
# Who asks: everybody of the school who may see anybody.
ASKING = ("data", "principal", "teacher", "tutor") if os.environ.get("HOMEROOM_FULL") else ("data",)
# What shows children, as found below; a route that stops showing them is no failure, one that begins is looked at.
AT_LEAST = {"my-class", "student", "seen", "children", "who", "who-case", "new-layout"}
AT_LEAST |= {"quarantined-rows", "roster-set", "groups"}
AT_LEAST |= {f"{page}-{kind}" for page in ("my-class", "student", "groups") for kind in KINDS}


@pytest.fixture
def place(settings: Settings) -> Town:
    """A class whose children have names that stand nowhere else."""
    settings.HOMEROOM_TODAY = TODAY
    full = town(size=len(GIVEN))
    for child, given, family in zip(full.children, GIVEN, FAMILY, strict=True):
        child.given_name, child.family_name, child.sourced_id = given, family, f"PUPIL-{child.pk}-{given[:2]}"
        child.save()
    tutor = staff("tutor", Role.Kind.TUTOR, full.school)
    Caseload.objects.create(staff=tutor.staff, student=full.children[3], reason="reads with the child")
    return full


@pytest.fixture
def world(place: Town, tmp_path: Path) -> Town:
    """Something of everything: rows that wait, links, decisions, a roster that waits, a file that nobody knows."""
    file(tmp_path / "week.csv", answers(*rows(place)))
    file(tmp_path / "unknown.csv", unknown(place))
    list(receive([tmp_path / "week.csv", tmp_path / "unknown.csv"]))
    first = place.children[0]
    key = VendorKey.objects.first() or VendorKey.objects.create(program="iready", key="k", claim="ids=7")
    told = {"vendor_key": key, "student": first, "verdict": IdentityDecision.Verdict.CONFIRM}
    IdentityDecision.objects.create(**told, by=place.data_team)
    IdentityLink.objects.update(method="likeness", score=0.9, evidence="ids:same")
    sample = {"entity": "students", "school": place.school.pk, "kind": "ended", "changed": []}
    RosterChangeSet.objects.create(
        name="roster.zip",
        state=RosterChangeSet.State.HELD,
        weights=[weight(place)],
        samples=[{**sample, "name": first.name, "student": first.pk}],
    )
    return place


def rows(place: Town) -> Iterator[str]:
    """One child's work that is right, one's with a bad day, one's under another's id."""
    one, two, three, four, *_ = place.children
    yield row("i1", student_id=one.sourced_id, first_name=one.given_name, last_name=one.family_name)
    told = {"first_name": two.given_name, "last_name": two.family_name}
    yield row("i2", student_id=two.sourced_id, answered_on="soon", **told)
    yield row("i3", student_id=three.sourced_id, first_name=four.given_name, last_name=four.family_name)


def unknown(place: Town) -> str:
    lines = [f"{one.sourced_id};{one.given_name};{one.family_name};{at}" for at, one in enumerate(place.children[:3])]
    return "\n".join(["Pupil;Vorname;Nachname;Punkte", *lines]) + "\n"


def weight(place: Town) -> dict[str, object]:
    counts = dict.fromkeys(("standing", "created", "updated", "ended", "invalid", "missing"), 1)
    told = {"entity": "students", "school": place.school.pk, "school_name": "Valley School", "expected": ""}
    return {**told, **counts}


def file(path: Path, text: str) -> None:
    path.write_text(text, "utf-8")


def addresses(pattern: URLPattern, place: Town) -> Iterator[str]:
    """Every address of a route that leads to something: each number that it may take is tried."""
    fields = re.findall(r"<(?:\w+:)?(\w+)>", str(pattern.pattern))
    if not fields:
        yield from _without(pattern, place)
    elif fields == ["number"]:
        numbers = _numbers(place)
        yield from (reverse(pattern.name, args=[number]) for number in numbers)
    elif pattern.name == "quarantined-rows":
        for group in RowGroup.objects.all():
            yield reverse(pattern.name, args=[group.delivery_id, group.pk])


def _without(pattern: URLPattern, place: Town) -> Iterator[str]:
    address = reverse(pattern.name)
    if pattern.name != "sign-out":
        yield address
    if pattern.name == "who":
        yield from (f"{address}?room={room}" for room in ("likeness", "decided", "odds"))
        yield from (f"{address}?done={one.pk}" for one in IdentityDecision.objects.all())


def _numbers(place: Town) -> list[int]:
    others = (Delivery, VendorKey, RosterChangeSet)
    numbers = {number for model in others for number in model.objects.values_list("pk", flat=True)}
    return sorted({place.group.pk, *place.numbers[:2], place.numbers[3], *numbers})


def shown_in(body: str, children: list[Student]) -> set[int]:
    """The children who are named: by an id, or by both names not far from one another."""
    text = unescape(body)
    return {one.pk for one in children if one.sourced_id in text or _near(one.given_name, one.family_name, text)}


def _near(given: str, family: str, text: str) -> bool:
    if given not in text or family not in text:
        return False
    either = rf"{given}\W.{{0,200}}{family}|{family}\W.{{0,200}}{given}"
    return re.search(either, text, re.DOTALL) is not None


def test_every_route_that_names_children_writes_exactly_these_first(world: Town) -> None:
    found: set[str] = set()
    for name in ASKING:
        client = Client()
        client.force_login(User.objects.get(username=name))
        for pattern in urlpatterns:
            for address in addresses(pattern, world):
                before = set(AuditEntry.objects.values_list("pk", flat=True))
                response = client.get(address)
                # Nothing of a streamed file has been asked for yet, and no transaction is open.
                assert not connection.in_atomic_block
                written = AuditEntry.objects.exclude(pk__in=before).filter(verb__in=("saw", "exported"))
                noted = {number for entry in written for number in entry.students}
                named = shown_in(words_of(response), world.children)
                if named:
                    found.add(str(pattern.name))
                    rule = rule_of(pattern.callback)
                    assert rule and rule.names, f"{pattern.name} shows children, and its rule does not say so"
                    assert noted == named, (name, address, noted - named, named - noted)
                    assert written.count() == 1, address
                assert not (noted and response.status_code >= 400 and response.status_code != 409), address
    assert found >= AT_LEAST, AT_LEAST - found


def test_where_no_entry_can_be_written_no_route_names_a_child(world: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("homeroom.people.audit.append", full)
    client = Client(raise_request_exception=False)
    client.force_login(world.data_team)
    asked = [address for pattern in urlpatterns for address in addresses(pattern, world)]
    assert len(asked) > 50
    for address in asked:
        assert not shown_in(words_of(client.get(address)), world.children), address
    assert not AuditEntry.objects.exists()
