"""The pages that say whether something works, and at what price."""

from __future__ import annotations

from django.utils.translation import gettext_noop

from homeroom.pages.kit.rooms import Rooms

OF_A_STUDY = ("study", "study-part", "study-lock", "study-draw", "study-flow", "study-report")
OF_A_SURVEY = ("survey", "survey-words", "survey-slips", "survey-paper", "survey-results", "survey-comments")
ROOMS: Rooms = (
    ("studies", gettext_noop("Studies"), frozenset({*OF_A_STUDY, "study-here", "study-minutes"})),
    ("network-minutes", gettext_noop("Minutes and mastery"), frozenset()),
    ("surveys", gettext_noop("Surveys"), frozenset(OF_A_SURVEY)),
    ("effort-report", gettext_noop("Effort and cost"), frozenset()),
    ("prices", gettext_noop("Prices"), frozenset()),
    ("programs", gettext_noop("Programs"), frozenset({"program", "releases", "release"})),
)
