"""The school before the pilot: one grade of six classes, and the test that everybody sat in September."""

import os
import sys
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "homeroom.site.settings")
django.setup()

from homeroom.simulation.studies.town import Town, begin  # noqa: E402  # its models wait for the settings

begin(Path(sys.argv[1]), Town(rooms=6, children=132, grade=4, seed=3))
