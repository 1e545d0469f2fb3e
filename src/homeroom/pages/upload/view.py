"""Upload: hand files over in the browser. They are kept at once; a job takes them in."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import TooManyFilesSent
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.multipartparser import MultiPartParserError
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext, gettext_noop
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from homeroom.intake.as_of import must_be_past
from homeroom.intake.errors import IntakeError
from homeroom.intake.job_models import Job
from homeroom.intake.jobs import NO_WORKER, ask, worker_is_there
from homeroom.pages.access import for_data_team_form, reader
from homeroom.pages.jobs.noted import noted
from homeroom.pages.kit.words import said
from homeroom.pages.upload.keeping import Keeping

MOST_BYTES = 2 * 1024**3
MOST_FILES = 100
MOST_WORDS = "2 GB"
TOO_MUCH = gettext_noop(
    "The files are larger than %(most)s together. Nothing was taken in. Upload them in several parts, pack them"
    " as a zip, or put them into the inbox folder of the installation."
)
TOO_MANY = gettext_noop(
    "These are more than %(most)s files. Nothing was taken in. Upload them in parts, or pack them as a zip."
)
NONE = gettext_noop("No file was chosen. Choose one or more files, then press Upload.")
BROKEN = gettext_noop("The upload broke off on its way. Nothing was taken in. Choose the files again.")
NO_DAY = gettext_noop("The day must be written as year-month-day, such as 2026-10-05. Choose the files again.")


class MistakeError(Exception):
    """What is wrong with what was sent, in the language of the page."""


@csrf_exempt  # the token is looked at by `_taken`, after it is known who sends, and how much
@for_data_team_form
def upload(request: HttpRequest) -> HttpResponseBase:
    """The form, and what was sent by it."""
    if request.method == "GET":
        return _page(request)
    if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BYTES:
        return _page(request, gettext(TOO_MUCH) % {"most": MOST_WORDS}, 413)
    keeping = Keeping()
    request.upload_handlers = [keeping]
    try:
        return _accepted(request, keeping)
    except TooManyFilesSent:
        return _page(request, gettext(TOO_MANY) % {"most": MOST_FILES}, 413)
    except MultiPartParserError:
        return _page(request, gettext(BROKEN), 400)
    except MistakeError as error:
        return _page(request, str(error), 400)
    except IntakeError as error:
        return _page(request, said(str(error)), 400)


def _accepted(request: HttpRequest, keeping: Keeping) -> HttpResponseBase:
    """What is not accepted leaves nothing behind."""
    accepted = False
    try:
        response = csrf_protect(_taken)(request, keeping)
        accepted = isinstance(response, HttpResponseRedirect)
        return response
    finally:
        if not accepted:
            keeping.drop()


def _taken(request: HttpRequest, keeping: Keeping) -> HttpResponseBase:
    stated = request.POST.get("as_of", "").strip()
    if not keeping.files:
        raise MistakeError(gettext(NONE))
    try:
        day = date.fromisoformat(stated) if stated else None
    except ValueError:
        raise MistakeError(gettext(NO_DAY)) from None
    must_be_past(day)
    job = ask(Job.Kind.UPLOAD, reader(request), folder=keeping.token, as_of=stated, files=len(keeping.files))
    noted(reader(request), "uploaded", f"job {job.pk}", f"{len(keeping.files)} files")
    return HttpResponseRedirect(reverse("job", args=[job.pk]))


def _page(request: HttpRequest, problem: str = "", status: int = 200) -> HttpResponse:
    context = {
        "problem": problem,
        "most": MOST_WORDS,
        "most_files": MOST_FILES,
        "no_worker": "" if worker_is_there() else NO_WORKER,
    }
    return render(request, "upload/page.html", context, status=status)
