"""Every kind of file, each after those that it names: rooms before staff times, day types before templates."""

from homeroom.rotation.files.of_people import (
    Absences,
    GroupLanguages,
    Locks,
    Pairs,
    Qualifications,
    Services,
    StaffTimes,
)
from homeroom.rotation.files.of_school import (
    Assumptions,
    DayTypeDates,
    DayTypes,
    Licences,
    Rooms,
    Rules,
    Templates,
)
from homeroom.rotation.files.table import Table

TABLES: tuple[Table, ...] = (
    DayTypes(),
    DayTypeDates(),
    Templates(),
    Rooms(),
    Licences(),
    Rules(),
    Assumptions(),
    StaffTimes(),
    Qualifications(),
    Services(),
    GroupLanguages(),
    Pairs(),
    Absences(),
    Locks(),
)
