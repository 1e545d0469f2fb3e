"""What a person does about a delivery or an alarm. Each is written down, and leads back to where it was asked."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from homeroom.intake import quarantine
from homeroom.intake.errors import IntakeError
from homeroom.intake.feeds import judge
from homeroom.intake.feeds.models import FeedAlarm
from homeroom.intake.models import Delivery
from homeroom.pages.access import for_data_team_form, reader
from homeroom.people import audit


@for_data_team_form
def close_alarm(request: HttpRequest, number: int) -> HttpResponse:
    """This is all right: the alarm closes, and its cause does not ring again."""
    alarm = get_object_or_404(FeedAlarm, pk=number)
    if request.method == "POST" and alarm.closed_at is None:
        judge.close(alarm, reader(request))
        audit.did(reader(request), "closed an alarm", f"alarm {alarm.pk}: {alarm.kind}", [], alarm.words)
    return redirect("imports")


@for_data_team_form
def redrive_delivery(request: HttpRequest, number: int) -> HttpResponse:
    """Judge the delivery's quarantined rows anew."""
    found = get_object_or_404(Delivery, pk=number)
    if request.method == "POST":
        try:
            list(quarantine.redrive([found.pk]))
        except IntakeError as error:
            return render(request, "imports/not_done.html", {"why": str(error), "number": number}, status=409)
        audit.did(reader(request), "redrove", f"delivery {found.pk}, {found.file}", [], "data team")
    return redirect("delivery", number)
