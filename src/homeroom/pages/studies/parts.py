"""The parts of a plan, in the order of thinking them through: what each asks, whether it is done, what it says."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy, ngettext

from homeroom.evidence.plan_json import DRAWN_INSIDE, StudyPlan, Window
from homeroom.pages.studies.fields import Data
from homeroom.pages.studies.what import AnalysisForm, EffectForm, MeasuresForm, OutcomeForm
from homeroom.pages.studies.who import ArmsForm, QuestionForm, WhoForm
from homeroom.pages.studies.words import SHORT_KINDS, UNITS
from homeroom.reports.values import count, decimal, listed, plain_day, span


class Form(Protocol):
    """A form of one part: begun with a plan, and giving the plan with what was said."""

    def __init__(self, plan: StudyPlan, data: Data = None) -> None: ...

    def is_valid(self) -> bool: ...

    def taken(self, plan: StudyPlan) -> StudyPlan: ...


@dataclass(frozen=True)
class Part:
    """`name` stands in the address. `done` and `says` are asked of a plan."""

    name: str
    title: str | Promise
    form: type[Form]
    done: Callable[[StudyPlan], bool]
    says: Callable[[StudyPlan], str]


@dataclass(frozen=True)
class Task:
    """A part as the task list shows it."""

    name: str
    title: str
    done: bool
    words: str


def _who(plan: StudyPlan) -> str:
    many = len(plan.named)
    if not many:
        return ""
    words = ngettext("%(count)s class", "%(count)s classes", many) % {"count": count(many)}
    how = gettext("drawn by lot") if plan.by_lot else gettext("not drawn")
    said = gettext("%(classes)s: %(units)s, %(how)s") % {"classes": words, "units": UNITS[plan.unit], "how": how}
    return f"{said} · {_days(plan)}" if plan.begins_on and plan.ends_on else said


def _days(plan: StudyPlan) -> str:
    assert plan.begins_on and plan.ends_on  # noqa: S101  asked before
    return span(plain_day(plan.begins_on), plain_day(plan.ends_on))


def _outcome(plan: StudyPlan) -> str:
    """The primary outcome and its days; the baseline behind it."""
    parts = [_window(plan.primary)]
    if plan.baseline:
        parts.append(gettext("before: %(window)s") % {"window": _window(plan.baseline)})
    return "; ".join(filter(None, parts))


def _window(window: Window | None) -> str:
    if window is None:
        return ""
    return f"{window.measure}, {span(plain_day(window.begins_on), plain_day(window.ends_on))}"


def _effect(plan: StudyPlan) -> str:
    if plan.smallest_effect is None:
        return ""
    return gettext("%(effect)s standard deviations") % {"effect": decimal(plan.smallest_effect)}


def _has_outcome(plan: StudyPlan) -> bool:
    return plan.primary is not None and (plan.baseline is not None or plan.unit in DRAWN_INSIDE)


def _has_who(plan: StudyPlan) -> bool:
    return bool(plan.named and plan.begins_on and plan.ends_on)


def _has_arms(plan: StudyPlan) -> bool:
    named = plan.by_lot or all(one.classes for one in plan.arms)
    return len(plan.arms) > 1 and sum(one.new for one in plan.arms) == 1 and named


PARTS: Mapping[str, Part] = {
    one.name: one
    for one in (
        Part(
            "question",
            gettext_lazy("Question and kind"),
            QuestionForm,
            lambda plan: bool(plan.question),
            lambda plan: str(SHORT_KINDS[plan.kind]),
        ),
        Part("who", gettext_lazy("Who is assigned, and when"), WhoForm, _has_who, _who),
        Part(
            "arms",
            gettext_lazy("Arms"),
            ArmsForm,
            _has_arms,
            lambda plan: listed([one.name for one in plan.arms]),
        ),
        Part(
            "measures",
            gettext_lazy("Measures"),
            MeasuresForm,
            lambda plan: bool(plan.measures),
            lambda plan: listed([one.name for one in plan.measures]),
        ),
        Part("outcome", gettext_lazy("One primary outcome"), OutcomeForm, _has_outcome, _outcome),
        Part(
            "effect",
            gettext_lazy("Smallest difference that matters"),
            EffectForm,
            lambda plan: plan.smallest_effect is not None,
            _effect,
        ),
        Part(
            "analysis",
            gettext_lazy("Analysis"),
            AnalysisForm,
            lambda plan: bool(plan.missing_data),
            lambda plan: plan.missing_data,
        ),
    )
}


def tasks(plan: StudyPlan) -> list[Task]:
    return [Task(one.name, str(one.title), one.done(plan), one.says(plan)) for one in PARTS.values()]


def after(name: str, plan: StudyPlan) -> str:
    """The next part that is not done, looked for behind this one first; blank where all are."""
    names = list(PARTS)
    at = names.index(name) + 1
    return next((one for one in (*names[at:], *names[:at]) if not PARTS[one].done(plan)), "")
