"""Interchanges that are read whole out of their kept original: standards, assessments' items, children."""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree

from homeroom.intake import ledger, originals
from homeroom.intake.edfi import catalogue
from homeroom.intake.edfi.interchange import records
from homeroom.intake.edfi.judged import ERASED, account
from homeroom.intake.edfi.students import Children, names_erased
from homeroom.intake.models import Delivery, RosterChangeSet
from homeroom.people.erasures import keys_kept_out

INTERCHANGE = "interchange"
REPORTS = {"AssessmentMetadata": "assessment_metadata", "Standards": "standards", "Student": "students"}


def judge(delivery: Delivery) -> Delivery:
    """Judge every record of the interchange; safe to do again, when a roster knows more children.

    Raises IntakeError where the XML is damaged; nothing of it is taken in then.
    """
    path = originals.place(delivery.sha256)
    if delivery.report != REPORTS["Student"]:
        return catalogue.take(delivery, path)
    children = Children(may_add=not RosterChangeSet.objects.filter(state=RosterChangeSet.State.APPLIED).exists())
    gone, keys = set(ledger.erased_rows(delivery.sha256).tolist()), keys_kept_out()
    judged = [
        ERASED if number in gone or names_erased(record, keys) else children.judge(record)
        for number, record in enumerate(records(path, delivery.file), start=1)
    ]
    return account(delivery, judged, children.take_in)


def rows(delivery: Delivery, numbers: Sequence[int]) -> list[tuple[int, list[str]]]:
    """The records with these numbers, each as the XML that it came in."""
    wanted = set(numbers)
    found = enumerate(records(originals.place(delivery.sha256), delivery.file), start=1)
    return [(at, [etree.tostring(one, encoding="unicode").strip()]) for at, one in found if at in wanted]
