"""What something costs the adults: minutes beside teaching, as they say; prices; and both beside each other by arm.

Sums of many adults alone: nobody's minutes are seen by anybody else, and no adult is compared with another.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext

from homeroom.evidence import ledger, run
from homeroom.evidence.arms import arms
from homeroom.evidence.assign import last_draw
from homeroom.evidence.effort_log import IN_PRODUCT, are_few
from homeroom.evidence.errors import EvidenceError
from homeroom.evidence.lock import By, signed
from homeroom.evidence.models import Draw, EffortEntry, Price, Study
from homeroom.evidence.statement import Statement
from homeroom.evidence.suppress import FEW
from homeroom.people import audit
from homeroom.people.enrolled import enrollments_on
from homeroom.people.models import Class, Staff

ACTIVITY = "beside teaching"
MOST = 60 * 60  # minutes that anybody may say of a week
STAFF = "staff"  # the price of an hour of anybody's time
EARLIEST = 4  # weeks back for which minutes may be said


@dataclass(frozen=True)
class ArmEffort:
    """One arm: minutes a week and member of staff, as they say and in homeroom itself; an hour's price times the first.

    None of few: under ten weeks, or five people.
    """

    arm: str
    classes: int
    children: int
    minutes: float | None = None
    weeks: int | None = None
    hours_cost: Decimal | None = None
    in_product: float | None = None


@dataclass(frozen=True)
class Effort:
    """Effort and cost of a study's arms, beside each other. No number is made of both."""

    study: str
    question: str
    arms: tuple[ArmEffort, ...]
    prices: tuple[Price, ...]
    # Why nothing is told of its arms: its records have been changed.
    refused: str = ""
    # What its newest run says, in the study's own sentences.
    verdict: tuple[Statement, ...] = ()

    @property
    def currency(self) -> str:
        """Of what an hour of staff costs."""
        return next((one.currency for one in self.prices if _is_staff(one)), "")


def monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


@transaction.atomic
def say(staff: Staff, week: date, minutes: int, on: date) -> EffortEntry:
    """The own minutes of a week; said again, the later word holds."""
    if not monday(on) - timedelta(weeks=EARLIEST) <= monday(week) <= monday(on):
        raise EvidenceError(gettext("Say this week's minutes, or those of the four weeks before."))
    if not 0 <= minutes <= MOST:
        raise EvidenceError(gettext("A week's minutes are from 0 to %(most)s.") % {"most": MOST})
    return EffortEntry.objects.update_or_create(
        staff=staff,
        week=monday(week),
        activity=ACTIVITY,
        source=EffortEntry.Source.SELF_REPORT,
        defaults={"minutes": minutes, "study": _study_of(staff, on)},
    )[0]


def _study_of(staff: Staff, on: date) -> Study | None:
    """The study that runs in the classes that this person teaches; none where there are several."""
    held = enrollments_on(on).filter(staff=staff).values_list("school_class__sourced_id", flat=True)
    taught = set(held)
    running = Study.objects.filter(state=Study.State.RUNNING).order_by("pk") if taught else ()
    found = [one for one in running if any(map(arms(last_draw(one)).of_class, taught))]
    return found[0] if len(found) == 1 else None


def said(staff: Staff, week: date) -> int | None:
    held = EffortEntry.objects.filter(staff=staff, week=monday(week), activity=ACTIVITY)
    return held.values_list("minutes", flat=True).first()


@transaction.atomic
def price(by: By, **told: Any) -> Price:
    """Write down what something costs. Raises EvidenceError where it is below 0, or ends too early."""
    if told["amount"] < 0 or (told.get("ends_on") and told["ends_on"] < told["begins_on"]):
        raise EvidenceError(gettext("A price is 0 or more, and ends after it began."))
    made = Price.objects.create(said_by=signed(by), **told)
    audit.did(by, "priced", f"price {made.pk}", (), f"{made.what}, {made.unit}")
    return made


def effort(study: Study, on: date) -> Effort:
    """Of a study with a draw; without one there are no arms to tell apart."""
    prices = tuple(_prices(on))
    told = (study.slug, study.question)
    if not study.draws.exists():
        return Effort(*told, (), prices)
    try:
        ledger.sound(study)
        said = tuple(_verdict(study))
    except EvidenceError as why:
        return Effort(*told, (), prices, str(why))
    draw = last_draw(study)
    return Effort(*told, tuple(_arms(draw, on, prices)), prices, verdict=said)


def _verdict(study: Study) -> Iterable[Statement]:
    made = run.newest(study)
    if made is not None:
        found = run.results_of(made).verdict
        yield from (*found.said, *found.refused, found.grade)


def _arms(draw: Draw, on: date, prices: Iterable[Price]) -> Iterable[ArmEffort]:
    found = arms(draw)
    if found.are_inside:
        return  # every class is in both: minutes can't be told apart
    classes = Class.objects.filter(sourced_id__in=found.school_of)
    named = {one.pk: arm for one in classes if (arm := found.of_class(one.sourced_id))}
    taught = _taught(named, draw, on)
    # As the study counts them: once, in the class of the day of the draw.
    homes = draw.members.filter(joined_on=None).values_list("home", flat=True)
    counted = Counter(found.of_class(home) for home in homes)
    rate = next((one.amount for one in prices if _is_staff(one)), None)
    for arm in sorted(set(named.values())):
        people = {who for who, its in taught.items() if its == {arm}}
        own = [pk for pk, its in named.items() if its == arm]
        told = (arm, len(own), counted[arm])
        mean, weeks = _minutes(people, draw.on, on, ACTIVITY)
        cost = None if rate is None or mean is None else (Decimal(mean) / 60 * rate).quantize(Decimal("0.01"))
        yield ArmEffort(*told, mean, weeks, cost, _minutes(people, draw.on, on, IN_PRODUCT)[0])


def _is_staff(price: Price) -> bool:
    return price.unit == Price.Unit.HOUR and price.what == STAFF


def _taught(named: Mapping[int, str], draw: Draw, on: date) -> dict[int, set[str]]:
    """The arms that each member of staff teaches in; who teaches in both counts in neither."""
    rows = enrollments_on(on).filter(school_class__in=list(named), staff__isnull=False)
    found: dict[int, set[str]] = {}
    for staff, school_class in rows.values_list("staff", "school_class"):
        found.setdefault(staff, set()).add(named[school_class])
    return found


def _minutes(people: set[int], since: date, on: date, activity: str) -> tuple[float | None, int | None]:
    """The mean of a week, and of how many weeks; both None of few."""
    held = EffortEntry.objects.filter(staff__in=people, activity=activity, week__gte=monday(since), week__lte=on)
    told = list(held.values_list("staff", "minutes"))
    if len(told) < FEW or are_few(staff for staff, _ in told):
        return None, None
    return sum(minutes for _, minutes in told) / len(told), len(told)


def _prices(on: date) -> Iterable[Price]:
    holding = Q(begins_on__lte=on) & (Q(ends_on=None) | Q(ends_on__gte=on))
    return Price.objects.filter(holding).select_related("school").order_by("what", "unit", "school__name", "pk")
