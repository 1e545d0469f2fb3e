"""What settings.toml says of programs' doors: read whole, refused with a reason, and no secret in any message."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from homeroom.goals.channels import program_apis
from homeroom.goals.channels.program_apis import SettingsError

GOOD: dict[str, Any] = {
    "program": "garden",
    "address": "https://gradebook.example",
    "token_address": "https://gradebook.example/token",
    "client_id": "homeroom",
    "client_secret": "hush-hush",
}


def test_a_door_is_found_by_its_program(settings: Settings) -> None:
    settings.HOMEROOM_PROGRAM_APIS = [GOOD, {**GOOD, "program": "orchard"}]
    found = program_apis.of("orchard")
    assert found is not None
    assert (found.address, found.private, found.category) == ("https://gradebook.example", False, "")
    assert program_apis.of("meadow") is None


def test_a_secret_may_lie_in_a_file_of_its_own(home: Path) -> None:
    (home / "garden.secret").write_text("hush-hush\n", "utf-8")
    told = {name: value for name, value in GOOD.items() if name != "client_secret"}
    made = program_apis.read({**told, "client_secret_file": "garden.secret"}, home)
    assert made.client_secret == "hush-hush"


def test_nothing_that_prints_a_door_prints_its_secret() -> None:
    made = program_apis.read(GOOD, Path())
    assert "hush-hush" not in f"{made} {made!r}"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"address": ""}, "garden: address is missing"),
        ({"client_secret": ""}, "garden: client_secret is missing"),
        ({"client_secret_file": "nowhere"}, "can't be read"),
        ({"adress": "x"}, "adress is not known. Known are: program, address"),
        ({"private": "yes"}, "private is written wrongly"),
        ({"client_id": 7}, "client_id is written wrongly"),
        ({"address": "http://gradebook.example"}, "must begin with https://"),
        ({"token_address": "https://me:pw@gradebook.example"}, "hold no password"),
        ({"address": "https://[gradebook"}, "must begin with https://"),
    ],
)
def test_what_is_wrong_is_told_without_the_secret(change: dict[str, Any], message: str) -> None:
    with pytest.raises(SettingsError) as caught:
        program_apis.read({**GOOD, **change}, Path("/nonexistent"))
    assert message in str(caught.value)
    assert "hush-hush" not in str(caught.value)


def test_a_program_has_one_door(settings: Settings) -> None:
    settings.HOMEROOM_PROGRAM_APIS = [GOOD, GOOD]
    with pytest.raises(SettingsError, match="garden stands 2 times"):
        program_apis.of("garden")
    with pytest.raises(SettingsError, match="garden stands twice"):
        program_apis.read_all([GOOD, GOOD], Path())


@pytest.mark.parametrize("told", [None, 3, "x", [3], [{}]])
def test_what_is_no_table_opens_no_door(settings: Settings, told: object) -> None:
    settings.HOMEROOM_PROGRAM_APIS = told
    assert program_apis.of("garden") is None
