"""What can be wrong with answers, parameters and settings that mastery is given."""

from __future__ import annotations


class MasteryError(Exception):
    """Data or parameters that can't be used; the message says what, where and what to do."""
