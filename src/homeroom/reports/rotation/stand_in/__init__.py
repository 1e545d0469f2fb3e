"""Who can stand in for an adult who is away, and what each choice takes from whom."""

from homeroom.reports.rotation.stand_in.file import filed as filed
from homeroom.reports.rotation.stand_in.make import stand_in as stand_in
from homeroom.reports.rotation.stand_in.report import StandIn as StandIn
