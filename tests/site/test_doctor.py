"""Break one thing at a time; the doctor names it and says how to mend it."""

from __future__ import annotations

import os
import re
import socket
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from homeroom.facts import spark_process
from homeroom.site import settings as site_settings
from homeroom.site.doctor import Finding, diagnose, folder, healthy, settings_file
from homeroom.site.doctor.folder import GIGABYTE, private, room
from homeroom.site.doctor.machine import port_free, python_version

SETTINGS = Path(site_settings.__file__)


def written(home: Path, text: str) -> list[Finding]:
    """What the doctor says of a settings.toml with this text."""
    (home / "settings.toml").write_text(text, "utf-8")
    return list(settings_file.look(home))


def only(findings: list[Finding], state: str) -> Finding:
    (found,) = [finding for finding in findings if finding.state == state]
    return found


def test_a_python_that_is_too_old_is_wrong() -> None:
    assert python_version((3, 11, 9)) == Finding(
        "wrong", "Python 3.11.9 is too old.", "Install Python 3.13, then run `make setup` again."
    )


def test_a_new_python_is_ok() -> None:
    assert python_version((3, 12, 0)) == Finding("ok", "Python 3.12.0.")


def test_a_taken_port_is_told() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        finding = port_free(taken.getsockname()[1])
    assert finding.state == "warn"
    assert "is taken" in finding.what


def test_a_free_port_is_ok() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    assert port_free(port).state == "ok"


def test_where_there_is_no_installation_none_is_made(tmp_path: Path) -> None:
    nowhere = tmp_path / "nowhere"
    finding = diagnose(nowhere)[-1]
    assert finding.what == f"There is no installation in {nowhere} yet."
    assert "homeroom demo" in finding.mend
    assert not nowhere.exists()


def test_the_folder_is_the_environments_where_none_is_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOMEROOM_HOME", str(tmp_path / "nowhere"))
    assert str(tmp_path / "nowhere") in diagnose()[-1].what


def test_a_home_that_is_a_file_is_wrong(tmp_path: Path) -> None:
    home = tmp_path / "home.txt"
    home.write_text("")
    assert list(folder.look(home)) == [Finding("wrong", f"{home} is not a folder.", "Set HOMEROOM_HOME to a folder.")]


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="needs a folder that nobody can write")
def test_a_folder_that_cannot_be_written_is_wrong(home: Path) -> None:
    (home / "facts").symlink_to("/proc/self")
    finding = next(folder.look(home))
    assert finding.state == "wrong"
    assert f"{home / 'facts'} can't be written" in finding.what


def test_a_folder_that_can_be_written_is_ok(home: Path) -> None:
    assert next(folder.look(home)) == Finding("ok", f"{home} can be written.")


@pytest.mark.parametrize(
    ("free", "state"), [(0.1 * GIGABYTE, "wrong"), (1.5 * GIGABYTE, "warn"), (50 * GIGABYTE, "ok")]
)
def test_room_on_the_disk(home: Path, free: float, state: str) -> None:
    finding = room(home, int(free))
    assert finding.state == state
    assert f"{free / GIGABYTE:.1f} GB free" in finding.what


def test_a_key_that_others_can_read_is_wrong(home: Path) -> None:
    key = home / "secret.key"
    key.write_text("x")
    key.chmod(0o644)
    finding = only(list(private(home)), "wrong")
    assert "can forge a sign-in" in finding.what
    assert f"chmod 600 '{key}'" in finding.mend


def test_a_folder_that_others_can_list_is_told(home: Path) -> None:
    home.chmod(0o755)
    assert "chmod 750" in only(list(private(home)), "warn").mend


def test_a_private_folder_and_key_are_ok(home: Path) -> None:
    home.chmod(0o750)
    (home / "secret.key").write_text("x")
    (home / "secret.key").chmod(0o600)
    assert {finding.state for finding in private(home)} == {"ok"}


def test_the_key_that_settings_make_is_private(home: Path) -> None:
    site_settings.secret_key(home)
    assert stat.S_IMODE((home / "secret.key").stat().st_mode) == 0o600


def test_no_settings_file_is_ok(home: Path) -> None:
    assert list(settings_file.look(home)) == [Finding("ok", "No settings.toml: the defaults hold.")]


def test_settings_that_are_no_toml_name_the_line(home: Path) -> None:
    (finding,) = written(home, 'time_zone = "UTC"\ntoday = tomorrow\n')
    assert finding.state == "wrong"
    assert "settings.toml" in finding.what
    assert "line 2" in finding.what


def test_settings_in_another_encoding_are_wrong(home: Path) -> None:
    (home / "settings.toml").write_bytes('# Schüler\ntime_zone = "UTC"'.encode("cp1252"))
    assert only(list(settings_file.look(home)), "wrong").mend.startswith("Mend that line")


def test_an_unknown_setting_is_named_with_those_that_exist(home: Path) -> None:
    finding = only(written(home, 'timezone = "UTC"'), "wrong")
    assert finding.what == "settings.toml: timezone is not a setting; it has no effect."
    assert "time_zone" in finding.mend


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ('today = "2026-10-26"', "today = '2026-10-26' is not a date"),
        ("today = 2026-10-26T08:00:00", "is not a date"),
        ('https = "yes"', "https = 'yes' is not a bool"),
        ('hosts = "homeroom.example"', "is not a list"),
        ("time_zone = 8", "time_zone = 8 is not a str"),
        ('family_accounts = "Open"', "family_accounts = 'Open' is unknown"),
        ('engine = "bct"', "engine = 'bct' is unknown"),
        ('facts_engine = "sparc"', "facts_engine = 'sparc' is unknown"),
    ],
)
def test_a_setting_of_the_wrong_type_is_named(home: Path, line: str, expected: str) -> None:
    assert expected in only(written(home, line), "wrong").what


def test_spark_that_is_chosen_and_missing_is_wrong(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spark_process, "missing", lambda: "Spark needs Java 17 or newer, and none was found")
    finding = only(written(home, 'facts_engine = "spark"'), "wrong")
    assert finding.what == "Derived tables can't be worked out: Spark needs Java 17 or newer, and none was found."
    assert finding.mend == 'Or write facts_engine = "duckdb".'


def test_spark_that_is_chosen_and_there_is_well(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spark_process, "missing", lambda: "")
    assert only(written(home, 'facts_engine = "spark"'), "ok").what == "settings.toml is understood."


@pytest.mark.parametrize("zone", ["America/Los_Angles", "", "../etc/passwd"])
def test_an_unknown_time_zone_is_wrong(home: Path, zone: str) -> None:
    finding = only(written(home, f'time_zone = "{zone}"'), "wrong")
    assert finding.what == f"settings.toml: the time zone {zone!r} is unknown."


def test_good_settings_are_understood(home: Path) -> None:
    text = 'time_zone = "America/Chicago"\nhosts = ["homeroom.example"]\nhttps = true\n'
    assert written(home, text) == [Finding("ok", "settings.toml is understood.")]


def test_a_fixed_today_is_told_outside_a_simulation(home: Path) -> None:
    assert "2026-10-26 for today" in only(written(home, "today = 2026-10-26"), "warn").what
    assert written(home, "today = 2026-10-26\nsimulated = true") == [Finding("ok", "settings.toml is understood.")]


def test_other_machines_without_https_are_told(home: Path) -> None:
    assert "without https" in only(written(home, 'hosts = ["homeroom.example"]'), "warn").what


PROVIDER = """
[[identity_provider]]
id = "district"
name = "Valley District"
kind = "openid"
issuer = "https://login.valley.example"
client_id = "homeroom"
roster_id_claim = "sis_id"
"""


def test_identity_providers_are_understood(home: Path) -> None:
    understood = Finding("ok", "1 identity providers are understood.")
    assert written(home, PROVIDER) == [Finding("ok", "settings.toml is understood."), understood]


def test_an_identity_provider_that_cannot_be_used_is_told(home: Path) -> None:
    finding = only(written(home, PROVIDER.replace('"openid"', '"ldap"')), "wrong")
    assert "kind = 'ldap' is neither openid nor saml" in finding.what
    assert "linked by hand" in only(written(home, PROVIDER.replace("roster_id_claim", "#")), "warn").what


def test_a_secret_that_others_can_read_is_wrong(home: Path) -> None:
    secret = home / "district.secret"
    secret.write_text("s")
    secret.chmod(0o644)
    finding = only(written(home, PROVIDER + 'client_secret_file = "district.secret"\n'), "wrong")
    assert finding.mend == f"chmod 600 '{secret}'."


DOOR = """
[[program_api]]
program = "curio_lane"
address = "https://gradebook.example"
token_address = "https://gradebook.example/token"
client_id = "homeroom"
client_secret = "hush-hush"
"""


def test_doors_of_programs_are_understood(home: Path) -> None:
    path = home / "settings.toml"
    path.write_text(DOOR, "utf-8")
    path.chmod(0o600)
    understood = Finding("ok", "Doors of programs that are understood: 1.")
    assert list(settings_file.look(home)) == [Finding("ok", "settings.toml is understood."), understood]


def test_a_door_that_cannot_be_used_is_told_without_its_secret(home: Path) -> None:
    finding = only(written(home, DOOR.replace("https://gradebook.example/token", "ftp://x")), "wrong")
    assert "curio_lane: an address must begin with https://" in finding.what
    assert "hush-hush" not in finding.what


def test_a_doors_secret_that_others_can_read_is_wrong(home: Path) -> None:
    path = home / "settings.toml"
    path.write_text(DOOR, "utf-8")
    path.chmod(0o644)
    finding = only(list(settings_file.look(home)), "wrong")
    assert "a program's secret" in finding.what
    assert finding.mend == f"chmod 600 '{path}'."


def test_a_password_that_others_can_read_is_wrong(home: Path) -> None:
    path = home / "settings.toml"
    path.write_text('database = "postgresql://homeroom:secret@localhost/homeroom"')
    path.chmod(0o644)
    finding = only(list(settings_file.look(home)), "wrong")
    assert finding.mend == f"chmod 600 '{path}'."
    assert "secret@" not in finding.what
    path.chmod(0o600)
    assert list(settings_file.look(home)) == [Finding("ok", "settings.toml is understood.")]


def test_the_doctor_knows_exactly_the_settings_that_are_read() -> None:
    read = re.findall(r'_chosen\.get\("(\w+)"', SETTINGS.read_text("utf-8"))
    assert sorted(set(read)) == sorted(settings_file.KEYS)


def test_settings_that_cannot_be_read_keep_it_from_looking_inside(home: Path) -> None:
    written(home, "not toml")
    findings = diagnose(home)
    assert not healthy(findings)
    assert not any("atabase" in finding.what for finding in findings)


@pytest.mark.django_db
def test_a_misspelled_setting_does_not_hide_what_else_is_wrong(home: Path) -> None:
    written(home, 'timezone = "UTC"')
    findings = diagnose(home)
    assert not healthy(findings)
    assert any(finding.what.startswith("The database answers") for finding in findings)


def test_every_trouble_says_how_to_mend_it(home: Path) -> None:
    findings = [*written(home, 'zone = 1\ntime_zone = "x"\nhosts = ["a"]\ntoday = 2026-01-01'), room(home, 0)]
    assert all(finding.mend for finding in findings if finding.state != "ok")


def test_warnings_leave_an_installation_healthy() -> None:
    assert healthy([Finding("ok", "a"), Finding("warn", "b", "c")])
    assert not healthy([Finding("ok", "a"), Finding("wrong", "b", "c")])


SAY = "from homeroom.site.doctor import diagnose; print(*[f'{f.state}: {f.what}' for f in diagnose()], sep='\\n')"


def said(home: Path) -> str:
    """What the doctor says in a process of its own, where nothing has started Django yet."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("HOMEROOM", "DJANGO"))}
    environment["HOMEROOM_HOME"] = str(home)
    return subprocess.run(
        [sys.executable, "-c", SAY], env=environment, capture_output=True, text=True, check=True, timeout=60
    ).stdout


def test_a_database_that_is_none_keeps_homeroom_from_starting(home: Path) -> None:
    (home / "settings.toml").write_text('database = "mysql://localhost/homeroom"')
    assert "wrong: homeroom does not start: database: expected postgresql://…, got mysql://…." in said(home)


def test_a_new_folder_is_no_illness(home: Path) -> None:
    words = said(home)
    assert "ok: SQLite writes ahead (WAL)." in words
    assert "warn: The database is new and has no tables yet." in words
    assert "wrong" not in words


def test_an_older_databases_tables_lack_something(home: Path) -> None:
    said(home)
    with closing(sqlite3.connect(home / "homeroom.sqlite3")) as database, database:
        database.execute("create table django_migrations (id integer primary key, app text, name text, applied text)")
        database.execute("insert into django_migrations values (1, 'people', '0000_old', '2026-01-01')")
    assert re.search(r"wrong: The database's tables lack \d+ changes", said(home))
