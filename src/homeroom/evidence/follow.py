"""What became of the children of a draw: who joined, left or changed class since, each written down once."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from homeroom.evidence import ledger, plan_json
from homeroom.evidence.errors import EvidenceError
from homeroom.evidence.homes import Counted, homes_on
from homeroom.evidence.lock import By, signed
from homeroom.evidence.models import Draw, DrawChange, StudyChild
from homeroom.people import audit
from homeroom.people.models import Class

Kind = DrawChange.Kind
GONE = ""  # the class of somebody who left


@dataclass(frozen=True)
class Step:
    """One thing that happened to a child of the draw; `to` is blank for one who left."""

    kind: str
    pseudonym: str
    to: str


@transaction.atomic
def follow(draw: Draw, on: date, by: By) -> list[DrawChange]:
    """Write down what is new on this day, and give it. Asking again on the same day gives nothing.

    Raises EvidenceError for a day before the draw, or one before what is written down already.
    """
    last = draw.changes.order_by("-on").values_list("on", flat=True).first() or draw.on
    if on < last:
        raise EvidenceError(gettext("The ledger goes to %(day)s already, and only grows.") % {"day": last})
    classes = Class.objects.filter(sourced_id__in=plan_json.load(draw.plan.text).named)
    inside = homes_on(classes, on)
    known = {one.student_id: one for one in draw.members.all() if one.student_id is not None}
    new = {child: _member(draw, child, home, on) for child, home in inside.items() if child not in known}
    StudyChild.objects.bulk_create(new.values(), batch_size=500)
    now = places(draw)
    steps = [Step(Kind.JOINED, one.pseudonym, one.home) for one in new.values()]
    steps += _steps({child: (one.pseudonym, now[one.pseudonym]) for child, one in known.items()}, inside)
    made = [_change(draw, one, on, by) for one in steps]
    if made:
        audit.did(by, "noted what became of", ledger.audited(draw), sorted({*new, *known}), f"{len(made)} changes")
    return made


@transaction.atomic
def note(draw: Draw, kind: str, school_class: str, on: date, by: By, *, to: str = "", words: str = "") -> DrawChange:
    """What a person tells of a class of the draw: it left the study, or was split into others, named in `to`."""
    if kind not in (Kind.LEFT, Kind.SPLIT) or school_class not in plan_json.load(draw.plan.text).named:
        raise EvidenceError(gettext("Of a class of the draw it can be noted that it left or was split."))
    made = _row(draw, kind, school_class, to, on, by, words)
    ledger.append(made)
    audit.did(by, "noted what became of", ledger.audited(draw), (), f"{school_class}: {kind}")
    return made


def places(draw: Draw) -> dict[str, str]:
    """The class that each child of the draw counts in by the ledger; blank for one who left."""
    found = dict(draw.members.values_list("pseudonym", "home"))
    for key, to in draw.changes.order_by("place").values_list("key", "to"):
        if key in found:
            found[key] = to
    return found


def _steps(was: Mapping[int, tuple[str, str]], inside: Mapping[int, Counted]) -> Iterable[Step]:
    """A child who is still in the class it counted in stays there, whatever else it is in by now."""
    for child, (pseudonym, place) in sorted(was.items()):
        now = inside.get(child)
        if now is None and place != GONE:
            yield Step(Kind.LEFT, pseudonym, GONE)
        elif now is not None and place not in (now.home, *now.also):
            yield Step(Kind.JOINED if place == GONE else Kind.SWITCHED, pseudonym, now.home)


def _member(draw: Draw, child: int, home: Counted, on: date) -> StudyChild:
    told = {"home": home.home, "also": list(home.also), "joined_on": on, "pseudonym": secrets.token_hex(8)}
    return StudyChild(draw=draw, student_id=child, **told)


def _change(draw: Draw, step: Step, on: date, by: By) -> DrawChange:
    row = _row(draw, step.kind, step.pseudonym, step.to, on, by, "")
    ledger.append(row)
    return row


def _row(draw: Draw, kind: str, key: str, to: str, on: date, by: By, words: str) -> DrawChange:
    told = {"kind": kind, "key": key[:255], "to": to[:255], "on": on, "note": words[:500]}
    return DrawChange(study=draw.study, draw=draw, made_by=signed(by), made_at=timezone.now(), **told)
