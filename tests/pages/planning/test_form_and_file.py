"""A row means the same by form and by file: both take it and make the same of it, or both leave it."""

from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from a_school import staff
from homeroom.facts.spreadsheet import guarded
from homeroom.people.audit import CommandLine
from homeroom.people.models import Role, School
from homeroom.rotation.files.take import take
from homeroom.rotation.models import Room

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
LETTERS = st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"])
NAMES = st.text(LETTERS, max_size=70)
NUMBERS = st.one_of(st.integers(-3, 40_000).map(str), st.sampled_from(["", "٣", "1e3", "=1", "six"]))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=NAMES, kind=st.sampled_from(["lab", "LAB", "cave", ""]), seats=NUMBERS, devices=NUMBERS)
def test_a_form_and_a_file_agree(
    client: Client, tmp_path_factory: pytest.TempPathFactory, name: str, kind: str, seats: str, devices: str
) -> None:
    school, is_new = School.objects.get_or_create(sourced_id="s1", defaults={"name": "Valley School"})
    if is_new:
        client.force_login(staff("ana", Role.Kind.PRINCIPAL, school))
    told = {"room": name, "kind": kind, "seats": seats, "devices": devices}
    answer = client.post(reverse("planning-table", args=[school.pk, "rooms"]), told)
    by_form = list(Room.objects.values_list("name", "kind", "seats", "devices"))
    assert answer.status_code == (302 if by_form else 422)
    Room.objects.all().delete()
    quoted = ",".join('"' + guarded(one.strip()).replace('"', '""') + '"' for one in told.values())
    path = Path(tmp_path_factory.mktemp("files")) / "rooms.csv"
    path.write_bytes(f"room,kind,seats,devices\r\n{quoted}\r\n".encode())
    take(path, school, CommandLine("ana"))
    assert list(Room.objects.values_list("name", "kind", "seats", "devices")) == by_form
    Room.objects.all().delete()
