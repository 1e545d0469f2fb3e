"""Every sentence that is said of a study, each with its rule id; `verdict` picks among them, and nobody writes others.

None says that something has no effect: what was not seen may be there. Those of `CAUSAL` alone say what made a
difference.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy

from homeroom.mastery.rules import Rule

Number = Callable[[float], str]


def plainly(number: float) -> str:
    return f"{number:.2f}"


@dataclass(frozen=True)
class Said:
    """One sentence said of one study, with the numbers that it names."""

    rule: Rule
    numbers: Mapping[str, float] = field(default_factory=dict)

    def words(self, number: Number = plainly) -> str:
        """In the language spoken; `number` writes numbers as that language does."""
        words = str(self.rule.sentence)
        whole = {name: str(value) for name, value in self.numbers.items() if isinstance(value, int)}
        told = {name: number(value) for name, value in self.numbers.items()}
        return words.format(**self.rule.thresholds, **(told | whole))


# What was found

MADE_HIGHER = Rule(
    "study-higher",
    gettext_lazy(
        "What is new made results higher: by {effect} standard deviations, 95 % interval from {low} to {high}."
    ),
)
MADE_LOWER = Rule(
    "study-lower",
    gettext_lazy(
        "What is new made results lower: by {effect} standard deviations, 95 % interval from {low} to {high}."
    ),
)
DIFFER = Rule(
    "study-differ",
    gettext_lazy(
        "The groups differ by {effect} standard deviations, 95 % interval from {low} to {high}. What made them differ, "
        "this study can't say."
    ),
)
SEEN = Rule(
    "study-seen",
    gettext_lazy("Seen: {effect} standard deviations between the groups, 95 % interval from {low} to {high}."),
)
NOT_SHOWN = Rule(
    "study-not-shown",
    gettext_lazy(
        "Not shown to differ: {effect} standard deviations, and the 95 % interval from {low} to {high} holds 0. "
        "A difference may be there that was not seen."
    ),
)
ALIKE = Rule(
    "study-alike",
    gettext_lazy(
        "Alike, as the plan means it: the 95 % interval from {low} to {high} lies inside its band of {band} standard "
        "deviations each way."
    ),
)
COULD_SEE = Rule(
    "study-could-see",
    gettext_lazy(
        "With these classes a difference of {effect} standard deviations or more is seen in about {percent} of 100 "
        "studies."
    ),
    {"percent": 80},
)
TOO_SMALL = Rule(
    "study-too-small",
    gettext_lazy(
        "Too small for its question: the smallest difference that matters is {matters} standard deviations, and it can "
        "see {effect}."
    ),
)
RANK = Rule(
    "study-rank",
    gettext_lazy(
        "Among {of} that were looked at alike, its change is number {place} by how unlike the others' it is. By chance "
        "alone that rank or a higher one has a chance of {p}."
    ),
)

# What keeps it from being found

ONE_CLASS = Rule(
    "study-one-class",
    gettext_lazy("No difference is estimated: each arm needs at least {classes} classes."),
    {"classes": 2},
)
ONE_SCHOOL = Rule(
    "study-one-school",
    gettext_lazy(
        "No difference is estimated: an arm is one school alone, and nobody can tell the school from what was tried."
    ),
)
ONE_TREATED = Rule(
    "study-one-treated",
    gettext_lazy("One school or grade alone had it: no standard error is given, whatever a formula says; its rank is."),
)
FEW_CLASSES = Rule(
    "study-few-classes",
    gettext_lazy("Too few classrooms to conclude: an arm has {classes} or fewer."),
    {"classes": 3},
)
BASELINE_APART = Rule(
    "study-baseline-apart",
    gettext_lazy("The groups were too unlike before it began: more than {percent} % of a standard deviation apart."),
    {"percent": 25},
)
BASELINE_UNADJUSTED = Rule(
    "study-baseline-unadjusted",
    gettext_lazy(
        "The groups were more than {percent} % of a standard deviation apart before it began, and the estimate does "
        "not adjust for it."
    ),
    {"percent": 5},
)
NO_BASELINE = Rule("study-no-baseline", gettext_lazy("Nobody measured whether the groups were alike before it began."))
ATTRITION = Rule(
    "study-attrition",
    gettext_lazy("Too many were lost, or too many more in one arm than in the other: above even the optimistic line."),
)
NO_FLOW = Rule("study-no-flow", gettext_lazy("Nobody counted how many were lost between the draw and the results."))
NOT_ASSIGNED = Rule(
    "study-not-assigned",
    gettext_lazy("Nobody drew who got it, so groups may differ in what was not measured. The grade is capped."),
)
DOSE = Rule(
    "study-dose",
    gettext_lazy(
        "Who did more may differ in other ways from who did less: minutes and results are described side by side, and "
        "neither is said to follow from the other."
    ),
)
FITS_DISAGREE = Rule(
    "study-fits-disagree",
    gettext_lazy("Two fits of the same model disagree: there is no verdict until it is known why."),
)
NOT_CONVERGED = Rule(
    "study-not-converged", gettext_lazy("The fit of the model did not converge: its numbers are not used.")
)
SINGULAR = Rule(
    "study-singular",
    gettext_lazy("The fit is singular: a spread of the model was estimated at its edge. Read its interval with care."),
)
PANEL = Rule(
    "study-panel",
    gettext_lazy("The estimators disagree on whether the groups differ. Read all of them before the verdict."),
)
TRIMMED = Rule(
    "study-trimmed",
    gettext_lazy("An estimate without some of the children is shown beside the one with all of them, or not at all."),
)
UNBALANCED = Rule(
    "study-unbalanced", gettext_lazy("No weights make the comparison group look like the new one: none is weighted.")
)
FEW_EFFECTIVE = Rule(
    "study-few-effective",
    gettext_lazy(
        "The weighted comparison group is worth less than {percent} % of its children: too few stand for all."
    ),
    {"percent": 30},
)
FEW_COMPARISON = Rule(
    "study-few-comparison",
    gettext_lazy("The comparison has fewer than {classes} classes: too few to be weighted."),
    {"classes": 5},
)

# What must be read with it

ADDED_TIME = Rule(
    "study-added-time",
    gettext_lazy("The new arm had more time, too: the program can't be told apart from the added minutes."),
)
OVER_ALIGNED = Rule(
    "study-over-aligned",
    gettext_lazy(
        "The outcome is over-aligned with the treatment: it comes from the program itself. The grade is capped."
    ),
)
SEEN_BEFORE = Rule(
    "study-seen-before",
    gettext_lazy(
        "The plan was locked after outcomes were seen: this explores, and confirms nothing. The grade is capped."
    ),
)
CLASS_NAMED = Rule(
    "study-class-named",
    gettext_lazy(
        "A class is named only to its own leaders, never ranked, and only where the {percent} % interval of its effect "
        "misses 0 after shrinkage."
    ),
    {"percent": 95},
)
CANT_TELL_CLASSES = Rule(
    "study-cant-tell-classes",
    gettext_lazy("Some classes above and some below is what chance does, too: whether they differ can't be told."),
)
SUBGROUP = Rule(
    "study-subgroup",
    gettext_lazy("Nothing is said of a subgroup unless a test shows that the groups respond unlike each other."),
)
CELL = Rule("study-cell", gettext_lazy("Groups of fewer than {children} children are hidden."), {"children": 10})
RELIABILITY = Rule(
    "study-reliability",
    gettext_lazy("Not shown: the answers to the scale hang together too little (reliability under {percent} %)."),
    {"percent": 60},
)
FEW_ANSWERS = Rule("study-few-answers", gettext_lazy("Not shown: fewer than {answers} answers."), {"answers": 10})
RESPONSE = Rule(
    "study-response",
    gettext_lazy(
        "The arms are not compared: who answered differs between them by more than the optimistic line allows."
    ),
)

MATCHED = Rule(
    "study-matched", gettext_lazy("Both waves are of the same people: this is how much they changed on average.")
)
UNMATCHED = Rule(
    "study-unmatched",
    gettext_lazy("The two waves are not matched: other people may have answered, so nobody is said to have changed."),
)

# What leans on what, and what is missing

LEANS = Rule("study-leans-on-one", gettext_lazy("Without one of the classes the study would say otherwise."))
UNDONE = Rule(
    "study-undo",
    gettext_lazy(
        "A bias of {bias} standard deviations would make the interval hold 0: {percent_of_effect} % of what was seen."
    ),
)
NOTHING_TO_UNDO = Rule("study-nothing-to-undo", gettext_lazy("The interval holds 0 already: there is nothing to undo."))
NOBODY_MISSING = Rule("study-nobody-missing", gettext_lazy("Every child who was assigned has an outcome."))
BY_CHANCE = Rule(
    "study-by-chance",
    gettext_lazy("It asks only how often chance would do as much, so it has no standard error and no interval."),
)
ONLY_DRAWS = Rule("study-only-draws", gettext_lazy("Only an estimate out of draws counts draws."))
DESCRIBES = Rule("study-describes", gettext_lazy("This describes what was seen, and says nothing of how sure it is."))
USAGE = Rule(
    "study-usage",
    gettext_lazy(
        "Minutes of odd and of even weeks hang together with reliability {reliability}: the slope looks that much "
        "flatter than it is."
    ),
)
NOT_THIS_DESIGN = Rule("study-not-this-design", gettext_lazy("A study assigned in this way has none."))
NOT_RECORDED = Rule("study-not-recorded", gettext_lazy("Nothing was recorded of it."))
SURVEYS_APART = Rule(
    "study-surveys-apart", gettext_lazy("Surveys were asked beside it: what people said stands in their own results.")
)
NOT_ASKED = Rule("study-not-asked", gettext_lazy("The plan does not ask for it."))
NOT_ESTIMABLE = Rule(
    "study-not-estimable", gettext_lazy("Not estimated: what there is leaves nothing to tell it from chance by.")
)
REFUSED = Rule(
    "study-refused",
    gettext_lazy("How far the middle child moves is not said: something is refused that stands with the verdict."),
)
ONE_OF_MANY = Rule(
    "study-one-of-many",
    gettext_lazy("One of several outcomes of its domain: looked at together, it is not shown to differ."),
)
OWN_CONTROL = Rule(
    "study-own-control", gettext_lazy("Every class is in both arms: the same children are compared with themselves.")
)
FEW_STAFF = Rule("study-few-staff", gettext_lazy("Minutes of fewer than {people} people are not told."), {"people": 5})
NOT_COUNTED = Rule("study-not-counted", gettext_lazy("Nobody wrote down what became of the children."))
TWICE = Rule(
    "study-aside-twice",
    gettext_lazy("Set aside, {count} rows: a child stands there more than once, so none of its rows counts."),
)
BOTH_ARMS = Rule(
    "study-aside-both-arms",
    gettext_lazy("Set aside, {count} children: the class is in both arms, so it counts in none."),
)
NO_NUMBER = Rule("study-aside-no-number", gettext_lazy("Set aside, {count} results: they are no numbers."))
TWO_SCALES = Rule(
    "study-aside-two-scales",
    gettext_lazy("Set aside, {count} results: they stand on another scale under the same name."),
)
TOO_EARLY = Rule(
    "study-aside-too-early",
    gettext_lazy("Set aside, {count} outcomes: they are dated before the child's own baseline."),
)

# The grade

STRONG = Rule("study-strong", gettext_lazy("WWC-like without reservations, ESSA-like strong; not certified."))
MODERATE = Rule("study-moderate", gettext_lazy("WWC-like with reservations, ESSA-like moderate; not certified."))
PROMISING = Rule("study-promising", gettext_lazy("ESSA-like promising; not certified."))
UNGRADED = Rule("study-ungraded", gettext_lazy("No grade: this describes, and is no evidence that it works."))
ONE_NETWORK = Rule(
    "study-one-network",
    gettext_lazy("One network may miss the demand that a study spans several sites and many children."),
)

CAUSAL = frozenset({MADE_HIGHER.id, MADE_LOWER.id})
ALL: tuple[Rule, ...] = tuple(value for value in list(vars().values()) if isinstance(value, Rule))
