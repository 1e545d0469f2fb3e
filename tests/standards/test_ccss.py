import csv
import re
from dataclasses import replace
from pathlib import Path

import pytest

from homeroom.standards import ccss
from homeroom.standards.errors import StandardsError
from homeroom.standards.models import Framework, Prerequisite, Standard


def test_all_of_kindergarten_to_grade_5_is_there() -> None:
    mathematics = ccss.read()
    parts = [code for code in mathematics.codes if code.parent]
    assert (len(mathematics.codes), len(parts), len(mathematics.edges)) == (191, 43, 277)
    assert {code.grade for code in mathematics.codes} == set("K12345")
    assert {code.domain for code in mathematics.codes} == {"CC", "OA", "NBT", "NF", "MD", "G"}


def test_codes_stand_in_the_order_they_are_taught() -> None:
    codes = ccss.read().codes
    assert [code.order for code in codes] == list(range(1, 192))
    assert (codes[0].code, codes[-1].code) == ("K.CC.A.1", "5.G.B.4")
    places = {code.code: code.order for code in codes}
    assert places["3.NF.A.2"] < places["3.NF.A.2.a"] < places["3.NF.A.2.b"] < places["3.NF.A.3"]
    assert places["2.MD.D.9"] < places["2.MD.D.10"]


def test_a_part_belongs_to_the_standard_its_code_begins_with() -> None:
    for code in ccss.read().codes:
        assert code.parent == (code.code.rpartition(".")[0] if code.code[-1].isalpha() else "")


def test_every_title_is_short_and_its_own() -> None:
    titles = [code.title for code in ccss.read().codes]
    assert all(0 < len(title) <= 60 and title == title.strip() for title in titles)
    assert len(set(titles)) == 191


@pytest.mark.parametrize("language", ["es", "vi"])
def test_every_title_has_a_short_translation_of_its_own(language: str) -> None:
    titles = [getattr(code.translated, language) for code in ccss.read().codes]
    assert all(0 < len(title) <= 60 and title == title.strip() for title in titles)
    assert len(set(titles)) == 191


def test_translations_are_drafts_until_somebody_has_read_them() -> None:
    translated = [code.translated for code in ccss.read().codes]
    assert {one.reviewed_es for one in translated} == {one.reviewed_vi for one in translated} == {""}


@pytest.mark.django_db
def test_translations_and_who_read_them_stand_beside_the_title(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = ccss.read()
    first = replace(whole.codes[0], translated=ccss.Translated("Contar", "Ana, 2026-11-01", "Đếm"))
    monkeypatch.setattr(ccss, "read", lambda: replace(whole, codes=(first, *whole.codes[1:])))
    ccss.load()
    kept = Standard.objects.get(code=first.code)
    assert (kept.title_es, kept.reviewed_es, kept.title_vi, kept.reviewed_vi) == (
        "Contar",
        "Ana, 2026-11-01",
        "Đếm",
        "",
    )


def _words(text: str) -> str:
    return f" {' '.join(re.findall(r'[a-z0-9/]+', text.casefold()))} "


def test_no_title_is_taken_from_the_official_sentences(shared: Path) -> None:
    source = shared / "standards/ccss_coherence/ccss_math_standards.csv"
    with source.open(encoding="utf-8", newline="") as file:
        official = " | ".join(_words(row["description"] + " " + row["cluster_name"]) for row in csv.DictReader(file))
    for code in ccss.read().codes:
        words = _words(code.title).split()
        runs = [words[start : start + 6] for start in range(len(words) - 5)]
        for run in [words, *runs]:
            assert f" {' '.join(run)} " not in official, code.title


def test_codes_parents_and_edges_are_those_of_the_source(shared: Path) -> None:
    folder = shared / "standards/ccss_coherence"
    with (folder / "ccss_math_standards.csv").open(encoding="utf-8", newline="") as file:
        official = {(r["code"], r["parent"], r["grade"]) for r in csv.DictReader(file) if r["grade"] in "K12345"}
    with (folder / "ccss_math_prerequisites.csv").open(encoding="utf-8", newline="") as file:
        codes = {code for code, _, _ in official}
        edges = {tuple(row.values()) for row in csv.DictReader(file) if codes.issuperset(row.values())}
    assert {(c.code, c.parent, c.grade) for c in ccss.read().codes} == official
    assert {(e.before, e.after) for e in ccss.read().edges} == edges


def test_what_is_incomplete_is_refused() -> None:
    mathematics = ccss.read()
    with pytest.raises(StandardsError, match="147, 43 and 277"):
        ccss.checked(replace(mathematics, codes=mathematics.codes[1:]))


def test_an_edge_to_nowhere_is_refused() -> None:
    mathematics = ccss.read()
    edges = (ccss.Edge("9.XX.A.1", "K.CC.A.1"), *mathematics.edges[1:])
    with pytest.raises(StandardsError, match=r"9\.XX\.A\.1"):
        ccss.checked(replace(mathematics, edges=edges))


def test_a_circle_is_refused_and_shown() -> None:
    mathematics = ccss.read()
    first, second, *rest = mathematics.edges
    back = replace(second, before=first.after, after=first.before)
    with pytest.raises(StandardsError, match=f"circle: .*{re.escape(first.after)}"):
        ccss.checked(replace(mathematics, edges=(first, back, *rest)))


@pytest.mark.django_db
def test_loading_twice_is_loading_once() -> None:
    first, second = ccss.load(), ccss.load()
    assert first == second
    assert Framework.objects.count() == 1
    assert (Standard.objects.count(), Prerequisite.objects.count()) == (191, 277)
    assert Standard.objects.exclude(parent=None).count() == 43
    assert Standard.objects.get(code="3.NF.A.2.b").parent == Standard.objects.get(code="3.NF.A.2")


@pytest.mark.django_db
def test_loading_again_mends_what_was_changed() -> None:
    ccss.load()
    kept = Standard.objects.get(code="3.NF.A.1")
    Standard.objects.filter(pk=kept.pk).update(title="something else")
    ccss.load()
    kept.refresh_from_db()
    assert kept.title == "Fractions as equal parts of a whole"


@pytest.mark.django_db
def test_loading_takes_few_queries(django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    with django_assert_max_num_queries(16):
        ccss.load()
