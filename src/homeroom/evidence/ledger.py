"""The chain of a study: locked plans, amendments, draws and their changes, each tied to the one before.

What a run found is a row, too. Rows are added here and nowhere else. `offences` walks the chain, and names the first
character that is not what it was.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext, gettext_noop

from homeroom.evidence import canonical
from homeroom.evidence.errors import EvidenceError
from homeroom.evidence.models import Amendment, Draw, DrawChange, Plan, Study, StudyRun
from homeroom.evidence.randomize import ALGORITHM, Arm, Eligible, draw, list_hash
from homeroom.people.models import AuditEntry, ErasureLine

Row = Plan | Amendment | Draw | DrawChange | StudyRun
KINDS: tuple[type[Row], ...] = (Plan, Amendment, Draw, DrawChange, StudyRun)
# What no hash covers: the key, the hash itself, and of a plan when its draft was last written.
UNCOVERED: Mapping[type[Row], frozenset[str]] = {Plan: frozenset({"made_at", "text"})}
ERASED = "(erased)"

CHANGED = gettext_noop("%(row)s is not what was written down: at least one character of it has been changed.")
TEXT = gettext_noop("%(row)s: its text is not the one that was locked: at least one character has been changed.")
RUN = gettext_noop("%(row)s: its results are not those that were written down.")
MOVED = gettext_noop("%(row)s does not follow the row before it: a row was taken out, put in or moved.")
SHORT = gettext_noop("%(row)s: rows are missing at the end of its ledger, or its end was changed.")
LIST = gettext_noop("%(row)s: its list of who could be drawn is not the one that was hashed.")
DRAWN = gettext_noop("%(row)s: drawing again from its seed and list gives another result.")
AUDIT = gettext_noop("%(row)s: the audit log holds another hash of it.")
WORDS_GONE = gettext_noop("An erasure of a child took words out of it: %(erasures)s certificates say so.")


def append(row: Row) -> None:
    """Save a row at the end of its study's chain. Call it in the transaction that changes what the row tells of."""
    with transaction.atomic():
        study = Study.objects.select_for_update().get(pk=row.study_id)
        row.place, row.before = study.rows + 1, study.hash
        row.hash = digest(row)
        row.save()
        Study.objects.filter(pk=study.pk).update(rows=row.place, hash=row.hash)


def digest(row: Row) -> str:
    """SHA-256 over everything that the row says and the hash before it."""
    left_out = {"id", "hash"} | UNCOVERED.get(type(row), frozenset())
    columns = [one.attname for one in row._meta.concrete_fields if one.name not in left_out]
    told: dict[str, Any] = {name: getattr(row, name) for name in columns}
    return canonical.sha256(canonical.text([type(row).__name__, told]))


def rows(study: Study) -> list[Row]:
    """The chain, from its first row on."""
    found: list[Row] = [one for kind in KINDS for one in kind._default_manager.filter(study=study, place__isnull=False)]
    return sorted(found, key=lambda one: (one.place or 0, type(one).__name__))


def sound(study: Study) -> None:
    """Raises EvidenceError, naming each row that is not what it was."""
    found = list(offences(study))
    if found:
        lead = gettext("Stopped: the records of %(study)s have been changed.") % {"study": study.slug}
        raise EvidenceError("\n".join([lead, *found]))


def offences(study: Study) -> Iterator[str]:
    """Each row of the chain that is not what was written down, in words. The study is read anew."""
    study = Study.objects.get(pk=study.pk)
    before, last = "", 0
    for at, row in enumerate(rows(study), 1):
        if (row.place, row.before) != (at, before):
            yield gettext(MOVED) % {"row": called(row)}
        if row.hash != digest(row):
            yield _changed(CHANGED, row)
        yield from _inside(row)
        before, last = row.hash, at
    if (study.rows, study.hash) != (last, before):
        yield gettext(SHORT) % {"row": study.slug}


def called(row: Row) -> str:
    """The row as a person would name it, such as "flex-pilot, plan 1"."""
    if isinstance(row, Plan):
        return f"{row.study.slug}, plan {row.version}"
    if isinstance(row, Amendment):
        return f"{row.study.slug}, amendment to plan {row.plan.version}"
    if isinstance(row, Draw):
        return f"{row.study.slug}, draw {row.number}"
    if isinstance(row, StudyRun):
        return f"{row.study.slug}, run {row.number}"
    return f"{row.study.slug}, change of {row.on}, row {row.place}"


def _inside(row: Row) -> Iterator[str]:
    if isinstance(row, Plan):
        if canonical.sha256(row.text) != row.sha256:
            yield _changed(TEXT, row)
        yield from _otherwise_in_audit(row, "locked", row.sha256)
    if isinstance(row, StudyRun) and canonical.sha256(row.text) != row.sha256:
        yield _changed(RUN, row)
    if isinstance(row, Draw):
        yield from _drawn_otherwise(row)
        yield from _otherwise_in_audit(row, "drew", row.hash)


def _drawn_otherwise(row: Draw) -> Iterator[str]:
    try:
        listed = [Eligible(*one) for one in json.loads(row.eligible)]
        arms = [Arm(*one) for one in json.loads(row.arms)]
        hashed = list_hash(listed)
    except (ValueError, TypeError):  # what was changed need be no list any more
        listed, arms, hashed = [], [], ""
    if hashed != row.list_sha256:
        yield gettext(LIST) % {"row": called(row)}
        return
    again = row.by_lot and row.algorithm == ALGORITHM
    if again and canonical.text(draw(listed, arms, row.seed).arm_of) != row.result:
        yield gettext(DRAWN) % {"row": called(row)}


def _otherwise_in_audit(row: Row, verb: str, hash_: str) -> Iterator[str]:
    """Where the audit log still has the line: it is a chain of its own, and was written in the same transaction."""
    said = AuditEntry.objects.filter(verb=verb, object=audited(row)).values_list("reason", flat=True)
    if any(hash_ not in one for one in said):
        yield gettext(AUDIT) % {"row": called(row)}


def audited(row: Row) -> str:
    """What the audit log calls the row."""
    number = row.number if isinstance(row, (Draw, StudyRun)) else getattr(row, "version", row.place)
    return f"study {row.study_id}, {type(row).__name__.lower()} {number}"


def _changed(words: str, row: Row) -> str:
    told = gettext(words) % {"row": called(row)}
    columns = [getattr(row, one.attname) for one in row._meta.concrete_fields]
    if any(ERASED in str(one) for one in columns):
        lines = ErasureLine.objects.filter(place=f"mentions in {row._meta.verbose_name_plural}")
        told += " " + gettext(WORDS_GONE) % {"erasures": lines.count()}
    return told
