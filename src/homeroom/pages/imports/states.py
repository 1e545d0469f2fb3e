"""What a delivery, and a row of it, is called on the pages. Scripts read the codes, people these words."""

from __future__ import annotations

from django.utils.translation import pgettext


def of_delivery(state: str) -> str:
    """A delivery's state; a code that is not known stays as it is."""
    return {
        "running": pgettext("delivery", "running"),
        "published": pgettext("delivery", "published"),
        "published in part": pgettext("delivery", "published in part"),
        "nothing published": pgettext("delivery", "nothing published"),
        "held": pgettext("delivery", "held"),
        "refused": pgettext("delivery", "refused"),
        "withdrawn": pgettext("delivery", "withdrawn"),
    }.get(state, state)


def of_rows(ended_as: str) -> str:
    """One of the eight classes of rows, or of the fields set aside."""
    return {
        "published": pgettext("rows", "published"),
        "duplicate": pgettext("rows", "duplicate"),
        "superseded": pgettext("rows", "superseded"),
        "quarantined": pgettext("rows", "quarantined"),
        "ignored": pgettext("rows", "ignored"),
        "held": pgettext("rows", "held"),
        "withdrawn": pgettext("rows", "withdrawn"),
        "erased": pgettext("rows", "erased"),
        "set aside": pgettext("rows", "set aside"),
    }.get(ended_as, ended_as)


def of_stage(stage: str) -> str:
    """How far what runs has come."""
    return {
        "waiting": pgettext("stage", "waiting"),
        "waiting for its turn": pgettext("stage", "waiting for its turn"),
        "starting": pgettext("stage", "starting"),
        "reading": pgettext("stage", "reading"),
        "publishing": pgettext("stage", "publishing"),
        "received": pgettext("stage", "received"),
        "reading the roster": pgettext("stage", "reading the roster"),
        "bringing the pages up to date": pgettext("stage", "bringing the pages up to date"),
        "cut off, waits to be taken up again": pgettext("stage", "cut off, waits to be taken up again"),
        "stopped, waits to be taken up again": pgettext("stage", "stopped, waits to be taken up again"),
    }.get(stage, stage)


def of_alarm(kind: str) -> str:
    """What kind of trouble an alarm tells of."""
    return {
        "missing": pgettext("alarm", "missing"),
        "late": pgettext("alarm", "late"),
        "wrong year": pgettext("alarm", "wrong year"),
        "stale": pgettext("alarm", "stale"),
        "shrunk": pgettext("alarm", "shrunk"),
        "layout": pgettext("alarm", "layout"),
        "layout changed": pgettext("alarm", "layout changed"),
        "renamed": pgettext("alarm", "renamed"),
        "more invalid": pgettext("alarm", "more invalid"),
        "more invalid rows": pgettext("alarm", "more invalid rows"),
    }.get(kind, kind)
