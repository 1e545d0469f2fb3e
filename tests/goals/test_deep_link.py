"""A link opens the lesson, and leads nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest

from goals.told import SAYS, TABLES, approved, declare, new_goal
from homeroom.goals import capability
from homeroom.goals.channels.deep_link import link, safe
from homeroom.goals.channels.why import ChannelError

pytestmark = pytest.mark.django_db
STANDARD = '[assign.deep_link]\naddress = "https://garden.example/s/{standard}"\n'


def test_the_lessons_own_address_goes_first(home: Path) -> None:
    declare(home, "deep_link")
    one = approved(new_goal())
    assert one.content_item is not None
    one.content_item.launch_url = "https://garden.example/own?x=1"
    assert link(one, capability.of("garden")) == "https://garden.example/own?x=1"


def test_an_id_in_an_address_stays_an_id(home: Path) -> None:
    declare(home, "deep_link")
    one = approved(new_goal(), external_id="a/../b?c=d&{standard} é")
    told = link(one, capability.of("garden"))
    assert told == "https://garden.example/a%2F..%2Fb%3Fc%3Dd%26%7Bstandard%7D%20%C3%A9"


def test_a_program_may_be_opened_at_a_standard(home: Path) -> None:
    declare(home, "deep_link", says=SAYS.replace("lesson", "standard"), tables=STANDARD)
    one = approved(new_goal(), external_id="")
    assert link(one, capability.of("garden")) == "https://garden.example/s/3.NF.A.1"


@pytest.mark.parametrize("tables", ["", TABLES["deep_link"]])
def test_where_no_lesson_is_named_there_is_no_link(home: Path, tables: str) -> None:
    declare(home, "deep_link", tables=tables or "\n")
    with pytest.raises(ChannelError) as caught:
        link(approved(new_goal(), external_id=""), capability.of("garden"))
    assert caught.value.why.code == "no_link"


@pytest.mark.parametrize(
    "address",
    [
        "http://garden.example/1",
        "javascript:alert(1)",
        "https:///nowhere",
        "https://",
        "//garden.example",
        "https://me:pw@garden.example/",
        "https://garden.example/\u202egpj",
        "https://garden.example/a b",
        'https://garden.example/"onclick',
        "https://garden.example/\r\nX: 1",
        "https://[garden",
        "https://garden.example/" + "a" * 2000,
        "data:text/html,<b>",
    ],
)
def test_an_address_that_is_not_to_be_trusted_is_no_link(home: Path, address: str) -> None:
    declare(home, "deep_link")
    one = approved(new_goal())
    assert one.content_item is not None
    one.content_item.launch_url = address
    assert not safe(address)
    with pytest.raises(ChannelError) as caught:
        link(one, capability.of("garden"))
    assert caught.value.why.code == "unsafe_link"
