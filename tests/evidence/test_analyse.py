"""Each row of the design table through the whole analysis; order and names move no digit; what is missing says why."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence.worlds_by_hand import RECORDS, asked, crossover, pilot, spoiled
from extras import needs_evidence
from homeroom.evidence import mixed, results_json
from homeroom.evidence.analyse import analyse
from homeroom.evidence.choose import Design
from homeroom.evidence.data import Answer, Cell, Child, Data
from homeroom.evidence.errors import EvidenceError
from homeroom.evidence.estimate import Estimator
from homeroom.evidence.panel import Line
from homeroom.evidence.raw import Raw
from homeroom.evidence.results import Results

pytestmark = [pytest.mark.any_database, needs_evidence]


@pytest.fixture
def cr2_instead(monkeypatch: pytest.MonkeyPatch) -> None:
    """CR2's numbers in the mixed model's place: its own tests stand elsewhere, and cost seconds here."""
    from homeroom.evidence import analyse_classes

    monkeypatch.setattr(
        analyse_classes, "mixed_model", lambda table: replace(analyse_classes.robust(table), by=Estimator.MIXED)
    )


def moved(data: Data, school: Callable[[Child], str]) -> Data:
    """Each class in the school that is said of it."""
    return replace(data, children=tuple(replace(one, school=school(one)) for one in data.children))


def one_school_treated(data: Data) -> Data:
    return moved(data, lambda one: "s0" if one.is_new else f"s{1 + int(one.classroom[1:]) % 6}")


def in_twos(data: Data) -> Data:
    return moved(data, lambda one: f"s{int(one.classroom[1:]) // 2}")


def students(**columns: Any) -> Data:
    """Children drawn inside six classes."""
    random, children = np.random.default_rng(5), []
    for room in range(6):
        for place in range(10):
            before = random.normal()
            children.append(
                Child(f"c{room}-{place}", f"r{room}", "s", place % 2 == 0, before, 0.6 * before + random.normal() * 0.5)
            )
    return Data(asked(unit="student", **columns), tuple(children))


def waves(data: Data) -> Data:
    """With an earlier wave."""
    random = np.random.default_rng(9)
    return replace(
        data,
        children=tuple(
            replace(one, earlier=(float((one.baseline or 0) + random.normal() * 0.3),)) for one in data.children
        ),
    )


def dose(**columns: Any) -> Data:
    random, told = np.random.default_rng(3), pilot(5, 5, 8, is_dose=True)
    children = [
        replace(
            one, assigned=60.0 if one.is_new else 30.0, minutes=(used + random.normal() * 4, used + random.normal() * 4)
        )
        for one in told.children
        for used in [(60 if one.is_new else 30) * random.uniform(0.6, 1.1)]
    ]
    return replace(told, children=tuple(replace(one, **columns) for one in children))


def panel(found: Results) -> list[str]:
    return [found.estimates.first.by, *(one.by for one in found.estimates.beside)]


def shown(line: Line) -> bool:
    return line.effect.found is not None


def said(found: Results) -> set[str]:
    told = found.verdict
    return {one.rule.removeprefix("study-") for one in (*told.said, *told.refused, *told.beside, told.grade)}


ROWS = {
    Design.CLASSES: (pilot(5, 5, 8), ["mixed model", "CR2", "class means", "permutation"]),
    Design.FEW_CLASSES: (pilot(4, 4, 8), ["mixed model", "CR2", "class means", "permutation"]),
    Design.CHILDREN: (students(), ["class effects, CR2", "permutation"]),
    Design.CROSSOVER: (crossover(5, 4, 6), ["class, standard and class×unit effects, CR2", "permutation"]),
    Design.NOT_ASSIGNED: (
        waves(pilot(5, 6, 15, by_lot=False)),
        ["mixed model", "CR2", "class means", "entropy balancing", "difference-in-differences"],
    ),
    Design.ONE_TREATED: (pilot(2, 12, 6, schools=7, by_lot=False), ["rank among the untreated", "description"]),
    Design.DOSE: (dose(), ["mixed model", "assigned minutes as instrument", "observed slope"]),
}  # fmt: skip


@pytest.mark.usefixtures("cr2_instead")
@pytest.mark.parametrize("design", Design)
def test_each_row_of_the_design_table_is_estimated_as_it_says(design: Design) -> None:
    data, expected = ROWS[design]
    if design is Design.ONE_TREATED:  # both new classes in one school, which has no other
        data = one_school_treated(data)
    found = analyse(data, RECORDS)
    assert (found.design, panel(found)) == (str(design), expected)
    assert [one.by for one in (found.estimates.first, *found.estimates.beside) if not shown(one)] == []
    assert results_json.load(results_json.text(found)) == found


def test_the_mixed_model_is_fitted_and_agrees_with_cr2_where_classes_are_alike_in_size() -> None:
    found = analyse(pilot(3, 3, 8, seed=4), RECORDS)
    first, second = found.estimates.first, found.estimates.beside[0]
    assert first.effect.found == pytest.approx(second.effect.found, abs=1e-6)
    assert first.spread.found is not None
    assert first.spread.found.freedom < 6


@pytest.mark.usefixtures("cr2_instead")
def test_one_treated_school_gets_a_rank_and_no_standard_error() -> None:
    told = pilot(2, 12, 6, schools=7, by_lot=False)
    found = analyse(one_school_treated(told), RECORDS)
    first = found.estimates.first
    assert first.p.found is not None
    assert round(first.p.found * 7) in range(1, 8)
    assert first.spread.why is not None
    assert first.spread.why.rule == "study-one-treated"
    assert {"rank", "one-treated", "ungraded"} <= said(found)


@pytest.mark.usefixtures("cr2_instead")
@settings(max_examples=20 if os.environ.get("HOMEROOM_FULL") else 3, deadline=None)
@given(st.randoms(use_true_random=False), st.sampled_from([pilot(3, 3, 5), crossover(4, 4, 3)]))
def test_neither_the_order_of_rows_nor_names_change_a_number(random: Random, data: Data) -> None:
    names = {one.classroom for one in data.children}
    other = dict(zip(sorted(names), random.sample([f"x{at}" for at in range(len(names))], len(names)), strict=True))
    places = random.sample(range(len(data.children)), len(data.children))
    keys = {one.key: f"k{at:03d}" for one, at in zip(data.children, places, strict=True)}
    children = [replace(one, key=keys[one.key], classroom=other[one.classroom]) for one in data.children]
    cells = [replace(one, classroom=other[one.classroom], stratum=f"u {other[one.classroom]}") for one in data.cells]
    answers = [replace(one, child=keys[one.child]) for one in data.answers]
    for rows in (children, cells, answers):
        random.shuffle(rows)
    mixed_up = Data(data.asked, tuple(children), tuple(cells), tuple(answers))
    one, two = analyse(data, RECORDS), analyse(mixed_up, RECORDS)
    back = {new: old for old, new in other.items()}
    if two.classrooms.found is not None and one.classrooms.found is not None:
        by_key = {back[line.key]: replace(line, key=back[line.key]) for line in two.classrooms.found.classes}
        assert list(one.classrooms.found.classes) == [by_key[line.key] for line in one.classrooms.found.classes]
    for part in ("verdict", "baseline", "lost", "estimates", "seen", "subgroups"):
        assert getattr(one, part) == getattr(two, part)
    assert one.sensitivity.undo == two.sensitivity.undo


@pytest.mark.usefixtures("cr2_instead")
@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (pilot(1, 4, 8, schools=2), "one-class"),
        (moved(pilot(4, 4, 8, unit="school"), lambda one: "n" if one.is_new else f"o{one.classroom}"), "one-treated"),
        (moved(pilot(4, 4, 8), lambda one: f"n{one.classroom}" if one.is_new else "o"), "one-school"),
        (pilot(3, 3, 8), "few-classes"),
        (pilot(5, 5, 8, by_lot=False), "not-assigned"),
        (dose(), "dose"),
        (spoiled(pilot(5, 5, 8), baseline=None), "no-baseline"),
        (pilot(5, 5, 8, is_over_aligned=True), "over-aligned"),
        (pilot(5, 5, 8, was_seen_before=True), "seen-before"),
        (pilot(5, 4, 8, by_lot=False), "few-comparison"),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)  # fmt: skip
def test_each_refusal_of_a_study_is_said(data: Data, rule: str) -> None:
    assert rule in said(analyse(data, RECORDS))


def shifted(by: float) -> Data:
    data = pilot(5, 5, 8)
    return replace(
        data, children=tuple(replace(one, baseline=(one.baseline or 0) + by * one.is_new) for one in data.children)
    )


@pytest.mark.usefixtures("cr2_instead")
def test_groups_that_were_apart_before_and_too_many_lost_are_refused() -> None:
    assert "baseline-apart" in said(analyse(shifted(3.0), RECORDS))
    apart = analyse(replace(shifted(50.0), asked=asked(by_lot=False)), RECORDS)
    assert {"unbalanced", "few-effective"} & said(apart)
    data = pilot(5, 5, 8)
    half = tuple(replace(one, outcome=None) if one.is_new and at % 2 else one for at, one in enumerate(data.children))
    found = analyse(replace(data, children=half), RECORDS)
    assert "attrition" in said(found)
    assert found.lost.found is not None
    assert [(one.what, one.new_assigned, one.new_analysed) for one in found.lost.found] == [
        ("children", 40, 20), ("classes", 5, 5),
    ]  # fmt: skip
    bounds = found.sensitivity.bounds.found
    assert bounds is not None
    assert (bounds.missing_new, bounds.missing_old) == (20, 0)
    assert bounds.worst.effect.found is not None and bounds.best.effect.found is not None
    assert bounds.worst.effect.found < (found.estimates.first.effect.found or 0) < bounds.best.effect.found


@pytest.mark.parametrize(
    ("flag", "rule"),
    [("do_fits_disagree", "fits-disagree"), ("has_converged", "not-converged"), ("is_singular", "singular")],
)
def test_a_fit_that_is_not_sound_is_never_a_plain_number(flag: str, rule: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from homeroom.evidence import analyse_classes

    def odd(table: Any) -> Raw:
        return replace(analyse_classes.robust(table), by=Estimator.MIXED, **{flag: flag != "has_converged"})

    monkeypatch.setattr(analyse_classes, "mixed_model", odd)
    found = analyse(pilot(4, 4, 8), RECORDS)
    assert rule in said(found)
    assert shown(found.estimates.first) == (rule == "singular")
    assert shown(found.estimates.beside[0])


def test_remarks_of_a_fit_come_with_its_line(monkeypatch: pytest.MonkeyPatch) -> None:
    from homeroom.evidence import analyse_classes, mixed_engine
    from homeroom.evidence.analysed import table

    real = mixed_engine.fitted
    monkeypatch.setattr(mixed_engine, "fitted", lambda *told, **more: replace(real(*told, **more), converged=False))
    found = analyse_classes.mixed_model(table(pilot(3, 3, 5)))
    assert not found.has_converged
    assert mixed.Remark.UNCONVERGED == "not converged"


@pytest.mark.usefixtures("cr2_instead")
def test_what_cant_be_used_is_named_counted_and_set_aside() -> None:
    data = pilot(5, 5, 8)
    twice, both, wrong = data.children[0], data.children[8], data.children[16]
    children = [
        *data.children, replace(twice, outcome=9.0), replace(both, key="new", is_new=False),
    ]  # fmt: skip
    children[16] = replace(wrong, outcome=float("nan"))
    found = analyse(replace(data, children=tuple(children)), RECORDS)
    assert [(one.what, one.why.rule, one.why.values["count"]) for one in found.asides] == [
        (twice.key, "study-aside-twice", 2),
        (both.classroom, "study-aside-both-arms", 9),
        ("outcome", "study-aside-no-number", 1),
    ]
    assert found.estimates.children == 80 - 1 - 8 - 1


@pytest.mark.usefixtures("cr2_instead")
def test_answers_that_are_no_numbers_are_set_aside_and_missing_ones_bounded() -> None:
    data = crossover(4, 4, 5)
    answers = list(data.answers)
    answers[0] = replace(answers[0], outcome=float("inf"))
    answers[1] = replace(answers[1], outcome=None)
    found = analyse(replace(data, answers=tuple(answers)), RECORDS)
    assert [(one.what, one.why.rule) for one in found.asides] == [("answers", "study-aside-no-number")]
    assert found.sensitivity.bounds.found is not None
    assert found.lost.found is not None
    assert found.lost.found[0].what == "outcomes"


def test_an_arm_with_nobody_is_an_error_in_words() -> None:
    data = pilot(3, 3, 5)
    nobody = replace(data, children=tuple(one for one in data.children if one.is_new))
    with pytest.raises(EvidenceError, match="nothing to compare"):
        analyse(nobody, RECORDS)
    with pytest.raises(EvidenceError, match="nothing to compare"):
        analyse(spoiled(data, outcome=None), RECORDS)
    told = crossover(3, 4, 4)
    with pytest.raises(EvidenceError, match="no answer"):
        analyse(replace(told, answers=tuple(replace(one, outcome=None) for one in told.answers)), RECORDS)


@pytest.mark.usefixtures("cr2_instead")
def test_linked_standards_change_places_with_their_like_in_size() -> None:
    data = crossover(4, 6, 4)
    link = {"K.0": "a", "K.1": "a", "K.2": "b", "K.3": "b"}
    new = {"K.0": True, "K.1": True, "K.2": False, "K.3": False, "K.4": True, "K.5": False}
    cells = tuple(replace(one, link=link.get(one.what, ""), is_new=new[one.what]) for one in data.cells)
    cells = tuple(
        replace(one, is_new=not one.is_new) if one.classroom in ("r0", "r1") else one for one in cells
    )  # fmt: skip
    found = analyse(replace(data, cells=cells), RECORDS)
    chance = found.estimates.beside[0].chance.found
    assert chance is not None
    assert chance.draws == (2 * 2) ** 4  # two pairs and two standards in each class


@pytest.mark.usefixtures("cr2_instead")
def test_a_part_of_the_children_is_told_only_where_parts_respond_unlike() -> None:
    data = pilot(5, 5, 24, effect=0.0, schools=5)
    told = [replace(one, groups={"EL": "yes" if at % 2 else "no", "few": "one" if at == 0 else "most", "all": "same"})
            for at, one in enumerate(data.children)]  # fmt: skip
    alike = analyse(replace(data, children=tuple(told)), RECORDS).subgroups.found
    assert alike is not None
    assert [(one.name, one.value) for one in alike] == [
        ("EL", "no"), ("EL", "yes"), ("all", "same"), ("few", "most"), ("few", "one"),
    ]  # fmt: skip
    rules = {(one.name, one.value): one.effect.why and one.effect.why.rule for one in alike}
    assert rules["EL", "yes"] == "study-subgroup"
    assert rules["few", "one"] == "study-cell"
    unlike = [
        replace(one, outcome=(one.outcome or 0) + 2.0 * (one.is_new and one.groups["EL"] == "yes")) for one in told
    ]
    found = analyse(replace(data, children=tuple(unlike)), RECORDS).subgroups.found
    assert found is not None
    effects = {one.value: one.effect.found for one in found if one.name == "EL"}
    assert effects["yes"] is not None and effects["no"] is not None
    assert (effects["yes"].effect.found or 0) > 1 > (effects["no"].effect.found or 0)


@pytest.mark.usefixtures("cr2_instead")
def test_several_outcomes_of_a_domain_are_looked_at_together() -> None:
    random, data = (
        np.random.default_rng(2),
        pilot(5, 5, 10, secondary={"a": "math", "b": "math", "c": "math", "d": "reading"}),
    )
    children = tuple(
        replace(one, secondary={name: (one.baseline or 0) + random.normal() for name in "abc"}) for one in data.children
    )
    found = analyse(replace(data, children=children), RECORDS)
    assert [one.measure for one in found.secondary] == ["a", "b", "c", "d"]
    assert found.secondary[3].first.effect.why is not None
    assert found.secondary[0].children == 100


@pytest.mark.usefixtures("cr2_instead")
def test_an_outcome_that_chance_among_several_explains_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    from homeroom.evidence import judging

    monkeypatch.setattr(judging, "discovered", lambda ps, rate: [False for _ in ps])
    data = pilot(5, 5, 10, secondary={"a": "math"})
    children = tuple(replace(one, secondary={"a": (one.outcome or 0) + 3.0 * one.is_new}) for one in data.children)
    found = analyse(replace(data, children=children), RECORDS)
    assert [one.rule for one in found.secondary[0].first.remarks] == ["study-one-of-many"]


@pytest.mark.usefixtures("cr2_instead")
def test_leaving_one_class_out_names_each_and_tells_where_the_study_leans_on_one() -> None:
    data = pilot(4, 4, 8, seed=11)
    pulled = [replace(one, outcome=(one.outcome or 0) + 6.0 * (one.classroom == "r00")) for one in data.children]
    found = analyse(replace(data, children=tuple(pulled)), RECORDS).sensitivity
    assert found.without_one.found is not None
    assert [one.key for one in found.without_one.found] == [f"r{at:02d}" for at in range(8)]
    strong = analyse(pilot(4, 4, 8, effect=3.0), RECORDS).sensitivity
    assert strong.undo.found is not None
    assert 0 < strong.undo.found.share < 1
    few = analyse(pilot(2, 2, 8), RECORDS).sensitivity
    assert few.without_one.why is not None


@pytest.mark.usefixtures("cr2_instead")
def test_what_could_have_been_seen_names_what_matters_and_the_classes_it_needs() -> None:
    seen = analyse(pilot(5, 5, 8, matters=0.3), RECORDS).seen
    assert (seen.matters.found, seen.detectable.found is not None) == (0.3, True)
    assert seen.needed.found is not None
    assert seen.needed.found > 10
    plain = analyse(replace(pilot(5, 5, 8), asked=asked(matters=0.3, unit="class")), RECORDS).seen
    assert plain == seen
    assert analyse(students(matters=0.3), RECORDS).seen.needed.found is not None
    assert analyse(spoiled(pilot(5, 5, 8, matters=0.3), baseline=None), RECORDS).seen.needed.found is not None
    assert analyse(
        replace(crossover(5, 4, 6), asked=asked(unit="class by week", matters=0.3)), RECORDS
    ).seen.needed.found


@pytest.mark.usefixtures("cr2_instead")
def test_minutes_that_nobody_knows_leave_an_instrument_nothing_to_go_by() -> None:
    found = analyse(dose(minutes=None), RECORDS)
    lines = {one.by: one for one in found.estimates.beside}
    assert lines["assigned minutes as instrument"].effect.why is not None
    slope = {one.by: one for one in analyse(dose(), RECORDS).estimates.beside}["observed slope"]
    assert [one.rule for one in slope.remarks] == ["study-dose", "study-usage"]
    assert slope.p.why is not None
    flat = {one.by: one for one in analyse(dose(minutes=(30.0, 30.0)), RECORDS).estimates.beside}["observed slope"]
    assert flat.effect.why is not None


@pytest.mark.usefixtures("cr2_instead")
def test_covariates_that_somebody_lacks_are_left_out_for_all() -> None:
    data = pilot(5, 5, 8)
    children = [
        replace(one, covariates={"grade 1": float(at % 2), **({"EL": 1.0} if at else {})})
        for at, one in enumerate(data.children)
    ]
    found = analyse(replace(data, children=tuple(children)), RECORDS).baseline.found
    assert found is not None
    assert [one.measure for one in found] == ["Fall", "grade 1"]


@pytest.mark.usefixtures("cr2_instead")
def test_added_time_is_said() -> None:
    assert "added-time" in said(analyse(pilot(5, 5, 8), replace(RECORDS, has_added_time=True)))


@pytest.mark.usefixtures("cr2_instead")
def test_schools_that_were_drawn_are_what_errors_go_by() -> None:
    found = analyse(pilot(4, 4, 8, unit="class"), RECORDS)
    data = pilot(6, 6, 6, unit="school")
    schools = analyse(in_twos(data), RECORDS)
    assert schools.estimates.beside[0].spread.found is not None
    assert found.estimates.beside[0].spread.found is not None
    assert schools.estimates.beside[0].spread.found.freedom < 6


def test_a_random_school_is_fitted_beside_the_class() -> None:
    from homeroom.evidence import analyse_classes
    from homeroom.evidence.analysed import table

    data = pilot(6, 6, 6, unit="school")
    told = table(in_twos(data))
    assert set(analyse_classes._levels(told)) == {"class", "school"}


def test_cells_and_answers_of_nobody_are_left_out() -> None:
    data = crossover(4, 4, 5)
    stray = replace(
        data,
        cells=(*data.cells, Cell("nowhere", "K.0", "x", is_new=True)),
        answers=(*data.answers, Answer("nobody", "K.0", 1.0)),
    )
    assert analyse(stray, RECORDS).estimates == analyse(data, RECORDS).estimates
