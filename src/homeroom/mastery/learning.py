"""Learn the engine's constants, and what each kind of evidence is worth, from the children at hand."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta

import numpy as np
from django.db import transaction
from django.utils import timezone

from homeroom.facts.engine import Session
from homeroom.mastery import told_by_bkt
from homeroom.mastery.engines import ENGINES, FILTER, TRACING, Constants, chosen
from homeroom.mastery.errors import MasteryError
from homeroom.mastery.estimates import Estimates, estimates
from homeroom.mastery.evidence import Evidence
from homeroom.mastery.fitting import fit
from homeroom.mastery.kernel import MEAN, STEP, VARIANCE
from homeroom.mastery.models import ParameterSet
from homeroom.mastery.parameters import Tables, tables
from homeroom.mastery.scale_fit import fitted
from homeroom.mastery.state import ENOUGH
from homeroom.mastery.trace import Traced, traced
from homeroom.mastery.worths import CLAIMED, Scale, ScaleKey, Word, Worths

FRESH = timedelta(days=7)  # constants change slowly: they are learned anew once a week
TIMED = 20  # answers with a time, from which on an item has a usual one
TRUST = 10.0  # claims that the expected rates of a program's word are worth
BOUNDS = (0.5, 0.99)

PACES = """
    select program, content_item, median(seconds) as pace
    from attempts
    where seconds > 0 and content_item is not null and not coalesce(contradiction, false)
    group by program, content_item
    having count(*) >= $timed
    order by program, content_item
"""
SCORES = """
    select
        scales.program, scales.assessment, scales.objective, scales.method, scales.grade,
        assessments.student, assessments.result_number as score
    from assessments
    inner join scales
        on scales.program = assessments.program
        and scales.assessment = coalesce(assessments.assessment, '')
        and scales.objective = coalesce(assessments.objective, '')
        and scales.method = coalesce(assessments.method, '')
        and scales.grade = coalesce(assessments.grade_assessed, '')
    where assessments.result_kind = 'score' and assessments.result_number is not null and place is not null
    order by all
"""
Read = Callable[[Worths], Evidence | None]


@dataclass(frozen=True)
class Learned:
    """`version` is a digest of all of it: equal constants, equal version. `failed` says why newer ones are missing."""

    parameters: Constants
    worths: Worths
    version: str
    failed: str = ""
    engine: str = FILTER

    @classmethod
    def of(cls, parameters: Constants, worths: Worths, engine: str = FILTER) -> Learned:
        whole = parameters.to_json() + worths.to_json()
        return cls(parameters, worths, hashlib.sha256(whole.encode()).hexdigest()[:16], engine=engine)


def standing(engine: str = "") -> Learned | None:
    """What the engine, by default the chosen one, learned last, if anything that can be read today."""
    found = _newest(engine or chosen())
    return None if found is None else _read(found)


def is_due(engine: str = "") -> bool:
    """Whether a week has passed since the engine's constants were learned, or none were."""
    found = _newest(engine or chosen())
    return found is None or found.learned_at is None or timezone.now() - found.learned_at >= FRESH


def learned_anew(session: Session, read: Read, facts_version: int, engine: str = "") -> Learned:
    """Learn and keep. Where it fails, what stood goes on and says why; without any, the starting values do."""
    engine = engine or chosen()
    try:
        made = learn(session, read, engine)
    except (MasteryError, ArithmeticError, ValueError) as error:
        return _failed(engine, f"{type(error).__name__}: {error}"[:1000], facts_version)
    _keep(made, facts_version)
    return made


def learn(session: Session, read: Read, engine: str = FILTER) -> Learned:
    """Constants first, from all evidence but claims and scale scores; then what these are worth beside it."""
    told = session.run(PACES, {"timed": TIMED}).rows
    worths = Worths(paces={(program, item): float(pace) for program, item, pace in told})
    evidence = read(worths)
    plain = evidence and evidence.take(evidence.kind != CLAIMED)
    if evidence is None or plain is None or not len(plain.responses):
        return Learned.of(ENGINES[engine].start(), worths, engine)
    if engine == TRACING:
        return Learned.of(told_by_bkt.fit(plain.responses), worths, engine)
    parameters = fit(plain.responses)
    if not np.isfinite(parameters.difficulty).all():
        raise MasteryError("The fit did not end in numbers: look for answers with impossible results or days.")
    layout = tables(parameters, plain.responses)
    seen = traced(plain.responses, layout, float(np.nanmax(plain.responses.day)))
    scales = _scales(session, plain, layout, seen)
    words = _words(evidence, _all_of(plain, layout, seen))
    return Learned.of(parameters, replace(worths, scales=scales, words=words))


def _newest(engine: str) -> ParameterSet | None:
    return ParameterSet.objects.filter(engine=engine).order_by("-pk").first()


def _read(found: ParameterSet) -> Learned | None:
    """What was kept; nothing where an earlier release kept it in another form, or for another kernel."""
    told = found.parameters
    try:
        worths = Worths.from_json(told["worths"])
        parameters = ENGINES[found.engine].read(told["parameters"])
    except (MasteryError, KeyError):
        return None
    return Learned(parameters, worths, found.version, found.failed, found.engine)


def _keep(made: Learned, facts_version: int) -> None:
    """In the place of what the engine learned before. Starting values for want of others were learned at no time."""
    told = {"parameters": made.parameters.to_json(), "worths": made.worths.to_json()}
    failed = {"failed": made.failed, "failed_at": timezone.now(), "learned_at": None} if made.failed else {}
    with transaction.atomic():
        ParameterSet.objects.filter(engine=made.engine).delete()
        ParameterSet.objects.create(
            engine=made.engine, version=made.version, parameters=told, facts_version=facts_version, **failed
        )


def _failed(engine: str, why: str, facts_version: int) -> Learned:
    """What goes on although learning failed, with the failure kept beside it."""
    found = _newest(engine)
    standing = None if found is None else _read(found)
    if found is None or standing is None or found.learned_at is None:
        begun = replace(Learned.of(ENGINES[engine].start(), Worths(), engine), failed=why)
        _keep(begun, facts_version)
        return begun
    ParameterSet.objects.filter(pk=found.pk).update(failed=why, failed_at=timezone.now())
    return replace(standing, failed=why)


def _all_of(evidence: Evidence, layout: Tables, seen: Traced) -> Estimates:
    shape = (len(evidence.responses.students), layout.levels.shape[0])
    return estimates(evidence, layout, seen, np.zeros(shape, dtype=np.bool_))


def _scales(session: Session, evidence: Evidence, layout: Tables, seen: Traced) -> dict[ScaleKey, Scale]:
    """How to read each scale that enough children with other evidence have a score on."""
    place_of = {student: at for at, student in enumerate(evidence.responses.students)}
    found: dict[ScaleKey, list[tuple[int, float]]] = {}
    for program, assessment, objective, method, grade, student, score in session.run(SCORES).rows:
        if student in place_of and seen.children[place_of[student], 0, STEP] > 0:
            key = (program, assessment, objective, method, grade)
            found.setdefault(key, []).append((place_of[student], score))
    scales = {}
    for key, pairs in found.items():
        child, score = (np.array(part) for part in zip(*pairs, strict=True))
        terms = seen.children[child][:, 0]
        if scale := fitted(score.astype(np.float64), terms[:, MEAN], terms[:, VARIANCE]):
            scales[key] = scale
    return scales


def _words(evidence: Evidence, known: Estimates) -> dict[str, Word]:
    """How often each program's claims agree with other evidence, where there is enough of it; expected rates else."""
    responses = evidence.responses
    sure = known.weight >= ENOUGH
    cells = zip(known.student[sure].tolist(), known.standard[sure].tolist(), strict=True)
    p_of = dict(zip(cells, known.p_mastered[sure].tolist(), strict=True))
    told: dict[str, list[tuple[float, float]]] = {}
    for at in np.flatnonzero(evidence.kind == CLAIMED):
        program = str(responses.programs[responses.program[at]])
        for standard in responses.standard[responses.starts[at] : responses.starts[at + 1]].tolist():
            if (p := p_of.get((int(responses.student[at]), standard))) is not None:
                told.setdefault(program, []).append((p, float(responses.result[at])))
    return {program: _word(np.array(pairs)) for program, pairs in sorted(told.items())}


def _word(pairs: np.ndarray[tuple[int, int], np.dtype[np.float64]]) -> Word:
    p, claimed = pairs.T
    start = Word()
    right = (np.sum(p * claimed) + TRUST * start.sensitivity) / (np.sum(p) + TRUST)
    silent = (np.sum((1 - p) * (1 - claimed)) + TRUST * start.specificity) / (np.sum(1 - p) + TRUST)
    low, high = BOUNDS
    return Word(float(np.clip(right, low, high)), float(np.clip(silent, low, high)))
