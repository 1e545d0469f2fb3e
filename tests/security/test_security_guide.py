"""The security guide tells what a requirement or a family asks of it, and its examples are so."""

from __future__ import annotations

import re
import tomllib

import pytest
from tools import asvs
from tools.named_tests import ROOT

from homeroom.people import guesses, sessions
from homeroom.people.models import Role
from homeroom.site import settings

GUIDE = (ROOT / "docs/guide/security.md").read_text("utf-8")
SECTIONS = {part.split("\n", 1)[0]: part.split("\n", 1)[1] for part in GUIDE.split("\n## ")[1:]}
TOLD = [row for row in asvs.requirements() if row.told_in]
# What a section must say for the requirement that points to it.
WORDS = {
    "2.1.1": ["Each column of each report has its rule"],
    "2.1.2": ["must be one child", "must add up"],
    "2.1.3": ["an upload", "a form", "held for a second person"],
    "3.5.4": ["a host name of its own"],
    "5.1.1": ["CSV and text, zip", "unpacked", "2 GB", "Files are never served again as they came"],
    "6.1.1": ["per account, never per address", "After five", "locks for good"],
    "6.1.2": ["`homeroom`", "`teacher`", "the names of the installation's schools"],
    "6.1.3": ["a password, a one-time link", "OpenID Connect, and SAML", "a second step"],
    "7.1.1": ["30 minutes", "12 hours", "800-63B"],
    "7.1.2": ["any number of sessions"],
    "7.1.3": ["does not end with the identity provider's"],
    "7.6.1": ["the provider is asked again"],
    "8.1.1": [*Role.Kind.values[:5], "family", "vendor"],
    "8.1.2": ["Fields follow the page", "takes only the fields"],
    "11.1.1": ["Each key has one owner", "change it"],
    "11.1.2": ["`secret.key`", "HMAC-SHA-256", "Argon2id", "certificate"],
    "11.2.2": ["another is chosen in settings"],
    "12.1.1": ["TLS\n1.2 and 1.3 alone"],
    "12.1.2": ["recommended ciphers"],
    "12.2.2": ["publicly trusted certificate"],
    "12.3.1": ["https, certificates checked"],
    "13.1.1": ["PostgreSQL", "identity providers", "browsers"],
    "13.2.1": ["a user of its own"],
    "13.2.2": ["may nothing else"],
    "13.2.4": ["A firewall may forbid everything but these"],
    "14.1.1": ["names and ties", "originals", "sign-ins", "FERPA"],
    "14.1.2": ["how it is protected"],
    "15.1.1": ["within 3 days", "half year"],
    "15.1.3": ["one job after the other", "can be cancelled"],
    "16.1.1": ["audit log", "messages", "the proxy's", "who reads it", "kept"],
    "16.2.2": ["time with its offset"],
    "16.2.3": ["writes logs nowhere else"],
    "16.2.4": ["one a line"],
    "16.4.3": ["the district's collector"],
}


def test_every_requirement_that_points_here_says_what_it_looks_for() -> None:
    assert {row.id for row in TOLD} == set(WORDS)


@pytest.mark.parametrize("row", TOLD, ids=lambda row: row.id)
def test_each_section_tells_what_it_is_asked_for(row: asvs.Requirement) -> None:
    assert row.told_in in SECTIONS
    assert [words for words in WORDS[row.id] if words not in SECTIONS[row.told_in]] == []


def test_the_guides_figures_are_the_programs() -> None:
    assert sessions.LONGEST.total_seconds() == 12 * 3600
    assert settings.SESSION_COOKIE_AGE == 30 * 60
    assert guesses.FREE == 5 and guesses.FIRST_PAUSE.total_seconds() == 30
    assert guesses.LONGEST_PAUSE.total_seconds() == 3600


def test_the_contents_lead_to_every_section() -> None:
    contents = GUIDE.split("\n## ")[0]
    missing = [head for head in SECTIONS if f"(#{head.lower().replace(' ', '-').replace("'", '')})" not in contents]
    assert missing == []


def test_every_example_of_settings_can_be_read() -> None:
    for block in re.findall(r"^```toml\n(.*?)^```", GUIDE, re.M | re.S):
        assert tomllib.loads(block)
