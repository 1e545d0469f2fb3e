"""The report of a study."""
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from homeroom.pages.access import for_studies_form, for_studies
from homeroom.pages.studies.asked import study_of
@for_studies_form
def study_report(request: HttpRequest, number: int) -> HttpResponse:
    return render(request, "studies/flow.html", {"study": study_of(request, number).study})
@for_studies
def study_report_file(request: HttpRequest, number: int, kind: str) -> HttpResponse:
    return render(request, "studies/flow.html", {"study": study_of(request, number).study})
