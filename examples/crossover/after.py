"""January: checks on every standard, taken by all. The truth is known: aligned work helps by .35."""

import csv
import json
import os
import sys
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "homeroom.site.settings")
django.setup()

from homeroom.simulation.studies.crossovers import Crossover  # noqa: E402  # its models wait for the settings
from homeroom.simulation.studies.town import Town, check  # noqa: E402

folder, draw = Path(sys.argv[1]), json.loads(Path(sys.argv[2]).read_text("utf-8"))
with Path(__file__).with_name("units.csv").open(encoding="utf-8", newline="") as file:
    units = {row["standard"]: row["unit"] for row in csv.DictReader(file)}
aligned = [key for key, arm in draw["result"].items() if arm == "aligned"]
check(folder, Town(rooms=8, children=128, seed=5), Crossover(8, effect=0.35, lost=0.04), units, aligned)
