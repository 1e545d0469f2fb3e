"""What studies are judged by: the specs of the sentences that name a number."""

from __future__ import annotations

import numpy as np

from evidence.studies_by_hand import SCHOOLS, ids
from homeroom.evidence import sentences
from homeroom.evidence.balance import balanced
from homeroom.evidence.baseline import Alike, alike
from homeroom.evidence.effort_log import are_few
from homeroom.evidence.pool import pooled
from homeroom.evidence.power import POWER
from homeroom.evidence.scales import scale_refusal
from homeroom.evidence.subgroups import Subgroup, refusals
from homeroom.evidence.verdict import Arm
from spec.specs import spec


@spec(sentences.ONE_CLASS, "classes")
def one_class_is_no_arm_and_two_are() -> None:
    assert ["one-class" in ids(new=Arm(many, SCHOOLS)) for many in (0, 1, 2)] == [True, True, False]


@spec(sentences.FEW_CLASSES, "classes")
def two_or_three_classes_conclude_nothing() -> None:
    assert ["few-classes" in ids(new=Arm(many, SCHOOLS)) for many in (2, 3, 4)] == [True, True, False]


@spec(sentences.BASELINE_APART, "percent")
def a_quarter_of_a_standard_deviation_is_the_most() -> None:
    assert [alike(g) is Alike.FAILS for g in (0.245, 0.25, 0.255)] == [False, False, True]


@spec(sentences.BASELINE_UNADJUSTED, "percent")
def a_twentieth_is_the_most_without_adjustment() -> None:
    assert [alike(g) is Alike.EQUAL for g in (0.045, 0.05, 0.055)] == [True, True, False]


def worth(percent: float) -> bool:
    """Whether a hundred comparison children are refused who are worth so many of them."""
    rare = np.repeat([0.0, 1.0], [90, 10])[:, None]
    # With share s on ten of a hundred, the effective number is 1 / (s² / 10 + (1 − s)² / 90).
    shares = np.linspace(0.1, 0.999, 20_000)
    share = shares[np.argmin(np.abs(1 / (shares**2 / 10 + (1 - shares) ** 2 / 90) - percent))]
    return sentences.FEW_EFFECTIVE in balanced(np.array([[share]]), rare, np.arange(100) % 10).refusals


@spec(sentences.FEW_EFFECTIVE, "percent")
def weights_worth_three_tenths_of_the_children() -> None:
    assert [worth(percent) for percent in (29.5, 30.5)] == [True, False]


@spec(sentences.FEW_COMPARISON, "classes")
def five_comparison_classes() -> None:
    values = np.tile([0.0, 1.0], 10)[:, None]
    found = [balanced(values, values, np.arange(20) % classes).refusals for classes in (4, 5)]
    assert found == [(sentences.FEW_COMPARISON,), ()]


@spec(sentences.CLASS_NAMED, "percent")
def a_class_is_named_by_its_95_percent_interval() -> None:
    se = np.full(4, 0.1)
    (found, *_) = pooled(np.array([0.5, 0.1, -0.1, 0.2]), se, np.array([0.1, -0.1, 0.2, -0.2]), se).classes
    assert (round(found.low, 3), round(found.high, 3)) == (-0.159, 0.805)


@spec(sentences.CELL, "children")
def ten_children_a_cell() -> None:
    found = refusals([Subgroup(9, 0.001), Subgroup(10, 0.001)])
    assert found == [sentences.CELL, None]


@spec(sentences.RELIABILITY, "percent")
def a_reliability_of_sixty_percent() -> None:
    assert [scale_refusal(10, one) is None for one in (0.595, 0.6)] == [False, True]


@spec(sentences.FEW_ANSWERS, "answers")
def ten_answers() -> None:
    assert [scale_refusal(many) is None for many in (9, 10)] == [False, True]


@spec(sentences.FEW_STAFF, "people")
def minutes_of_five_people() -> None:
    assert [are_few(range(many)) for many in (4, 5)] == [True, False]


@spec(sentences.COULD_SEE, "percent")
def eighty_of_a_hundred_studies() -> None:
    assert sentences.COULD_SEE["percent"] == round(100 * POWER)
