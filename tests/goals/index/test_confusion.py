from __future__ import annotations

import numpy as np
import pytest

from homeroom.goals.index.confusion import (
    CLUSTER,
    DOMAIN,
    FAR,
    GRADE,
    OTHER_GRADE,
    SAME,
    instead,
    learned,
    likely,
    nearness,
)

CODES = ("3.NF.A.1", "3.NF.A.2.a", "3.NF.B.9", "4.NF.A.1", "3.MD.A.1", "2.G.A.1")


def test_how_near_two_standards_lie() -> None:
    assert nearness(CODES)[0].tolist() == [SAME, CLUSTER, DOMAIN, OTHER_GRADE, GRADE, FAR]


def test_nearness_is_mutual() -> None:
    near = nearness(CODES)
    assert (near == near.T).all()


def test_wrong_tags_that_are_seen_move_the_shares() -> None:
    before = learned([])
    after = learned([("3.NF.A.1", "2.G.A.1")] * 90)
    assert before[FAR] == pytest.approx(0.1)
    assert after[FAR] == pytest.approx(0.91)
    assert after.sum() == pytest.approx(1.0)


def test_a_right_tag_tells_nothing_of_wrong_ones() -> None:
    assert (learned([("3.NF.A.1", "3.NF.A.1")]) == learned([])).all()


def test_what_it_is_instead_is_never_the_same_and_sums_to_one() -> None:
    wrong = instead(nearness(CODES), learned([]))
    assert (np.diag(wrong) == 0).all()
    assert wrong.sum(axis=1) == pytest.approx(np.ones(len(CODES)))


def test_of_one_standard_alone_there_is_nothing_instead() -> None:
    assert instead(nearness(CODES[:1]), learned([])).tolist() == [[0.0]]


def test_a_tag_fits_by_its_chance_and_no_tag_fits_everything() -> None:
    wrong = instead(nearness(CODES), learned([]))
    tags = np.zeros((2, len(CODES)))
    tags[0, 0] = 1.0
    found = likely(tags, np.array([0.7, 0.0]), wrong)
    assert found[0, 0] == pytest.approx(0.7)
    assert found[0].sum() == pytest.approx(1.0)
    assert (found[1] == 1.0).all()
