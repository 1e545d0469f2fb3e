"""A real interchange set, measured: the grade 3 mathematics benchmark of a made-up district."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.test import Client

from a_school import staff
from homeroom.facts import store
from homeroom.intake.models import Delivery
from homeroom.mastery import estimate
from homeroom.mastery.refresh import refresh
from homeroom.people.models import Role
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


@pytest.mark.shared
def test_the_contradicting_sittings_move_no_estimate_and_the_child_s_page_says_so(
    taken: dict[str, Delivery], client: Client
) -> None:
    estimate.nightly()
    moved = "select count(*) filter (evidence_weight > 0 or attempts > 0 or not inferred), count(*) from mastery"
    assert store.query(moved, tables=["mastery"]).one[0] == 0
    assert store.query("select count(*) from mastery_sources", tables=["mastery_sources"]).one == (0,)
    books = estimate.counted()
    assert {kind for _, _, kind in books} == {"contradiction"}
    assert sum(rows for (source, _, _), rows in books.items() if source == "attempts") == 3680
    child, day = store.query("select student, occurred_on from attempts limit 1", tables=["attempts"]).rows[0]
    client.force_login(staff("data", Role.Kind.DATA_TEAM, None))
    page = client.get(f"/student/{child}/?week={day:%G-W%V}").content.decode()
    assert '<h2 id="contradictions">What does not add up</h2>' in page
    said = re.search(r"The file marks (\d+) of (\d+) answers right, yet its raw score is (\d+)\.", page)
    assert said and said[1] == said[2] != said[3]
