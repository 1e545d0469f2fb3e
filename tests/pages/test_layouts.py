"""New layout: a file with renamed columns is held, proposed, accepted on the page, loaded; the next loads by itself."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.test import Client

from a_school import Town, town
from homeroom.facts import store
from homeroom.intake import own_programs
from homeroom.intake.layout_models import UnknownLayout
from homeroom.intake.models import Delivery
from homeroom.people.models import AuditEntry, Student
from intake.layouts.files import RENAMED, lessons, written
from intake.taking_in import finish_jobs, ledger, take

pytestmark = pytest.mark.any_database


@pytest.fixture
def place(db: None) -> Town:
    """The town without its week: what came in before is of no account here."""
    found = town(size=2)
    Student.objects.create(sourced_id="1001", given_name="Ana", family_name="Ruiz", grade="03")
    return found


@pytest.fixture
def team(client: Client, place: Town) -> Client:
    client.force_login(place.data_team)
    return client


def receive(folder: Path, *args: object, name: str = "lessons_2026-10-15.csv", **more: object) -> Delivery:
    [delivery] = take(written(folder, lessons(*args, **more), name))  # type: ignore[arg-type]
    return delivery


def fields(page: str) -> dict[str, str]:
    """What a browser would send back of the form as it stands."""
    form = page[page.index('class="proposal"') :]
    sent = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form))
    for name, options in re.findall(r'<select id="[^"]+" name="([^"]+)">(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)" selected', options)
        assert chosen
        sent[name] = chosen[1].replace("&amp;", "&")
    for name, value in re.findall(r'<input type="radio" [^>]*name="([^"]+)" value="([^"]*)" checked', form):
        sent[name] = value
    return sent


def accept(client: Client, held: Delivery, sent: dict[str, str] | None = None) -> str:
    """Accept a proposal, as it stands or as it is sent, and let the job load what waited. What the job's page says."""
    answer = client.post(address(held), (sent or fields(client.get(address(held)).content.decode())) | {"do": "accept"})
    finish_jobs()
    return client.get(answer.headers["Location"]).content.decode()


def address(delivery: Delivery) -> str:
    return f"/imports/layouts/{delivery.pk}/"


def minutes() -> list[float]:
    return store.query(
        "select minutes from activities where report = 'lessons' order by 1", tables=["activities"]
    ).column("minutes")


def test_three_renamed_columns_are_held_proposed_accepted_and_known_from_then_on(team: Client, tmp_path: Path) -> None:
    before = len(minutes())
    held = receive(tmp_path / "a", [{}, {"Lesson ID": "DI.2"}], RENAMED)
    assert (held.state, ledger(held), len(minutes())) == ("held", {"held": 2}, before)

    page = team.get(address(held)).content.decode()
    assert "It is most like <strong>i-Ready, Personalized Instruction by Lesson</strong>" in page
    for name in RENAMED.values():
        assert f"<strong>{name}</strong> is" in page
    assert "All 2 rows: 2 would be published." in page
    assert "16 columns as before" in page

    told = accept(team, held, fields(page))
    assert "Load what waited for a layout" in told
    assert "1 delivery: 1 published." in told
    assert "2 in = 2 published" in told
    held.refresh_from_db()
    assert (held.state, ledger(held)) == ("published", {"published": 2})
    assert len(minutes()) == before + 2

    following = receive(tmp_path / "b", [{"Lesson ID": "DI.3"}], RENAMED, name="lessons_2026-10-16.csv")
    assert (following.state, following.report, ledger(following)) == ("published", "lessons", {"published": 1})
    assert following.layout == held.layout != "by_lesson"


def test_old_and_new_files_meet_in_the_same_facts(team: Client, tmp_path: Path) -> None:
    held = receive(tmp_path / "a", [{}], RENAMED)
    accept(team, held)
    before = minutes()
    again = receive(tmp_path / "b", [{}], name="lessons_2026-10-16.csv")
    assert ledger(again) == {"published": 1}
    assert minutes() == before
    held.refresh_from_db()
    assert ledger(held) == {"duplicate": 1}


def test_all_held_files_of_the_layout_are_loaded_together(team: Client, tmp_path: Path) -> None:
    first = receive(tmp_path / "a", [{}], RENAMED)
    second = receive(tmp_path / "b", [{"Lesson ID": "DI.2"}], RENAMED, name="lessons_2026-10-16.csv")
    other = receive(tmp_path / "c", [{}], {"Score": "Punkte"}, name="other.csv")
    page = team.get(address(first)).content.decode()
    assert "1 more held file with the same columns" in page
    accept(team, first, fields(page))
    states = dict(Delivery.objects.values_list("pk", "state"))
    assert (states[first.pk], states[second.pk], states[other.pk]) == ("published", "published", "held")


def test_who_accepted_what_is_written_down(team: Client, tmp_path: Path) -> None:
    held = receive(tmp_path, [{}], RENAMED)
    accept(team, held)
    entry = AuditEntry.objects.get(verb="accepted layout")
    assert (entry.actor, entry.object.partition(",")[0]) == ("data", f"delivery {held.pk}")
    decision = UnknownLayout.objects.get(delivery=held)
    assert (decision.decision, str(decision.decided_by)) == ("accepted", "data")
    page = team.get("/imports/layouts/").content.decode()
    assert "accepted" in page
    assert decision.layout in page


def test_looking_at_children_is_written_down(team: Client, tmp_path: Path) -> None:
    held = receive(tmp_path, [{}], RENAMED)
    team.get(address(held))
    entry = AuditEntry.objects.filter(verb="saw").latest("pk")
    assert entry.object == f"proposed layout of delivery {held.pk}"
    assert len(entry.students) == 1


def test_a_choice_is_tried_before_it_is_accepted(team: Client, tmp_path: Path) -> None:
    held = receive(tmp_path, [{}], RENAMED)
    sent = fields(team.get(address(held)).content.decode())
    [place] = [key.removeprefix("named-") for key, name in sent.items() if name == "Minutes Spent"]
    page = team.post(address(held), sent | {f"column-{place}": "leave", "do": "try"}).content.decode()
    assert "You chose this." in page
    assert "leave in the original" in page
    assert 'name="was-' + place + '" value=""' in page
    held.refresh_from_db()
    assert held.state == "held"
    accept(team, held, fields(page))
    assert minutes()[-1] is None or None in minutes()


def test_without_the_child_nothing_can_be_accepted(team: Client, tmp_path: Path) -> None:
    held = receive(tmp_path, [{}], RENAMED)
    sent = fields(team.get(address(held)).content.decode())
    [place] = [key.removeprefix("named-") for key, name in sent.items() if name == "Finished On"]
    answer = team.post(address(held), sent | {f"column-{place}": "leave", "do": "accept"})
    assert answer.status_code == 422
    assert "Without it no row can become a fact" in answer.content.decode()
    assert not own_programs.folder().exists() or not list(own_programs.folder().iterdir())


def test_a_day_that_may_be_read_two_ways_is_asked(team: Client, tmp_path: Path) -> None:
    held = receive(tmp_path, [{"Completion Date": "01/02/2026"}], RENAMED)
    page = team.get(address(held)).content.decode()
    assert "Please choose." in page
    assert "month/day/year: 01/02/2026 is 2 January 2026" in page
    assert "day/month/year: 02/01/2026 is 2 January 2026" in page
    sent = fields(page)
    assert team.post(address(held), sent | {"do": "accept"}).status_code == 422
    [place] = [key.removeprefix("named-") for key, name in sent.items() if name == "Finished On"]
    accept(team, held, sent | {f"form-{place}": "%d/%m/%Y"})
    day = store.query(
        "select occurred_on from activities where delivery = $d", {"d": held.pk}, tables=["activities"]
    ).one[0]
    assert day.isoformat() == "2026-02-01"


def test_a_file_is_rejected_with_a_reason_and_asked_about_again_when_it_comes_again(
    team: Client, tmp_path: Path
) -> None:
    held = receive(tmp_path, [{}, {"Lesson ID": "DI.2"}], RENAMED)
    assert team.post(address(held), {"do": "reject", "reason": " "}).status_code == 422
    team.post(address(held), {"do": "reject", "reason": "Another district's file"})
    held.refresh_from_db()
    assert (held.state, ledger(held)) == ("refused", {"ignored": 2})
    assert "Another district" in team.get(f"/imports/{held.pk}/").content.decode()
    again = receive(tmp_path, [{}, {"Lesson ID": "DI.2"}], RENAMED)
    assert (again.pk != held.pk, again.state) == (True, "held")
    assert "Another district" in team.get(address(again)).content.decode()


def test_what_somebody_else_has_decided_is_told(team: Client, tmp_path: Path) -> None:
    held = receive(tmp_path, [{}], RENAMED)
    sent = fields(team.get(address(held)).content.decode())
    team.post(address(held), {"do": "reject", "reason": "Not ours"})
    answer = team.post(address(held), sent | {"do": "accept"})
    assert answer.status_code == 409
    assert "data has rejected it" in answer.content.decode()
    assert team.get("/imports/layouts/999/").status_code == 409


def test_an_original_that_is_gone_is_told(team: Client, tmp_path: Path, home: Path) -> None:
    held = receive(tmp_path, [{}], RENAMED)
    (home / "originals" / held.sha256[:2] / held.sha256).unlink()
    answer = team.get(address(held))
    assert answer.status_code == 409
    assert "the kept original is gone" in answer.content.decode()


def test_a_layout_broken_by_hand_is_named_and_stops_nothing_else(team: Client, tmp_path: Path, home: Path) -> None:
    held = receive(tmp_path / "a", [{}], RENAMED)
    accept(team, held)
    broken = home / "programs" / "mine" / "program.toml"
    broken.parent.mkdir()
    broken.write_text("[program\n", "utf-8")
    page = team.get("/imports/layouts/").content.decode()
    assert f"{broken} can’t be used: " in page
    following = receive(tmp_path / "b", [{"Lesson ID": "DI.4"}], RENAMED, name="lessons_2026-10-17.csv")
    assert following.state == "published"


def test_an_accepted_layout_is_downloaded_as_the_file_that_declares_it(
    team: Client, tmp_path: Path, home: Path
) -> None:
    held = receive(tmp_path, [{}], RENAMED)
    accept(team, held)
    page = team.get("/imports/layouts/").content.decode()
    [link] = re.findall(r'href="(/imports/layouts/[^"]+\.toml)"', page)
    text = team.get(link).content.decode()
    assert "columns = [" in text
    assert '"Learner Number"' in text
    assert "since = 2026-10-26" in text
    assert team.get("/imports/layouts/no/such/layout.toml").status_code == 404


def test_nothing_waits(team: Client) -> None:
    page = team.get("/imports/layouts/").content.decode()
    assert "No file waits for a layout." in page
    assert "None yet." in page


def test_the_delivery_leads_to_the_proposal(team: Client, tmp_path: Path) -> None:
    held = receive(tmp_path, [{}], RENAMED)
    assert f'href="{address(held)}"' in team.get(f"/imports/{held.pk}/").content.decode()


@pytest.mark.parametrize("who", ["teacher", "principal", "stranger"])
def test_to_everybody_else_the_pages_do_not_exist(client: Client, place: Town, tmp_path: Path, who: str) -> None:
    held = receive(tmp_path, [{}], RENAMED)
    client.force_login(getattr(place, who))
    assert client.get("/imports/layouts/").status_code == 404
    assert client.get(address(held)).status_code == 404
    assert client.post(address(held), {"do": "accept"}).status_code == 404
    held.refresh_from_db()
    assert held.state == "held"


def test_a_file_of_an_unknown_program_is_named_and_loaded(team: Client, tmp_path: Path) -> None:
    text = "Pupil No,Surname,First Name,Day,Plots Done,Points,DOB\n1001,Ruiz,Ana,2026-10-14,3,80,2017-01-02\n"
    [held] = take(written(tmp_path, text, "garden_2026-10-15.csv"))
    page = team.get(address(held)).content.decode()
    assert "No declared report is like it." in page
    assert "never read: not collected: birth date" in page
    sent = fields(page) | {"base": "new_program/results/results"}
    page = team.get(f"{address(held)}?base=new_program/results/results").content.decode()
    sent = fields(page)
    assert team.post(address(held), sent | {"do": "accept"}).status_code == 422
    names = {"program-name": "Number Garden", "report-name": "Daily results"}
    answer = team.post(address(held), sent | names | {"do": "accept"})
    assert answer.status_code == 302, answer.content.decode()
    finish_jobs()
    held.refresh_from_db()
    assert (held.program, held.report, ledger(held)) == ("number_garden", "daily_results", {"published": 1})
    [score] = store.query(
        "select assessment, result from assessments where program = 'number_garden'", tables=["assessments"]
    ).rows
    assert score == ("Daily results", "80")
    assert "Number Garden" in team.get("/imports/").content.decode()
