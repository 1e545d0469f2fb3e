"""Identity providers as settings.toml tells them: those of the guide work, and mistakes are named."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from homeroom.people.outside.providers import SettingsError, read

GUIDE = Path(__file__).parents[2] / "docs" / "guide" / "security.md"
GOOD = {"id": "d", "name": "D", "kind": "openid", "issuer": "https://d.example", "client_id": "c"}
SAML = {
    "id": "s",
    "name": "S",
    "kind": "saml",
    "issuer": "urn:s",
    "sign_in_url": "https://s.example",
    "certificate": "x",
}


def test_every_example_of_the_guide_is_understood(tmp_path: Path) -> None:
    examples = re.findall(r"```toml\n(.*?)```", GUIDE.read_text("utf-8"), re.S)
    told = [one for text in examples for one in tomllib.loads(text).get("identity_provider", [])]
    for one in told:
        for name in ("client_secret_file", "certificate_file"):
            if name in one:
                (tmp_path / one[name]).write_text("from a file\n")
    made = read(told, tmp_path)
    assert {one.kind for one in made} == {"openid", "saml"}
    assert {one.client_secret or one.certificate for one in made} == {"from a file"}


def test_none_are_none(tmp_path: Path) -> None:
    assert read([], tmp_path) == ()


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ([{**GOOD, "id": "With Blank"}], "small letters"),
        ([{**GOOD, "kind": "ldap"}], "neither openid nor saml"),
        ([{**GOOD, "client_id": ""}], "client_id is missing"),
        ([{**SAML, "certificate": ""}], "certificate is missing"),
        ([{**GOOD, "issuer": "http://d.example"}], "must begin with https://"),
        ([{**SAML, "sign_in_url": "http://s.example"}], "must begin with https://"),
        ([{**GOOD, "colour": "red"}], "colour is not known"),
        ([{**GOOD, "people": ["students"]}], "people are among"),
        ([{**GOOD, "people": []}], "people are among"),
        ([{**GOOD, "roster_id": "email"}], "roster_id is one of"),
        ([{"id": "d"}], "id, name, kind and issuer are needed"),
        ([GOOD, {**GOOD, "issuer": "https://e.example"}], "id = 'd' stands twice"),
        ([GOOD, {**GOOD, "id": "e"}], "issuer = 'https://d.example' stands twice"),
        ([{**GOOD, "client_secret_file": "none"}], "can't be read"),
    ],
)
def test_mistakes_are_named(told: list[dict[str, Any]], words: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=re.escape(words)):
        read(told, tmp_path)
