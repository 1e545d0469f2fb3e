"""The demonstration's studies: planned, locked and drawn as people would, before what was measured comes in."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rich.console import Console

from homeroom.evidence import assign, lock, run
from homeroom.evidence.errors import EvidenceError
from homeroom.evidence.models import Draw, Study
from homeroom.people.models import Role, User
from homeroom.simulation.school import School
from homeroom.simulation.studies import stories
from homeroom.simulation.studies.stories import Story
from homeroom.site.demo_asked import standing_on

out = Console(soft_wrap=True, highlight=False)


def begin(school: School, reading: NDArray[np.float64], exports: Path, weeks: int) -> list[Path]:
    """Draw the arms, and write what was measured since. Gives the files: none where the year is shorter or longer."""
    told = stories.stories(school)
    if weeks != stories.WEEKS or not told:
        return []
    by = User.objects.filter(staff__roles__kind=Role.Kind.NETWORK_LEADER).order_by("pk")[0]
    arms = [(story, json.loads(_drawn(story, by).result)) for story in told]
    found = []
    for sheet in stories.sheets(school, reading, arms):
        path = exports / sheet.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(sheet.bytes())
        found.append(path)
    return found


def _drawn(story: Story, by: User) -> Draw:
    with standing_on(story.on):
        study = lock.keep(story.plan, by).study
        lock.lock(study, by)
        return assign.assign(study, by, seed=story.seed, on=story.on)


def tell() -> None:
    """Analyse each study, and say what is said of it first, and why it may not be believed."""
    studies = list(Study.objects.order_by("slug"))
    if studies:
        out.print("\nStudies, of made-up outcomes whose truth is known:")
    for study in studies:
        by = User.objects.get(username=study.made_by)
        try:
            found = run.results_of(run.run(study, by)).verdict
        except EvidenceError as why:
            out.print(f"  {study.slug}: {why}", markup=False)
            continue
        words = " ".join(one.said.words() for one in (*found.said[:1], *found.refused[:1]))
        out.print(f"  {study.slug}: {words}", markup=False)
