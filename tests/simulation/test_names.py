"""Names: plausible, with their accents, and what programs make of them."""

from __future__ import annotations

import unicodedata
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homeroom.simulation.chance import hexadecimal, one_of, some_of, stream
from homeroom.simulation.names import folded, in_windows, letters_lost, nicknames, origins, username
from homeroom.simulation.world import World


@pytest.mark.parametrize(
    ("name", "plain", "windows", "cut"),
    [
        ("Nguyễn", "Nguyen", "Nguyen", "Nguyn"),
        ("José Ángel", "Jose Angel", "José Ángel", "Jos ngel"),
        ("Đặng", "Dang", "Dang", "ng"),
        ("Łukasz", "Lukasz", "Lukasz", "ukasz"),
        ("O'Dell", "O'Dell", "O'Dell", "O'Dell"),
        ("Śliwa", "Sliwa", "Sliwa", "liwa"),
    ],
)
def test_what_programs_make_of_a_name(name: str, plain: str, windows: str, cut: str) -> None:
    assert folded(name) == plain
    assert in_windows(name) == windows
    assert letters_lost(name) == cut


def test_a_name_never_vanishes_whole() -> None:
    assert letters_lost("Đỗ".replace("ỗ", "Đ")) == "X"


def test_every_name_of_the_lists_can_be_written_by_every_program() -> None:
    for origin in origins():
        for name in (*origin.given, *origin.family, *filter(None, origin.middle)):
            assert unicodedata.is_normalized("NFC", name)
            assert folded(name).isascii() and folded(name)
            in_windows(name).encode("cp1252")
            assert username(name, name, 5).replace(".", "").isalnum()


def test_the_lists_are_mixed_and_hold_no_name_twice() -> None:
    assert len(origins()) == 10
    assert sum(origin.share for origin in origins()) == pytest.approx(1)
    for origin in origins():
        assert len(set(origin.given)) == len(origin.given) >= 8
        assert len(set(origin.family)) == len(origin.family) >= 6
    assert nicknames().keys() <= {name for origin in origins() for name in origin.given}


def test_the_school_has_accents_and_many_origins(usual_world: World) -> None:
    names = [child.name for child in usual_world.school.children]
    accented = sum(not name.full.isascii() for name in names)
    assert 120 <= accented <= 300
    assert {"Nguyễn", "Vang", "Alemu", "Haddad"} <= {name.family for name in names}
    assert any(" " in name.family for name in names)


def test_full_names_come_once_but_for_two_pairs_of_namesakes(usual_world: World) -> None:
    children = usual_world.school.children
    shared = {name: count for name, count in Counter(c.name.full for c in children).items() if count > 1}
    assert sorted(shared.values()) == [2, 2]
    same_grade = 0
    for name in shared:
        one, other = (child for child in children if child.name.full == name)
        assert one.home != other.home
        same_grade += one.grade == other.grade
    assert same_grade == 1


def test_there_are_families_with_two_children(usual_world: World) -> None:
    families = Counter(child.name.family for child in usual_world.school.children)
    assert sum(count >= 2 for count in families.values()) > 30


def test_no_stranger_bears_the_full_name_of_one_of_ours(usual_world: World) -> None:
    ours = {folded(child.name.full) for child in usual_world.school.children}
    assert not ours & {folded(child.name.full) for child in usual_world.school.strangers}


@given(st.text(max_size=20))
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert folded(folded(text)) == folded(text)


@given(st.integers(0, 2**32), st.text(max_size=10))
def test_a_stream_is_the_same_for_the_same_seed_and_purpose(seed: int, purpose: str) -> None:
    assert stream(seed, purpose).random() == stream(seed, purpose).random()


@given(st.integers(0, 1000), st.lists(st.integers(), unique=True, min_size=1, max_size=20), st.integers(-3, 30))
def test_some_of_are_different_choices_in_order(seed: int, choices: list[int], count: int) -> None:
    chosen = some_of(stream(seed, "x"), choices, count)
    assert len(chosen) == min(max(count, 0), len(choices))
    assert chosen == [choice for choice in choices if choice in chosen]
    assert one_of(stream(seed, "x"), choices) in choices


def test_purposes_do_not_disturb_one_another() -> None:
    assert stream(1, "children").random() != stream(1, "staff").random()
    assert hexadecimal(stream(1, "x"), 7) != hexadecimal(stream(1, "y"), 7)
    assert len(hexadecimal(stream(1, "x"), 7)) == 7
