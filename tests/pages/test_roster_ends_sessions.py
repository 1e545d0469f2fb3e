"""Whoever is absent from a published full roster is out at the next click, on every session."""

from __future__ import annotations

from pathlib import Path

import pytest
from bench.roster_sets import Tables, changed, tables, write
from django.test import Client

from homeroom.intake.roster_models import RosterChangeSet
from homeroom.intake.rosters.receive import receive_set
from homeroom.people.models import User
from homeroom.people.signin import make_link
from intake.rosters.deciders import data_team

pytestmark = pytest.mark.django_db


def one_leaves(base: Tables) -> None:
    for report, rows in base.items():
        base[report] = [row for row in rows if "hill-u3" not in row.values()]


def begun(name: str) -> Client:
    client = Client()
    client.post(f"/sign-in/link/{make_link(User.objects.get(username=name))}")
    assert client.get("/how/").status_code == 200
    return client


def test_a_roster_without_them_ends_every_session(tmp_path: Path) -> None:
    sam = data_team("sam")
    receive_set("set.zip", write(tmp_path / "first", tables()), sam)
    gone, stays = [begun("hill-u3"), begun("hill-u3")], begun("hill-u4")
    link = make_link(User.objects.get(username="hill-u3"))
    receive_set("set.zip", write(tmp_path / "second", changed(tables(), one_leaves)), sam)
    assert RosterChangeSet.objects.latest("pk").state == RosterChangeSet.State.APPLIED
    assert [client.get("/how/").status_code for client in gone] == [302, 302]
    assert Client().post(f"/sign-in/link/{link}").status_code == 403
    assert stays.get("/how/").status_code == 200
