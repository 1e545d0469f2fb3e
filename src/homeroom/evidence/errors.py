"""What can be wrong with what evidence is asked or given."""

from __future__ import annotations


class EvidenceError(Exception):
    """A question that can't be answered from what is there; the message says why, and what to do."""
