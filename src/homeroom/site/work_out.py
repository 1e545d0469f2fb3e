"""Derived tables follow the facts; the work is `mastery`'s, so that a page can ask for it, too."""

from __future__ import annotations

from homeroom.mastery.work_out import work_out

__all__ = ["work_out"]
