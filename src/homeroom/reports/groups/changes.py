"""The changes of a class's groups that can still be undone, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext

from homeroom.mastery.group_models import GroupAct
from homeroom.mastery.kept_groups import undoable
from homeroom.reports.class_week.report import Named
from homeroom.reports.groups.report import Change
from homeroom.reports.values import day

Kind = GroupAct.Kind


def changes(school_class: int, children: Mapping[int, Named], labels: Mapping[int, str]) -> Iterable[Change]:
    """Newest first. A child who is not among these is not named."""
    found = undoable().filter(group__school_class=school_class)
    for one in found.select_related("group__standard", "other__standard", "staff_after"):
        yield Change(one.pk, words(one, children, labels), one.by, one.at)


def words(one: GroupAct, children: Mapping[int, Named], labels: Mapping[int, str]) -> str:
    group = labels.get(one.group_id, one.group.standard.code)
    child = children.get(one.student_id or 0)
    name = child.name if child else gettext("a child who is not in the class today")
    told = {"name": name, "group": group}
    match Kind(one.kind):
        case Kind.KEPT:
            return gettext("Kept the group on %(group)s") % told
        case Kind.ENDED:
            return gettext("Ended the group on %(group)s") % told
        case Kind.ADDED:
            return gettext("Added %(name)s to %(group)s") % told
        case Kind.REMOVED:
            return gettext("Took %(name)s out of %(group)s") % told
        case Kind.MOVED:
            other = labels.get(one.other_id or 0, one.other.standard.code if one.other else "")
            return gettext("Moved %(name)s from %(group)s to %(other)s") % {**told, "other": other}
        case Kind.ARRANGED:
            adult = one.staff_after.name if one.staff_after else gettext("nobody named")
            until = day(one.ends_after) if one.ends_after else ""
            words = gettext("Changed the group on %(group)s: %(adult)s, until %(day)s")
            return words % {**told, "adult": adult, "day": until}
