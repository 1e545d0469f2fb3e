"""Who is this? The keys that no child could be found for, and what people said about them. For the data team."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from homeroom.intake.errors import IntakeError
from homeroom.intake.job_models import Job
from homeroom.intake.jobs import ask_once
from homeroom.intake.models import IdentityLink
from homeroom.intake.who import decide, waiting
from homeroom.intake.who.case import Case, Compared, case
from homeroom.intake.who.models import IdentityDecision, VendorKey
from homeroom.intake.who.odds import Odds, odds
from homeroom.intake.who.wish import wish
from homeroom.pages.access import for_data_team, for_data_team_form, names_children, reader, viewer
from homeroom.pages.who import words
from homeroom.people import audit
from homeroom.people.clock import today
from homeroom.people.models import User
from homeroom.people.recognised import recognised
from homeroom.people.viewing import Viewer
from homeroom.people.visibility import scope, visible_to
from homeroom.reports.seen import program_name
from homeroom.reports.values import count

A_PAGE = 50
ROOMS = ("waiting", "likeness", "decided", "odds")
Rows = list[dict[str, object]]


@names_children
@for_data_team
def who(request: HttpRequest) -> HttpResponse:
    """The queue, most rows first; and what was linked by likeness, what was decided, what can't all be right."""
    room = request.GET.get("room", "waiting")
    room = room if room in ROOMS else "waiting"
    program = request.GET.get("program", "")
    user = viewer(request)
    page = _pages(room, program).get_page(request.GET.get("page"))
    lines, done = LINES[room](page, user), _just_done(request)
    audit.saw(user, f"who is this: {room}, page {page.number}", _children(lines) | _in(done), "data team")
    context = {
        "room": room,
        "program": program,
        "programs": [(slug, program_name(slug)) for slug in _programs()],
        "page": page,
        "lines": lines,
        "lead": words.waiting(**waiting.totals()),
        "under_way": Job.objects.filter(kind=Job.Kind.DECIDE, state__in=[Job.State.QUEUED, Job.State.RUNNING]).count(),
        "onward": urlencode({"room": room, "program": program}),
        **done,
    }
    return render(request, "who/page.html", context)


@names_children
@for_data_team_form
def who_case(request: HttpRequest, number: int) -> HttpResponse:
    """One case: the vendor's row and the children who may be meant; takes what a person says about it."""
    user, wrong = viewer(request), ""
    if request.method == "POST":
        try:
            return HttpResponseRedirect(reverse("job", args=[_asked(request, number, reader(request)).pk]))
        except IntakeError as error:
            wrong = str(error)
    key = VendorKey.objects.filter(pk=number).first()
    if key is None:
        return render(request, "who/gone.html", {"why": wrong}, status=410)
    found = case(key, user, request.GET.get("q", ""))
    _audit(user, found)
    return render(request, "who/case.html", _case(request, found, wrong), status=409 if wrong else 200)


@names_children
@for_data_team_form
def who_link(request: HttpRequest, number: int) -> HttpResponse:
    """Open a link that nobody has looked at so far as a case."""
    if request.method != "POST":
        return HttpResponseRedirect(reverse("who"))
    try:
        key = decide.key_of(number)
    except IntakeError as error:
        return render(request, "who/gone.html", {"why": str(error)}, status=410)
    return HttpResponseRedirect(reverse("who-case", args=[key.pk]))


def _asked(request: HttpRequest, number: int, user: User) -> Job:
    """The job that does what the form says: rows are judged again, which may take longer than a person waits.

    Raises IntakeError where it can't be done.
    """
    wanted = wish(
        request.POST.get("say", ""),
        number,
        student=_number(request, "student") or 0,
        decision=_number(request, "decision") or 0,
        seen=_number(request, "seen"),
        reason=request.POST.get("reason", ""),
        by=user,
    )
    return ask_once(Job.Kind.DECIDE, user, **wanted.arguments())


def _number(request: HttpRequest, name: str) -> int | None:
    text = request.POST.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else None


def _just_done(request: HttpRequest) -> dict[str, object]:
    """The sentence about the decision that led here, with the way back from it."""
    text = request.GET.get("done", "")
    if not (text.isascii() and text.isdigit() and len(text) < 18):
        return {}
    made = IdentityDecision.objects.select_related("vendor_key", "student").filter(pk=int(text)).first()
    if made is None or (made.student and not visible_to(viewer(request)).filter(pk=made.student.pk).exists()):
        return {}
    files = request.GET.get("files", "")
    undoable = made.verdict != IdentityDecision.Verdict.UNDONE and not hasattr(made, "undone_by")
    return {
        "done": made,
        "done_words": words.outcome(made, int(files) if files.isascii() and files.isdigit() else 0),
        "undoable": undoable,
    }


def _programs() -> list[str]:
    return list(VendorKey.objects.order_by("program").values_list("program", flat=True).distinct())


def _pages(room: str, program: str) -> Paginator:  # type: ignore[type-arg]
    """What a room lists."""
    if room == "waiting":
        return Paginator(waiting.queue(program), A_PAGE)
    if room == "odds":
        return Paginator(odds(program), A_PAGE)
    if room == "decided":
        said = IdentityDecision.objects.select_related("vendor_key", "student", "by").order_by("-pk")
        return Paginator(said.filter(vendor_key__program=program) if program else said, A_PAGE)
    links = IdentityLink.objects.filter(method="likeness", withdrawn_at=None).select_related("student").order_by("-pk")
    return Paginator(links.filter(program=program) if program else links, A_PAGE)


def _waiting(page: Page[tuple[int, str, str, str, int, int]], user: Viewer) -> Rows:
    return [
        {
            "key": key,
            "named": words.named(key.claim),
            "program": program_name(key.program),
            "why": words.CODES.get(key.code, key.code),
            "rows": count(key.rows),
            "files": count(key.files),
            "students": [],
        }
        for key in (waiting.Queued(*told) for told in page)
    ]


def _likeness(page: Page[IdentityLink], user: Viewer) -> Rows:
    links = list(page)
    seen = _seen(user, (link.student_id for link in links))
    return [
        {
            "link": link,
            "named": words.named(link.claim) if link.student_id in seen else words.hidden(),
            "program": program_name(link.program),
            "child": link.student if link.student_id in seen else None,
            "evidence": words.evidence(link),
            "score": f"{link.score:.2f}",
            "students": [link.student_id] if link.student_id in seen else [],
        }
        for link in links
    ]


def _decided(page: Page[IdentityDecision], user: Viewer) -> Rows:
    made = list(page)
    seen = _seen(user, (one.student_id for one in made))

    def hidden(one: IdentityDecision) -> bool:
        return bool(one.student_id) and one.student_id not in seen

    undone = set(IdentityDecision.objects.filter(undoes__in=made).values_list("undoes", flat=True))
    return [
        {
            "decision": one,
            "named": words.hidden() if hidden(one) else words.named(one.vendor_key.claim),
            "program": program_name(one.vendor_key.program),
            "words": words.decided(one, hide=hidden(one)),
            "undone": one.pk in undone,
            "undoable": one.pk not in undone and one.verdict != IdentityDecision.Verdict.UNDONE,
            "students": [one.student_id] if one.student_id in seen else [],
        }
        for one in made
    ]


def _odds(page: Page[Odds], user: Viewer) -> Rows:
    groups = list(page)
    seen = _seen(user, (pk for group in groups for pk in group.students))
    children = visible_to(user).in_bulk(seen)
    return [
        {
            "words": group.words,
            "program": program_name(group.program),
            "links": [
                (link, words.METHODS.get(link.method, link.method), children.get(link.student_id))
                for link in group.links
            ],
            "students": [pk for pk in group.students if pk in seen],
        }
        for group in groups
    ]


LINES: dict[str, Callable[..., Rows]] = {
    "waiting": _waiting,
    "likeness": _likeness,
    "decided": _decided,
    "odds": _odds,
}


def _seen(user: Viewer, students: object) -> list[int]:
    wanted = {pk for pk in students if pk}  # type: ignore[attr-defined]
    return list(visible_to(user).filter(pk__in=wanted).values_list("pk", flat=True))


def _children(lines: Rows) -> set[int]:
    """Those who are linked, and those whose name or id the program's own words hold."""
    linked = {pk for line in lines for pk in line["students"]}  # type: ignore[attr-defined]
    return linked | recognised(_said_by(line["named"]) for line in lines if "named" in line)  # type: ignore[arg-type]


def _said_by(named: words.Named) -> tuple[str, str]:
    return ("" if named.nameless else named.name, named.known_by)


def _in(done: dict[str, object]) -> set[int]:
    """The children in the sentence about the decision that led here."""
    made = done.get("done")
    if not isinstance(made, IdentityDecision):
        return set()
    about = {made.student_id} if made.student_id else set()
    return about | recognised([_said_by(words.named(made.vendor_key.claim))])


def _case(request: HttpRequest, found: Case, wrong: str) -> dict[str, object]:
    return {
        "case": found,
        "wrong": wrong,
        "named": words.named(found.key.claim),
        "program": program_name(found.key.program),
        "code": words.CODES.get(found.waiting[0].code, "") if found.waiting else "",
        "why": found.waiting[0].words if found.waiting else "",
        "candidates": [(one, [_line(line) for line in one.lines]) for one in found.candidates],
        "decisions": [(one, words.decided(one, hide=not found.shows(one.student_id))) for one in found.decisions],
        "search": request.GET.get("q", ""),
        "today": today(),
    }


def _line(line: Compared) -> tuple[Compared, str, str]:
    sign, said = words.AGREES[line.agrees]
    return line, sign, str(said)


def _audit(user: Viewer, found: Case) -> None:
    students = {one.student.pk for one in found.candidates}
    students |= {one.student_id for one in found.decisions if one.student_id and found.shows(one.student_id)}
    allowed = scope(user, students).students
    reasons = "; ".join(sorted(set(allowed.values()))) or "data team"
    audit.saw(user, f"who is key {found.key.pk} of {found.key.program}", students | _in_the_row(found), reasons)


def _in_the_row(found: Case) -> set[int]:
    """Children whom the program's own row names, whether or not it is theirs."""
    cells = [text for _, text in found.row.cells] if found.row else []
    return recognised([_said_by(words.named(found.key.claim)), cells])
