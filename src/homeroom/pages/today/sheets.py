"""Sheets of a day to print: one page an adult and one a place, with boxes to tick."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from homeroom.pages.access import for_planned
from homeroom.pages.files import pdf_answer, pdf_link
from homeroom.pages.today.asked import query, reported, write_down
from homeroom.reports.rotation.today import TodayInTheLab
from homeroom.reports.rotation.today.report import Meeting
from homeroom.reports.rotation.today.sheets import Block, Sheet, sheets
from homeroom.reports.rotation.today.told import between, lead, others, what, with_whom
from homeroom.reports.values import count, long_day
from homeroom.rotation.block.modality import Modality


@for_planned
def today_sheets(request: HttpRequest, number: int) -> HttpResponse:
    """All sheets of the day, or with `?show=` those of one adult or place."""
    report, found = reported(request, number)
    write_down(request, found, report, "sheets of the day")
    return render(request, "today/sheets.html", _context(report))


@for_planned
def today_sheets_pdf(request: HttpRequest, number: int) -> HttpResponse:
    """The same in one file, a page each. A day without any has no such file."""
    report, found = reported(request, number)
    if not report.sittings:
        raise Http404
    write_down(request, found, report, "sheets of the day file")
    return pdf_answer(request, f"{report.file_name}-sheets", "today/paper.html", _context(report))


def _context(report: TodayInTheLab) -> Mapping[str, object]:
    same = query(report.on, report.shown)
    return {
        "report": report,
        "day": long_day(report.on),
        "lead": lead(report),
        "sheets": [_sheet(one) for one in _wanted(report)],
        "back": reverse("today", args=[report.school]) + same,
        "ticks": reverse("today-sheet-ticks", args=[report.school]) + same,
        "files": pdf_link("today-sheets-pdf", report.school, query=same.removeprefix("?")) if report.sittings else (),
    }


def _wanted(report: TodayInTheLab) -> list[Sheet]:
    """Of one adult or place only the own sheet, not those of everybody who meets there."""
    return [one for one in sheets(report) if report.shown in ("", one.of.key)]


def _sheet(one: Sheet) -> Mapping[str, object]:
    return {
        "title": one.of.words,
        "part": count(one.part) if one.part else "",
        "columns": one.columns,
        "blocks": [_block(block, one.is_adult) for block in one.blocks],
        "is_online": any(block.meeting.is_online for block in one.blocks),
    }


def _block(block: Block, is_adult: bool) -> Mapping[str, object]:
    meeting, sitting = block.meeting, block.sitting
    return {
        "hours": between(sitting.start, sitting.end),
        "number": sitting.number,
        "what": _head(meeting, is_adult),
        "goes_on": block.goes_on,
        "ticked": not meeting.is_online,
        "sitters": block.sitters,
        "others": others(meeting) if not block.goes_on else "",
    }


def _head(meeting: Meeting, is_adult: bool) -> str:
    """On the own sheet where and on what; on that of a place with whom. Of a meeting with an adult never what for."""
    if is_adult:
        told = (meeting.spot.words, what(meeting) if meeting.modality is not Modality.SERVICE else "")
    else:
        told = (with_whom(meeting) or what(meeting), "")
    return " · ".join(part for part in told if part)
