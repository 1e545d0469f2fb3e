"""Codes that answer a survey: made by chance, told once, and kept as their SHA-256 alone.

That an anonymous code was used is kept under another hash of it. Only who holds the paper can say that the two belong
together: the database can't, and so it can't say who of a group has answered.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256

from django.db import transaction
from django.utils.translation import gettext

from homeroom.evidence.errors import EvidenceError
from homeroom.evidence.lock import By
from homeroom.evidence.models import StudyChild
from homeroom.evidence.survey_models import Asked, Invitation, Survey, Wave
from homeroom.evidence.survey_wave import asked, is_open
from homeroom.people import audit
from homeroom.people.models import Staff, Student

LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # without what looks like another one
LENGTH, TOGETHER = 15, 5  # 75 bits: nobody tries them all, not even with the hashes at hand
SILENT = re.compile(r"[^0-9A-Z]")


@dataclass(frozen=True)
class Slip:
    """A code as it is printed. `name` is blank where it is anybody's of the group."""

    code: str
    name: str = ""
    student: int | None = None


def new_code() -> str:
    drawn = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
    return "-".join(drawn[at : at + TOGETHER] for at in range(0, LENGTH, TOGETHER))


def plain(code: str) -> str:
    """The code as it counts: in capitals, without what stands between the letters."""
    return SILENT.sub("", code.upper()[:64])


def digest(code: str) -> str:
    return sha256(plain(code).encode()).hexdigest()


@transaction.atomic
def slips(group: Asked, by: By) -> list[Slip]:
    """Codes for everybody of a group, to be printed at once: they are not told again.

    Codes of this group that were made before, and not used, are void. Raises EvidenceError where the wave is over.
    """
    wave = _open(group)
    people = _people(wave.survey, group)
    if wave.survey.mode == Survey.Mode.ANONYMOUS:
        group.invitations.filter(left=None).delete()
        made = [Slip(new_code()) for _ in people]
        # In the order of their hashes, so that no row says which code was printed first.
        hashes = sorted(digest(one.code) for one in made)
        Invitation.objects.bulk_create([Invitation(asked=group, token_sha256=one) for one in hashes])
    else:
        made = list(_named(group, people))
    audit.did(by, "made codes", f"survey {wave.survey.slug}", [one.student for one in made if one.student], group.label)
    return made


@transaction.atomic
def kiosk(group: Asked, by: By) -> Slip:
    """One code for a shared screen, which answers as often as people of the group have not answered yet."""
    wave = _open(group)
    if wave.survey.mode != Survey.Mode.ANONYMOUS:
        raise EvidenceError(gettext("Whose answer is whose must be known here: a shared screen can't say it."))
    group.invitations.filter(left__isnull=False).delete()
    made = Slip(new_code())
    left = max(group.people - group.answered, 0)
    Invitation.objects.create(asked=group, token_sha256=digest(made.code), left=left)
    audit.did(by, "made codes", f"survey {wave.survey.slug}", (), f"a shared screen for {group.label}")
    return made


def pseudonym(survey: Survey, person: Student | Staff) -> str:
    """The same in all waves of a survey; of a child in the survey's study the one that it has there."""
    who = {"student": person} if isinstance(person, Student) else {"staff": person}
    before = Invitation.objects.filter(asked__wave__survey=survey, **who).values_list("pseudonym", flat=True).first()
    if before:
        return before
    if isinstance(person, Student) and survey.study:
        held = StudyChild.objects.filter(draw__study=survey.study, student=person).order_by("-draw__number").first()
        if held:
            return held.pseudonym
    return secrets.token_hex(8)


def _named(group: Asked, people: list[Student] | list[Staff]) -> Iterator[Slip]:
    """One for each who has not answered; who has one gets another code under the same pseudonym."""
    for person in people:
        who = {"student": person} if isinstance(person, Student) else {"staff": person}
        held = Invitation.objects.filter(asked__wave=group.wave, **who).first()
        if held and held.answered:
            continue
        slip = Slip(new_code(), person.name, person.pk if isinstance(person, Student) else None)
        told = {"asked": group, "token_sha256": digest(slip.code)}
        if held:
            Invitation.objects.filter(pk=held.pk).update(**told)
        else:
            Invitation.objects.create(**told, pseudonym=pseudonym(group.wave.survey, person), **who)
        yield slip


def _people(survey: Survey, group: Asked) -> list[Student] | list[Staff]:
    """Those whom the group had on the day on which the wave was opened, in the order of their names."""
    numbers = next((one.people for one in asked(survey, group.wave.opens_on) if one.label == group.label), frozenset())
    order = ("family_name", "given_name", "pk")
    if survey.audience == Survey.Audience.STAFF:
        return list(Staff.objects.filter(pk__in=numbers).order_by(*order))
    return list(Student.objects.filter(pk__in=numbers).order_by(*order))


def _open(group: Asked) -> Wave:
    wave = Wave.objects.select_for_update(of=("self",)).select_related("survey__study").get(pk=group.wave_id)
    if not is_open(wave):
        raise EvidenceError(gettext("This wave is over: codes for it would open nothing."))
    return wave
