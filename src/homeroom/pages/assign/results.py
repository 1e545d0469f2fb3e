"""What became of a goal's work: by program, by the funnel, child by child; and what can still be done about it."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header

from homeroom.goals.errors import GoalsError
from homeroom.goals.models import Goal
from homeroom.goals.sending import again, assignment_file, not_uploaded, uploaded
from homeroom.goals.setting import end_goal
from homeroom.pages.access import form, names_children, page, reader, viewer
from homeroom.pages.assign.asked import goal_of, goals_children, words, write_down
from homeroom.pages.files import Kind, answer, links
from homeroom.people.visibility import NotVisible, Scope, scope
from homeroom.reports.goals import Results, results
from homeroom.reports.goals.file import filed
from homeroom.reports.goals.report import ChildDone, Done, ProgramResult
from homeroom.reports.goals.rules import RESULTS
from homeroom.reports.goals.told import STEPS, lags, outcome_words, parts, took
from homeroom.reports.goals.words import MEANINGS, SENDING, channel_words, state_words
from homeroom.reports.values import day, shown

TEMPLATE = "assign/results.html"


@names_children
@form
def goal(request: HttpRequest, number: int) -> HttpResponse:
    """The page; of a draft there is nothing to tell yet."""
    found = goal_of(request, number)
    if found.sent_at is None:
        return redirect("goal-aim", number)
    wrong = ""
    if request.method == "POST":
        try:
            return redirect(f"{reverse('goal', args=[number])}?{_done(request, found)}")
        except GoalsError as why:
            wrong = words(why)
    report, allowed = _report(request, found)
    _saw(request, report, allowed, f"goal {number}")
    told = {**context(report), "wrong": wrong, "news": _news(request)}
    return render(request, TEMPLATE, told, status=409 if wrong else 200)


@names_children
@page
def goal_file(request: HttpRequest, number: int, kind: Kind) -> HttpResponse:
    """The same as a file; a draft has none."""
    found = goal_of(request, number)
    report, allowed = _report(request, found)
    _saw(request, report, allowed, f"goal-file {number}")
    return answer(request, kind, filed(report), TEMPLATE, lambda: context(report))


@names_children
@page
def goal_upload(request: HttpRequest, number: int, program: str) -> HttpResponse:
    """The file that is to be uploaded into a program: of all the goal's children, since it is uploaded once.

    Whoever does not see them all does not get it.
    """
    found = goal_of(request, number)
    try:
        made = assignment_file(found, program)
        allowed = scope(viewer(request), made.students)
    except (GoalsError, NotVisible):
        raise Http404 from None
    write_down(request, f"assignment-file {number}, {program}", allowed, allowed.students)
    headers = {"Content-Disposition": content_disposition_header(True, made.name) or "attachment"}
    return HttpResponse(made.content, content_type=made.kind, headers=headers)


def context(report: Results) -> dict[str, object]:
    return {
        "report": report,
        "sent_on": day(report.sent_on) if report.sent_on else "",
        "days": (day(report.begins_on), day(report.ends_on)),
        "programs": [_program(one) for one in report.programs],
        "meanings": _meanings(report),
        "funnel": [(one, channel_words(one.channel), parts(one), lags(one)) for one in report.funnel],
        "how_long": [(one, channel_words(one.channel), took(one)) for one in report.how_long],
        "steps": [str(words) for words in STEPS.values()],
        "children": [_child(one) for one in report.children],
        "rules": RESULTS,
        "files": links("goal", report.goal),
    }


def _program(one: ProgramResult) -> tuple[ProgramResult, str]:
    return one, outcome_words(one)


def _meanings(report: Results) -> list[tuple[str, str]]:
    """What the words mean that stand on this page, and no others."""
    outcomes = {outcome for one in report.programs for outcome in one.outcomes}
    states = {work.state for one in report.children for work in one.works}
    told = [(outcome.words, str(words)) for outcome, words in SENDING.items() if outcome in outcomes]
    return told + [(state_words(state), str(words)) for state, words in MEANINGS.items() if state in states]


def _child(one: ChildDone) -> tuple[ChildDone, str, list[tuple[Done, str, str]]]:
    works = [(work, state_words(work.state), day(work.last_on) if work.last_on else "") for work in one.works]
    return one, shown(one.evidence), works


def _done(request: HttpRequest, found: Goal) -> str:
    """End the goal, try a program's own door again, or say that a file was uploaded, or was not after all."""
    act, program, by = request.POST.get("act"), request.POST.get("program", ""), reader(request)
    if act == "end":
        end_goal(by, found)
        return "ended"
    if act == "again":
        again(found, program, by.get_username())
        return "again"
    if act == "uploaded":
        uploaded(found, program, by.get_username())
        return "uploaded"
    if act == "not uploaded":
        not_uploaded(found, program, by.get_username())
        return "changed"
    return ""


def _news(request: HttpRequest) -> str:
    told = request.GET if request.method == "GET" else {}
    return next((one for one in ("sent", "again", "ended", "uploaded", "changed") if one in told), "")


def _report(request: HttpRequest, found: Goal) -> tuple[Results, Scope]:
    allowed = goals_children(request, found)
    return results(found, allowed), allowed


def _saw(request: HttpRequest, report: Results, allowed: Scope, what: str) -> None:
    children = [one.child.number for one in report.children]
    write_down(request, what, allowed, children, f"facts {report.drawn_from['facts']}")
