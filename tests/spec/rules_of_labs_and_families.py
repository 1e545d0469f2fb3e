"""What the lab's board shows and what a family reads: the specs of these rules."""

from __future__ import annotations

from dataclasses import replace

from homeroom.mastery.state import STATES
from homeroom.reports.estimates import Known
from homeroom.reports.family import topics as of_families
from homeroom.reports.family.topics import Topic, state_of
from homeroom.reports.lab import rules as of_labs
from homeroom.reports.lab.report import Here
from homeroom.reports.lab.states import Known as InTheLab
from homeroom.reports.lab.states import is_silent, state
from homeroom.reports.languages.words import Words
from lab_by_hand import AT, ago, in_since
from spec.specs import spec


@spec(of_labs.IDLE, "minutes")
def idle_after_five_minutes_without_work() -> None:
    found = [state(InTheLab(replace(in_since(20), worked=ago(minutes=minutes)))) for minutes in (4.99, 5)]
    assert found == [Here.WORKING, Here.IDLE]


@spec(of_labs.SILENT, "seconds")
def grey_after_a_minute_of_silence() -> None:
    assert [is_silent(ago(seconds=seconds), AT) for seconds in (60, 60.5)] == [False, True]


@spec(of_families.CAN, "percent")
def half_of_a_topic_mastered() -> None:
    topic = Topic("T", Words("x"), "Mathematics", "03", "NF", 100)
    seen = [Known(estimated=STATES[-1])]
    found = [state_of(seen * many, topic) for many in (49, 50)]
    assert found == ["getting there", "mastered"]
