"""A town in which every text of every model and every table of facts is hostile, found by looking, not by a list."""

from __future__ import annotations

import itertools
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import time
from typing import Any

from django.apps import apps
from django.db import IntegrityError, transaction
from django.db.models import (
    BooleanField,
    CharField,
    DateField,
    DateTimeField,
    Field,
    FloatField,
    ForeignKey,
    IntegerField,
    JSONField,
    Model,
    TextField,
    TimeField,
    UniqueConstraint,
    UUIDField,
)
from django.utils import timezone

from a_school import FRIDAY, MONDAY, TODAY, Town
from facts.facts_by_hand import publish
from homeroom.facts.schema import BASE, TABLES, Table
from homeroom.intake.matching.claim import Claim, as_text
from homeroom.intake.models import Delivery, RosterChangeSet, UnknownLayout
from homeroom.mastery.state import State
from homeroom.people.models import Class, Student
from homeroom.standards.models import Standard
from pages.test_numbers import kept
from security.hostile_texts import packed

LONG = 2_000  # of a text without an end
# Texts that nobody outside can write: keys, sums, and words of ours that decide what is shown.
OURS = {
    *("password", "token_sha256", "sha256", "digest", "hash", "kept_after_hash", "before", "path", "language"),
    *("delimiter", "cadence", "stage", "request_id", "signature", "mode", "ended_as", "version", "inactive_until"),
    *("parameters_version", "as_of_from", "people.Enrollment.role", "people.SchoolDay.kind", "facts.FactFile.table"),
    *("intake.RowGroup.code", "intake.WaitingKey.code", "mastery.ParameterSet.engine", "mastery.Quality.engine"),
    *("evidence.Plan.text", "evidence.StudyRun.text", "evidence.Draw.eligible", "evidence.Draw.arms"),
    *("evidence.Draw.result", "evidence.Draw.undrawn", "evidence.Draw.sizes"),
    *("people.School.kind", "people.AuditEntry.verb", "people.AuditEntry.students", "intake.Job.deliveries"),
}
# What the addresses of pages hold, and what makes nobody a vendor.
KEPT = {"standards.Standard.code": "3.NF.A.1", "people.User.vendor": ""}

# In an address no slash and no line end can stand; the codes of standards do.
NO_ADDRESS = str.maketrans(dict.fromkeys("/\\\r\n\u2028\u2029", "|"))
FACTS: dict[str, Any] = {"student": 0, "school_year": 2027, "week": MONDAY}
VALUES: dict[str, Any] = {"DATE": FRIDAY, "TIMESTAMP_MS": None, "BOOLEAN": True}
KINDS = {"kind": "lesson", "result_kind": "level", "precision": "day", "outcome": "passed", "state": "not yet"}
KINDS |= {"standard": "3.NF.A.1", "rule": "rushing", "grain": "day", "method": "score", "engine": "filter"}

OF_TABLES = {"mastery_sources": {"kind": "item"}, "next_steps": {"kind": "goal"}}


@dataclass
class Filled:
    """Which texts went where: `Model.field` to what stands in its rows."""

    cells: dict[str, list[str]] = field(default_factory=dict)
    left: list[str] = field(default_factory=list)


def ours() -> Iterator[type[Model]]:
    return (model for model in apps.get_models() if model.__module__.startswith("homeroom."))


def columns(model: type[Model]) -> Iterator[Field[Any, Any]]:
    """The columns of a model that hold text somebody else may have written."""
    for one in model._meta.concrete_fields:
        named = {one.name, f"{model._meta.label}.{one.name}"}
        if isinstance(one, CharField | TextField | JSONField) and not one.choices and not named & OURS:
            yield one


def people_it(place: Town) -> None:
    """A row of every model that has none yet: of what stands there, and of the first of each choice."""
    kept()
    Class.objects.update(grades=["03"], subjects=["Mathematics"], extras={"note": "x"})
    UnknownLayout.objects.create(delivery=Delivery.objects.get(), signature="s", names=["One", "Two"], delimiter=",")
    RosterChangeSet.objects.create(name="x", state="held", reasons=["x"])
    for model in ours():
        a_row(model, place)


def a_row(model: type[Model], place: Town) -> Model | None:
    """The first row of a model, made if there is none. None where the model's own rules refuse what is made."""
    found = model._default_manager.order_by("pk").first()
    if found is not None:
        return found
    every = [*model._meta.concrete_fields]
    # All there is to tell, or, where that can't be together, what must be told.
    return _made(model, every, place) or _made(model, [one for one in every if not one.null], place)


def _made(model: type[Model], columns: Sequence[Field[Any, Any]], place: Town) -> Model | None:
    told = {one.name: value for one in columns if (value := _value(one, place)) is not None}
    try:
        with transaction.atomic():
            return model._default_manager.create(**told)
    except IntegrityError:
        return None


def _value(one: Field[Any, Any], place: Town) -> Any:
    if isinstance(one, ForeignKey):
        if one.related_model is Student and one.name == "other":
            return Student.objects.order_by("pk")[1]
        return a_row(one.related_model, place) if not one.null or one.name == "student" else None
    if isinstance(one, UUIDField) and not one.null:
        return uuid.uuid4()
    if one.primary_key or one.has_default():
        return None
    if one.choices:
        return one.flatchoices[0][0]
    if isinstance(one, DateTimeField):
        return timezone.now()
    if isinstance(one, DateField):
        return TODAY
    if isinstance(one, TimeField):
        return time(10) if one.name == "ends_at" else time(9)
    if isinstance(one, BooleanField):
        return True
    if isinstance(one, FloatField):
        return 0.05  # a share, or a weight
    if isinstance(one, IntegerField):
        return 1
    return "x" if isinstance(one, CharField | TextField) and not one.null else None


def fill(first: int) -> Filled:
    """Each text of each row of each model becomes hostile, beginning with the text `first`."""
    done = Filled()
    turn = itertools.count(first)
    for model in ours():
        for one in columns(model):
            label = f"{model._meta.label}.{one.name}"
            size = min(getattr(one, "max_length", None) or LONG, LONG)
            texts = packed(size, next(turn) * 7)
            if _apart(model, one):  # the text of one row may be what another still holds from the turn before
                _step_aside(model, one, KEPT.get(label, ()))
            for row in model._default_manager.order_by("pk"):
                was = getattr(row, one.attname)
                if KEPT.get(label, ()) == was:
                    continue
                told = _hostile(was, one, texts)
                model._default_manager.filter(pk=row.pk).update(**{one.name: told})
                done.cells.setdefault(label, []).append(str(told))
            if label not in done.cells:
                done.left.append(label)
    return done


def _apart(model: type[Model], one: Field[Any, Any]) -> bool:
    """Whether two rows may not hold the same text there, by itself or beside the same others."""
    kept_apart = (rule.fields for rule in model._meta.constraints if isinstance(rule, UniqueConstraint))
    return one.unique or any(one.name in names for names in kept_apart)


def _step_aside(model: type[Model], one: Field[Any, Any], kept: object) -> None:
    for row in model._default_manager.exclude(**{one.name: kept} if kept else {"pk": None}):
        model._default_manager.filter(pk=row.pk).update(**{one.name: f"was {row.pk}"})


def _hostile(was: Any, one: Field[Any, Any], texts: Iterator[str]) -> Any:
    """JSON keeps its shape, and states and days stay what they are: its other texts change."""
    if one.name == "claim":
        return as_text(Claim((next(texts), next(texts)), *(next(texts) for _ in range(6))))
    if one.name == "code" and one.model is Standard:
        return next(texts).translate(NO_ADDRESS)
    if not isinstance(one, JSONField):
        return next(texts)
    if isinstance(was, dict):
        return {key: _hostile(value, one, texts) for key, value in was.items()}
    if isinstance(was, list):
        return [_hostile(value, one, texts) for value in was]
    is_ours = isinstance(was, str) and (not set(was) - set("0123456789-:T") or was in tuple(State))
    return next(texts) if isinstance(was, str) and not is_ours else was


def facts(first: int, students: Sequence[int]) -> dict[str, list[str]]:
    """Rows of every table of facts, each text hostile; in every second one what says the kind of row stays."""
    told: dict[str, list[str]] = {}
    for at, (name, table) in enumerate(TABLES.items()):
        texts = packed(255, first + 11 * at)
        rows = [_fact(table, student, texts, plain=bool(student % 2) or name not in BASE) for student in students]
        publish(name, rows)
        told |= {f"{name}.{c.name}": [str(row[c.name]) for row in rows] for c in table.columns if c.type == "VARCHAR"}
    return told


def _fact(table: Table, student: int, texts: Iterator[str], plain: bool) -> dict[str, object]:
    made: dict[str, object] = {}
    kinds = KINDS | OF_TABLES.get(table.name, {})
    for column in table.columns:
        if column.name in FACTS:
            made[column.name] = student if column.name == "student" else FACTS[column.name]
        elif column.type == "VARCHAR":
            made[column.name] = kinds[column.name] if plain and column.name in kinds else next(texts)
        else:
            made[column.name] = VALUES.get(column.type, 1)
    return made
