"""What a program's maker is told: a release, read back as it was made. Nothing here is worked out anew."""

from homeroom.reports.vendor.report import FIELDS, Line, Told, told

__all__ = ["FIELDS", "Line", "Told", "told"]
