"""What a person does about an alarm. It is written down, and leads back to where it was asked."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from homeroom.intake.feeds import judge
from homeroom.intake.feeds.models import FeedAlarm
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
