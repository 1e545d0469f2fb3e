"""Made-up studies go through the analysis, and what is refused of them is what is wrong with them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from homeroom.evidence import losses
from homeroom.evidence.data import Data
from homeroom.evidence.data_checks import checked
from homeroom.evidence.judging import judged
from homeroom.evidence.prepare import prepared
from homeroom.evidence.settle import settled
from homeroom.evidence.situation import chosen
from homeroom.simulation.chance import stream
from homeroom.simulation.studies import crossovers, doses, one_treated, pilots
from homeroom.simulation.studies.pilots import Pilot
from homeroom.simulation.studies.tables import ASKED, of_crossover, of_doses, of_network, of_pilot

pytest.importorskip("mixedlm", reason="the extra [evidence] is not installed")
pytestmark = pytest.mark.any_database


def refused(data: Data) -> set[str]:
    calm = settled(checked(data)[0])
    found = prepared(calm.data, chosen(calm.data))
    raws = {by: found.estimated(by) for by in (found.choice.first, *found.choice.beside)}
    made = judged(found, raws, losses.worst(losses.attritions(found, None)), has_added_time=False)
    return {one.rule.id.removeprefix("study-") for one in made.refused}


def test_a_sound_pilot_is_not_refused_and_a_lopsided_one_is() -> None:
    pair = np.arange(12) % 6
    sound = of_pilot(pilots.make(Pilot(6, 6), stream(4, "pilot")), strata=pair)
    assert len({one.stratum for one in sound.children}) == 6
    assert "attrition" not in refused(sound)
    lost = pilots.make(Pilot(6, 6, lost_more=0.4), stream(4, "pilot"))
    assert "attrition" in refused(of_pilot(lost))
    assert "no-baseline" in refused(of_pilot(lost, has_baseline=False))


def test_a_crossover_goes_through() -> None:
    told = replace(ASKED, unit="class by standard", baseline="")
    data = of_crossover(crossovers.make(crossovers.Crossover(6), stream(1, "crossover")), told)
    assert len({one.stratum for one in data.cells}) == 12
    assert refused(data) == set()


def test_minutes_that_children_chose_carry_no_causal_word() -> None:
    made = doses.make(doses.Dose(classes=10, children=8), stream(1, "dose"))
    assert "dose" in refused(of_doses(made, replace(ASKED, by_lot=False, is_dose=True)))


def test_one_school_alone_is_ranked() -> None:
    waves = one_treated.make(one_treated.Network(schools=6), stream(1, "network"))
    data = of_network(waves, replace(ASKED, by_lot=False), stream(2, "network"))
    assert {len(one.earlier) for one in data.children} == {2}
    assert {"one-treated", "not-assigned"} <= refused(data)
