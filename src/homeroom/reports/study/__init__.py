"""A study's report: one object of sections, made from its results. Page, print, PDF, JSON, CSV and Excel draw it."""

from homeroom.reports.study.file import filed as filed
from homeroom.reports.study.make import study_report as study_report
from homeroom.reports.study.report import Section as Section
from homeroom.reports.study.report import StudyReport as StudyReport
