"""What arithmetic found, as a person would say it."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils.translation import gettext, gettext_lazy

from homeroom.rotation.week.finding import Finding, Sum
from homeroom.rotation.week.instance import Kind

SAID = {
    Sum.CORE_BLOCKS: gettext_lazy(
        "Grade {grade}: {needed} core blocks needed a day for its activities, {there} there."
    ),
    Sum.DAY_MINUTES: gettext_lazy("Grade {grade}: rules ask for {needed} minutes a day, the bells have {there}."),
    Sum.BELLS: gettext_lazy("Grade {grade}: none of its bells keeps all rules of bells."),
    Sum.TEACHER_BLOCKS: gettext_lazy(
        "{adult}: {needed} blocks needed for the classes of grade {grade}, {there} there."
    ),
    Sum.ADULT_MINUTES: gettext_lazy(
        "{adult}: {needed} minutes needed for classes, preparation or lunch, {there} there."
    ),
    Sum.SEATS_AT: gettext_lazy("{room}: {needed} seats needed at {at}, {there} there."),
    Sum.SEAT_MINUTES: gettext_lazy("{room}: {needed} seat-minutes needed on a day, {there} there."),
    Sum.TUTORS_AT: gettext_lazy("{needed} tutors needed at {at}, {there} there."),
    Sum.SPECIAL_MEETINGS: gettext_lazy("Grade {grade}: {needed} specials needed a week, blocks for {there} there."),
}
BLOCKS = {
    Kind.CORE: gettext_lazy("core"),
    Kind.CLASS: gettext_lazy("class"),
    Kind.LAB: gettext_lazy("lab"),
    Kind.FLEXIBLE: gettext_lazy("flexible block"),
    Kind.SPECIAL: gettext_lazy("special"),
    Kind.LUNCH: gettext_lazy("lunch"),
    Kind.RECESS: gettext_lazy("recess"),
}


@dataclass(frozen=True)
class Names:
    rooms: dict[int, str] = field(default_factory=dict)
    adults: dict[int, str] = field(default_factory=dict)
    classes: dict[int, str] = field(default_factory=dict)

    def of_room(self, number: int | None) -> str:
        return self.rooms.get(number or 0, gettext("Room {number}").format(number=number))

    def of_adult(self, number: int | None) -> str:
        return self.adults.get(number or 0, gettext("Adult {number}").format(number=number))

    def of_class(self, number: int) -> str:
        return self.classes.get(number, gettext("Class {number}").format(number=number))


def said(finding: Finding, names: Names) -> str:
    """With what would help, where that is known."""
    words = str(SAID[finding.what])
    told = words.format(
        needed=finding.needed,
        there=finding.there,
        grade=finding.grade,
        at=f"{(finding.at or 0) // 60}:{(finding.at or 0) % 60:02}",
        room=names.of_room(finding.room),
        adult=names.of_adult(finding.adult),
    )
    ways = [gettext("grade {grade}'s {block}").format(grade=grade, block=BLOCKS[kind]) for grade, kind in finding.move]
    if ways:
        told += " " + gettext("Move {ways}").format(ways=gettext(", or ").join(ways))
        if finding.waves:
            told += gettext(", or run {waves} waves").format(waves=finding.waves)
        told += "."
    return told
