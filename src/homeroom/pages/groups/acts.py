"""Do what the forms of the page Groups say. Raises MasteryError, in words, where it can't be done."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import transaction
from django.utils.translation import gettext, gettext_lazy

from homeroom.mastery import kept_groups
from homeroom.mastery.errors import MasteryError
from homeroom.mastery.group_models import GroupAct, KeptGroup
from homeroom.pages.groups.forms import OUT, STAY, KeepForm, KeptForm, MakeForm
from homeroom.people.models import Class, Staff, User
from homeroom.reports.groups.report import ClassGroups, Kept, Suggested
from homeroom.standards.models import Standard

CHANGED = gettext_lazy(
    "Somebody has changed this group since you opened the page. It is shown as it is now: look again."
)


@transaction.atomic
def saved(by: User, school_class: Class, form: KeptForm) -> list[GroupAct]:
    """All changes of one group's form, or none of them: only where the group is as the form showed it."""
    kept_groups.hold(school_class.pk)
    last = GroupAct.objects.filter(group=form.kept.number).order_by("-pk").values_list("pk", flat=True).first()
    if form.cleaned_data["state"] != (last or 0):
        raise MasteryError(CHANGED)
    return list(_changes(by, form))


def _changes(by: User, form: KeptForm) -> Iterator[GroupAct]:
    kept, told = form.kept, form.cleaned_data
    group = KeptGroup.objects.get(pk=kept.number)
    staff = adult(told["staff"])
    if (staff.pk if staff else None, told["last_day"]) != (kept.adult and kept.adult.number, kept.ends_on):
        yield kept_groups.arrange(by, group, staff, told["last_day"])
    for member in kept.members:
        where = told[f"child-{member.child.number}"]
        if where == OUT:
            yield kept_groups.remove(by, group, member.child.number)
        elif where != STAY:
            other = KeptGroup.objects.get(pk=int(where.removeprefix("to-")))
            yield kept_groups.move(by, group, other, member.child.number)
    if told["add"]:
        yield kept_groups.add(by, group, int(told["add"]))


def kept(by: User, school_class: Class, found: Suggested, form: KeepForm) -> GroupAct:
    """Keep a suggestion as it is."""
    children = [member.child.number for member in found.members]
    staff = adult(form.cleaned_data["staff"])
    return kept_groups.keep(by, school_class, standard(found.code), children, found.reason, staff)


def made(by: User, school_class: Class, form: MakeForm) -> GroupAct:
    told = form.cleaned_data
    children = [int(number) for number in told["children"]]
    return kept_groups.keep(by, school_class, standard(told["standard"]), children, staff=adult(told["staff"]))


def ended(by: User, found: Kept) -> GroupAct:
    return kept_groups.end(by, KeptGroup.objects.get(pk=found.number))


def undone(by: User, report: ClassGroups, number: int) -> GroupAct:
    """Turn a change of this class round."""
    if number not in {one.number for one in report.changes}:
        raise MasteryError(gettext("This change can't be undone any more, or was undone already."))
    return kept_groups.undo(by, GroupAct.objects.get(pk=number))


def adult(number: str) -> Staff | None:
    return Staff.objects.filter(pk=int(number)).first() if number else None


def standard(code: str) -> Standard:
    """Of two frameworks with one code the first counts."""
    found = Standard.objects.filter(code=code).order_by("pk").first()
    if found is None:
        raise MasteryError(gettext("This standard is no longer in the list. Choose another."))
    return found
