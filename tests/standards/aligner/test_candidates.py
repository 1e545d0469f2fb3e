"""What a lesson may serve, and the words it is known by."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from homeroom.standards import ccss
from homeroom.standards.aligner import candidates
from homeroom.standards.models import Framework, FrameworkItem, Standard


def test_every_shipped_standard_is_a_candidate_with_words_of_ours() -> None:
    found = candidates.shipped()
    assert [one.code for one in found] == [one.code for one in ccss.read().codes]
    assert all(len(one.words) >= 3 for one in found)
    assert {one.grade for one in found} == set(range(6))
    part = next(one for one in found if one.code == "3.NF.A.2.b")
    assert (part.parent, part.cluster, part.title in part.everything) == ("3.NF.A.2", "3.NF.A", True)


def test_no_phrase_shares_six_words_in_a_row_with_the_official_sentence(shared: Path) -> None:
    path = shared / "standards" / "ccss_coherence" / "ccss_math_standards.csv"
    with path.open(encoding="utf-8", newline="") as file:
        official = {row["code"]: runs(row["description"]) for row in csv.DictReader(file)}
    copied = [
        (one.code, phrase)
        for one in candidates.shipped()
        for phrase in one.phrases
        if runs(phrase) & official[one.code]
    ]
    assert copied == []


def runs(text: str, many: int = 6) -> set[tuple[str, ...]]:
    words = re.findall(r"[a-z0-9']+", text.lower())
    return {tuple(words[at : at + many]) for at in range(len(words) - many + 1)}


@pytest.mark.django_db
def test_official_sentences_come_from_what_the_school_imported() -> None:
    ccss.load()
    assert not any(one.official for one in candidates.here())
    package = Framework.objects.create(slug="p", title="P", subject="mathematics")
    standard = Standard.objects.get(code="3.NF.A.1")
    for at, text in enumerate(("Short.", "The longer of two sentences.")):
        FrameworkItem.objects.create(
            framework=package, identifier=str(at), text=text, position=at, received="{}", standard=standard
        )
    found = {one.code: one.official for one in candidates.here() if one.official}
    assert found == {"3.NF.A.1": "The longer of two sentences."}
