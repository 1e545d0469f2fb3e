"""*Do next* as cards: each with the children as links, and the door that keeps a small group."""

from __future__ import annotations

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext

from homeroom.pages.kit.parts import Card, Link, Mention
from homeroom.reports.class_week import ClassWeek
from homeroom.reports.class_week.report import Action


def cards(report: ClassWeek) -> tuple[Card, ...]:
    """One card an action, in the report's order."""
    return tuple(_card(report, action) for action in report.actions)


def of_plan(report: ClassWeek) -> tuple[Card, ...]:
    """How much of the lab time was on the class's unit, as the only card, or none."""
    told = report.on_plan
    return (Card(told.sentence, (), told.evidence, told.rule.words),) if told else ()


def _card(report: ClassWeek, action: Action) -> Card:
    who = tuple(
        Mention(Link(one.child.name, f"{reverse('student', args=[one.child.number])}?week={report.week}"), one.words)
        for one in action.who
    )
    doors = (_group(report, action),) if action.standard else ()
    return Card(action.what, who, action.evidence, action.rule.words, doors)


def _group(report: ClassWeek, action: Action) -> Link:
    """*Groups* with the form filled in: the standard, and the children of the card."""
    asked = [("standard", action.standard), *(("child", str(one.child.number)) for one in action.who)]
    address = f"{reverse('groups', args=[report.class_id])}?{urlencode(asked)}#make"
    return Link(
        gettext("Keep these children as a group"), address, gettext("on %(standard)s") % {"standard": action.standard}
    )
