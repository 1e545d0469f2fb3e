"""January: what the drawn classes have come to. The truth is known: what is new helps by .1, and classes differ."""

import json
import os
import sys
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "homeroom.site.settings")
django.setup()

from homeroom.simulation.studies.pilots import Pilot  # noqa: E402  # its models wait for the settings
from homeroom.simulation.studies.town import Town, go_on  # noqa: E402

folder, draw = Path(sys.argv[1]), json.loads(Path(sys.argv[2]).read_text("utf-8"))
new = [one for one, arm in draw["result"].items() if arm == "flex"]
go_on(folder, Town(rooms=6, children=132, grade=4, seed=3), Pilot(3, 3, effect=0.1, spread=0.2, lost=0.04), new)
