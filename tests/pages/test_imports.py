from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.html import escape

from a_school import Town
from homeroom.intake import ledger, originals
from homeroom.intake.errors import IntakeError
from homeroom.intake.feeds.models import DeliverySchool
from homeroom.intake.models import LEDGER, Delivery, RowGroup
from homeroom.intake.reasons import REASONS
from homeroom.pages.imports import ledger as words
from homeroom.pages.imports.what_to_do import OTHERWISE, SETTLED, advice, what_to_do
from homeroom.people.models import AuditEntry

NOW = timezone.now()


def delivery(counts: dict[str, int], causes: list[ledger.Cause] | None = None, **more: object) -> Delivery:
    rows = sum(counts.values())
    values = {"file": "lessons.csv", "sha256": "0", "size": 2_500, "program": "iready", "report": "lessons"}
    found = Delivery.objects.create(**{**values, "rows_in": rows, "held": rows, "state": "published", **more})
    ledger.write(found, counts, causes or [])
    return found


def cause(rows: int, code: str = "unmatched", ended_as: str = "quarantined") -> ledger.Cause:
    return ledger.Cause(ended_as, code, "Student ID", "Words <b>.", list(range(4, 4 + rows)))


@pytest.fixture
def team(client: Client, place: Town) -> Client:
    client.force_login(place.data_team)
    return client


def test_it_works(team: Client) -> None:
    delivery({"published": 18_397, "quarantined": 15}, [cause(15)])
    page = team.get("/imports/").content.decode()
    assert "18,412 in = 18,397 published + 15 quarantined" in page
    assert "lessons.csv" in page
    assert "Look again" not in page


def test_nothing_yet(team: Client) -> None:
    assert "Nothing has come in yet." in team.get("/imports/").content.decode()
    assert "No delivery fits this filter." in team.get("/imports/?state=held").content.decode()


def test_a_file_of_which_nothing_became_a_fact_is_no_success(team: Client) -> None:
    none = delivery({"quarantined": 3}, [cause(3)])
    some = delivery({"published": 4, "quarantined": 3}, [cause(3)])
    delivery({"ignored": 3})
    page = team.get("/imports/").content.decode()
    for said, colour in (("nothing published", "held"), ("published in part", "part"), ("published", "published")):
        assert f'<td class="state state-{colour}">{said}</td>' in page
    assert "nothing published" in team.get(f"/imports/{none.pk}/").content.decode()
    assert "published in part" in team.get(f"/imports/{some.pk}/").content.decode()


def test_newest_first_and_filtered_by_program_and_state(team: Client) -> None:
    delivery({"published": 1}, file="old.csv")
    delivery({"published": 1}, file="new.csv", program="clever")
    delivery({}, file="odd.csv", program="", state="refused", message="odd.csv: no layout fits.")
    page = team.get("/imports/").content.decode()
    assert page.index("odd.csv") < page.index("new.csv") < page.index("old.csv")
    assert "not recognised" in page
    assert "odd.csv: no layout fits." in page
    only = team.get("/imports/?program=clever&state=published").content.decode()
    assert "new.csv" in only
    assert "old.csv" not in only


def test_many_deliveries_take_several_pages(team: Client) -> None:
    for at in range(51):
        delivery({"published": 1}, file=f"f{at}.csv")
    assert "Page 1 of 2" in team.get("/imports/").content.decode()
    last = team.get("/imports/?page=2").content.decode()
    assert "f0.csv" in last
    assert "← Newer" in last


def test_while_something_runs_the_page_looks_again_if_asked_to(team: Client) -> None:
    found = delivery({}, state="running", stage="reading", rows_done=300, rows_total=1200, heard_at=timezone.now())
    Delivery.objects.update(received_at=timezone.now() - timedelta(seconds=3))
    for path in ("/imports/", f"/imports/{found.pk}/"):
        response = team.get(path)
        page = response.content.decode()
        assert "Refresh" not in response.headers
        assert 'href="?watch=on">Look again every 5 seconds' in page
        watched = team.get(f"{path}?watch=on&program=iready")
        assert watched.headers["Refresh"] == "5"
        assert 'href="?program=iready">Stop looking' in watched.content.decode()
        assert '<progress value="300" max="1200" aria-label="reading">' in page
        assert "300 of 1,200 rows" in page


def test_nothing_is_looked_at_again_once_all_is_done(team: Client) -> None:
    delivery({"published": 1})
    assert "Refresh" not in team.get("/imports/?watch=on").headers


def test_one_delivery(team: Client) -> None:
    found = delivery({"published": 4, "quarantined": 2, "duplicate": 1}, [cause(2), cause(1, "same", "duplicate")])
    page = team.get(f"/imports/{found.pk}/").content.decode()
    assert "7 in = 4 published + 2 quarantined + 1 duplicate" in page
    assert all(f">{name}<" in page for name in LEDGER)
    assert "Words &lt;b&gt;." in page
    assert escape(REASONS["unmatched"].remedy) in page
    assert page.count("Download these rows") == 1
    assert "2.4 KB" in page
    assert "roster of these children" not in page


def test_a_delivery_of_strangers_says_what_to_do(team: Client) -> None:
    found = delivery({"quarantined": 15_000}, [cause(15_000)], program="clever")
    page = team.get(f"/imports/{found.pk}/").content.decode()
    assert "the roster of these children&#x27;s school is missing" in page
    assert "judged again after it, or at once with Re-drive below" in page


def test_a_refused_file_shows_its_message_and_hostile_names_stay_names(team: Client) -> None:
    found = delivery({}, file="<script>x</script>.csv", state="refused", message="<img src=x>", program="")
    page = team.get(f"/imports/{found.pk}/").content.decode()
    assert "<script>x" not in page
    assert "&lt;img src=x&gt;" in page


def test_quarantined_rows_come_as_a_file_that_no_spreadsheet_runs(
    team: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = (("Line", "Name"), [("4", "=cmd|' /C calc'!A0"), ("5", "Ana")])
    monkeypatch.setattr("homeroom.intake.quarantine.rows", lambda group: rows)
    found = delivery({"quarantined": 2}, [cause(2)])
    group = found.groups.get()
    response = team.get(f"/imports/{found.pk}/rows/{group.pk}.csv")
    assert response.getvalue().decode() == "\ufeffLine,Name\r\n4,'=cmd|' /C calc'!A0\r\n5,Ana\r\n"
    assert response.headers["Content-Disposition"] == f'attachment; filename="delivery-{found.pk}-unmatched.csv"'
    entry = AuditEntry.objects.get()
    assert entry.object == f"quarantined rows of delivery {found.pk}, reason unmatched"


def test_rows_out_of_the_kept_original(team: Client, tmp_path: Path) -> None:
    path = tmp_path / "lessons.csv"
    path.write_text("Student ID,Name\n1,Ana\n2,Bo\n3,=Chi\n", "utf-8")
    kept = originals.keep(path)
    found = delivery({"published": 2, "quarantined": 1}, [ledger.Cause("quarantined", "unmatched", "", "Who?", [3])])
    Delivery.objects.update(sha256=kept.sha256)
    text = team.get(f"/imports/{found.pk}/rows/{found.groups.get().pk}.csv").getvalue().decode()
    assert text == "\ufeffline,why,Student ID,Name\r\n4,Who?,3,'=Chi\r\n"


@pytest.mark.parametrize("error", [IntakeError("The zip <b> is broken."), FileNotFoundError("gone")])
def test_rows_that_can_not_be_read_say_why(team: Client, monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def gone(group: RowGroup) -> None:
        raise error

    monkeypatch.setattr("homeroom.intake.quarantine.rows", gone)
    found = delivery({"quarantined": 1}, [cause(1)])
    response = team.get(f"/imports/{found.pk}/rows/{found.groups.get().pk}.csv")
    assert response.status_code == 410
    page = response.content.decode()
    assert "The zip &lt;b&gt; is broken." in page or "not among the kept originals" in page
    assert "homeroom doctor" in page


def test_only_quarantined_rows_of_this_delivery_can_be_fetched(team: Client) -> None:
    found = delivery({"duplicate": 1}, [cause(1, "same", "duplicate")])
    other = delivery({"published": 1})
    group = found.groups.get()
    assert team.get(f"/imports/{found.pk}/rows/{group.pk}.csv").status_code == 404
    assert team.get(f"/imports/{other.pk}/rows/{group.pk}.csv").status_code == 404


@pytest.mark.parametrize("code", [*REASONS, "something new"])
def test_every_reason_has_something_to_do(code: str) -> None:
    reason = REASONS.get(code)
    assert what_to_do(RowGroup(ended_as="quarantined", code=code)) == (reason.remedy if reason else OTHERWISE)


def test_settled_rows_need_nothing() -> None:
    assert set(SETTLED) == set(LEDGER) - {"published", "quarantined"}
    assert what_to_do(RowGroup(ended_as="duplicate", code="unmatched")) == SETTLED["duplicate"]


@pytest.mark.parametrize(
    ("moment", "said_by", "told"),
    [
        (None, "", ""),
        (datetime(2026, 9, 4, tzinfo=UTC), "name", "speaks of Fri 4 Sep 2026, by its name"),
        (datetime(2026, 9, 4, tzinfo=UTC), "statement", "speaks of Fri 4 Sep 2026, as the sender said"),
        (datetime(2026, 9, 4, 20, 30, tzinfo=UTC), "column", "speaks of Fri 4 Sep 2026, 13:30, by a column in it"),
    ],
)
def test_a_day_is_told_as_a_day_and_a_moment_on_the_schools_clock(
    moment: datetime | None, said_by: str, told: str
) -> None:
    with timezone.override("America/Los_Angeles"):
        assert words.as_of(Delivery(as_of=moment, as_of_from=said_by)) == told


def test_a_file_whose_rows_newer_files_hold_is_no_failure(team: Client) -> None:
    replaced = delivery({"duplicate": 5, "superseded": 1, "quarantined": 1}, [cause(1)], facts=6)
    page = team.get(f"/imports/{replaced.pk}/").content.decode()
    assert "nothing published" not in page
    assert "When it came, they gave 6 facts; rows of other files stand for these now." in page


def test_rows_without_a_child_lead_to_who_is_this(team: Client) -> None:
    found = delivery({"published": 1, "quarantined": 15}, [cause(15)], program="clever")
    assert 'href="/who/?program=clever"' in team.get(f"/imports/{found.pk}/").content.decode()


def test_only_what_was_published_can_be_undone(team: Client) -> None:
    held, published = delivery({"held": 3}, state="held"), delivery({"published": 3})
    assert "Undo this import" not in team.get(f"/imports/{held.pk}/").content.decode()
    assert "Undo this import" in team.get(f"/imports/{published.pk}/").content.decode()


def test_a_program_that_a_general_report_carries_is_named(team: Client) -> None:
    found = delivery({"published": 3}, program="item_responses", report="responses")
    DeliverySchool.objects.create(delivery=found, program="number_trail", rows=3)
    assert "Number Trail" in team.get("/imports/").content.decode()


def test_advice_only_where_one_thing_explains_all() -> None:
    groups = [RowGroup(code="unmatched", rows=3)]
    assert advice(Delivery(rows_in=3), groups)
    assert not advice(Delivery(rows_in=4), groups)
    assert not advice(Delivery(rows_in=0), [])


@pytest.mark.parametrize(
    ("counts", "sentence"),
    [
        ({}, "0 in = 0 published"),
        ({"published": 3}, "3 in = 3 published"),
        ({"held": 1200}, "1,200 in = 1,200 held"),
    ],
)
def test_the_balance_in_one_sentence(counts: dict[str, int], sentence: str) -> None:
    assert words.balance(Delivery(rows_in=sum(counts.values()), **counts)) == sentence


@pytest.mark.parametrize(
    ("seconds", "done", "total", "sentence"),
    [
        (10, 0, 0, "0 rows"),
        (10, 5000, 0, "5,000 rows, 500 rows a second"),
        (10, 5000, 6000, "5,000 of 6,000 rows, 500 rows a second, about 2 seconds left"),
        (10, 5000, 5500, "5,000 of 5,500 rows, 500 rows a second, about 1 second left"),
        (10, 5000, 905_000, "5,000 of 905,000 rows, 500 rows a second, about 30 minutes left"),
        (0, 100, 100, "100 of 100 rows, 100 rows a second"),
    ],
)
def test_progress_in_words(seconds: int, done: int, total: int, sentence: str) -> None:
    running = Delivery(received_at=NOW - timedelta(seconds=seconds), rows_done=done, rows_total=total, heard_at=NOW)
    assert words.progress(running, NOW).words == sentence
    assert words.progress(running, NOW).silent == ""


def test_a_job_that_fell_silent() -> None:
    silent = Delivery(received_at=NOW - timedelta(minutes=9), heard_at=NOW - timedelta(minutes=7))
    assert words.progress(silent, NOW).silent == "Not heard from for 7 minutes."
    never = Delivery(received_at=NOW - timedelta(minutes=9))
    assert words.progress(never, NOW).silent == "Not heard from for 9 minutes."


@pytest.mark.parametrize(("octets", "said"), [(12, "12 bytes"), (2048, "2.0 KB"), (3 << 20, "3.0 MB")])
def test_sizes(octets: int, said: str) -> None:
    assert words.size(octets) == said
