"""What the report's kinds of activity are called, its rules, and what it can't say."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from homeroom.evidence.minutes import Activity
from homeroom.reports.rules import Rule
from homeroom.reports.rules_of_schools import COHORT, FEW, RANGE

ACTIVITIES: Mapping[Activity | None, str | Promise] = {
    Activity.TECHNOLOGY: gettext_lazy("Technology: work in a program"),
    Activity.TUTORING: gettext_lazy("Tutoring: a tutor's group"),
    Activity.TEACHER_LED: gettext_lazy("Teacher-led: a group of the class's teacher"),
    Activity.INDEPENDENT: gettext_lazy("Independent work"),
    Activity.PEER: gettext_lazy("Peer project"),
    Activity.OTHER: gettext_lazy("Other sessions"),
    None: gettext_lazy("all together"),
}
EACH = Rule(
    "minutes-each",
    gettext_lazy(
        "Minutes are of one child in one week of the flexible block: those of all children, by the weeks in which each "
        "of them had a plan. What is worked on outside of the block is not among them."
    ),
)
ADDS_UP = Rule(
    "minutes-sum", gettext_lazy("Planned = delivered + not held + not recorded + late, but for the rounding.")
)
NOT_TOLD = Rule(
    "minutes-not-told",
    gettext_lazy(
        "Not recorded: nobody ticked the sheet, or the program tells of no single days. Late: the program has not told "
        "of that day yet. Neither is nothing, and the plan is not taken for it; “–” says that nobody has told anything."
    ),
)
OTHER = Rule(
    "minutes-other",
    gettext_lazy("Other sessions are meetings with an adult, and supervised time without a place, as one sum."),
)
CHANGE = Rule(
    "mastery-change",
    gettext_lazy(
        "Mastery change: of the standards that each child worked on in these weeks, in class, lab or anywhere, how "
        "many points more are mastered on the morning after the last week than on the first morning. Both are added up "
        "from each standard's chance, by the same constants. A state that a teacher has set is left out."
    ),
)
FOUR_WEEKS = Rule(
    "minutes-once",
    gettext_lazy("Four weeks are told once, the next four after them: what comes in later is not added."),
)
OF_SCHOOLS = Rule(
    "minutes-of-schools",
    gettext_lazy(
        "A kind of minutes that fewer than ten children of a school had says “few”. Other sessions, such as meetings "
        "with an adult, are not told, and so neither is a sum."
    ),
)
RULES = (EACH, ADDS_UP, NOT_TOLD, OTHER, CHANGE, RANGE, FEW)
OF_NETWORK = (EACH, ADDS_UP, NOT_TOLD, CHANGE, RANGE, OF_SCHOOLS, FEW, COHORT, FOUR_WEEKS)
LIMITS = (
    gettext_lazy(
        "It can't say that minutes of any kind help or harm. They were given where need was: a class that gets more "
        "tutoring because its children know less may gain less, and the tutoring may still have helped."
    ),
    gettext_lazy(
        "It can't say which mix is best. The block is as long as it is: more of one kind is less of another, so no "
        "kind ever changes by itself."
    ),
    gettext_lazy(
        "Work in programs leaves more answers behind, and more answers move an estimate sooner. So a change may be "
        "seen earlier where more of the work is online, though nobody there knows more."
    ),
    gettext_lazy(
        "It can't compare classes or adults. Classes stand by name, and no number is made out of minutes and mastery "
        "together."
    ),
)
