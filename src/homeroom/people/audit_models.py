"""The tables of the audit log: its entries, the heads of its chains, and which children each entry is about."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class AuditEntry(models.Model):
    """Who saw or changed what, about which children, and why they were allowed to. One row a page view.

    Rows are only ever added, each to one of several chains: `hash` covers every field but the key, and `before` is the
    hash of the entry one place earlier in the same chain.
    """

    at = models.DateTimeField()
    # The number of the account, and its sign-in name as it was then. No number: a command, or the installation itself.
    actor_number = models.BigIntegerField(null=True)
    actor = models.CharField(max_length=150)
    # Whose eyes they looked through; blank for their own.
    acting_as_number = models.BigIntegerField(null=True)
    acting_as = models.CharField(max_length=150, blank=True)
    verb = models.CharField(max_length=32)
    # What it was in full, then its kind and number alone: "class page 7, week 2026-W43", "class page", "7".
    object = models.CharField(max_length=255)
    kind = models.CharField(max_length=64, blank=True)
    object_id = models.CharField(max_length=64, blank=True)
    # Opaque numbers of the children as they were in the page at that moment.
    students = models.JSONField(default=list)
    reason = models.CharField(max_length=255)
    report = models.CharField(max_length=64, blank=True)
    drawn_from = models.CharField(max_length=255, blank=True)
    request_id = models.CharField(max_length=32, blank=True)
    chain = models.PositiveSmallIntegerField()
    place = models.BigIntegerField()
    before = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["chain", "place"], name="one_entry_a_place_in_its_chain")
        ]
        indexes: ClassVar = [
            models.Index(fields=["at", "id"]),
            models.Index(fields=["actor", "at", "id"]),
            models.Index(fields=["verb", "at", "id"]),
        ]


class AuditHead(models.Model):
    """The end of one chain, and from where on it is kept: what lies before `kept_after` was purged after its years."""

    chain = models.PositiveSmallIntegerField(primary_key=True)
    place = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, blank=True)
    kept_after = models.BigIntegerField(default=0)
    kept_after_hash = models.CharField(max_length=64, blank=True)
    # Up to where the children of the entries stand in AuditChild. The rest is listed when somebody asks, or soon.
    listed = models.BigIntegerField(default=0)


class AuditChild(models.Model):
    """One child of one entry, so that "who saw this child?" reads no other rows. Derived from the entries.

    Read it through `audit_index`, which first lists what was written since.
    """

    pk = models.CompositePrimaryKey("student", "entry")
    student = models.BigIntegerField()
    entry = models.ForeignKey(
        AuditEntry, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False, related_name="children"
    )
