"""What results keep in English, in the language spoken: estimators, designs, verdicts of tables, kinds of minutes."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from homeroom.evidence.attrition import Line
from homeroom.evidence.baseline import Alike
from homeroom.evidence.choose import Design
from homeroom.evidence.cohort import ALL, UNDRAWN
from homeroom.evidence.estimate import Estimator
from homeroom.evidence.models import EffortEntry, Plan, Price
from homeroom.reports.table import Word
from homeroom.rotation.block.modality import Modality

Words = Mapping[str, str | Promise]
ESTIMATORS: Words = {
    Estimator.MIXED: gettext_lazy("mixed model"),
    Estimator.CR2: gettext_lazy("regression, errors by class (CR2)"),
    Estimator.CLASS_MEANS: gettext_lazy("class means"),
    Estimator.PERMUTATION: gettext_lazy("drawing again (permutation)"),
    Estimator.CLASS_EFFECTS: gettext_lazy("inside classes, errors by class (CR2)"),
    Estimator.CELL_EFFECTS: gettext_lazy("inside classes and standards, errors by class (CR2)"),
    Estimator.BALANCED: gettext_lazy("balanced by weights"),
    Estimator.BEFORE_AND_AFTER: gettext_lazy("before and after, beside the others"),
    Estimator.INSTRUMENT: gettext_lazy("assigned minutes as instrument"),
    Estimator.SLOPE: gettext_lazy("observed slope (description)"),
    Estimator.RANK: gettext_lazy("rank among those without it"),
    Estimator.DESCRIPTION: gettext_lazy("description"),
}
DESIGNS: Words = {
    Design.CLASSES: gettext_lazy("classes or schools were assigned"),
    Design.FEW_CLASSES: gettext_lazy("fewer than 10 classes were assigned"),
    Design.CHILDREN: gettext_lazy("children were assigned inside their classes"),
    Design.CROSSOVER: gettext_lazy("each class is in both arms"),
    Design.NOT_ASSIGNED: gettext_lazy("nobody assigned the arms"),
    Design.ONE_TREATED: gettext_lazy("one school or grade alone had it"),
    Design.DOSE: gettext_lazy("children had more or less of it"),
}
ALIKE: Words = {
    Alike.EQUAL: gettext_lazy("alike"),
    Alike.WITH_ADJUSTMENT: gettext_lazy("only with adjustment"),
    Alike.FAILS: gettext_lazy("too unlike"),
}
LINES: Words = {
    Line.CAUTIOUS: gettext_lazy("below the cautious line"),
    Line.OPTIMISTIC: gettext_lazy("below the optimistic line"),
    "": gettext_lazy("above both lines"),
}
WHAT: Words = {"children": gettext_lazy("children"), "classes": gettext_lazy("classes")}
ARMS: Words = {ALL: gettext_lazy("every class is in both arms"), UNDRAWN: gettext_lazy("not drawn")}
LABELS: Words = {
    Plan.Label.BEFORE: gettext_lazy("before the outcomes existed"),
    Plan.Label.UNSEEN: gettext_lazy("outcomes existed, not opened here"),
    Plan.Label.AFTER: gettext_lazy("after outcomes were seen"),
}
SOURCES: Words = {
    EffortEntry.Source.SELF_REPORT: gettext_lazy("as they say"),
    EffortEntry.Source.LOG: gettext_lazy("from the log"),
}
UNITS: Words = {
    Price.Unit.CHILD_YEAR: gettext_lazy("a child and year"),
    Price.Unit.HOUR: gettext_lazy("an hour"),
}
KINDS: Words = {
    "online": gettext_lazy("online"),
    "instruction": gettext_lazy("instruction"),
    Modality.TEACHER_LED: gettext_lazy("teacher-led group"),
    Modality.TUTORING: gettext_lazy("guided small group"),
    Modality.TECHNOLOGY: gettext_lazy("technology"),
    Modality.INDEPENDENT: gettext_lazy("independent work"),
    Modality.PEER: gettext_lazy("peer project"),
}


def word(code: str, among: Words) -> Word:
    """A word that is not among ours stands as it is: a name of the plan or of the data."""
    return Word(code, among.get(code, code))
