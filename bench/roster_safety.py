"""Figure: roster sets that go wrong in many ways: how many ended people unapproved (none), and is undo byte-equal.

Two schools of 60 children, 14 staff and 66 enrollments each stand. Each scenario starts from them.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from bench.roster_sets import Row, Tables, changed, of_school, tables, write

TODAY = date(2026, 10, 26)
Files = Mapping[str, Path]
MOST_ROWS, MOST_SHARE = 10, 0.10


@dataclass(frozen=True)
class Scenario:
    """What is sent, and how it must end: "applied", "held" (for a person), "unusable" or "same"."""

    name: str
    ends: str
    change: Callable[[Tables], None] = lambda base: None
    # On the files themselves, after they are written.
    spoil: Callable[[Files], None] = lambda files: None
    modes: Mapping[str, str] | None = None
    # Sends nothing but these tables.
    only: tuple[str, ...] = ()
    rollover: str = ""
    # Sends this first, and has it approved where that is needed.
    first: Scenario | None = None
    on_empty: bool = False


def people(base: Tables, school: str, role: str) -> list[Row]:
    return [row for row in of_school(base, "users", school) if row["role"] == role]


def end(rows: list[Row]) -> None:
    for row in rows:
        row["status"] = "tobedeleted"


def drop(base: Tables, report: str, keep: Callable[[Row], bool]) -> None:
    base[report] = [row for row in base[report] if keep(row)]


def third(base: Tables) -> None:
    end(people(base, "hill", "student")[::3])


def rename_ids(base: Tables, word: str = "new-") -> None:
    """Every id of every file is another: the sender has changed systems."""
    for rows in base.values():
        for row in rows:
            for column, value in row.items():
                if column.endswith(("sourcedId", "SourcedId", "SourcedIds")) and value:
                    row[column] = word + value


def person_ids(base: Tables) -> None:
    for row in base["users"]:
        row["sourcedId"] = f"x-{row['sourcedId']}"
    for row in base["enrollments"]:
        row["userSourcedId"] = f"x-{row['userSourcedId']}"


def swap_schools(base: Tables) -> None:
    """The children of one school stand under the other's id."""
    for row in people(base, "hill", "student"):
        row["orgSourcedIds"] = "lake"
    for row in of_school(base, "classes", "hill"):
        row["schoolSourcedId"] = "lake"


def last_year(base: Tables) -> None:
    base["academicSessions"][0].update(startDate="2025-08-10", endDate="2026-06-11", schoolYear="2026")
    drop(base, "users", lambda row: row["role"] != "student" or row["grades"] != "01")
    for row in base["users"]:
        if row["role"] == "student":
            row["grades"] = f"0{int(row['grades']) - 1}".replace("00", "KG")


def roll(base: Tables, leave: str = "06") -> None:
    for row in base["users"]:
        if row["role"] == "student":
            row["status"] = "tobedeleted" if row["grades"] >= leave else ""
            row["grades"] = f"0{int(row['grades']) + 1}"
    for row in base["classes"]:
        row["title"] = f"New {row['title']}"


def set_all(report: str, column: str, value: str, school: str = "") -> Callable[[Tables], None]:
    def change(base: Tables) -> None:
        for row in of_school(base, report, school) if school else base[report]:
            row[column] = value

    return change


def of_role(role: str, column: str, value: str, school: str = "hill") -> Callable[[Tables], None]:
    def change(base: Tables) -> None:
        for row in people(base, school, role):
            row[column] = value

    return change


def half(report: str, ragged: bool = False) -> Callable[[Files], None]:
    def spoil(files: Files) -> None:
        content = files[f"{report}.csv"].read_bytes()
        cut = len(content) // 2
        cut = cut if ragged else content.index(b"\n", cut) + 1
        files[f"{report}.csv"].write_bytes(content[:cut])

    return spoil


def content(report: str, make: Callable[[bytes], bytes]) -> Callable[[Files], None]:
    def spoil(files: Files) -> None:
        path = files[f"{report}.csv"]
        path.write_bytes(make(path.read_bytes()))

    return spoil


def small(base: Tables) -> None:
    people(base, "hill", "student")[3]["familyName"] = "Ångström"


def duplicates(base: Tables) -> None:
    base["users"] += [dict(row) for row in people(base, "hill", "student")]


def conflicting(base: Tables) -> None:
    base["users"] += [dict(row) | {"familyName": "Other"} for row in people(base, "hill", "student")[:20]]


def a_week(base: Tables) -> None:
    small(base)
    end(people(base, "hill", "student")[-2:])
    base["users"] += [dict(people(base, "lake", "student")[0]) | {"sourcedId": f"lake-n{n}"} for n in range(3)]


def few_rows(base: Tables) -> None:
    base["users"] = [dict(people(base, "hill", "student")[at]) | {"status": "tobedeleted"} for at in range(30)]


def one_row(base: Tables) -> None:
    base["users"] = [dict(people(base, "hill", "student")[3]) | {"familyName": "Ångström"}]


def missing(base: Tables) -> None:
    gone = {row["sourcedId"] for row in people(base, "hill", "student")[::3]}
    drop(base, "users", lambda row: row["sourcedId"] not in gone)
    drop(base, "enrollments", lambda row: row["userSourcedId"] not in gone)


def bare_ids(base: Tables) -> None:
    for row in base["users"]:
        row["sourcedId"] = row["sourcedId"].split("-")[-1]


def is_student(row: Row) -> bool:
    return row["role"] == "student"


def each(base: Tables, act: Callable[[list[Row]], object]) -> None:
    for rows in base.values():
        act(rows)


def without(begins: str, *reports: str) -> Callable[[Tables], None]:
    def change(base: Tables) -> None:
        for report in reports:
            drop(base, report, lambda row: not row["sourcedId"].startswith(begins))

    return change


USERS = {"users": "delta"}
ALL_BULK = dict.fromkeys(tables(()), "bulk")
LATIN = "x,,true,hill,student,x,Zoë,B,1,,01\n".encode("latin-1")
USUAL = Scenario("a usual week", "applied", a_week)
DELTA = Scenario("a small delta", "applied", one_row, modes=USERS, only=("users",))
SCENARIOS = (
    USUAL,
    Scenario("the same set again", "same"),
    Scenario("a third of one school deleted", "held", third),
    Scenario("a third of one school missing", "applied", missing),
    Scenario("half of the users file", "held", spoil=half("users")),
    Scenario("half of the users file, cut in a row", "held", spoil=half("users", ragged=True)),
    Scenario("half of the enrollments file", "applied", spoil=half("enrollments")),
    Scenario("half of the orgs file", "held", spoil=half("orgs")),
    Scenario("empty users file", "unusable", spoil=content("users", lambda raw: b"")),
    Scenario("users file with a header only", "held", lambda base: base["users"].clear()),
    Scenario("every file with a header only", "applied", lambda base: each(base, list.clear)),
    Scenario("no staff in the users file", "held", lambda base: drop(base, "users", is_student)),
    Scenario("no staff of one school", "held", without("hill-u", "users")),
    Scenario("the other school only", "held", without("hill", *tables(()))),
    Scenario("children of one school under the other", "held", swap_schools),
    Scenario("all ids changed", "held", rename_ids),
    Scenario("ids of people changed", "held", person_ids),
    Scenario("ids without their prefix", "held", bare_ids),
    Scenario("last year's roster", "held", last_year),
    Scenario("school year ends last June", "held", set_all("academicSessions", "endDate", "2026-06-11")),
    Scenario("school year begins next June", "held", set_all("academicSessions", "startDate", "2027-06-01")),
    Scenario("every enrollment ended yesterday", "held", set_all("enrollments", "endDate", "2026-10-25")),
    Scenario("all classes of one school deleted", "held", set_all("classes", "status", "tobedeleted", "hill")),
    Scenario("all enrollments of one school deleted", "held", set_all("enrollments", "status", "tobedeleted", "hill")),
    Scenario("everything deleted", "held", lambda base: each(base, end)),
    Scenario("status inactive by mistake", "held", of_role("student", "status", "inactive")),
    Scenario("a typo in the status", "held", of_role("student", "status", "actve")),
    Scenario("a typo in the role", "held", of_role("teacher", "role", "teachr")),
    Scenario("teachers became tutors", "held", of_role("teacher", "role", "tutor")),
    Scenario("children became staff", "held", of_role("student", "role", "teacher")),
    Scenario("a typo in the grades", "held", of_role("student", "grades", "Grade three")),
    Scenario("nobody enabled", "held", of_role("teacher", "enabledUser", "false")),
    Scenario("duplicated rows", "applied", duplicates),
    Scenario("rows with one id that differ", "held", conflicting),
    Scenario("Latin-1 with accents", "applied", small, content("users", lambda raw: raw.decode().encode("latin-1"))),
    Scenario("two encodings in one file", "applied", small, content("users", lambda raw: raw + LATIN)),
    Scenario("rollover, undeclared", "held", roll),
    Scenario("rollover, declared", "applied", roll, rollover="dana"),
    Scenario("rollover declared by its sender", "held", roll, rollover="sam"),
    Scenario("rollover declared, most children leave", "held", lambda base: roll(base, "02"), rollover="dana"),
    Scenario("delta without a full set", "unusable", one_row, modes=USERS, only=("users",), on_empty=True),
    DELTA,
    Scenario("delta replayed", "same", one_row, modes=USERS, only=("users",), first=DELTA),
    Scenario("delta that deletes half a school", "held", few_rows, modes=USERS, only=("users",)),
    Scenario("full set that calls itself a delta", "applied", a_week, modes=dict.fromkeys(tables(()), "delta")),
    Scenario("manifest promises what did not come", "unusable", only=("orgs", "users"), modes=ALL_BULK),
    Scenario("columns of another system", "unusable", spoil=content("orgs", lambda raw: b"OrgId,Label\n1,Hill\n")),
)


@dataclass
class Outcome:
    """How a scenario ended; mass endings that nobody approved; whether undo gave back what stood before."""

    ends: str
    endings: list[str] = field(default_factory=list)
    undone: bool = True


def stand(folder: Path) -> None:
    """What every scenario starts from, but the one that starts from nothing: both schools, taken in."""
    from homeroom.people.models import User

    _send(folder / "base", tables(), None, User.objects.get(username="sam"))


def deciders() -> None:
    """A sender and a second person, in an empty database."""
    for name in ("sam", "dana"):
        _person(name)


def run(scenario: Scenario, folder: Path) -> Outcome:
    """Play one scenario, on what stands. Everything is approved at the end, to see its undo too."""
    from homeroom.intake.rosters import rollover
    from homeroom.people.models import School, User

    sender, second = (User.objects.get(username=name) for name in ("sam", "dana"))
    base = tables()
    if scenario.rollover:
        by = sender if scenario.rollover == "sam" else second
        rollover.declare(list(School.objects.all()), TODAY, TODAY + timedelta(days=6), by)
    if scenario.first:
        _play(scenario.first, folder / "first", base, sender)
    before, stood = dump(), living()
    ends, change_set = _play(scenario, folder / "sent", base, sender)
    endings = [] if scenario.rollover == "dana" and ends == "applied" else mass_endings(stood, living())
    return Outcome(ends, endings, _undone(change_set, second, before))


def _play(scenario: Scenario, folder: Path, base: Tables, sender: Any) -> tuple[str, Any]:
    sent = changed(base, scenario.change)
    if scenario.only:
        sent = {name: rows for name, rows in sent.items() if name in scenario.only}
    return _send(folder, sent, scenario.modes, sender, scenario.spoil)


def _send(
    folder: Path,
    sent: Tables,
    modes: Mapping[str, str] | None,
    sender: Any,
    spoil: Callable[[Files], None] = lambda files: None,
) -> tuple[str, Any]:
    from homeroom.intake.rosters.receive import receive_set

    files = write(folder, sent, modes)
    spoil(files)
    found = receive_set(folder.name, files, sender)
    change_set = found[0].change_sets.first()
    if change_set:
        return str(change_set.state), change_set
    return "same" if all(one.state == "published" for one in found) else "unusable", None


def _undone(change_set: Any, second: Any, before: object) -> bool:
    from homeroom.intake.rosters import decide, undo

    if change_set is not None:
        if change_set.state == "held":
            decide.approve(change_set.pk, second)
        undo.undo(change_set.pk, second)
    return bool(dump() == before)


def _person(name: str) -> Any:
    from homeroom.people.models import Role, Staff, User

    staff = Staff.objects.create(sourced_id=f"homeroom:{name}", given_name=name, family_name="Data")
    Role.objects.create(staff=staff, kind=Role.Kind.DATA_TEAM)
    return User.objects.create(username=name, staff=staff)


def dump() -> dict[str, list[tuple[Any, ...]]]:
    """Every people table row for row; of sign-ins those that belong to somebody."""
    from homeroom.people import images

    found = {table: sorted(rows.values(), key=lambda row: row[0]) for table, rows in images.take().items()}
    found["account"] = [row for row in found["account"] if row[-1] is not None]
    return found


def living() -> dict[tuple[str, str], set[str]]:
    """Who counts today, by what and school, asked of the pages' own questions."""
    from homeroom.people.enrolled import enrollments_on, here
    from homeroom.people.models import Role, Student

    found: dict[tuple[str, str], set[str]] = {}
    places = enrollments_on(TODAY).values_list("school_class__school__sourced_id", "sourced_id")
    children = Student.objects.filter(here(TODAY)).values_list("schools__sourced_id", "sourced_id")
    roles = Role.objects.filter(here(TODAY), from_roster=True, staff__user__is_active=True)
    staff = roles.filter(here(TODAY, "staff__")).values_list("school__sourced_id", "staff__sourced_id", "kind")
    for what, rows in (("enrollments", places), ("students", children), ("staff", staff)):
        for school, *one in rows:
            found.setdefault((what, str(school)), set()).add("/".join(one))
    return found


def mass_endings(before: Mapping[tuple[str, str], set[str]], after: Mapping[tuple[str, str], set[str]]) -> list[str]:
    """Where more than ten and more than a tenth of those who counted do so no longer."""
    lost = {key: len(stood - after.get(key, set())) for key, stood in before.items()}
    return [
        f"{count} of {len(before[key])} {key[0]} at {key[1]}"
        for key, count in lost.items()
        if count > MOST_ROWS and count > MOST_SHARE * len(before[key])
    ]


def main() -> int:
    from bench.school import set_up

    argparse.ArgumentParser(description=__doc__).parse_args()
    with tempfile.TemporaryDirectory() as folder:
        set_up(Path(folder) / "home")
        from django.conf import settings
        from django.db import transaction

        from homeroom.people.models import School

        settings.HOMEROOM_TODAY = TODAY
        bad = 0
        deciders()
        for number, scenario in enumerate(sorted(SCENARIOS, key=lambda one: not one.on_empty)):
            if number and not School.objects.exists():
                stand(Path(folder))
            with transaction.atomic():
                found = run(scenario, Path(folder) / str(number))
                transaction.set_rollback(True)
            right = found.ends == scenario.ends and found.undone and not found.endings
            bad += not right
            print(f"{'ok ' if right else 'BAD'} {scenario.name}: {found.ends}", *found.endings, sep="; ")
    print(f"{len(SCENARIOS)} scenarios; {bad} not as they must be")
    return int(bad > 0)


if __name__ == "__main__":
    sys.exit(main())
