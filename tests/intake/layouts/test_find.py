"""Which layout a header fits: exactly, in another order, with more columns, without optional ones; else none."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from homeroom.intake.layouts import Fit, Header, find, why_held
from homeroom.intake.own_programs import each_layout
from homeroom.programs.declaration import Program, load, load_all, normalised
from intake.layouts.files import LESSONS, RENAMED, header

PROGRAMS = load_all()
LAYOUTS = [one for one in each_layout(PROGRAMS) if not one[2].fixed]

GARDEN = """
[program]
slug = "garden"
name = "Garden"

[[report]]
slug = "days"
name = "Days"
fact = "usage"
grain = "one day of one child"
"""
LAYOUT = """
[[report.layout]]
slug = "{slug}"
columns = [{columns}]
optional = [{optional}]
key = ["student", "occurred_on"]
{since}

[report.layout.identity]
ids = "Pupil"

[report.layout.fields]
occurred_on = {{ column = "Day", cast = "date", format = "iso" }}
"""


def garden(tmp_path: Path, *layouts: tuple[str, str, str, str]) -> Program:
    """A program with layouts of (slug, columns, optional columns, since)."""
    text = GARDEN
    for slug, columns, optional, since in layouts:
        listed = [", ".join(f'"{name}"' for name in names.split()) for names in (columns, optional)]
        text += LAYOUT.format(
            slug=slug, columns=listed[0], optional=listed[1], since=f"since = {since}" if since else ""
        )
    (tmp_path / "garden").mkdir(exist_ok=True)
    (tmp_path / "garden" / "program.toml").write_text(text, "utf-8")
    return load(tmp_path / "garden")


def fit(program: Program, *names: str) -> tuple[str, Fit] | None:
    found = find(header(*names), [program])
    return (found.layout.slug, found.fit) if found else None


@pytest.fixture
def plain(tmp_path: Path) -> Program:
    return garden(tmp_path, ("a", "Pupil Day Plots Mood", "Plots Mood", ""))


def test_the_order_of_the_decision(plain: Program) -> None:
    assert fit(plain, "Pupil", "Day", "Plots", "Mood") == ("a", Fit.EXACT)
    assert fit(plain, "Day", "mood", "PUPIL", "plots") == ("a", Fit.REORDERED)
    assert fit(plain, "Pupil", "Day", "Plots", "Mood", "Weather") == ("a", Fit.MORE)
    assert fit(plain, "Day", "Pupil") == ("a", Fit.FEWER)
    assert fit(plain, "Pupil", "Plots", "Mood") is None


def test_a_missing_column_beside_an_unknown_one_may_be_the_same(plain: Program) -> None:
    assert fit(plain, "Pupil", "Day", "Plots", "Humour") is None
    words = why_held(header("Pupil", "Day", "Plots", "Humour"), [plain])
    assert words == "It is nearest to Garden, Days, but lacks “Mood” and has “humour”, which that report does not."


def test_the_same_columns_go_before_more_of_them(tmp_path: Path) -> None:
    both = garden(tmp_path, ("small", "Pupil Day", "", ""), ("large", "Pupil Day Plots", "", ""))
    assert fit(both, "Pupil", "Day") == ("small", Fit.EXACT)
    assert fit(both, "Plots", "Pupil", "Day") == ("large", Fit.REORDERED)
    assert fit(both, "Plots", "Pupil", "Day", "Mood") == ("large", Fit.MORE)


def test_a_layout_whose_columns_are_all_there_is_not_taken_where_another_knows_more_of_the_file(tmp_path: Path) -> None:
    """The larger report with one column renamed holds all that the smaller one asks for."""
    both = garden(tmp_path, ("small", "Pupil Day", "", ""), ("large", "Pupil Day Plots Weeds Water", "", ""))
    assert fit(both, "Pupil", "Day", "Plots", "Weeds", "Rain") is None


def test_of_two_that_fit_alike_the_later_one_is_meant(tmp_path: Path) -> None:
    dated = garden(tmp_path, ("a", "Pupil Day", "", ""), ("b", "Pupil Day", "", "2026-08-01"))
    assert fit(dated, "Pupil", "Day") == ("b", Fit.EXACT)
    assert dated.report("days").layouts[1].since == date(2026, 8, 1)


def test_two_that_fit_equally_well_are_a_guess(tmp_path: Path) -> None:
    twice = garden(tmp_path, ("a", "Pupil Day Plots", "Plots", ""), ("b", "Pupil Day Mood", "Mood", ""))
    assert fit(twice, "Pupil", "Day") is None
    assert "fits 2 layouts equally well: Garden, Days, layout a; Garden, Days, layout b" in why_held(
        header("Pupil", "Day"), [twice]
    )


def test_a_file_with_three_renamed_columns_fits_nothing() -> None:
    assert find(header(*LESSONS), PROGRAMS)
    assert find(header(*(RENAMED.get(name, name) for name in LESSONS)), PROGRAMS) is None


CHANGES = st.lists(
    st.tuples(
        st.sampled_from(["rename", "drop", "add", "split", "swap", "twice"]), st.integers(0, 500), st.integers(0, 500)
    ),
    max_size=6,
)


def changed(columns: tuple[str, ...], changes: list[tuple[str, int, int]]) -> list[str]:
    names = list(columns)
    for what, a, b in changes:
        at, other = a % max(len(names), 1), b % max(len(names), 1)
        if what == "rename" and names:
            names[at] = f"New name {b}"
        elif what == "drop" and len(names) > 1:
            del names[at]
        elif what == "add":
            names.insert(at, f"Added {b}")
        elif what == "split" and names:
            names[at : at + 1] = [f"{names[at]} 1st half", f"{names[at]} 2nd half"]
        elif what == "swap" and names:
            names[at], names[other] = names[other], names[at]
        elif what == "twice" and names:
            names.append(names[at])
    return names


@settings(deadline=None, max_examples=200)
@given(st.integers(0, len(LAYOUTS) - 1), CHANGES)
def test_nothing_is_ever_loaded_by_a_guess(which: int, changes: list[tuple[str, int, int]]) -> None:
    """Whatever is taken holds every column that is needed, and lacks none where there is one that nobody knows."""
    program, report, layout = LAYOUTS[which]
    names = changed(layout.columns, changes)
    found = find(Header(tuple(names), ","), PROGRAMS)
    if found is None:
        assert changes, "a header as declared is always known"
        return
    there, wanted = set(map(normalised, names)), {normalised(name): name for name in found.layout.columns}
    lacking = [name for key, name in wanted.items() if key not in there]
    assert set(lacking) <= found.layout.optional
    assert not lacking or there <= wanted.keys()
    assert (found.program.slug, found.report.slug) == (program.slug, report.slug)
    for name, place in found.position.items():
        assert normalised(names[place]) == normalised(name)


@pytest.mark.parametrize("one", LAYOUTS, ids=lambda one: f"{one[0].slug}-{one[1].slug}-{one[2].slug}")
def test_every_declared_header_is_known_in_any_order(one: tuple[Program, object, object]) -> None:
    layout = one[2]
    for names in (layout.columns, layout.columns[::-1]):  # type: ignore[attr-defined]
        found = find(Header(tuple(names), ","), PROGRAMS)
        assert found
        assert (found.layout, found.fit in (Fit.EXACT, Fit.REORDERED)) == (layout, True)
