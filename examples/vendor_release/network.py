"""Three schools of a made-up network, and the answers of their children in one program, Number Trail, of one week."""

import os
import sys
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "homeroom.site.settings")
django.setup()

from homeroom.simulation.write import write  # noqa: E402  # its models wait for the settings

folder = Path(sys.argv[1])
written = write(folder / "made", seed=1, children=48, weeks=1, wide=True)
(written.folder / "network" / "roster").rename(folder / "roster")
(folder / "answers").mkdir()
for path in written.exports:
    if path.name.startswith("number_trail"):
        path.rename(folder / "answers" / path.name)
