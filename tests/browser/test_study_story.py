"""A study is planned, locked, drawn and reported by pages alone, in a browser without JavaScript: one story."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from importlib.util import find_spec
from random import Random

import pytest

from browser.conftest import Visitor
from evidence.a_study import classes, leader
from facts.facts_by_hand import publish
from homeroom.evidence.models import Plan, Study
from homeroom.intake import job_run
from homeroom.intake.job_models import Job

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not find_spec("mixedlm"), reason="the extra homeroom[evidence] is not installed"),
]
Visit = Callable[..., Visitor]
BEFORE, AFTER = date(2026, 9, 10), date(2026, 10, 14)
QUESTION = "Do children in the flex room learn more mathematics?"


@pytest.mark.django_db(transaction=True)
def test_the_story_of_a_study(visit: Visit, transactional_db: None) -> None:
    results()
    leader()
    visitor = visit("leader", java_script_enabled=False)
    visitor.go("/studies/")
    it_is_begun_and_planned(visitor)
    it_is_locked(visitor)
    it_is_drawn(visitor)
    it_is_reported(visitor)
    assert visitor.complaints == []


def results() -> None:
    """Of each child one before and one after; what differs between the classes is chance."""
    random, rows = Random(4), []
    told = {"program": "star", "assessment": "STAR Math", "method": "score", "result_kind": "score"}
    for children in classes(6).values():
        for one in children:
            first = 500 + random.gauss(0, 20)
            for on, score in ((BEFORE, first), (AFTER, first + random.gauss(15, 12))):
                rows.append(told | {"student": one.pk, "row": len(rows) + 1, "occurred_on": on, "result_number": score})
    publish("assessments", rows)


def it_is_begun_and_planned(visitor: Visitor) -> None:
    page = visitor.page
    page.fill("[name=question]", QUESTION)
    page.check("[name=kind][value=pilot]")
    page.fill("[name=study]", "flex")
    visitor.click("main form button.main")
    visitor.click("text=Go on: Who is assigned, and when")
    for box in page.locator("input[type=checkbox]").all():
        box.check()
    dates(visitor, begins_on="2026-09-14", ends_on="2026-10-30")
    goes_on(visitor, "Arms")
    page.fill("[name=new]", "flex room")
    page.fill("[name=old]", "rotation")
    goes_on(visitor, "Measures")
    page.check("[name=chosen]")
    goes_on(visitor, "One primary outcome")
    for name in ("baseline", "primary"):
        page.select_option(f"[name={name}]", index=1)
    dates(visitor, baseline_first="2026-09-07", baseline_last="2026-09-13")
    dates(visitor, primary_first="2026-10-12", primary_last="2026-10-16")
    goes_on(visitor, "Smallest difference that matters")
    page.fill("[name=smallest_effect]", "0.25")
    goes_on(visitor, "Analysis")
    goes_on(visitor, QUESTION)
    assert "Too small for its question" in page.inner_text("main")


def dates(visitor: Visitor, **told: str) -> None:
    for name, day in told.items():
        visitor.page.fill(f"[name={name}]", day)


def goes_on(visitor: Visitor, title: str) -> None:
    visitor.click("button[name=on]")
    assert visitor.page.inner_text("h1") == title


def it_is_locked(visitor: Visitor) -> None:
    visitor.click("text=Look at it, then lock")
    assert "outcomes existed, not opened here" in visitor.page.inner_text("main")
    visitor.click("button.main")
    held = Plan.objects.get()
    assert held.locked_by == "leader"
    assert held.sha256 in visitor.page.inner_text("main")


def it_is_drawn(visitor: Visitor) -> None:
    visitor.click("text=To the draw")
    visitor.page.fill("[name=seed]", "2026")
    visitor.click("button.main")
    told = visitor.page.inner_text("main")
    assert "flex room" in told
    assert Study.objects.get().draws.get().list_sha256 in told


def it_is_reported(visitor: Visitor) -> None:
    visitor.click("nav.rooms >> text=Report")
    visitor.click("text=Work out the numbers")
    job_run.run(Job.objects.get().pk)
    visitor.go(f"/studies/{Study.objects.get().pk}/report/")
    told = visitor.page.inner_text("main")
    assert told.index("Too few classrooms to conclude") < told.index("Not shown to differ")
    assert "Who is in it" in told
    assert visitor.page.locator("section[aria-labelledby=agreement] svg circle").count() >= 2
    assert "report.json" in visitor.page.inner_html("footer")
