"""Rules of a week, where one is broken and what would lift it, each as a person would say it."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext, gettext_lazy

from homeroom.rotation.week.check import ACTIVITIES, BELLS, PLACE, Break
from homeroom.rotation.week.instance import Instance, Kind, Lock
from homeroom.rotation.week.rules import Rule, RuleKind
from homeroom.rotation.week.words import BLOCKS, Names

RULE = {
    RuleKind.SEATS: gettext_lazy("{room}: {amount} seats."),
    RuleKind.CLASSES: gettext_lazy("{room}: at most {amount} classes at once."),
    RuleKind.TEACHER: gettext_lazy("{adult}: at most {amount} class at once."),
    RuleKind.HOURS: gettext_lazy("{adult}: classes only while there for children."),
    RuleKind.LUNCH: gettext_lazy("{adult}: {amount} minutes on end for lunch between {start} and {end}."),
    RuleKind.PREPARATION: gettext_lazy("{adult}: {amount} minutes a day to prepare."),
    RuleKind.MEETINGS: gettext_lazy("{special}: each class meets it {amount} times a week."),
    RuleKind.TUTORS: gettext_lazy("{amount} tutors at once."),
    RuleKind.WAVES: gettext_lazy("Flexible blocks begin at {amount} times of a day at most."),
    RuleKind.WINDOW: gettext_lazy("{block} lies between {start} and {end}."),
    RuleKind.APART: gettext_lazy("Grades {grade} and {other} do not have {block} at the same time."),
    RuleKind.TOGETHER: gettext_lazy("Grades {grade} and {other} begin {block} at the same time."),
    RuleKind.MINUTES: gettext_lazy("{amount} minutes of {block} a day."),
}
LIFT = {
    RuleKind.SEATS: gettext_lazy("Find more seats, let fewer children in at once, or move a grade's bells."),
    RuleKind.CLASSES: gettext_lazy("Find another room, or move a grade's bells."),
    RuleKind.TEACHER: gettext_lazy("Give one of the classes to another adult."),
    RuleKind.HOURS: gettext_lazy("Change this adult's times, or give the class to another adult."),
    RuleKind.LUNCH: gettext_lazy("Ask for a shorter lunch, or let another adult take a class."),
    RuleKind.PREPARATION: gettext_lazy("Ask for fewer minutes to prepare, or let another adult take a class."),
    RuleKind.MEETINGS: gettext_lazy("Ask for fewer meetings, or give the grade another special block."),
    RuleKind.TUTORS: gettext_lazy("Find another tutor, or move a grade's flexible block."),
    RuleKind.WAVES: gettext_lazy("Allow one more wave of flexible blocks."),
    RuleKind.WINDOW: gettext_lazy("Allow it earlier or later."),
    RuleKind.APART: gettext_lazy("Allow both at the same time."),
    RuleKind.TOGETHER: gettext_lazy("Allow them at different times."),
    RuleKind.MINUTES: gettext_lazy("Ask for fewer minutes, or give the grade longer bells."),
}
BROKEN = {
    RuleKind.SEATS: gettext_lazy("{room}: {needed} seats needed at {at}, {there} there."),
    RuleKind.CLASSES: gettext_lazy("{room}: {needed} classes at {at}, room for {there}."),
    RuleKind.TEACHER: gettext_lazy("{adult}: {needed} classes at {at}."),
    RuleKind.HOURS: gettext_lazy("{adult}: a class at {at}, and not there for one."),
    RuleKind.LUNCH: gettext_lazy("{adult}: no {there} minutes on end for lunch between {start} and {end}."),
    RuleKind.PREPARATION: gettext_lazy("{adult}: {short} of {there} minutes to prepare are missing."),
    RuleKind.MEETINGS: gettext_lazy("{special}: {short} of {there} meetings a week are missing."),
    RuleKind.TUTORS: gettext_lazy("{needed} tutors needed at {at}, {there} there."),
    RuleKind.WAVES: gettext_lazy("Flexible blocks begin at {needed} times of a day, {there} are allowed."),
    RuleKind.WINDOW: gettext_lazy("{block} does not lie between {start} and {end}."),
    RuleKind.APART: gettext_lazy("Grades {grade} and {other} both have {block} at {at}."),
    RuleKind.TOGETHER: gettext_lazy("Grades {grade} and {other} do not begin {block} at the same time."),
    RuleKind.MINUTES: gettext_lazy("{short} of {there} minutes of {block} are missing."),
}
ALWAYS = {
    BELLS: gettext_lazy("The blocks are not those of one of the grade's bells."),
    ACTIVITIES: gettext_lazy("An activity is there too often or not at all, or a special is none of the grade's."),
    PLACE: gettext_lazy("Room or adult at {at} is not that of what the class does."),
}

MOST_NAMED = 8  # classes; of more, six and how many besides


def rule_said(rule: Rule, instance: Instance, names: Names) -> str:
    return RULE[rule.kind].format(**_filled(rule, instance, names), amount=rule.amount)


def lift_said(rule: Rule) -> str:
    """What would make room."""
    return str(LIFT[rule.kind])


def conflict_said(ids: Iterable[str], instance: Instance, names: Names) -> list[tuple[str, str]]:
    """Each rule or lock of a conflict, and what would lift it. What is not there any more is lifted already."""
    rules = {rule.id: rule for rule in instance.rules}
    locks = {lock.id: lock for lock in instance.locks}
    return [
        (rule_said(rules[one], instance, names), lift_said(rules[one]))
        if one in rules
        else (_lock_said(locks[one], instance, names), gettext("Take the lock away."))
        for one in ids
        if one in rules or one in locks
    ]


def _lock_said(lock: Lock, instance: Instance, names: Names) -> str:
    day = next(one.name for one in instance.days if one.key == lock.day)
    if lock.school_class is None:
        template = next(one for one in instance.templates if one.key == lock.template)
        told = {"grade": template.grade, "bells": template.name, "day": day}
        return gettext("{day}: the bells {bells} of grade {grade} are locked.").format(**told)
    return gettext("{day}: an entry of {who} is locked.").format(day=day, who=names.of_class(lock.school_class))


def break_said(found: Break, instance: Instance, names: Names) -> str:
    """What is not kept, when, and who is hit."""
    rule = next((one for one in instance.rules if one.id == found.rule), None)
    at = clock_words(found.at or 0)
    if rule is not None:
        told = _filled(rule, instance, names)
        short, there = found.amount, rule.amount
        words = BROKEN[rule.kind].format(**told, at=at, short=short, there=there, needed=short + there)
    elif found.rule in ALWAYS:
        words = ALWAYS[found.rule].format(at=at)
    else:
        words = gettext("What is locked is not kept.")
    return " ".join(part for part in (words, _hit(found, names)) if part)


def clock_words(minutes: int) -> str:
    return f"{minutes // 60}:{minutes % 60:02}"


def _hit(found: Break, names: Names) -> str:
    who = [names.of_class(one) for one in dict.fromkeys(found.classes)]
    if len(who) > MOST_NAMED:
        return gettext("Hit: {who}, and {more} more classes.").format(
            who=", ".join(who[: MOST_NAMED - 2]), more=len(who) - MOST_NAMED + 2
        )
    return gettext("Hit: {who}.").format(who=", ".join(who)) if who else ""


def _filled(rule: Rule, instance: Instance, names: Names) -> dict[str, object]:
    specials = {one.key: one.name for one in instance.specials}
    activities = {one.key: one.name for one in instance.activities}
    block = str(BLOCKS[Kind(rule.block)]) if rule.block else activities.get(rule.activity or 0, "")
    return {
        "room": names.of_room(rule.room),
        "adult": names.of_adult(rule.adult),
        "special": specials.get(rule.special or 0, ""),
        "block": block,
        "grade": rule.grade,
        "other": rule.other,
        "start": clock_words(rule.start),
        "end": clock_words(rule.end),
    }
