"""Draws: every division that is allowed is as likely, linked units stay together, and it is the same anywhere."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homeroom.evidence import randomize
from homeroom.evidence.canonical import sha256, text
from homeroom.evidence.errors import EvidenceError
from homeroom.evidence.randomize import Arm, Eligible, Stream, draw, list_hash

TWO = (Arm("new"), Arm("old"))
CLASSES = [Eligible(f"c{at}", f"school {at % 3}") for at in range(14)]
LINKED = [Eligible(f"3.NF.{at}", "c1", "fractions" if at < 2 else "") for at in range(7)]
# Written down once: another Python, another machine and another year must say the same.
FIXED = [
    "c3d44dc696d8f3522d6b7aecd003eb1b6b367cf655f95ed4c072e4f55c773358",
    "5355cd50211eaf3f02c4f2cc74e5eb3e96ba48f9a9df072a5e03bbf10a0b7f90",
    "060689db9fa4da0cad814575b79f8c2e668e0293da211e109039ec371d5c01e8",
]
SCRIPT = """
import json, sys
from homeroom.evidence.randomize import Arm, Eligible, draw
listed = [Eligible(*one) for one in json.load(sys.stdin)]
found = draw(listed, [Arm("new"), Arm("old")], "2026")
print(json.dumps([found.arm_of, found.list_sha256], sort_keys=True))
"""


def told(eligible: list[Eligible], seed: str = "2026") -> str:
    found = draw(eligible, TWO, seed)
    return json.dumps([found.arm_of, found.list_sha256], sort_keys=True)


def test_a_draw_on_record_never_changes() -> None:
    digests = [sha256(text([told(CLASSES, seed), told(LINKED, seed)])) for seed in ("2026", "é", "")]
    assert digests == FIXED


@pytest.mark.parametrize("python", ["python3.12", "python3.13"])
def test_another_process_and_another_python_draw_the_same(python: str, tmp_path: Path) -> None:
    listed = json.dumps([[one.key, one.stratum, one.link] for one in reversed(CLASSES + LINKED)])
    command = interpreter(python)
    ran = subprocess.run(command, input=listed, capture_output=True, text=True, check=True, cwd=tmp_path)
    assert ran.stdout.strip() == told(CLASSES + LINKED)


def interpreter(python: str) -> list[str]:
    """The command that runs SCRIPT with homeroom's source on it; skips where that Python is not on this machine."""
    source = Path(randomize.__file__).parents[2]
    lead = f"import sys; sys.path[:0] = {[str(source), *(one for one in sys.path if 'site-packages' in one)]!r}\n"
    found = [sys.executable] if python == f"python3.{sys.version_info.minor}" else other(python)
    return [*found, "-c", lead + SCRIPT]


def other(python: str) -> list[str]:
    homes = Path(sys.base_prefix).parent.glob(f"{python.removeprefix('python')}*/bin/{python}")
    found = next((str(one) for one in homes), None)
    if found is None:
        pytest.skip(f"{python} is not installed beside this Python")
    return [found]


@given(st.randoms(), st.integers(0, 20))
def test_the_order_of_the_list_has_no_part_in_it(random: Random, seed: int) -> None:
    strewn = list(CLASSES + LINKED)
    random.shuffle(strewn)
    assert draw(strewn, TWO, str(seed)) == draw(CLASSES + LINKED, TWO, str(seed))


@given(
    st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from(["", "", "x", "y"])), max_size=24),
    st.lists(st.integers(1, 3), min_size=2, max_size=4),
    st.integers(0, 99),
)
def test_each_unit_is_in_one_arm_or_undrawn_and_links_hold(
    units: list[tuple[str, str]], shares: list[int], seed: int
) -> None:
    listed = [Eligible(f"u{at}", stratum, link) for at, (stratum, link) in enumerate(units)]
    arms = [Arm(f"arm {at}", share) for at, share in enumerate(shares)]
    found = draw(listed, arms, str(seed))
    assert sorted([*found.arm_of, *found.undrawn]) == sorted(one.key for one in listed)
    by_link: dict[tuple[str, str], set[str | None]] = {}
    for one in listed:
        by_link.setdefault((one.stratum, one.link or one.key), set()).add(found.arm_of.get(one.key))
    assert all(len(arm) == 1 for arm in by_link.values())
    for stratum in {one.stratum for one in listed if one.key in found.arm_of}:
        assert {found.arm_of[one.key] for one in listed if one.stratum == stratum} == {arm.name for arm in arms}


@given(st.integers(2, 40), st.integers(0, 99))
def test_two_even_arms_differ_by_one_at_most(units: int, seed: int) -> None:
    counts = Counter(draw([Eligible(str(at)) for at in range(units)], TWO, str(seed)).arm_of.values())
    assert abs(counts["new"] - counts["old"]) <= 1


def test_a_pair_is_a_stratum_of_two() -> None:
    found = draw([Eligible(key, key[0]) for key in ("a1", "a2", "b1", "b2")], TWO, "7").arm_of
    assert found["a1"] != found["a2"]
    assert found["b1"] != found["b2"]


def test_what_cannot_be_divided_is_left_undrawn() -> None:
    listed = [Eligible("alone", "a"), Eligible("x", "b", "link"), Eligible("y", "b", "link"), *CLASSES]
    assert draw(listed, TWO, "7").undrawn == ("alone", "x", "y")


@pytest.mark.parametrize(
    ("listed", "arms"),
    [
        (CLASSES[:6], TWO),
        (CLASSES[:9], TWO),
        (LINKED, TWO),
        ([Eligible(str(at)) for at in range(7)], (Arm("new"), Arm("old"), Arm("none", 2))),
    ],
)
def test_every_unit_has_the_chance_of_its_arms_share(listed: list[Eligible], arms: tuple[Arm, ...]) -> None:
    turns, whole = 500, sum(one.share for one in arms)
    found: Counter[tuple[str, str]] = Counter()
    for seed in range(turns):
        found.update(draw(listed, arms, str(seed)).arm_of.items())
    for unit in listed:
        for arm in arms:
            assert found[unit.key, arm.name] / turns == pytest.approx(arm.share / whole, abs=0.09)


def test_every_division_that_links_allow_is_as_likely() -> None:
    listed = [Eligible("a"), Eligible("b"), Eligible("c", "", "two"), Eligible("d", "", "two")]
    found = Counter(text(draw(listed, TWO, str(seed)).arm_of) for seed in range(1_000))
    assert [count / 1_000 for count in found.values()] == [pytest.approx(0.5, abs=0.06)] * 2


def test_numbers_below_an_end_are_each_as_likely() -> None:
    stream = Stream("any")
    counts = Counter(stream.below(5) for _ in range(5_000))
    assert sorted(counts) == [0, 1, 2, 3, 4]
    assert all(count == pytest.approx(1_000, abs=120) for count in counts.values())
    assert [stream.below(1) for _ in range(3)] == [0, 0, 0]


def test_a_hash_of_the_list_tells_any_change_of_it() -> None:
    other = [Eligible("c0", "school 1"), *CLASSES[1:]]
    assert len({list_hash(CLASSES), list_hash(CLASSES[1:]), list_hash(other), list_hash(CLASSES[::-1])}) == 3


@pytest.mark.parametrize(
    ("listed", "arms", "words"),
    [
        ([Eligible("c1"), Eligible("c1")], TWO, "c1 is listed twice"),
        (CLASSES, (Arm("new"),), "two arms"),
        (CLASSES, (Arm("new"), Arm("new")), "each once"),
        (CLASSES, (Arm("new"), Arm("old", 0)), "share"),
    ],
)
def test_what_cannot_be_drawn_is_refused_in_words(listed: list[Eligible], arms: tuple[Arm, ...], words: str) -> None:
    with pytest.raises(EvidenceError, match=words):
        draw(listed, arms, "7")
