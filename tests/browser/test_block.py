"""The flexible block's pages with everything on them: unmet floors, broken rules, objections, what if."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page

from browser.test_every_page import ORIGIN, PHONE, SCREEN, _answered, faults, window
from every_page import client_of, markup_of
from homeroom.rotation import drafts
from homeroom.rotation.block.instance import Limits, Program
from homeroom.rotation.block.modality import Modality
from homeroom.rotation.block.plan import Place
from homeroom.rotation.models import BlockPlan
from homeroom.rotation.plan_models import State
from pages.a_planned_block import Planned, planned
from pages.test_block import objected
from rotation.plans import a_week

__all__ = ["window"]
pytestmark = pytest.mark.browser
PICTURES = os.environ.get("HOMEROOM_PICTURES", "")


@pytest.fixture
def pages(db: None) -> dict[str, str]:
    """As the principal sees them: a plan in which much is wrong, and one that is published."""
    own = a_week.block()
    programs = (Program("number_trail", 1, least={"03": 60}),)
    made = planned(own, independent=(3,) * 6, limits=Limits(peer=0), programs=programs)
    objected(made)
    child = own.children[0].pk
    copy = drafts.copy(made.draft, None)
    drafts.put(copy, Place(child, 0, Modality.TECHNOLOGY, program="number_trail"), None)
    drafts.put(copy, Place(child, 3, Modality.OVERFLOW), None)
    BlockPlan.objects.filter(pk=made.draft.pk).update(state=State.PUBLISHED)
    client = client_of(made.principal)
    return {name: markup_of(client.get(path)) for name, path in addresses(made, copy).items()}


def addresses(made: Planned, copy: BlockPlan) -> dict[str, str]:
    return {
        "week": f"/school/{made.own.school.pk}/block/?week=2026-W44",
        "plan": made.path("", copy),
        "child": made.of_child(0, 1, "independent", copy),
        "changes": made.path("changes/", copy),
        "class": f"/class/{made.own.classes[0].pk}/block/?week=2026-W44",
    }


def test_each_page_is_sound_however_it_is_looked_at(window: Page, pages: dict[str, str]) -> None:
    markup: dict[str, str] = {}
    window.route("**/*", lambda route: _answered(route, markup, []))
    wrong = []
    for name, shown in pages.items():
        markup["/"] = shown
        window.goto(f"{ORIGIN}/")
        wrong += [f"{name}: {words}" for words in faults(window)]
        if PICTURES:
            _pictured(window, name)
    assert not wrong, "\n".join(wrong)


def _pictured(window: Page, name: str) -> None:
    for size in (SCREEN, PHONE):
        window.goto(f"{ORIGIN}/")
        window.set_viewport_size(size)  # type: ignore[arg-type]
        window.screenshot(path=Path(PICTURES) / f"block-{name}-{size['width']}.png", full_page=True)
    window.set_viewport_size(SCREEN)  # type: ignore[arg-type]
