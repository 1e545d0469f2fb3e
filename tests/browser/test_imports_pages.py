"""The Imports pages in a real browser: on a large screen, on a small one, and with scripts off."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from a_school import TODAY, Town
from browser.conftest import Visitor
from homeroom.intake import ledger
from homeroom.intake.feeds.judge import judge
from homeroom.intake.feeds.models import DeliverySchool, FeedAlarm, FeedExpectation
from homeroom.intake.job_models import Job
from homeroom.intake.matching.claim import Claim, as_text
from homeroom.intake.models import Delivery
from homeroom.intake.roster_models import RosterChangeSet
from homeroom.intake.who.models import VendorKey, WaitingKey
from homeroom.people.models import School
from homeroom.people.school_days import Marked, calendar, mark

pytestmark = pytest.mark.browser
Visit = Callable[..., Visitor]
WEIGHT = {
    "entity": "enrollments", "school": None, "school_name": "Hill School", "standing": 9870, "created": 0, "updated": 0,
    "ended": 312, "invalid": 0, "missing": 2000, "expected": "",
}  # fmt: skip
FRIDAYS = [date(2026, 9, 18) + timedelta(weeks=n) for n in range(6)]


@pytest.fixture
def busy(place: Town) -> Town:
    """Two schools and five weeks: one feed on time, one that stopped, one file held, a holiday."""
    mark([Marked(date(2026, 10, 12), "holiday", "Staff day")], "calendar.csv")
    for friday in FRIDAYS:
        came(friday, "iready", "lessons", f"iready_lessons_{friday}.csv", quarantined=12)
        if friday != FRIDAYS[-1]:
            came(friday, "clever", "daily_participation", f"{friday}_daily_participation.csv")
    Delivery.objects.create(file="odd.csv", sha256="o", size=9, state="held", as_of=moment(FRIDAYS[-1]), message="Odd.")
    RosterChangeSet.objects.create(
        name="monday.zip", program="oneroster", mode="bulk", state="held",
        reasons=["would end 312 of 9,870 enrollments (3.2%), at Hill School"], weights=[WEIGHT],
    )  # fmt: skip
    Job.objects.create(
        kind=Job.Kind.UPLOAD, state=Job.State.DONE, arguments={"files": 1}, message="1 delivery: 1 held."
    )
    a_page_of_strangers()
    judge()
    return place


def a_page_of_strangers() -> None:
    """More names than one page of the queue holds, so that it has a second."""
    inside = Delivery.objects.filter(program="iready").latest("pk")
    for n in range(51):
        key = VendorKey.objects.create(program="iready", key=f"{n:064}", claim=as_text(Claim(ids=(f"90{n}",))))
        WaitingKey.objects.create(
            vendor_key=key, delivery=inside, code="unmatched", words="No child fits.", rows=1, first_row=1
        )


def came(day: date, program: str, report: str, file: str, quarantined: int = 0) -> Delivery:
    found = Delivery.objects.create(
        file=file, sha256=file, size=9, program=program, report=report, layout="v1", state="published",
        as_of=moment(day), as_of_from="name", finished_at=moment(day), rows_in=100, held=100,
    )  # fmt: skip
    causes = [ledger.Cause("quarantined", "unmatched", "", "No child fits.", list(range(1, quarantined + 1)))]
    ledger.write(found, {"published": 100 - quarantined, "quarantined": quarantined}, causes if quarantined else [])
    for school in [None, *School.objects.all()]:
        DeliverySchool.objects.create(
            delivery=found, program=program, school=school, rows=50, first_on=day - timedelta(days=4), last_on=day
        )
    return found


def moment(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def paths() -> list[str]:
    one = FeedExpectation.objects.order_by("pk").first()
    published = Delivery.objects.filter(quarantined__gt=0).first()
    assert one
    assert published
    return [
        "/imports/",
        f"/imports/{published.pk}/",
        "/imports/feeds/",
        f"/imports/feeds/{one.pk}/",
        f"/imports/feeds/new/?like={one.pk}",
        "/imports/calendar/",
        "/rosters/",
        f"/rosters/{RosterChangeSet.objects.get().pk}/",
        "/who/",
        "/who/?room=decided",
        "/jobs/",
        f"/jobs/{Job.objects.get().pk}/",
        "/upload/",
    ]


def test_axe_finds_nothing(visit: Visit, busy: Town) -> None:
    visitor = visit("data", bypass_csp=True)
    for path in paths():
        visitor.go(path)
        assert not visitor.offences, path


def test_nothing_scrolls_sideways_on_a_small_screen_and_no_rule_is_broken(visit: Visit, busy: Town) -> None:
    visitor = visit("data", width=320, height=640)
    for path in paths():
        visitor.go(path)
        assert visitor.sideways <= 0, path
    assert visitor.complaints == []
    assert [url for url in visitor.requests if not url.startswith(visitor.origin)] == []


def test_the_whole_morning_works_with_scripts_off(visit: Visit, busy: Town) -> None:
    page = (visitor := visit("data", java_script_enabled=False)).page
    visitor.go("/imports/")
    assert page.locator(".alarm .kind").all_inner_texts() == ["missing"]
    assert page.locator(".matrix .cell-missing").count() == 2
    assert "12 rows" in page.locator(".matrix .cell-part").first.inner_text()
    assert page.locator(".matrix .cell-held").inner_text().split() == ["■", "held"]
    visitor.click(".matrix .cell-missing a >> nth=0")
    assert "#alarm-" in page.url
    visitor.click("text=This is all right")
    page.wait_for_selector("text=What waits")
    assert FeedAlarm.objects.get().closed_by == busy.data_team
    visitor.go("/imports/calendar/")
    page.fill("#id_first", "2026-10-30")
    page.fill("#id_name", "Harvest day")
    visitor.click('button:has-text("Keep")')
    page.wait_for_selector("text=holiday: Harvest day")
    assert not calendar().is_school_day(date(2026, 10, 30))
    visitor.go("/imports/feeds/")
    visitor.click(".expected a >> nth=0")
    page.fill("#id_grace", "4")
    visitor.click('button:has-text("Keep")')
    page.wait_for_selector("text=4 days")
    assert FeedExpectation.objects.get(origin="edited").edited_by == busy.data_team


def test_today_stands_first_and_the_holiday_is_named(visit: Visit, busy: Town) -> None:
    page = (visitor := visit("data")).page
    visitor.go("/imports/")
    heads = [text.split("\n")[0] for text in page.locator(".matrix thead th").all_inner_texts()]
    assert heads[:3] == ["Program and school", "Mon", "Fri"]
    assert "today" in page.locator(".matrix th.today").inner_text()
    assert len(heads) == 11 + ("Staff day" in page.locator(".matrix thead").inner_text())
    assert page.locator(".region").first.evaluate("r => r.scrollWidth - r.clientWidth") == 0
    assert TODAY.weekday() == 0
