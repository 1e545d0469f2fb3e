"""Forms of a plan's later parts: what is measured, the one primary outcome, what matters, and the rules."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy

from homeroom.evidence.foreknown import children_of
from homeroom.evidence.measures import Came, came_in
from homeroom.evidence.plan_json import DRAWN_INSIDE, MOST_ALPHA, MOST_EFFECT, Measure, StudyPlan, Window
from homeroom.pages.studies.fields import Data, boxes, day, text
from homeroom.reports.values import children, plain_day

TYPED = ("name", "program", "assessment", "method", "scale")
COMPLETE = "complete cases"


class MeasuresForm(forms.Form):
    """Of what has come in already by ticking it; what is still to come by its words."""

    name = text(gettext_lazy("What you call it"), required=False)
    program = text(gettext_lazy("Program"), gettext_lazy("Its short name, as Imports shows it."), required=False)
    assessment = text(gettext_lazy("Assessment"), gettext_lazy("As its file names it."), required=False)
    method = text(gettext_lazy("Column of the result"), gettext_lazy("As its file names it."), required=False)
    scale = text(gettext_lazy("Scale"), required=False)

    def __init__(self, plan: StudyPlan, data: Data = None) -> None:
        came = came_in(children_of(plan.named))
        self.came = {_key(one.measure): one for one in came}
        self.own = {_key(one): one for one in plan.measures}
        super().__init__(data, initial={"chosen": list(self.own)})
        self.use_required_attribute = False
        words = {key: one.name for key, one in self.own.items()} | {key: _words(one) for key, one in self.came.items()}
        self.fields = {"chosen": boxes(gettext("What has results of these classes"), words.items()), **self.fields}

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        said = [name for name in TYPED if told.get(name)]
        for name in TYPED if said else ():
            if name not in said:
                self.add_error(name, gettext("A measure that is still to come needs all five."))
        return told

    def taken(self, plan: StudyPlan) -> StudyPlan:
        told = self.cleaned_data
        chosen = [self.own.get(key) or self.came[key].measure for key in told["chosen"]]
        if told["name"]:
            chosen.append(Measure(**{name: told[name] for name in TYPED}))
        return replace(plan, measures=tuple(chosen))


class OutcomeForm(forms.Form):
    """The baseline, the one primary outcome, and another one where there is any; each with its days."""

    def __init__(self, plan: StudyPlan, data: Data = None) -> None:
        self.plan = plan
        other = next(iter(plan.secondary), None)
        said = {**_said("baseline", plan.baseline), **_said("primary", plan.primary), **_said("other", other)}
        super().__init__(data, initial=said)
        self.use_required_attribute = False
        measures = [(one.name, one.name) for one in plan.measures]
        self._window("baseline", gettext("Measure before it begins"), measures, plan.unit not in DRAWN_INSIDE)
        self._window("primary", gettext("The one primary outcome"), measures, True, self._outside())
        self.fields["primary_domain"] = text(
            gettext("What it is about"), gettext("Such as mathematics."), required=False
        )
        self._window("other", gettext("Another outcome, if there is one"), measures, False)

    @staticmethod
    def _outside() -> str:
        return gettext(
            "Choose a test from outside the programs, given to both arms alike: a program's own score moves with the "
            "minutes spent in it."
        )

    def _window(self, name: str, words: str, measures: list[tuple[str, str]], required: bool, more: str = "") -> None:
        choices = [("", gettext("choose one") if required else gettext("none")), *measures]
        self.fields[name] = forms.ChoiceField(label=words, help_text=more, choices=choices, required=required)
        told = {"what": words}
        self.fields[f"{name}_first"] = day(gettext("%(what)s: first day") % told, required=required)
        self.fields[f"{name}_last"] = day(gettext("%(what)s: last day") % told, required=required)

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        for name in ("baseline", "primary", "other"):
            days = (f"{name}_first", f"{name}_last")
            for one in days:
                if told.get(name) and not told.get(one) and one not in self.errors:
                    self.add_error(one, gettext("Say the day."))
        return told

    def taken(self, plan: StudyPlan) -> StudyPlan:
        other = self._of("other", next((one.domain for one in plan.secondary), ""))
        more = plan.secondary[1:]
        primary = self._of("primary", self.cleaned_data["primary_domain"])
        return replace(
            plan, baseline=self._of("baseline"), primary=primary, secondary=(*([other] if other else ()), *more)
        )

    def _of(self, name: str, domain: str = "") -> Window | None:
        told = self.cleaned_data
        first: date | None = told[f"{name}_first"]
        last: date | None = told[f"{name}_last"]
        return Window(told[name], first, last, domain) if told[name] and first and last else None


class EffectForm(forms.Form):
    """How large a difference must be to matter, and within which two arms count as alike."""

    smallest_effect = forms.FloatField(
        label=gettext_lazy("Smallest difference that matters, in standard deviations"),
        help_text=gettext_lazy(
            "The difference below which you would not change anything. 0.20 lifts a child from the middle to about "
            "the 58th of 100."
        ),
        min_value=0.01,
        max_value=MOST_EFFECT,
    )
    equivalence_band = forms.FloatField(
        label=gettext_lazy("Alike within, in standard deviations"),
        help_text=gettext_lazy("Blank: the study will not say that two arms are alike."),
        min_value=0.01,
        max_value=MOST_EFFECT,
        required=False,
    )
    alpha = forms.FloatField(
        label=gettext_lazy("Chance of a false alarm"),
        help_text=gettext_lazy("0.05 is usual: one of twenty studies of nothing seems to find something."),
        min_value=0.001,
        max_value=MOST_ALPHA,
    )

    def __init__(self, plan: StudyPlan, data: Data = None) -> None:
        names = ("smallest_effect", "equivalence_band", "alpha")
        super().__init__(data, initial={name: getattr(plan, name) for name in names})
        self.use_required_attribute = False

    def taken(self, plan: StudyPlan) -> StudyPlan:
        return replace(plan, **self.cleaned_data)


class AnalysisForm(forms.Form):
    """The rules of the analysis. The estimator is none of them: the design decides."""

    missing_data = text(
        gettext_lazy("Where a child's result is missing"),
        gettext_lazy("Such as: %(complete)s. Bounds for those who are missing stand in every report."),
        most=200,
    )
    covariates = text(
        gettext_lazy("Adjust for, too"),
        gettext_lazy("Names with commas; the baseline always is."),
        required=False,
        most=300,
    )
    subgroups = text(
        gettext_lazy("Groups to look at"),
        gettext_lazy("Names with commas. Each is told of only where a test shows that they respond unlike."),
        required=False,
        most=300,
    )

    def __init__(self, plan: StudyPlan, data: Data = None) -> None:
        said = {"missing_data": plan.missing_data or COMPLETE}
        super().__init__(
            data, initial=said | {"covariates": ", ".join(plan.covariates), "subgroups": ", ".join(plan.subgroups)}
        )
        self.use_required_attribute = False
        field = self.fields["missing_data"]
        field.help_text = str(field.help_text) % {"complete": COMPLETE}

    def taken(self, plan: StudyPlan) -> StudyPlan:
        told = self.cleaned_data
        covariates, subgroups = _listed(told["covariates"]), _listed(told["subgroups"])
        return replace(plan, missing_data=told["missing_data"], covariates=covariates, subgroups=subgroups)


def _listed(words: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.strip() for one in words.split(",") if one.strip()))


def _key(one: Measure) -> str:
    return "|".join((one.program, one.assessment, one.method, one.objective))


def _words(one: Came) -> str:
    told = {"name": one.measure.name, "children": children(one.children), "last": plain_day(one.last_on)}
    return gettext("%(name)s: %(children)s, the last on %(last)s") % told


def _said(name: str, window: Window | None) -> dict[str, Any]:
    if window is None:
        return {}
    told = {name: window.measure, f"{name}_first": window.begins_on, f"{name}_last": window.ends_on}
    return told | {f"{name}_domain": window.domain}
