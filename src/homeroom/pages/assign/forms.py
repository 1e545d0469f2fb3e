"""What a person says of a goal, step by step. Everything is said with plain fields, and nothing needs a script."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy

from homeroom.goals.drafts import Aim, next_monday
from homeroom.goals.models import Goal, UnitPlan
from homeroom.goals.setting import weights_of
from homeroom.mastery.kept_groups import present, running
from homeroom.mastery.models import KeptGroup
from homeroom.people.models import Class, Student
from homeroom.people.visibility import numbers_in
from homeroom.reports.class_week.report import Named
from homeroom.reports.goals.words import CRITERIA
from homeroom.standards.grades import spellings
from homeroom.standards.models import Standard, Unit

CLASS, SOME = "class", "some"
PICKER = forms.DateInput(attrs={"type": "date"})
MOST_MINUTES, MOST_LESSONS = 6000, 20
Data = Mapping[str, Any] | None


class AimForm(forms.Form):
    """The first step: what is to be reached, how it is judged, and in which days."""

    title = forms.CharField(
        label=gettext_lazy("What you call it"),
        help_text=gettext_lazy("Blank: the unit's title, or the standards."),
        max_length=255,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    standards = forms.MultipleChoiceField(
        label=gettext_lazy("Standards"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one standard.")},
    )
    criterion = forms.ChoiceField(
        label=gettext_lazy("Reached when"), choices=[*CRITERIA.items()], widget=forms.RadioSelect
    )
    cut = forms.IntegerField(
        label=gettext_lazy("Percent"),
        help_text=gettext_lazy(
            "For mastery the least chance that the child has it; for an exit check the least score."
        ),
        min_value=1,
        max_value=100,
    )
    count = forms.IntegerField(
        label=gettext_lazy("Lessons"),
        help_text=gettext_lazy("For lessons passed: how many on each standard."),
        min_value=1,
        max_value=MOST_LESSONS,
    )
    minutes = forms.IntegerField(
        label=gettext_lazy("Lab minutes for each child, in all these days together"),
        help_text=gettext_lazy("Work is proposed up to these. 0: no limit of its own."),
        min_value=0,
        max_value=MOST_MINUTES,
    )
    begins_on = forms.DateField(label=gettext_lazy("First day"), widget=PICKER)
    ends_on = forms.DateField(label=gettext_lazy("Last day"), widget=PICKER)

    def __init__(self, goal: Goal, data: Data = None) -> None:
        super().__init__(data, initial=_said(goal))
        self.use_required_attribute = False
        self.known = {str(one.pk): one for one in offered(goal)}
        field = self.fields["standards"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101  as written above
        field.choices = [(key, f"{one.code} {one.title}".strip()) for key, one in self.known.items()]

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        first, last = told.get("begins_on"), told.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", gettext("The last day comes before the first."))
        return told

    @property
    def aim(self) -> Aim:
        told = self.cleaned_data
        names = ("title", "criterion", "count", "minutes", "begins_on", "ends_on")
        standards = [self.known[key] for key in told["standards"]]
        return Aim(standards=standards, cut=told["cut"] / 100, **{name: told[name] for name in names})


class WhoForm(forms.Form):
    """The second step: the whole class, a group that is kept, or these children."""

    def __init__(self, goal: Goal, children: Sequence[Named], data: Data = None) -> None:
        self.groups = {f"group-{one.pk}": one for one in _groups(goal.school_class)}
        chosen = [str(one) for one in goal.students.values_list("student", flat=True)]
        super().__init__(data, initial={"who": self._said(goal), "children": chosen})
        self.use_required_attribute = False
        self.fields["who"] = forms.ChoiceField(
            label=gettext("For whom"),
            choices=[
                (CLASS, gettext("The whole class")),
                *(
                    (key, gettext("The group on %(group)s") % {"group": _called(one)})
                    for key, one in self.groups.items()
                ),
                (SOME, gettext("These children:")),
            ],
            widget=forms.RadioSelect,
        )
        self.fields["children"] = forms.MultipleChoiceField(
            label=gettext("Children"),
            help_text=gettext("Counts only with “These children” above."),
            choices=[(str(one.number), one.name) for one in children],
            widget=forms.CheckboxSelectMultiple,
            required=False,
        )

    def _said(self, goal: Goal) -> str:
        key = f"group-{goal.group_id}"
        if goal.scope == Goal.Scope.GROUP and key in self.groups:
            return key
        return CLASS if goal.scope == Goal.Scope.CLASS else SOME

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        if told.get("who") == SOME and not told.get("children"):
            self.add_error("children", gettext("Choose at least one child."))
        return told

    @property
    def chosen(self) -> tuple[str, list[int], KeptGroup | None]:
        """The goal's scope, the children, and the group."""
        who = self.cleaned_data["who"]
        if who in self.groups:
            return Goal.Scope.GROUP, [], self.groups[who]
        if who == CLASS:
            return Goal.Scope.CLASS, [], None
        return Goal.Scope.CHILD, [int(one) for one in self.cleaned_data["children"]], None


class UnitForm(forms.Form):
    """Begin a goal with a unit of the list."""

    def __init__(self, school_class: Class, data: Data = None) -> None:
        super().__init__(data)
        self.use_required_attribute = False
        self.units = {str(one.pk): one for one in units_for(school_class)}
        self.fields["unit"] = forms.ChoiceField(
            label=gettext("Unit"),
            choices=[("", gettext("choose a unit")), *((key, one.title) for key, one in self.units.items())],
            error_messages={"required": gettext("Choose a unit.")},
        )

    @property
    def chosen(self) -> Unit:
        return self.units[self.cleaned_data["unit"]]


def planned_units(school_class: Class) -> list[Unit]:
    """The units that the class's plan holds from this week on, in the order in which they come."""
    coming = UnitPlan.objects.filter(school_class=school_class, unit__isnull=False, week__gte=next_monday())
    found = coming.order_by("week", "pk").select_related("unit")
    return list(dict.fromkeys(one.unit for one in found if one.unit))


def units_for(school_class: Class) -> list[Unit]:
    """Units of the class's grades, and those that name no grade."""
    return list(Unit.objects.filter(grade__in=["", *grades_of(school_class)]))


def grades_of(school_class: Class) -> frozenset[str]:
    """The grades of the class's children, as standards and units may spell them."""
    inside = Student.objects.filter(pk__in=numbers_in(school_class))
    return spellings(inside.values_list("grade", flat=True).distinct())


def offered(goal: Goal) -> list[Standard]:
    """What is chosen already and what the unit holds come first; then the standards of the class's grades."""
    chosen = [one.standard for one in goal.standards.order_by("pk").select_related("standard")]
    if goal.unit:
        chosen += weights_of(goal.unit)
    rest = Standard.objects.filter(grade__in=grades_of(goal.school_class)).order_by("order", "pk")
    return list(dict.fromkeys([*chosen, *rest]))


def _said(goal: Goal) -> dict[str, object]:
    names = ("title", "criterion", "count", "minutes", "begins_on", "ends_on")
    told: dict[str, object] = {name: getattr(goal, name) for name in names}
    standards = [str(one) for one in goal.standards.values_list("standard", flat=True)]
    return told | {"cut": round(100 * goal.cut), "standards": standards}


def _groups(school_class: Class) -> list[KeptGroup]:
    """Groups that run and have somebody in them."""
    kept = running().filter(school_class=school_class).select_related("standard", "staff").order_by("pk")
    return [one for one in kept if present([one]).exists()]


def _called(group: KeptGroup) -> str:
    return f"{group.standard.code}, {group.staff.name}" if group.staff else group.standard.code
