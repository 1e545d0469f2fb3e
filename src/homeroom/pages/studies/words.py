"""What studies' kinds, units, states and labels are called on pages. The records keep them in English."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from homeroom.evidence.models import Plan, Study

Words = Mapping[str, str | Promise]
Kind, Unit, State, Label = Study.Kind, Study.Unit, Study.State, Plan.Label
KINDS: Words = {
    Kind.PILOT: gettext_lazy("a pilot: some classes try something new, others go on as before"),
    Kind.CROSSOVER: gettext_lazy("alignment: in each class half of the standards get online work in the same week"),
    Kind.MINUTES: gettext_lazy("minutes: in each class some weeks use the flexible block another way"),
    Kind.REVIEW: gettext_lazy("a look back: something was tried already, and nobody drew who got it"),
}
SHORT_KINDS: Words = {
    Kind.PILOT: gettext_lazy("pilot"),
    Kind.CROSSOVER: gettext_lazy("alignment"),
    Kind.MINUTES: gettext_lazy("minutes"),
    Kind.REVIEW: gettext_lazy("a look back"),
}
UNITS: Words = {
    Unit.CLASS: gettext_lazy("whole classes"),
    Unit.SCHOOL: gettext_lazy("whole schools"),
    Unit.STUDENT: gettext_lazy("children inside each class"),
    Unit.CLASS_STANDARD: gettext_lazy("standards inside each class"),
    Unit.CLASS_WEEK: gettext_lazy("weeks inside each class"),
}
# What each kind of study can assign; the first where nobody has chosen.
UNITS_OF: Mapping[str, tuple[str, ...]] = {
    Kind.PILOT: (Unit.CLASS, Unit.SCHOOL, Unit.STUDENT),
    Kind.CROSSOVER: (Unit.CLASS_STANDARD,),
    Kind.MINUTES: (Unit.CLASS_WEEK,),
    Kind.REVIEW: (Unit.CLASS, Unit.SCHOOL),
}
STATES: Words = {
    State.DRAFT: gettext_lazy("in planning"),
    State.LOCKED: gettext_lazy("locked"),
    State.RUNNING: gettext_lazy("running"),
    State.CLOSED: gettext_lazy("closed"),
    State.REPORTED: gettext_lazy("reported"),
}
# By which colour of a delivery's state a study's is shown.
COLOURS: Mapping[str, str] = {State.DRAFT: "running", State.LOCKED: "part", State.RUNNING: "published"}
LABELS: Words = {
    Label.BEFORE: gettext_lazy("before the outcomes existed"),
    Label.UNSEEN: gettext_lazy("outcomes existed, not opened here"),
    Label.AFTER: gettext_lazy("after outcomes were seen"),
}
STRATA: Words = {
    "": gettext_lazy("all together"),
    "school": gettext_lazy("each school by itself"),
    "grade": gettext_lazy("each grade by itself"),
}
# Where of a plan something is wrong: the words of its file on the left.
PLACES: Words = {
    "primary": gettext_lazy("Primary outcome"),
    "baseline": gettext_lazy("Baseline"),
    "secondary": gettext_lazy("Another outcome"),
    "measure": gettext_lazy("Measure"),
    "arm": gettext_lazy("Arm"),
    "classes": gettext_lazy("Classes"),
    "units": gettext_lazy("Units of the curriculum"),
    "smallest_effect": gettext_lazy("Smallest difference that matters"),
    "equivalence_band": gettext_lazy("Alike within"),
    "alpha": gettext_lazy("Chance of a false alarm"),
}


def place(where: str) -> str:
    """`primary`, `measure numbers` or `classes: c7` as a page says it."""
    name, _, more = where.partition(": ")
    head, _, rest = name.partition(" ")
    words = str(PLACES.get(head, name))
    return " ".join(filter(None, (words, rest if head in ("measure", "arm") else "", more)))
