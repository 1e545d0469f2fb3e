"""What can be wrong with standards, content and alignment that someone brings."""

from __future__ import annotations


class StandardsError(Exception):
    """Standards, content or alignment that can't be taken; the message says what, where and what to do."""
