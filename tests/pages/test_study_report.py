"""A study's report: the same numbers on page, paper and in files; what is missing, and who is told of which class."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from datetime import date
from html import unescape

import pytest
from django.test import Client
from lxml.html import document_fromstring
from pytest_django import Settings

from a_school import staff
from evidence.a_result import LINE, PANEL, WHY, a_result
from evidence.a_study import classes, drafted, leader, locked
from homeroom.evidence import asked_runs, ledger_lock
from homeroom.evidence.assign import assign
from homeroom.evidence.errors import EvidenceError
from homeroom.evidence.flow import Flow
from homeroom.evidence.models import Study, StudyRun
from homeroom.evidence.panel import Sensitivity
from homeroom.evidence.results import ClassLine, Classrooms, Results, Verdict
from homeroom.evidence.statement import Part, Statement
from homeroom.intake import job_run
from homeroom.intake.job_models import Job
from homeroom.pages import pdf
from homeroom.people.models import AuditEntry, Role, School, User
from homeroom.reports.study import filed, study_report
from pages.studies_by_hand import kept
from read_files import pdf_words, sheets

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
SECTIONS = (
    *("verdict", "flow", "got", "baseline", "lost", "estimate", "agreement", "seen", "classrooms", "subgroups"),
    *("surveys", "effort", "sensitivity", "grade", "again"),
)
NUMBER = re.compile(r"−?\d+(?:\.\d+)?")
NOT_YET = Part[Flow](why=WHY)


@pytest.fixture
def by(db: None, settings: Settings, client: Client) -> User:
    settings.HOMEROOM_TODAY = date(2027, 3, 1)
    classes(1)
    user = leader()
    client.force_login(user)
    return user


@pytest.fixture
def study(by: User) -> Study:
    made = locked(by)
    assign(made, by, seed="7")
    return made


def page(client: Client, study: Study, status: int = 200) -> str:
    answer = client.get(f"/studies/{study.pk}/report/")
    assert answer.status_code == status
    return answer.content.decode()


def words(body: str) -> str:
    main = document_fromstring(body).get_element_by_id("main")
    return " ".join(unescape(text) for text in main.itertext())


# Before there is one


def test_what_is_missing_is_said_with_the_door_to_it(client: Client, by: User) -> None:
    draft = drafted(by).study
    body = page(client, draft)
    assert "There is no report yet." in body
    assert "The plan is not locked yet." in body
    assert "Work out the numbers" not in body
    study = locked(by, study="other")
    assert "It has not been drawn yet." in page(client, study)
    client.post(f"/studies/{study.pk}/report/")
    assert not Job.objects.exists()
    for kind in ("csv", "xlsx", "json", "pdf"):
        assert client.get(f"/studies/{study.pk}/report/report.{kind}").status_code == 404


def test_an_outcome_that_still_comes_in_is_said(client: Client, study: Study, settings: Settings) -> None:
    settings.HOMEROOM_TODAY = date(2027, 1, 20)
    body = page(client, study)
    assert "Results of numbers come in until Fri 29 Jan 2027." in body
    kept(study)
    assert "A report before that is of some of the children." in page(client, study)
    settings.HOMEROOM_TODAY = date(2027, 1, 30)
    assert "still to come" not in page(client, study)


# The job


def test_it_is_worked_out_in_the_background(client: Client, study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "Everything is there" in page(client, study)
    for _ in range(2):
        assert client.post(f"/studies/{study.pk}/report/").status_code == 302
    job = Job.objects.get()
    answer = client.get(f"/studies/{study.pk}/report/")
    assert "The numbers are being worked out." in answer.content.decode()
    assert answer.headers["Refresh"] == "3"
    assert "Refresh" not in client.get(f"/studies/{study.pk}/report/?watch=off").headers
    monkeypatch.setattr(asked_runs, "run", lambda found, who: kept(found))
    job_run.run(job.pk)
    body = page(client, study)
    assert "Work it out again" in body
    assert 'id="agreement"' in body


def test_why_nothing_could_be_worked_out_is_said(client: Client, study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(found: Study, who: object) -> None:
        raise EvidenceError("Stopped: a file was changed.")

    monkeypatch.setattr(asked_runs, "run", refused)
    client.post(f"/studies/{study.pk}/report/")
    job_run.run(Job.objects.get().pk)
    assert "Stopped: a file was changed." in page(client, study)
    client.force_login(staff("data", Role.Kind.DATA_TEAM, None))
    job = client.get(f"/jobs/{Job.objects.get().pk}/").content.decode()
    assert "Work out the numbers of a study" in job
    assert "To the report of the study" in job


def test_a_job_of_a_study_that_is_gone_fails(by: User) -> None:
    job = asked_runs.ask(Study(pk=999), by)
    job_run.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.message) == ("failed", "The study is gone.")


# The report


def test_every_section_stands_there_in_its_order(client: Client, study: Study) -> None:
    kept(study)
    body = page(client, study)
    found = re.findall(r'<section aria-labelledby="([^"]+)" class="study-section"', body)
    assert tuple(found) == SECTIONS
    assert AuditEntry.objects.filter(object=f"study report page {study.pk}", verb="saw").count() == 1


def test_a_refusal_is_read_first(client: Client, study: Study) -> None:
    kept(study)
    main = words(page(client, study))
    refused, found = "Too few classrooms to conclude", "Not shown to differ"
    assert main.index(refused) < main.index(found)
    told = json.loads(client.get(f"/studies/{study.pk}/report/report.json").content)
    assert told["lead"].startswith(refused)


def test_page_paper_and_files_carry_the_same_numbers(client: Client, study: Study) -> None:
    kept(study)
    at = f"/studies/{study.pk}/report/report"
    main = words(page(client, study))
    shown = set(NUMBER.findall(main))
    told = json.loads(client.get(f"{at}.json").content)
    numbers = {
        cell for table in told["tables"] for row in table["rows"] for cell in row if isinstance(cell, int | float)
    }
    plain = {one.replace("−", "-") for one in shown}
    left = {one for one in numbers if not {f"{one}", f"{one:.1f}", f"{one:.2f}", f"{one:.3f}", f"{one:.0f}"} & plain}
    assert len(numbers) > 20
    assert not left
    book = sheets(client.get(f"{at}.xlsx?header=machine").content)
    assert set(book) >= {table["name"] for table in told["tables"]}
    rows = list(csv.reader(io.StringIO(client.get(f"{at}.csv?header=machine").content.decode("utf-8-sig"))))
    assert rows[0][:2] == ["outcome", "estimator"]
    assert rows[1][2:5] == ["0.30", "-0.05", "0.65"]
    again = [[cell.removeprefix("'") for cell in row] for row in rows[1:]]
    width = len(rows[0])
    assert again == [[*row, *[""] * (width - len(row))] for row in book["agreement"][1:]]


@pytest.mark.draws
@pytest.mark.skipif(not pdf.is_here(), reason="WeasyPrint or Pango is not here")
def test_each_number_of_the_page_stands_on_paper(client: Client, study: Study) -> None:
    kept(study)
    shown = set(NUMBER.findall(words(page(client, study))))
    paper = pdf_words(client.get(f"/studies/{study.pk}/report/report.pdf").content)
    assert shown - set(NUMBER.findall(paper)) == set()


def test_each_table_is_a_file_of_its_own(client: Client, study: Study) -> None:
    kept(study)
    at = f"/studies/{study.pk}/report/report.csv"
    flow = client.get(f"{at}?table=flow&header=machine").content.decode("utf-8-sig")
    assert flow.startswith("what,arm_1,arm_2,together")
    assert client.get(f"{at}?table=nothing").status_code == 404
    assert AuditEntry.objects.filter(verb="exported", object=f"study report file {study.pk}").exists()


def test_nothing_known_is_never_nought(client: Client, study: Study) -> None:
    """Every part missing: each section says why, and no table has a number that nobody found."""
    kept(study, without())
    main = words(page(client, study))
    assert main.count("Not shown: fewer than 10 answers.") > 8
    found = study_report(without(), (), {})
    tables = {table.name for section in found.sections for table in section.tables}
    assert tables == {"estimate", "agreement", "could_be_seen", "sensitivity", "made_from"}
    panel = filed(found).table("agreement")
    assert {str(cell.state) for row in panel.rows for cell in row[2:]} == {"State.NO_EVIDENCE", "State.FEW"}


def without() -> Results:
    nothing = Part[object](why=WHY)
    line = replace(LINE, effect=nothing, points=nothing, spread=nothing, p=nothing, chance=nothing, remarks=())
    panel = replace(PANEL, first=line, beside=(), deviation=nothing, improvement=nothing)
    names = ("flow", "got", "baseline", "lost", "classrooms", "subgroups", "surveys", "effort", "cost")
    seen = replace(a_result().seen, detectable=nothing, matters=nothing, needed=nothing, variance=nothing)
    rest = {"estimates": panel, "secondary": (), "seen": seen, "asides": ()}
    sensitivity = Sensitivity(nothing, False, nothing, nothing)
    said = Verdict((), (), (), Statement("study-ungraded"))
    return replace(a_result(), **dict.fromkeys(names, nothing), **rest, sensitivity=sensitivity, verdict=said)


def test_what_leans_on_one_class_and_what_disagrees_is_said_without_a_name() -> None:
    found = a_result()
    found = replace(found, sensitivity=replace(found.sensitivity, leans_on_one=True))
    found = replace(found, estimates=replace(found.estimates, disagree=True))
    sections = {one.name: one for one in study_report(found, ("r1",), {"r1": "Ash"}).sections}
    assert "Without one of the classes the study would say otherwise." in sections["sensitivity"].said
    assert sections["agreement"].said[0].startswith("The estimators disagree")
    assert not any("Ash" in str(row) for table in sections["sensitivity"].tables for row in table.rows)


# Classrooms


def spread(*names: str, stands_out: bool = True) -> Results:
    lines = tuple(ClassLine(name, 0.5 - at, 0.1, 0.9, 0.99, stands_out) for at, name in enumerate(names))
    said = (Statement("study-class-named"),)
    return replace(a_result(), classrooms=Part(Classrooms(0.1, -0.2, 0.4, 0.2, 0.0, 0.7, 0.4, said, lines)))


def test_a_class_is_named_to_its_own_leaders_alone_and_not_ranked(client: Client, study: Study) -> None:
    kept(study, spread("Elm", "Ash", "Birch"))
    assert 'class="plain tight study-classes"' not in page(client, study)  # whoever leads the network leads no class
    client.force_login(staff("own", Role.Kind.PRINCIPAL, School.objects.get(sourced_id="s0")))
    body = page(client, study)
    table = body.partition("study-classes")[2].partition("</table>")[0]
    assert re.findall(r'<th scope="row">(\w+)</th>', table) == ["Ash", "Birch"]
    assert "A class is named only to its own leaders, never ranked" in body


def test_a_class_that_does_not_stand_out_is_not_named(client: Client, study: Study) -> None:
    kept(study, spread("Ash", stands_out=False))
    client.force_login(staff("own", Role.Kind.PRINCIPAL, School.objects.get(sourced_id="s0")))
    assert "study-classes" not in page(client, study)


# Damage


def test_results_that_were_changed_are_not_shown(client: Client, study: Study) -> None:
    kept(study)
    with ledger_lock.door():
        StudyRun.objects.update(text=StudyRun.objects.get().text.replace("0.65", "0.05"))
    body = page(client, study)
    assert "The numbers are not shown." in body
    assert "0.30" not in body
    assert client.get(f"/studies/{study.pk}/report/report.json").status_code == 404
