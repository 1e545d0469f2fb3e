"""A class's week in the flexible block."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import msgspec
import pytest
from django.test import Client
from msgspec.structs import replace
from pypdf import PdfReader
from pytest_django import Settings

from a_school import child as enrolled
from homeroom.people.models import AuditEntry
from homeroom.rotation.block.instance import Slot
from homeroom.rotation.models import BlockPlan, Objection, Placement, PlanLock
from homeroom.rotation.plan_models import State
from pages.a_planned_block import Planned, planned
from pages.goals_by_hand import words
from rotation.plans import a_week
from rotation.plans.a_week import FRIDAY, MONDAY, Block

pytestmark = pytest.mark.any_database


@pytest.fixture
def own(settings: Settings, db: None) -> Block:
    settings.HOMEROOM_TODAY = a_week.SUNDAY_BEFORE
    return a_week.block()


@pytest.fixture
def held(own: Block, client: Client) -> Planned:
    made = planned(own)
    BlockPlan.objects.update(state=State.PUBLISHED)
    client.force_login(own.teacher)
    return made


def path(made: Planned, rest: str = "", which: int = 0) -> str:
    return f"/class/{made.own.classes[which].pk}/block/{rest}"


def page(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, address
    return words(response.content)


def test_it_works(client: Client, held: Planned) -> None:
    told = page(client, path(held))
    assert "Where is each of your children, session by session?" in told
    assert "Child Mon 26 Oct 10:00 to 10:30 Mon 26 Oct 10:30 to 11:00 Tue 27 Oct" in told
    assert f"{held.name(0)} Example 3.NF.A.1 with Tutor Example, 3.NF.A.1" in told, "short for paper, then whole"
    assert "– –" in told, "a child is away on Friday"
    assert not [at for at in range(4, 8) if held.name(at) in told]
    entry = AuditEntry.objects.get(verb="saw")
    assert (entry.students, entry.drawn_from) == (sorted(held.own.numbers(0, 1, 2, 3)), "plan version 1")


def test_what_was_decided_or_objected_to_is_marked(client: Client, held: Planned) -> None:
    child = held.own.children[0]
    PlanLock.objects.create(student=child, day=MONDAY, session=1, modality="tutoring", origin="teacher")
    Objection.objects.create(student=child, day=FRIDAY, session=1, reason="No.", by="teacher")
    told = page(client, path(held))
    assert told.count("decided beforehand") == 1
    assert told.count("objected to") == 1
    Objection.objects.update(answer="Yes.")
    assert "objected to" not in page(client, path(held))


def test_a_draft_shows_nobody(client: Client, held: Planned) -> None:
    BlockPlan.objects.update(state=State.DRAFT)
    told = page(client, path(held))
    assert "Nothing is published for this week yet." in told
    assert held.name(0) not in told
    assert "Nothing is published for this week yet." in page(client, path(held, "?week=2026-W40"))


def test_a_class_that_has_no_place_in_the_plan_is_told_so(client: Client, held: Planned) -> None:
    held.draft.placements.filter(student__in=held.own.children[:4]).delete()
    assert "The plan that is published has no place for a child of this class." in page(client, path(held))


def test_another_teacher_s_class_is_not_here(client: Client, held: Planned) -> None:
    page(client, path(held, which=1), 404)
    page(client, path(held, "block.csv", which=1), 404)


def test_on_weekdays_it_is_the_week_of_today(client: Client, held: Planned, settings: Settings) -> None:
    settings.HOMEROOM_TODAY = FRIDAY
    assert "Week of 26 Oct 2026" in page(client, path(held))


def test_it_leaves_as_a_file(client: Client, held: Planned) -> None:
    sheet = client.get(path(held, "block.csv?header=machine")).content.decode("utf-8-sig")
    lines = sheet.strip().splitlines()
    assert len(lines) == 1 + 4 * 6 - 2
    assert f"2026-10-26,1,10:00,10:30,{held.name(0)},tutor's group,Tutor Example,,3.NF.A.1," in lines
    assert AuditEntry.objects.get(verb="exported").students == sorted(held.own.numbers(0, 1, 2, 3))
    assert held.name(0) in client.get(path(held, "block.pdf")).content.decode()


@pytest.mark.draws
@pytest.mark.parametrize("language", ["en", "es", "vi"])
def test_a_class_of_twenty_four_with_ten_sessions_is_one_sheet(client: Client, held: Planned, language: str) -> None:
    own, told = held.own, held.draft.placements.order_by("pk").first()
    children = [*own.children[:4], *(enrolled(100 + at, own.classes[0]) for at in range(20))]
    Placement.objects.all().delete()
    days = [MONDAY + timedelta(days=at) for at in range(5)]
    slots = tuple(Slot(at, days[at // 2], at % 2 + 1, 600, 630) for at in range(10))
    parts = {"slots": slots, "seats": (20,) * 10, "independent": (30,) * 10}
    instance = replace(held.instance, children=(), pairs=(), **parts)
    BlockPlan.objects.update(instance=msgspec.to_builtins(instance))
    kinds = ("tutoring", "teacher-led", "technology", "independent", "peer project")
    for at, child in enumerate(children):
        for slot in slots:
            kind = kinds[(at + slot.key) % 5]
            placed = {"staff": own.tutor.staff} if kind in kinds[:2] else {}
            placed |= {"program": "number_trail"} if kind == "technology" else {}
            placed |= {"standard_id": told.standard_id} if told and kind != "peer project" else {}
            Placement.objects.create(
                plan=held.draft,
                student=child,
                day=slot.on,
                session=slot.session,
                starts_at="10:00",
                ends_at="10:30",
                modality=kind,
                **placed,
            )
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = language
    sheet = client.get(path(held, "block.pdf"))
    assert len(PdfReader(BytesIO(sheet.content)).pages) == 1
