"""The school of `rotation.plans.a_week` on the Wednesday after its week: twelve more children sit in the first class,
without a plan, and each of the sixteen answered wrongly weeks before and rightly in the week, on one standard."""

from __future__ import annotations

from datetime import timedelta

from pytest_django import Settings

from a_school import child
from facts.facts_by_hand import publish as told
from homeroom.evidence import mastery_change
from homeroom.mastery.models import ParameterSet
from homeroom.mastery.parameters import Parameters
from homeroom.mastery.worths import Worths
from homeroom.people.models import Student
from homeroom.reports.week import Week
from homeroom.rotation import drafts
from homeroom.rotation.delivered import tick
from homeroom.rotation.publish import publish
from homeroom.rotation.work_out import work_out
from homeroom.standards.alignment import Tag, take_tags
from homeroom.standards.content import Content, take_content
from rotation.plans import a_week
from rotation.plans.a_week import MONDAY, Block, plan
from rotation.plans.checked import sound

WEEK = Week.of(MONDAY)
AFTER = MONDAY + timedelta(days=9)
ITEM, CODE = "3.NF.A.1", "3.NF.A.1"


def planned(settings: Settings) -> Block:
    """One sheet was ticked, and one program has told of one child on Monday."""
    settings.HOMEROOM_TODAY = a_week.SUNDAY_BEFORE
    own = a_week.block()
    publish(drafts.save(own.instance, plan(own), None), None, sound)
    settings.HOMEROOM_TODAY = AFTER
    tick([own.children[0].pk], MONDAY, 1, None, minutes=25)
    minutes = {"metric": "MinutesOnTask", "definition": "time on screen"}
    told("usage", [{"student": own.children[5].pk, "occurred_on": MONDAY, "value": 40, **minutes}])
    work_out()
    return own


def school(settings: Settings) -> Block:
    own = planned(settings)
    learned([*own.children[:4], *(child(at, own.classes[0]) for at in range(8, 20))])
    return own


def learned(children: list[Student]) -> None:
    """Wrong answers weeks before, right ones in the week; and constants that no night had to learn."""
    take_content([Content("number_trail", "item", ITEM)])
    take_tags([Tag(("number_trail", "item", ITEM), CODE, 1, "vendor")], "ccss")
    found = {"parameters": Parameters().to_json(), "worths": Worths().to_json()}
    ParameterSet.objects.create(engine="filter", version="v", parameters=found, facts_version=1)
    told("mastery", [{"student": children[0].pk, "standard": CODE, "engine": "filter"}])
    told(
        "attempts",
        [
            {
                "student": one.pk,
                "program": "number_trail",
                "content_item": ITEM,
                "correct": day >= 0,
                "occurred_on": MONDAY + timedelta(days=day),
            }
            for one in children
            for day in (*range(-30, -25), *range(5))
        ],
    )
    mastery_change.work_out(back=1)
