"""A newer roster may show that a link was wrong: links that it speaks against go back to a person.

What the roster merely no longer tells ends no link: a child who moved up a grade, or left, did the work all the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from homeroom.facts import store
from homeroom.intake import quarantine
from homeroom.intake.layouts import declared
from homeroom.intake.match import BY_ACCOUNT, BY_ID, BY_LIKENESS, BY_NAME, CONFLICT, UNMATCHED, match, same_names
from homeroom.intake.matching.claim import Claim, from_text
from homeroom.intake.matching.known import Roster
from homeroom.intake.models import Delivery, IdentityLink
from homeroom.intake.undo import take_back
from homeroom.intake.who.decided import knowing
from homeroom.intake.who.rows import rows_of
from homeroom.intake.workshop import one_intake
from homeroom.people import audit
from homeroom.people.grades import grade_code
from homeroom.programs.declaration import Program

DOUBTED = gettext_noop("The newer roster speaks against the child to whom this row was linked.")
CERTAIN = (BY_ID, BY_ACCOUNT)


def reconsider(programs: Sequence[Program] | None = None) -> list[Delivery]:
    """Ask the roster as it stands about every standing link; take the doubtful ones back and judge their rows anew.

    Returns the deliveries that were judged. All of a program's become true together.
    """
    known = tuple(programs if programs is not None else declared())
    linked = IdentityLink.objects.filter(withdrawn_at=None, decision=None)
    judged: list[Delivery] = []
    for slug in linked.order_by("program").values_list("program", flat=True).distinct():
        with one_intake():
            judged += _reconsider(slug, known)
    return judged


def doubtful(program: str) -> list[IdentityLink]:
    """The standing links of a program that nobody decided about and that the roster now speaks against."""
    return list(_doubtful(program, knowing(program)))


def _doubtful(program: str, known: Roster) -> Iterator[IdentityLink]:
    links = IdentityLink.objects.filter(program=program, withdrawn_at=None, decision=None)
    for link in links.iterator(chunk_size=2000):
        if link.claim and _speaks_against(from_text(link.claim), link, known):
            yield link


def _speaks_against(claim: Claim, link: IdentityLink, known: Roster) -> bool:
    now = match(claim, known)
    if now.student == link.student_id:
        return False
    if now.method == CONFLICT or now.method in CERTAIN:
        return True  # the id or the user name belongs to another name now, or to another child
    return link.method in (BY_NAME, BY_LIKENESS) and _is_one_of_several(claim, link, known)


def _is_one_of_several(claim: Claim, link: IdentityLink, known: Roster) -> bool:
    """Whether the child still fits, but is no longer the only one. Who has moved on is not doubted for that."""
    alike = same_names(claim, known)
    if link.method == BY_NAME:
        return link.student_id in alike and len(alike) > 1
    return known.grades.get(link.student_id) == grade_code(claim.grade)


def _reconsider(program: str, programs: Sequence[Program]) -> list[Delivery]:
    found = doubtful(program)
    if not found:
        return []
    with store.publishing(), transaction.atomic():
        rows = rows_of(program, {link.key: link.vendor_key for link in found}, programs)
        IdentityLink.objects.filter(pk__in=[link.pk for link in found]).update(withdrawn_at=timezone.now())
        if rows:
            take_back(rows, ends_as="quarantined", code=UNMATCHED, words=DOUBTED, programs=programs)
        audit.did(None, "doubted", f"links of {program}", {link.student_id for link in found}, DOUBTED)
        return list(quarantine.redrive(sorted(rows), programs)) if rows else []
