"""A real interchange set, measured: the grade 3 mathematics benchmark of a made-up district."""

from __future__ import annotations

from pathlib import Path

import pytest

from homeroom.facts import store
from homeroom.intake.models import Delivery
from homeroom.mastery.refresh import refresh
from homeroom.standards.alignment import tags
from homeroom.standards.models import Standard
from intake.taking_in import ledger, take

FOLDER = "programs_and_rosters/edfi_xml_grand_bend"


@pytest.fixture
def taken(db: None, shared: Path) -> dict[str, Delivery]:
    folder = shared / FOLDER
    names = (
        "Student",
        "Standards",
        "AssessmentMetadata-Benchmarks-3rdGradeMath",
        "StudentAssessment-Benchmarks-3rdGradeMath",
    )
    return {one.file: one for name in names for one in take(folder / f"{name}.xml")}


@pytest.mark.shared
def test_every_sitting_answer_item_and_standard_is_there_and_every_sitting_contradicts_itself(
    taken: dict[str, Delivery],
) -> None:
    stem = "StudentAssessment-Benchmarks-3rdGradeMath"
    assert ledger(taken[f"{stem}.scores.csv"]) == {"published": 160}
    assert ledger(taken[f"{stem}.items.csv"]) == {"published": 3680}
    assert ledger(taken["Student.xml"]) == {"published": 960, "ignored": 3}
    assert ledger(taken["Standards.xml"])["published"] == 5597
    sql = (
        "select count(*), count(distinct activity), count(distinct student), count(distinct content_item),"
        " count(*) filter (contradiction), count(*) filter (correct) from attempts"
    )
    assert store.query(sql, tables=["attempts"]).one == (3680, 160, 80, 46, 3680, 3680)
    aligned = tags()
    assert (len(set(aligned["content_item"])), len(set(aligned["standard"]))) == (46, 16)
    assert Standard.objects.filter(framework__slug="edfi").count() == 5597
    refresh([2022])
    asked = "select sum(attempts), sum(correct), sum(first_tries), count(last_on), sum(contradicting) from practice"
    on_standards = 80 * len(aligned["standard"])  # an answer to an item on two standards is told under each
    assert store.query(asked, tables=["practice"]).one == (0, 0, 0, 0, on_standards)
