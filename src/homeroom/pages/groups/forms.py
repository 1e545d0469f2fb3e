"""What a teacher says of groups: keep one, make one, change one. Everything works with selects and without a mouse."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext

from homeroom.reports.groups import ClassGroups
from homeroom.reports.groups.report import Kept

STAY, OUT = "", "out"
PICKER = forms.DateInput(attrs={"type": "date"})


class KeptForm(forms.Form):
    """One kept group: where each of its children goes, who is added, which adult, until when."""

    def __init__(self, report: ClassGroups, kept: Kept, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, prefix=f"g{kept.number}")
        self.use_required_attribute = False
        self.kept = kept
        others = [
            (f"to-{one.number}", gettext("move to %(group)s") % {"group": one.label})
            for one in report.kept
            if one.number != kept.number
        ]
        inside = {member.child.number for member in kept.members}
        for member in kept.members:
            choices = [(STAY, gettext("stays")), *others, (OUT, gettext("out of this group"))]
            label = gettext("Where %(name)s works") % {"name": member.child.name}
            self.fields[f"child-{member.child.number}"] = forms.ChoiceField(
                label=label, choices=choices, required=False
            )
        outside = [(str(one.number), one.name) for one in report.children if one.number not in inside]
        self.fields["add"] = forms.ChoiceField(
            label=gettext("Add"), choices=[("", gettext("nobody")), *outside], required=False
        )
        self.fields["staff"] = staff_field(report, kept)
        self.fields["last_day"] = forms.DateField(label=gettext("Last day"), widget=PICKER, initial=kept.ends_on)
        self.fields["state"] = forms.IntegerField(widget=forms.HiddenInput, initial=kept.state)

    def rows(self) -> list[tuple[Any, forms.BoundField]]:
        """Each member with the select that stands beside the name."""
        return [(member, self[f"child-{member.child.number}"]) for member in self.kept.members]


class KeepForm(forms.Form):
    """Keep a suggestion as it is: who works with it?"""

    def __init__(self, report: ClassGroups, place: int, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, prefix=f"s{place}")
        self.use_required_attribute = False
        self.fields["staff"] = staff_field(report)


class MakeForm(forms.Form):
    """A group by hand: on what, who, with which adult. `proposed` is what a link from another page has filled in."""

    def __init__(
        self, report: ClassGroups, data: Mapping[str, Any] | None = None, proposed: dict[str, Any] | None = None
    ) -> None:
        super().__init__(data, prefix="new", initial=proposed)
        self.is_open = self.is_bound or bool(proposed)
        self.use_required_attribute = False
        codes = [
            ("", gettext("choose a standard")),
            *((code, f"{code} {title}".strip()) for code, title in report.standards),
        ]
        self.fields["standard"] = forms.ChoiceField(
            label=gettext("On what"),
            choices=codes,
            error_messages={"required": gettext("Choose the standard they will work on.")},
        )
        self.fields["children"] = forms.MultipleChoiceField(
            label=gettext("Who"),
            choices=[(str(one.number), one.name) for one in report.children],
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": gettext("Choose at least one child.")},
        )
        self.fields["staff"] = staff_field(report)


def staff_field(report: ClassGroups, kept: Kept | None = None) -> forms.ChoiceField:
    """The adults who may lead a group of the class, and whoever leads this one now."""
    adults = list(report.adults)
    now = kept.adult if kept else None
    if now and now not in adults:
        adults.append(now)
    choices = [("", gettext("nobody named yet")), *((str(one.number), one.name) for one in adults)]
    initial = str(now.number) if now else ""
    return forms.ChoiceField(label=gettext("With"), choices=choices, required=False, initial=initial)
