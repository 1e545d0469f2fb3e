"""The analysis of a study: plain tables in, its whole result out, by the row of the design table that it falls in.

Whatever brings the tables, records or a simulation or a pack, the numbers are the same to the last digit.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import partial

from homeroom.evidence import losses, mixed_engine, sentences
from homeroom.evidence.agreement import estimate
from homeroom.evidence.analyse_parts import classrooms, parts
from homeroom.evidence.could_see import seen
from homeroom.evidence.data import Data
from homeroom.evidence.data_checks import checked
from homeroom.evidence.estimators import Steps, at_once
from homeroom.evidence.flow import Flow
from homeroom.evidence.judging import judged, panel, secondary
from homeroom.evidence.named import named
from homeroom.evidence.prepare import Prepared, prepared
from homeroom.evidence.results import Aside, Cost, Effort, Got, Made, Results, Scale
from homeroom.evidence.results import Verdict as Told
from homeroom.evidence.sensitivity import sensitivity
from homeroom.evidence.settle import settled
from homeroom.evidence.situation import chosen
from homeroom.evidence.statement import Part, Statement
from homeroom.evidence.verdict import Verdict

NOT_RECORDED = Statement(sentences.NOT_RECORDED.id)


@dataclass(frozen=True)
class Records:
    """What stands beside the tables, as it was recorded: nothing is worked out of it."""

    made: Made
    flow: Part[Flow] = field(default=Part(why=Statement(sentences.NOT_COUNTED.id)))
    got: Part[tuple[Got, ...]] = field(default=Part(why=NOT_RECORDED))
    surveys: Part[tuple[Scale, ...]] = field(default=Part(why=NOT_RECORDED))
    effort: Part[tuple[Effort, ...]] = field(default=Part(why=NOT_RECORDED))
    cost: Part[tuple[Cost, ...]] = field(default=Part(why=NOT_RECORDED))
    asides: tuple[Aside, ...] = ()
    has_added_time: bool = False


def analyse(data: Data, records: Records, steps: Steps = at_once) -> Results:
    """Raises EvidenceError where an arm has nobody, or where mixedlm is not installed."""
    mixed_engine.needed()
    sound, asides = checked(data)
    calm = settled(sound)
    found = prepared(calm.data, chosen(calm.data))
    results = _results(found, records, steps)
    return named(replace(results, asides=(*records.asides, *asides)), calm.classes)


def _results(found: Prepared, records: Records, steps: Steps) -> Results:
    asked = found.data.asked
    raws = {by: steps(str(by), partial(found.estimated, by)) for by in (found.choice.first, *found.choice.beside)}
    first = estimate(raws[found.choice.first], found.scaling, asked.alpha)
    lost = losses.attritions(found, records.flow.found)
    told = judged(found, raws, losses.worst(lost), records.has_added_time)
    refused = told.hides
    return Results(
        asked.study, asked.question, asked.kind, asked.unit, str(found.choice.design), asked.by_lot,
        _in_words(told), records.flow, records.got, losses.baseline_rows(found), Part(losses.lost(lost)),
        panel(found, raws, told), secondary(found, steps, refused), seen(found, told.estimate),
        classrooms(found, refused), parts(found, refused), records.surveys, records.effort, records.cost,
        sensitivity(found, first, refused, steps), (), records.made,
    )  # fmt: skip


def _in_words(told: Verdict) -> Told:
    said, refused, beside = (
        tuple(Statement(one.rule.id, one.numbers) for one in part) for part in (told.said, told.refused, told.beside)
    )
    return Told(said, refused, beside, Statement(told.grade.rule.id))
