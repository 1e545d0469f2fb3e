"""A small sample of the identity figure: `bench/identity.py` does twenty whole networks."""

from __future__ import annotations

from bench.identity import measure


def test_a_noisy_file_finds_its_children_and_no_stranger_does() -> None:
    seen = measure(seed=3, schools=3, children=120, strangers=12)
    assert seen.sharing > 0
    assert seen.ours.wrong == seen.ours.strangers_linked == 0
    assert seen.ours.share >= 0.985  # a few rows of a small file are for a person to say
    assert seen.one_column.share < seen.ours.share - 0.1
    assert seen.ours.methods["account"] and seen.ours.methods["name"]


def test_a_seed_is_the_same_network_each_time() -> None:
    one, other = (measure(seed=5, schools=1, children=24, strangers=2) for _ in range(2))
    assert (one.ours.right, one.ours.methods) == (other.ours.right, other.ours.methods)
