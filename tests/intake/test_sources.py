"""Sources: what is still is taken once and put away, what is being written is left, and one failure stops no other."""

from __future__ import annotations

import errno
import io
import os
import zipfile
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from pytest_django import Settings

from homeroom.intake import originals, sources
from homeroom.intake.errors import InstallationError
from homeroom.intake.folder_door import FolderDoor
from homeroom.intake.job_models import SourceRun
from homeroom.intake.models import Delivery
from homeroom.people.models import School
from intake.taking_in import answers, facts, kept, ledger, row, school

pytestmark = pytest.mark.django_db
GOOD = answers(row("g1"), row("g2"))
Pause = Callable[[float], None]


@pytest.fixture(autouse=True)
def today(settings: Settings) -> None:
    from a_school import TODAY

    settings.HOMEROOM_TODAY = TODAY


@pytest.fixture(autouse=True)
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Nobody waits in these tests; how long would have been waited is written down."""
    waited: list[float] = []
    monkeypatch.setattr(sources, "time", SimpleNamespace(sleep=waited.append))
    return waited


@pytest.fixture
def inbox(home: Path) -> Path:
    (home / "inbox").mkdir()
    return home / "inbox"


def collect(**more: bool) -> dict[str, SourceRun]:
    return {run.source: run for run, delivery in sources.collect(**more) if delivery is None}


def meanwhile(monkeypatch: pytest.MonkeyPatch, do: Callable[[], object]) -> None:
    """What happens between the two looks."""
    monkeypatch.setattr(sources, "time", SimpleNamespace(sleep=lambda seconds: do()))


def done(folder: Path) -> list[str]:
    return (
        sorted(path.name for path in (folder / "done" / "2026-10-26").iterdir()) if (folder / "done").exists() else []
    )


def test_it_works(inbox: Path, pauses: list[float]) -> None:
    school()
    (inbox / "week.csv").write_text(GOOD)
    run = collect()["inbox"]
    assert (str(run.state), run.taken, run.left, run.deliveries, run.message) == ("done", 1, 0, 1, "")
    assert (ledger(Delivery.objects.get()), done(inbox)) == ({"published": 2}, ["week.csv"])
    assert pauses == [sources.STILL]


def test_nothing_there_is_no_failure_and_nobody_waits(home: Path, pauses: list[float]) -> None:
    run = collect()["inbox"]
    assert (str(run.state), run.taken, pauses) == ("done", 0, [])
    assert (home / "inbox").is_dir()


def test_the_next_look_takes_nothing_twice(inbox: Path) -> None:
    (inbox / "week.csv").write_text(GOOD)
    collect()
    assert (collect()["inbox"].taken, Delivery.objects.count()) == (0, 1)


def test_a_file_that_grows_is_left_until_it_is_still(inbox: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    school()
    path = inbox / "week.csv"
    path.write_text(GOOD[:60])
    meanwhile(monkeypatch, lambda: path.write_text(GOOD[:90]))
    run = collect()["inbox"]
    assert (run.taken, run.left) == (0, 1)
    assert run.message == "week.csv: it is still being written, and is left until it is done."
    assert not Delivery.objects.exists()
    path.write_text(GOOD)
    meanwhile(monkeypatch, lambda: None)
    assert (collect()["inbox"].taken, len(facts())) == (1, 2)


def test_a_change_of_bytes_with_the_same_size_and_time_is_a_change(
    inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = inbox / "week.csv"
    path.write_text(GOOD)
    at = path.stat()

    def write() -> None:
        path.write_text(GOOD.replace("g1", "g9"))
        os.utime(path, ns=(at.st_atime_ns, at.st_mtime_ns))

    meanwhile(monkeypatch, write)
    assert collect()["inbox"].left == 1


@pytest.mark.parametrize("ending", [".part", ".filepart", ".tmp", ".CRDOWNLOAD", ".partial"])
def test_an_unfinished_name_is_left(ending: str, inbox: Path) -> None:
    (inbox / f"week.csv{ending}").write_text(GOOD)
    assert (collect()["inbox"].left, Delivery.objects.count()) == (1, 0)
    assert (inbox / f"week.csv{ending}").exists()


def test_hidden_files_are_passed_over_without_a_word(inbox: Path) -> None:
    for name in (".part", "~$week.xlsx", ".DS_Store"):
        (inbox / name).write_text("x")
    run = collect()["inbox"]
    assert (run.taken, run.left, run.message) == (0, 0, "")


def test_a_file_that_goes_away_between_two_looks_is_no_failure(inbox: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (inbox / "week.csv").write_text(GOOD)
    meanwhile(monkeypatch, (inbox / "week.csv").unlink)
    run = collect()["inbox"]
    assert (str(run.state), run.taken, run.left) == ("done", 0, 1)


def test_a_link_is_not_followed(inbox: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.csv").write_text(GOOD)
    (inbox / "link.csv").symlink_to(tmp_path / "secret.csv")
    (inbox / "linked").symlink_to(tmp_path)
    os.mkfifo(inbox / "pipe.csv")
    run = collect()["inbox"]
    assert (run.taken, run.left, Delivery.objects.count()) == (0, 3, 0)
    assert "link.csv: it is a link or no file, and is not followed." in run.message


def test_a_folder_is_ready_as_a_whole(inbox: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (inbox / "today").mkdir()
    (inbox / "today" / "a.csv").write_text(GOOD)
    (inbox / "today" / "b.csv.part").write_text("half")
    (inbox / "empty").mkdir()
    assert (collect()["inbox"].left, Delivery.objects.count()) == (2, 0)
    (inbox / "today" / "b.csv.part").rename(inbox / "today" / "b.csv")
    run = collect()["inbox"]
    assert (run.taken, done(inbox), "empty: the folder is empty." in run.message) == (1, ["today"], True)


ORGS = "sourcedId,status,name,type\ns1,active,Hill,school\n"


def test_a_roster_waits_for_its_last_file(inbox: Path) -> None:
    """Half a roster is the most dangerous file there is."""
    (inbox / "orgs.csv").write_text(ORGS)
    (inbox / "users.csv").write_text("sourcedId,status,givenName,familyName,role\n")
    (inbox / "enrollments.csv.filepart").write_text("half")
    (inbox / "week.csv").write_text(GOOD)
    run = collect()["inbox"]
    assert (run.taken, run.left) == (3, 1)  # its name does not say yet that it is a roster's
    (inbox / "orgs.csv").write_text(ORGS)
    (inbox / "users.csv").write_text("sourcedId,status,givenName,familyName,role\n")


def test_a_roster_one_of_whose_files_grows_waits_as_a_whole(inbox: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("orgs.csv", "users.csv"):
        (inbox / name).write_text(ORGS)
    (inbox / "week.csv").write_text(GOOD)
    meanwhile(monkeypatch, lambda: (inbox / "users.csv").write_text(ORGS + "s2,active,Dale,school\n"))
    run = collect()["inbox"]
    assert (run.taken, run.left, done(inbox)) == (1, 2, ["week.csv"])
    assert "orgs.csv: another file of this roster is still being written, so the whole set waits." in run.message
    assert not School.objects.exists()


def test_what_nobody_can_read_is_kept_held_named_and_put_away(inbox: Path) -> None:
    (inbox / "odd.csv").write_bytes(b"\x89PNG\r\n\x1a\n")
    (inbox / "bad.zip").write_bytes(b"PK\x05\x06" + bytes(18))
    collect()
    states = {one.file: str(one.state) for one in Delivery.objects.all()}
    assert states == {"odd.csv": "held", "bad.zip": "refused"}
    assert all(kept(one) for one in Delivery.objects.all())
    assert done(inbox) == ["bad.zip", "odd.csv"]


def test_a_zip_itself_is_among_the_originals_before_it_is_put_away(inbox: Path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a.csv", GOOD)
    (inbox / "week.zip").write_bytes(buffer.getvalue())
    collect()
    digest = __import__("hashlib").sha256(buffer.getvalue()).hexdigest()
    assert originals.place(digest).read_bytes() == buffer.getvalue()


def test_what_can_not_be_kept_stays_where_it_lies(inbox: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (inbox / "week.csv").write_text(GOOD)

    def full(*_: object, **__: object) -> None:
        raise InstallationError("week.csv: the disk is full.")

    monkeypatch.setattr("homeroom.intake.originals.keep", full)
    with pytest.raises(InstallationError):
        collect()
    assert (inbox / "week.csv").read_text() == GOOD
    run = SourceRun.objects.get()
    assert (str(run.state), run.message) == ("failed", "week.csv: the disk is full.")


def test_a_file_that_changes_while_it_is_taken_stays_for_the_next_look(
    inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    school()
    (inbox / "week.csv").write_text(GOOD)
    more = GOOD + row("g3") + "\n"
    receive = sources.receive

    def and_write(*arguments: object, **options: object):  # type: ignore[no-untyped-def]
        yield from receive(*arguments, **options)  # type: ignore[arg-type]
        (inbox / "week.csv").write_text(more)

    with monkeypatch.context() as patch:
        patch.setattr(sources, "receive", and_write)
        collect()
    assert (inbox / "week.csv").read_text() == more
    collect()
    assert (len(facts()), (inbox / "week.csv").exists()) == (3, False)


# Sources in settings.toml


def named(settings: Settings, *tables: object) -> None:
    settings.HOMEROOM_SOURCES = list(tables)


def test_a_folder_of_ones_own(settings: Settings, tmp_path: Path, pauses: list[float]) -> None:
    school()
    (tmp_path / "drop").mkdir()
    (tmp_path / "drop" / "week.csv").write_text(GOOD)
    named(settings, {"name": "drop", "kind": "folder", "path": str(tmp_path / "drop"), "still_seconds": 30})
    runs = collect()
    assert (list(runs), runs["drop"].taken, done(tmp_path / "drop")) == (["inbox", "drop"], 1, ["week.csv"])
    assert pauses == [30]


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ({"name": "x", "kind": "folder", "path": "/nowhere/at/all"}, "/nowhere/at/all: there is no such folder."),
        ({"name": "x", "kind": "folder", "path": "relative"}, "x: give `path` in settings.toml"),
        ({"name": "x", "kind": "folder"}, "x: give `path` in settings.toml"),
        ({"name": "x", "kind": "sftp"}, "x: “sftp” is no kind of source that this version knows."),
        ({"name": "x", "kind": "folder", "path": "/", "pth": 1}, "x: pth is not known in settings.toml."),
        ({"name": "x", "kind": "folder", "path": "/", "still_seconds": -1}, "x: still_seconds in settings.toml"),
        ({"name": "x", "kind": "folder", "path": "/", "still_seconds": True}, "x: still_seconds in settings.toml"),
        ("nonsense", "source 1: “” is no kind of source"),
    ],
)
def test_a_source_that_fails_says_so_and_the_others_go_on(
    table: object, words: str, settings: Settings, tmp_path: Path, inbox: Path
) -> None:
    school()
    (tmp_path / "drop").mkdir()
    (tmp_path / "drop" / "week.csv").write_text(GOOD)
    named(settings, table, {"name": "last", "kind": "folder", "path": str(tmp_path / "drop")})
    runs = collect()
    assert [str(run.state) for run in runs.values()] == ["done", "failed", "done"]
    assert list(runs.values())[1].message.startswith(words)
    assert (runs["last"].taken, len(facts())) == (1, 2)
    assert [run.state for run in sources.latest()] == [run.state for run in runs.values()]


def test_a_folder_that_may_not_be_read_fails_alone(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def closed(self: FolderDoor) -> None:
        if self.path == tmp_path:
            raise PermissionError(errno.EACCES, "Permission denied", str(tmp_path))

    ready = FolderDoor.ready
    monkeypatch.setattr(FolderDoor, "ready", lambda self: closed(self) or ready(self))
    named(settings, {"name": "x", "kind": "folder", "path": str(tmp_path)})
    runs = collect()
    assert (str(runs["inbox"].state), str(runs["x"].state)) == ("done", "failed")
    assert runs["x"].message == f"{tmp_path}: Permission denied. See that homeroom may read and write there."


# Cut off


def test_after_a_cut_nothing_is_taken_twice(inbox: Path) -> None:
    """Killed between the first file's end and the putting away of both."""
    school()
    for name, item in (("a.csv", "a1"), ("b.csv", "b1")):
        (inbox / name).write_text(answers(row(item)))
    SourceRun.objects.create(source="inbox", kind="folder")
    list(sources.receive([inbox / "a.csv"]))
    run = collect()["inbox"]
    assert sorted((one.file, one.published) for one in Delivery.objects.all()) == [("a.csv", 1), ("b.csv", 1)]
    assert (run.taken, done(inbox)) == (2, ["a.csv", "b.csv"])
    assert SourceRun.objects.get(state="failed").message == sources.CUT


def test_a_look_that_is_left_puts_away_what_it_took(inbox: Path) -> None:
    school()
    for name, item in (("a.csv", "a1"), ("b.csv", "b1")):
        (inbox / name).write_text(answers(row(item)))
    look = sources.collect()
    next(look)
    look.close()
    assert (done(inbox), (inbox / "b.csv").exists()) == (["a.csv"], True)
    assert SourceRun.objects.get().message == sources.CUT
    collect()
    assert (Delivery.objects.count(), len(facts())) == (2, 2)
