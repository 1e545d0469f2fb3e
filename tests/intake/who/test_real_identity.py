"""A real-looking district: one program's ids are the roster's, another's children are all strangers until they come."""

from __future__ import annotations

from pathlib import Path

import pytest

from homeroom.intake import quarantine
from homeroom.intake.models import Delivery, IdentityLink
from homeroom.intake.receive import receive
from homeroom.intake.roster_models import RosterChangeSet
from homeroom.intake.rosters.decide import approve
from homeroom.intake.rosters.draft import draft
from homeroom.intake.who import waiting
from homeroom.people.models import Student
from intake.taking_in import ledger, reasons, take
from intake.who.a_case import data_team
from intake.who.insights import as_oneroster

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.shared]
OEA = "programs_and_rosters/oea"


def test_clever_links_everybody_and_iready_nobody_until_their_roster_comes(shared: Path, tmp_path: Path) -> None:
    list(receive([as_oneroster(shared / OEA / "insights_k12/roster", tmp_path / "roster")]))
    assert Student.objects.count() == 600

    (clever,) = take(shared / OEA / "Clever/daily-participation/Students/Students.csv")
    assert ledger(clever) == {"published": clever.rows_in}
    links = IdentityLink.objects.filter(program="clever", withdrawn_at=None)
    assert links.values("student").distinct().count() == 600
    assert set(links.values_list("method", flat=True)) == {"id"}

    math = shared / OEA / "iReady/personalized_instruction_by_lesson_math/math.csv"
    (iready,) = take(math)
    assert set(reasons(iready)) == {"unmatched"}
    assert ledger(iready) == {"quarantined": iready.rows_in}
    assert not IdentityLink.objects.filter(program="iready").exists()
    queued = [waiting.Queued(*one) for one in waiting.queue("iready")]
    assert len(queued) == 471
    assert sum(one.rows for one in queued) == iready.rows_in

    draft(math, tmp_path / "theirs")
    list(receive([tmp_path / "theirs"]))
    for held in RosterChangeSet.objects.filter(state="held"):  # so many new children are for a person to let in
        approve(held.pk, data_team())
    assert [one.pk for one in quarantine.redrive([iready.pk])] == [iready.pk]
    ends = ledger(Delivery.objects.get(pk=iready.pk))
    assert ends.keys() == {"published", "duplicate"}  # the file says a few rows twice
    assert ends["duplicate"] < 10
    assert waiting.totals() == {"keys": 0, "rows": 0}
