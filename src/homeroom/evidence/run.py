"""Run a study: look whether anything was changed first, then read, analyse, and keep the results for ever."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from homeroom.evidence import canonical, ledger, mixed_engine, plan_json, results_json, study_records
from homeroom.evidence.analyse import Records, analyse
from homeroom.evidence.assign import last_draw
from homeroom.evidence.cohort import flow
from homeroom.evidence.data import Data
from homeroom.evidence.errors import EvidenceError
from homeroom.evidence.lock import By, plan_of, signed
from homeroom.evidence.models import Draw, Study, StudyRun
from homeroom.evidence.results import Changed, Made, Results
from homeroom.evidence.run_steps import Kept
from homeroom.evidence.statement import Part
from homeroom.evidence.study_hash import data_hash
from homeroom.evidence.study_tables import Tables, tables
from homeroom.facts import store
from homeroom.people import audit

READS = ("assessments", "usage", "activities", "attempts", "alignment", "rotation_minutes")
PACKAGES = ("homeroom", "numpy", "scipy", "mixedlm", "pandas")
Told = Callable[[str, bool], None]


def run(study: Study, by: By, told: Told = lambda name, stood: None) -> StudyRun:
    """Raises EvidenceError, and names it, where a plan, a row of the ledger or a data file is not what it was."""
    mixed_engine.needed()
    ledger.sound(study)
    draw = last_draw(study)
    unspoiled(draw)
    found = read(draw)
    records = _records(draw, found)
    steps = Kept(folder(study) / key(found.data), told)
    results = analyse(found.data, records, steps)
    made = _written(draw, results, found, by)
    steps.clear()
    return made


def unspoiled(draw: Draw) -> None:
    """Hash every file of facts that the analysis reads. Raises EvidenceError, naming those that were changed."""
    students = draw.members.filter(student__isnull=False).values_list("student", flat=True)
    spoiled = store.spoiled(store.true_files(*READS, students=list(students)))
    if spoiled:
        lead = gettext("Stopped: files of facts are not those that were published. Restore them, then run again.")
        raise EvidenceError("\n".join([lead, *spoiled]))


def newest(study: Study) -> StudyRun | None:
    return study.runs.order_by("number").last()


def results_of(made: StudyRun) -> Results:
    """What a run found. Raises EvidenceError where its text was changed."""
    if canonical.sha256(made.text) != made.sha256:
        raise EvidenceError(gettext(ledger.RUN) % {"row": ledger.called(made)})
    return results_json.load(made.text)


def folder(study: Study) -> Path:
    return Path(settings.HOMEROOM_HOME) / "studies" / study.slug


def key(data: Data) -> str:
    """Parts of other data, or of another version of the programs, are none of this run's."""
    return canonical.sha256(canonical.text([data_hash(data), versions()]))[:32]


def versions() -> dict[str, str]:
    found = {"python": sys.version.split()[0]}
    for name in PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


def read(draw: Draw) -> Tables:
    """The study's tables as they are now, and whether the outcome comes from a program that the children worked in."""
    found = tables(draw)
    plan = plan_json.load(plan_of(draw).text)
    if plan.primary is not None and plan.begins_on and plan.ends_on:
        program = plan.measure(plan.primary).program
        own = study_records.is_own_program(program, list(found.students), plan.begins_on, plan.ends_on)
        found = replace(found, data=replace(found.data, asked=replace(found.data.asked, is_over_aligned=own)))
    return found


def _records(draw: Draw, found: Tables) -> Records:
    plan = plan_json.load(plan_of(draw).text)
    got = study_records.got(draw, plan)
    return Records(
        _made(draw, found.data),
        Part(flow(draw)),
        got,
        study_records.surveys(draw.study),
        study_records.effort(draw),
        study_records.cost(plan),
        found.asides,
        study_records.has_added_time(got),
    )


def _made(draw: Draw, data: Data) -> Made:
    study, plan = draw.study, plan_of(draw)
    amendments = [
        Changed(one.plan.version, one.made_at.date().isoformat(), one.reason)
        for one in study.amendments.select_related("plan").order_by("plan__version")
    ]
    redraws = [Changed(one.number, one.on.isoformat(), one.reason) for one in study.draws.order_by("number")[1:]]
    study.refresh_from_db()
    return Made(
        timezone.now().isoformat(), plan.version, plan.sha256, plan.label, draw.number, draw.hash, tuple(amendments),
        tuple(redraws), study.rows, study.hash, store.current(), data_hash(data), versions(),
        f"homeroom study run {study.slug}",
    )  # fmt: skip


def _written(draw: Draw, results: Results, found: Tables, by: By) -> StudyRun:
    text, study = results_json.text(results), draw.study
    with transaction.atomic():
        row = StudyRun(
            study=study, plan=plan_of(draw), draw=draw, number=study.runs.count() + 1, text=text,
            sha256=canonical.sha256(text), data_sha256=results.made.data_sha256,
            made_by=signed(by), made_at=timezone.now(),
        )  # fmt: skip
        ledger.append(row)
        audit.did(by, "analysed", ledger.audited(row), found.students, f"sha256 {row.sha256}")
    return row
