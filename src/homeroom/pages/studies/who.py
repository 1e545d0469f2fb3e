"""Forms of a plan's first parts: what is asked, who is assigned and when, and between which arms."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy

from homeroom.evidence.models import Study
from homeroom.evidence.plan_json import PlanArm, StudyPlan
from homeroom.pages.studies.fields import Data, boxes, by_school, day, one_of, text
from homeroom.pages.studies.words import KINDS, STRATA, UNITS, UNITS_OF
from homeroom.people.models import Class
from homeroom.standards.models import Unit

LOT, FOUND = "lot", "found"
LONGEST = timedelta(days=400)


class QuestionForm(forms.Form):
    """What is asked, and of which kind the study is."""

    question = forms.CharField(
        label=gettext_lazy("What do you want to know?"),
        help_text=gettext_lazy("One question that can be answered with yes, no, or “can't tell”. Name no child in it."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("What kind of study is it?"), choices=[*KINDS.items()], widget=forms.RadioSelect
    )

    def __init__(self, plan: StudyPlan, data: Data = None) -> None:
        super().__init__(data, initial={"question": plan.question, "kind": plan.kind})
        self.use_required_attribute = False

    def taken(self, plan: StudyPlan) -> StudyPlan:
        """The plan with what was said; another kind assigns something else."""
        question, kind = self.cleaned_data["question"].strip(), self.cleaned_data["kind"]
        unit = plan.unit if plan.unit in UNITS_OF[kind] else UNITS_OF[kind][0]
        by_lot = plan.by_lot and kind != Study.Kind.REVIEW
        return replace(plan, question=question, kind=kind, unit=unit, by_lot=by_lot)


class WhoForm(forms.Form):
    """Which classes, what is assigned in them, how, and from when to when."""

    def __init__(self, plan: StudyPlan, data: Data = None) -> None:
        self.plan, self.schools = plan, by_school()
        super().__init__(data, initial=self._said())
        self.use_required_attribute = False
        self.fields.update(self._asked())

    def _said(self) -> dict[str, Any]:
        plan = self.plan
        how = LOT if plan.by_lot else FOUND
        told: dict[str, Any] = {"unit": plan.unit, "how": how, "strata": plan.strata, "units": plan.units}
        told |= {"begins_on": plan.begins_on, "ends_on": plan.ends_on}
        return told | {f"classes-{at}": list(plan.named) for at in range(len(self.schools))}

    def _asked(self) -> Iterator[tuple[str, forms.Field]]:
        units = UNITS_OF[self.plan.kind]
        if len(units) > 1:
            yield "unit", one_of(gettext("What is given the new thing, or not?"), [(one, UNITS[one]) for one in units])
        if self.plan.kind == Study.Kind.PILOT:
            yield "how", one_of(gettext("Who decides which?"), self._ways(), self._why_lot())
        if self.plan.kind == Study.Kind.CROSSOVER:
            words = gettext("Units whose standards are drawn")
            yield "units", boxes(words, self._units(), gettext("They must be in the week plans of these classes."))
        yield "begins_on", day(gettext("First day of the study"))
        yield "ends_on", day(gettext("Last day of the study"))
        for at, (school, rooms) in enumerate(self.schools):
            yield f"classes-{at}", boxes(gettext("Classes at %(school)s") % {"school": school}, rooms)
        if self.plan.kind == Study.Kind.PILOT:
            help_text = gettext("Only for whole classes that are drawn: the draw is fair inside each part, too.")
            yield "strata", one_of(gettext("Draw"), STRATA.items(), help_text)

    @staticmethod
    def _ways() -> list[tuple[str, str]]:
        return [
            (LOT, gettext("The lot: homeroom draws once the plan is locked")),
            (FOUND, gettext("It is decided already, or somebody else decides")),
        ]

    @staticmethod
    def _why_lot() -> str:
        return gettext("Only what is drawn can say what made a difference. What is not drawn stays marked so for ever.")

    @staticmethod
    def _units() -> list[tuple[str, str]]:
        rows = Unit.objects.order_by("grade", "title", "pk").values_list("code", "title")
        return list({code: title for code, title in rows if code}.items())

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        first, last = told.get("begins_on"), told.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", gettext("The last day is before the first."))
        elif first and last and last - first > LONGEST:
            self.add_error("ends_on", gettext("A study lasts a school year at most."))
        return told

    def taken(self, plan: StudyPlan) -> StudyPlan:
        told = self.cleaned_data
        classes = tuple(one for at in range(len(self.schools)) for one in told[f"classes-{at}"])
        by_lot = plan.kind != Study.Kind.REVIEW and told.get("how", LOT) == LOT
        weeks = mondays(told["begins_on"], told["ends_on"]) if plan.kind == Study.Kind.MINUTES else ()
        return replace(
            plan,
            unit=told.get("unit", plan.unit),
            by_lot=by_lot,
            classes=classes,
            sites=sites(classes),
            strata=told.get("strata", ""),
            pairs=tuple(pair for pair in plan.pairs if set(pair) <= set(classes)),
            units=tuple(told.get("units", ())),
            weeks=weeks,
            begins_on=told["begins_on"],
            ends_on=told["ends_on"],
            arms=tuple(_inside(one, classes, by_lot) for one in plan.arms),
        )


class ArmsForm(forms.Form):
    """What is new, and what it is compared with; where nothing is drawn, who has it."""

    def __init__(self, plan: StudyPlan, data: Data = None) -> None:
        self.plan = plan
        new, old = _arm(plan, True), _arm(plan, False)
        said = {"new": new.name, "old": old.name, "new_share": new.share, "old_share": old.share}
        super().__init__(data, initial=said | {"classes": list(new.classes)})
        self.use_required_attribute = False
        self.fields.update(self._asked())

    def _asked(self) -> Iterator[tuple[str, forms.Field]]:
        help_text = gettext("A word or two, such as “flex room”.")
        yield "new", text(gettext("What is new"), help_text, most=60)
        yield "old", text(gettext("What it is compared with"), gettext("Such as “rotation as before”."), most=60)
        if self.plan.by_lot:
            half = gettext("1 part here and 1 part there is half and half, which shows most.")
            yield "new_share", _parts(gettext("Parts for the new"), half)
            yield "old_share", _parts(gettext("Parts for the other"))
        else:
            titles = Class.objects.filter(sourced_id__in=self.plan.named).order_by("school__name", "title")
            rooms = [(one.sourced_id, f"{one.title}, {one.school.name}") for one in titles.select_related("school")]
            yield "classes", boxes(gettext("Classes that have the new"), rooms, gettext("All others are compared."))

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        if told.get("new") and told.get("new") == told.get("old"):
            self.add_error("old", gettext("The two need names of their own."))
        return told

    def taken(self, plan: StudyPlan) -> StudyPlan:
        told = self.cleaned_data
        chosen = tuple(told.get("classes", ()))
        others = tuple(one for one in plan.named if one not in chosen)
        new = PlanArm(told["new"], True, () if plan.by_lot else chosen, told.get("new_share", 1))
        old = PlanArm(told["old"], False, () if plan.by_lot else others, told.get("old_share", 1))
        more = [one for one in plan.arms if one not in (_arm(plan, True), _arm(plan, False))]
        return replace(plan, arms=(new, old, *more))


def mondays(first: date, last: date) -> tuple[date, ...]:
    """Of all whole weeks from the one to the other."""
    start = first + timedelta(days=-first.weekday() % 7)
    found = (start + timedelta(weeks=at) for at in range(((last - start).days + 7) // 7))
    return tuple(one for one in found if one + timedelta(days=4) <= last)


def sites(classes: tuple[str, ...]) -> tuple[str, ...]:
    rows = Class.objects.filter(sourced_id__in=classes).values_list("school__sourced_id", flat=True)
    return tuple(sorted(set(rows)))


def _parts(label: str, help_text: str = "") -> forms.IntegerField:
    return forms.IntegerField(label=label, help_text=help_text, min_value=1, max_value=9)


def _arm(plan: StudyPlan, new: bool) -> PlanArm:
    return next((one for one in plan.arms if one.new == new), PlanArm("", new))


def _inside(arm: PlanArm, classes: tuple[str, ...], by_lot: bool) -> PlanArm:
    return replace(arm, classes=() if by_lot else tuple(one for one in arm.classes if one in classes))
