"""What the tables that plans are made from, their columns and their values are called on pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy

from homeroom.mastery.rules import Sentence
from homeroom.rotation.input_models import Pair, Room, StaffTime
from homeroom.rotation.week.words import BLOCKS
from homeroom.rotation.why import MODALITIES


@dataclass(frozen=True)
class Told:
    """A table's name, and what one row of it says."""

    title: Sentence
    lead: Sentence


TABLES: Mapping[str, Told] = {
    "day_types": Told(
        gettext_lazy("Kinds of day"), gettext_lazy("A kind of day has bells of its own. A weekday goes by one of them.")
    ),
    "day_type_dates": Told(
        gettext_lazy("Days that are different"),
        gettext_lazy("Dates that go by another kind of day than their weekday, such as an early end."),
    ),
    "templates": Told(
        gettext_lazy("Bells"),
        gettext_lazy(
            "The blocks of each grade on each kind of day. A grade may have several sets of bells, under different "
            "names: the week's plan picks one."
        ),
    ),
    "rooms": Told(
        gettext_lazy("Rooms"), gettext_lazy("Where children may be, with seats and devices. Seats are never exceeded.")
    ),
    "staff_times": Told(
        gettext_lazy("When adults are there"),
        gettext_lazy("When an adult is there for children, prepares, eats or has a duty."),
    ),
    "qualifications": Told(
        gettext_lazy("Who may lead what"),
        gettext_lazy("Subject, grades and language in which an adult may lead a group. Blank stands for all."),
    ),
    "licences": Told(
        gettext_lazy("Programs"),
        gettext_lazy("What the school has of each program: children at once, minutes a child and week."),
    ),
    "services": Told(
        gettext_lazy("Meetings with one adult"),
        gettext_lazy("A child who meets one adult each week: who, how long, and when it may be. Never what for."),
    ),
    "languages": Told(
        gettext_lazy("Languages of groups"),
        gettext_lazy("Children whose groups are led by an adult who speaks this language. Nobody else is held to it."),
    ),
    "pairs": Told(
        gettext_lazy("Apart or together"),
        gettext_lazy(
            "Two children who may not, or must, be in one group. Never why, and nobody else sees who they are."
        ),
    ),
    "rules": Told(
        gettext_lazy("Rules with own numbers"), gettext_lazy("Where your school's numbers differ from the usual ones.")
    ),
    "assumptions": Told(
        gettext_lazy("What is assumed"),
        gettext_lazy("What each way of working is taken to be worth, until your own data say otherwise."),
    ),
    "absences": Told(
        gettext_lazy("Absences"), gettext_lazy("Children and adults who are away on a day, or a part of it. Never why.")
    ),
    "locks": Told(
        gettext_lazy("Decided beforehand"), gettext_lazy("Sessions of a child that planning leaves as they are.")
    ),
}
COLUMNS: Mapping[str, Sentence] = {
    "day_type": gettext_lazy("Kind of day"),
    "weekdays": gettext_lazy("Weekdays"),
    "weekday": gettext_lazy("Weekday"),
    "day": gettext_lazy("Day"),
    "grade": gettext_lazy("Grade"),
    "grades": gettext_lazy("Grades"),
    "template": gettext_lazy("Name of these bells"),
    "kind": gettext_lazy("Kind"),
    "starts_at": gettext_lazy("From"),
    "ends_at": gettext_lazy("To"),
    "begins_on": gettext_lazy("First day"),
    "ends_on": gettext_lazy("Last day"),
    "sessions": gettext_lazy("Sessions"),
    "session": gettext_lazy("Session"),
    "room": gettext_lazy("Room"),
    "seats": gettext_lazy("Seats"),
    "devices": gettext_lazy("Devices"),
    "program": gettext_lazy("Program"),
    "concurrent": gettext_lazy("Children at once"),
    "least_minutes": gettext_lazy("Least minutes a week"),
    "most_minutes": gettext_lazy("Most minutes a week"),
    "rule": gettext_lazy("Rule"),
    "value": gettext_lazy("Value"),
    "assumption": gettext_lazy("What is assumed"),
    "subject": gettext_lazy("Subject"),
    "language": gettext_lazy("Language"),
    "group_language": gettext_lazy("Language of the groups"),
    "staff": gettext_lazy("Adult"),
    "student": gettext_lazy("Child"),
    "other": gettext_lazy("Other child"),
    "minutes": gettext_lazy("Minutes of a meeting"),
    "meetings": gettext_lazy("Meetings a week"),
    "windows": gettext_lazy("When it may be"),
    "never_from": gettext_lazy("Never out of"),
    "modality": gettext_lazy("What the child does"),
    "owner": gettext_lazy("Said by"),
    "said_by": gettext_lazy("Said by"),
    "origin": gettext_lazy("Said by"),
}
HELP: Mapping[str, Sentence] = {
    "grades": gettext_lazy("Such as K; 1; 2. Blank: all grades."),
    "windows": gettext_lazy("Such as %(example)s. Blank: any time of a school day."),
    "student": gettext_lazy("The name, or the id in the roster."),
    "other": gettext_lazy("The name, or the id in the roster."),
    "sessions": gettext_lazy("Into how many a flexible block is parted."),
    "session": gettext_lazy("Its number on that day, from 1."),
    "language": gettext_lazy("Its code, such as en, es or vi. Blank: en."),
    "group_language": gettext_lazy("Its code, such as es or vi, as it stands in Who may lead what."),
    "concurrent": gettext_lazy("Blank: no limit."),
    "most_minutes": gettext_lazy("Blank: no limit."),
    "devices": gettext_lazy("Blank or 0: as many as there are seats."),
    "begins_on": gettext_lazy("Blank: from the beginning."),
    "ends_on": gettext_lazy("Blank: without an end."),
}
# What a blank choice of a column stands for, where it may be left blank.
BLANK: Mapping[str, Sentence] = {
    "subject": gettext_lazy("every subject"),
    "room": gettext_lazy("no room of its own"),
    "staff": gettext_lazy("nobody"),
    "program": gettext_lazy("no program"),
}
KINDS: Mapping[str, Mapping[str, Sentence]] = {
    "templates": {str(kind): words for kind, words in BLOCKS.items()},
    "rooms": {
        Room.Kind.CLASSROOM: gettext_lazy("classroom"),
        Room.Kind.LAB: gettext_lazy("lab"),
        Room.Kind.FLEX: gettext_lazy("large room for a grade"),
        Room.Kind.SMALL: gettext_lazy("small room for a group"),
        Room.Kind.LUNCH: gettext_lazy("lunch room"),
        Room.Kind.YARD: gettext_lazy("yard"),
        Room.Kind.SPECIAL: gettext_lazy("room for specials"),
    },
    "staff_times": {
        StaffTime.Kind.AVAILABLE: gettext_lazy("there for children"),
        StaffTime.Kind.PREPARATION: gettext_lazy("prepares"),
        StaffTime.Kind.LUNCH: gettext_lazy("lunch"),
        StaffTime.Kind.DUTY: gettext_lazy("duty"),
    },
    "pairs": {Pair.Kind.APART: gettext_lazy("apart"), Pair.Kind.TOGETHER: gettext_lazy("together")},
}
RULES: Mapping[str, Sentence] = {
    "group-size": gettext_lazy("sizes of groups that adults lead"),
    "peer-size": gettext_lazy("sizes of peer projects"),
    "caps": gettext_lazy("most sessions of a kind in a child's week"),
    "independent-places": gettext_lazy("places for independent work"),
    "adult-floor": gettext_lazy("least sessions with an adult"),
    "equity": gettext_lazy("a fair share of sessions with adults"),
    "week-flex": gettext_lazy("the week: grades in one large room (1: yes)"),
    "week-lab": gettext_lazy("the week: share of a grade in the lab at once"),
    "week-tutors": gettext_lazy("the week: tutors at once"),
    "week-waves": gettext_lazy("the week: most waves of flexible blocks"),
    "week-lunch": gettext_lazy("the week: lunch of each adult, in minutes"),
    "week-preparation": gettext_lazy("the week: preparation of each adult, in minutes a day"),
    "week-specials": gettext_lazy("the week: meetings with each special"),
}
FACTORS: Mapping[str, Sentence] = {
    "on_goal": gettext_lazy("a need on the class's goal, times"),
    "second": gettext_lazy("two meetings of a group, times"),
    "larger": gettext_lazy("a larger group, times"),
    "repeat": gettext_lazy("the same standard again without an adult, less"),
    "missed_minute": gettext_lazy("a minute too few in a program, less"),
    "running": gettext_lazy("a group that goes on, more"),
}
ASSUMED: Mapping[str, Sentence] = {**MODALITIES, **FACTORS}
NEVER_FROM: Mapping[str, Sentence] = KINDS["templates"]
