"""A school's week in one version: by class, by room and by adult, with what is not kept on top."""

from homeroom.reports.rotation.week.make import rotation_week as rotation_week
from homeroom.reports.rotation.week.report import RotationWeek as RotationWeek
