"""Every reason for which a study is not believed, one after the other: a sound study, and one thing of it spoilt."""

import os
from dataclasses import replace

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "homeroom.site.settings")
django.setup()

from homeroom.evidence import sentences  # noqa: E402  # its words wait for the settings
from homeroom.evidence.attrition import Attrition  # noqa: E402
from homeroom.evidence.choose import TABLE, Design  # noqa: E402
from homeroom.evidence.estimate import by_student  # noqa: E402
from homeroom.evidence.verdict import Arm, Findings, verdict  # noqa: E402

SCHOOLS, TWO, THIRD = frozenset({"north", "south", "east"}), frozenset({"north", "south"}), frozenset({"east"})
FIRST = by_student(0.3, 0.1, 20, "mixed model")
SOUND = Findings(
    TABLE[Design.CLASSES], Arm(12, SCHOOLS), Arm(12, SCHOOLS), FIRST,
    baseline=0.02, attrition=Attrition(288, 280, 288, 279),
)  # fmt: skip
SPOILT = {
    "one class has what is new": {"new": Arm(1, SCHOOLS)},
    "three classes have it": {"new": Arm(3, SCHOOLS)},
    "all of the others are of one school": {"new": Arm(12, TWO), "old": Arm(12, THIRD)},
    "one school has it, among many": {"choice": TABLE[Design.ONE_TREATED]},
    "nobody drew who got it": {"choice": TABLE[Design.NOT_ASSIGNED]},
    "children chose their minutes": {"choice": TABLE[Design.DOSE]},
    "groups unlike before it began": {"baseline": 0.4},
    "groups a little unlike, and no adjustment": {"baseline": 0.1, "is_adjusted": False},
    "nothing measured before it began": {"baseline": None},
    "a third of one arm lost": {"attrition": Attrition(288, 192, 288, 279)},
    "nobody counted who was lost": {"attrition": None},
    "two fits of one model apart": {"do_fits_disagree": True},
    "a fit that did not converge": {"primary": replace(FIRST, converged=False)},
    "only some of the children counted": {"is_trimmed_alone": True},
    "no weights make the groups alike": {"weights": (sentences.UNBALANCED,)},
    "a few children stand for all": {"weights": (sentences.FEW_EFFECTIVE,)},
    "four classes to compare with": {"weights": (sentences.FEW_COMPARISON,)},
    "more minutes for the new arm": {"has_added_time": True},
    "the program's own score": {"is_over_aligned": True},
    "a plan locked after its outcomes were seen": {"was_seen_before": True},
}
for words, spoilt in {"a sound study": {}, **SPOILT}.items():
    made = verdict(replace(SOUND, **spoilt))
    print(words)
    for one in [*made.said[-1:], *made.refused, made.grade]:
        print(f"    {one.words()}")
