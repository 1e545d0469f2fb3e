"""What sign-in has to remember: who is suspended, how often somebody guessed, and who is who at another door."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Suspension(models.Model):
    """A sign-in that is taken away for now. `by` is blank where a roster did it, not a person."""

    user = models.OneToOneField("people.User", on_delete=models.CASCADE, related_name="suspension")
    since = models.DateTimeField()
    by = models.CharField(max_length=150, blank=True)
    why = models.CharField(max_length=255)


class GuessCount(models.Model):
    """How often one account was tried, from known or unknown browsers. The key is a keyed hash: it names nobody."""

    key = models.CharField(max_length=64, unique=True)
    tries = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField()
    # Until then no further try is looked at.
    open_at = models.DateTimeField(db_index=True)


class Spent(models.Model):
    """Something that counts once and was used: a code of the second step, an assertion, a token."""

    key = models.CharField(max_length=64, unique=True)
    until = models.DateTimeField(db_index=True)


class OutsideIdentity(models.Model):
    """A person here, as an identity provider knows them. Issuer and subject are the key; an e-mail address never is."""

    issuer = models.CharField(max_length=255)
    subject = models.CharField(max_length=255)
    user = models.ForeignKey("people.User", on_delete=models.CASCADE, related_name="outside_identities")
    since = models.DateTimeField()
    # A person's user name; blank where the issuer's roster id decided.
    linked_by = models.CharField(max_length=150, blank=True)
    last_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["issuer", "subject"], name="one_person_an_issuer_and_subject"),
            models.UniqueConstraint(fields=["issuer", "user"], name="one_subject_an_issuer_and_person"),
        ]


class WaitingIdentity(models.Model):
    """Somebody whom an issuer knows and we do not. A person links or rejects; what is told here only helps them."""

    issuer = models.CharField(max_length=255)
    subject = models.CharField(max_length=255)
    told_name = models.CharField(max_length=255, blank=True)
    told_email = models.CharField(max_length=255, blank=True)
    told_roster_id = models.CharField(max_length=255, blank=True)
    why = models.CharField(max_length=255)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    tries = models.PositiveIntegerField(default=1)
    rejected_at = models.DateTimeField(null=True, blank=True)
    rejected_by = models.CharField(max_length=150, blank=True)

    class Meta:
        ordering: ClassVar = ["first_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["issuer", "subject"], name="one_wait_an_issuer_and_subject")
        ]
