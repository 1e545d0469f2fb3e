"""A study of a town for tests of pages: locked, drawn, with a kept result, and a change that waits."""

from __future__ import annotations

from django.utils import timezone

from a_school import Town
from evidence.a_result import a_result
from evidence.a_study import reading
from homeroom.evidence import canonical, ledger, lock, results_json
from homeroom.evidence.assign import assign, last_draw
from homeroom.evidence.lock import plan_of
from homeroom.evidence.models import Study, StudyRun
from homeroom.evidence.results import Results
from homeroom.people.models import User

SLUG = "of-the-town"


def a_study(place: Town, by: User | None = None) -> int:
    """Its number. The town's class is in it, and one of another school."""
    found = Study.objects.filter(slug=SLUG).first()
    return found.pk if found else made(by or place.data_team).pk


def made(by: User) -> Study:
    told = {"study": SLUG, "classes": ["c1", "c2"], "sites": ["s1", "s2"]}
    study = lock.keep(reading(**told).plan, by).study
    lock.lock(study, by)
    assign(study, by, seed="7")
    kept(study)
    lock.keep(reading(**told, question="Does the open room do better in spring?").plan, by)
    return study


def kept(study: Study, found: Results | None = None) -> StudyRun:
    """As a run keeps what it found."""
    text, draw = results_json.text(found or a_result()), last_draw(study)
    row = StudyRun(study=study, draw=draw, plan=plan_of(draw), number=study.runs.count() + 1, text=text)
    row.sha256, row.data_sha256, row.made_by = canonical.sha256(text), "d" * 64, "leader"
    row.made_at = timezone.now()
    ledger.append(row)
    return row
