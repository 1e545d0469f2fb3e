"""The school before the study: eight classes of one grade."""

import os
import sys
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "homeroom.site.settings")
django.setup()

from homeroom.simulation.studies.town import Town, begin  # noqa: E402  # its models wait for the settings

begin(Path(sys.argv[1]), Town(rooms=8, children=128, seed=5))
