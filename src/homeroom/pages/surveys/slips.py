"""Codes of an open wave: printed at once, for they are not told again; and shared screens."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import qrcode  # type: ignore[import-untyped]  # it ships no types
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.safestring import SafeString

from homeroom.evidence import survey_codes, survey_words
from homeroom.evidence.errors import EvidenceError
from homeroom.evidence.models import Asked, Survey
from homeroom.evidence.survey_codes import Slip, plain
from homeroom.evidence.survey_wave import standing
from homeroom.pages.access import for_data_team_of_all_form, reader, viewer
from homeroom.pages.surveys import words
from homeroom.pages.surveys.build import survey_of
from homeroom.people import audit
from homeroom.reports.markup import tag

SLIPS, KIOSK = "slips", "kiosk"
REASON = "prints codes for a confidential survey"


@dataclass(frozen=True)
class Printed:
    """A slip as it is printed: the code, where it is typed or seen by a camera, and whose it is where that is known."""

    code: str
    address: str
    picture: SafeString
    name: str = ""


@for_data_team_of_all_form
def survey_slips(request: HttpRequest, number: int) -> HttpResponseBase:
    """The groups of the wave; a button makes the codes of one and shows them, once."""
    found, wrong = survey_of(number), ""
    wave = standing(found)
    groups = list(wave.asked.order_by("label")) if wave else []
    chosen = next((one for one in groups if str(one.pk) == request.POST.get("group")), None)
    if request.method == "POST" and chosen is not None:
        try:
            return _made(request, found, chosen)
        except EvidenceError as why:
            wrong = str(why)
    context = {
        "survey": words.listed(found),
        "number": number,
        "groups": groups,
        "anonymous": found.mode == Survey.Mode.ANONYMOUS,
        "wrong": wrong,
        "acts": {"slips": SLIPS, "kiosk": KIOSK},
    }
    return render(request, "surveys/codes.html", context, status=422 if request.method == "POST" else 200)


def _made(request: HttpRequest, found: Survey, group: Asked) -> HttpResponseBase:
    by = reader(request)
    is_screen = request.POST.get("act") == KIOSK
    made = [survey_codes.kiosk(group, by)] if is_screen else survey_codes.slips(group, by)
    named = [one.student for one in made if one.student]
    if named:
        audit.saw(viewer(request), f"survey page {found.pk}, codes of {group.label}", named, REASON)
    context = {
        "survey": words.listed(found),
        "number": found.pk,
        "group": group,
        "slips": list(_printed(request, made)),
        "is_screen": is_screen,
        "lines": list(_lines(found, group)),
    }
    return render(request, "surveys/slips.html", context)


def _printed(request: HttpRequest, made: Iterable[Slip]) -> Iterable[Printed]:
    for one in made:
        address = request.build_absolute_uri(reverse("answer", args=[plain(one.code)]))
        yield Printed(one.code, address, picture(address), one.name)


def _lines(found: Survey, group: Asked) -> Iterable[tuple[str, str, str]]:
    """The title and what becomes of an answer, in each language in which it is asked."""
    for code in group.wave.languages:
        with translation.override(code):
            said: Any = survey_words.words(found, code)
        yield code, said["title"], said["promise"]


def picture(address: str) -> SafeString:
    """The address for a camera, as squares."""
    drawn = qrcode.QRCode(border=2)
    drawn.add_data(address)
    rows = drawn.get_matrix()
    path = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark)
    inside = tag("path", d=path, fill="#000000")
    return tag("svg", inside, viewBox=f"0 0 {len(rows)} {len(rows)}", class_="scan", role="img", aria_label=address)
