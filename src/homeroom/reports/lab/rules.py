"""The rules behind what a card says. One child has one state: the first rule that fits."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from homeroom.reports.rules import Rule

VERSION = 1

NEEDS_HELP = Rule(
    "lab-needs-help",
    gettext_lazy("Needs help: the child has asked, and nobody has noted help since."),
)
IDLE = Rule(
    "lab-idle",
    gettext_lazy("Idle: the child is signed in and has done nothing for {minutes} minutes or more."),
    {"minutes": 5},
)
WORKING = Rule("lab-working", gettext_lazy("Working: signed in, and neither idle nor waiting for help."))
ABSENT = Rule("lab-absent", gettext_lazy("Absent: somebody said so today, and the child is not signed in."))
NOT_IN = Rule("lab-not-in", gettext_lazy("Not in: not signed in now, and nobody said that the child is absent."))
SILENT = Rule(
    "lab-silent",
    gettext_lazy(
        "Grey: nothing heard of the child's device for more than {seconds} seconds. The card says what was last known; "
        "silence alone makes nobody idle."
    ),
    {"seconds": 60},
)

ALL = (NEEDS_HELP, IDLE, WORKING, ABSENT, NOT_IN, SILENT)
