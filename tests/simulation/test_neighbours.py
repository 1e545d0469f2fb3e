"""Two small schools more: they leave the others as they are, and their children work in one program."""

from __future__ import annotations

from pathlib import Path

import pytest

from homeroom.simulation.neighbours import CHILDREN, FERN, QUARRY
from homeroom.simulation.write import write
from simulation.conftest import Told

pytestmark = pytest.mark.any_database


def test_the_other_schools_stay_as_they_are_and_no_id_or_name_comes_twice(tmp_path: Path) -> None:
    plain = write(tmp_path / "plain", seed=1, children=24, weeks=1)
    wide = Told(write(tmp_path / "wide", seed=1, children=24, weeks=1, wide=True))
    for name in plain.rows:
        before, after = (plain.folder / name).read_bytes(), (wide.written.folder / name).read_bytes()
        assert before == after or (name.startswith("network/") and after.startswith(before)), name
    users = wide.rows("network/roster/users.csv")
    for field in ("sourcedId", "username"):
        assert len({row[field] for row in users}) == len(users)
    own = [row for row in users if row["primaryOrgSourcedId"] in (FERN.sourced_id, QUARRY.sourced_id)]
    pupils = [(row["givenName"], row["familyName"]) for row in own if row["identifier"]]
    assert len(pupils) == len(set(pupils)) == 2 * CHILDREN
    worked = {row["school"] for name in wide.names("number_trail_") for row in wide.rows(name)}
    assert {FERN.name, QUARRY.name} < worked
