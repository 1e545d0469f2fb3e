"""The commands around layouts, and the guides: a person who follows their steps gets there."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from a_school import town
from homeroom.intake.models import Delivery
from homeroom.people.models import Student
from homeroom.site.commands import app
from intake.layouts.files import RENAMED, lessons, written
from intake.taking_in import ledger, take

GUIDES = Path(__file__).parents[2] / "docs" / "guide"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def people() -> None:
    town(size=1)
    Student.objects.create(sourced_id="1001", given_name="Ana", family_name="Ruiz", grade="03")


def run(*words: str) -> Result:
    return CliRunner().invoke(app, words)


def held(folder: Path, **more: object) -> Delivery:
    [delivery] = take(written(folder, lessons([{}], RENAMED, **more)))  # type: ignore[arg-type]
    return delivery


def block(guide: str, number: int, kind: str = "") -> str:
    return re.findall(rf"```{kind}\n(.*?)```", (GUIDES / guide).read_text("utf-8"), re.DOTALL)[number]


def test_the_guide_to_a_new_layout_leads_through(tmp_path: Path) -> None:
    """Every command of the guide, as it stands there, on a file that was held."""
    delivery = held(tmp_path)
    steps = [line for line in block("new-layout.md", 0).splitlines() if line.strip()]
    assert len(steps) == 3
    said = []
    for step in steps:
        words = shlex.split(step.replace("USERNAME", "data").replace(" 12", f" {delivery.pk}"))
        result = run(*words[1:])
        assert result.exit_code == 0, result.output
        said.append(result.output)
    assert f"waits: delivery {delivery.pk}" in said[0]
    assert "“Learner Number” → the child's id" in said[1]
    assert "All 1 rows: 1 would be published." in said[1]
    assert "Accepted as iready/lessons/by_lesson_" in said[2]
    delivery.refresh_from_db()
    assert ledger(delivery) == {"published": 1}
    assert "own: iready/lessons/by_lesson_" in run("layout", "list").output


def test_the_guide_to_a_new_layout_rejects_and_exports(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    delivery = held(tmp_path)
    words = shlex.split(block("new-layout.md", 1).replace("USERNAME", "data").replace(" 12", f" {delivery.pk}"))
    assert run(*words[1:]).exit_code == 0
    delivery.refresh_from_db()
    assert (delivery.state, ledger(delivery)) == ("refused", {"ignored": 1})
    assert run(*shlex.split(block("new-layout.md", 2))[1:]).exit_code == 0
    assert 'slug = "by_lesson"' in (tmp_path / "mine" / "program.toml").read_text("utf-8")


def test_the_guide_to_a_program_leads_through(tmp_path: Path, home: Path) -> None:
    """The example's folder is checked, put where the guide says, and its file is taken in."""
    folder = home / "programs" / "number_garden"
    (folder / "samples").mkdir(parents=True)
    (folder / "program.toml").write_text(block("add-a-program.md", 0, "toml"), "utf-8")
    (folder / "samples" / "days.csv").write_text(block("add-a-program.md", 0, "csv"), "utf-8")
    (folder / "samples" / "days.expected.json").write_text(block("add-a-program.md", 0, "json"), "utf-8")
    assert run("programs", "check", str(folder)).exit_code == 0
    assert "own: number_garden/days/csv" in run("layout", "list").output
    Student.objects.create(sourced_id="00417", given_name="Thảo", family_name="Nguyễn", grade="03")
    [delivery] = take(written(tmp_path, block("add-a-program.md", 0, "csv"), "garden_2026-10-07.csv"))
    assert (delivery.program, delivery.published, delivery.rows_in) == ("number_garden", 1, 3)


def test_a_proposal_as_json_is_what_the_page_shows(tmp_path: Path) -> None:
    delivery = held(tmp_path)
    told = json.loads(run("layout", "propose", str(delivery.pk), "--json").output)
    assert told["base"]["code"] == "iready/lessons/by_lesson"
    [pupil] = [column for column in told["columns"] if column["name"] == "Learner Number"]
    assert (pupil["chosen"]["code"], pupil["values"], pupil["changed"]) == ("as:Student ID", ["1001"], True)
    assert told["preview"]["published"] == 1


def test_a_file_that_was_not_received_is_proposed_too(tmp_path: Path) -> None:
    path = written(tmp_path, lessons([{}], RENAMED))
    result = run("layout", "propose", str(path))
    assert "i-Ready, Personalized Instruction by Lesson" in result.output
    assert not Delivery.objects.exists()
    assert run("layout", "propose", str(tmp_path / "none.csv")).exit_code == 1


def test_what_a_person_must_say_is_asked(tmp_path: Path) -> None:
    [delivery] = take(written(tmp_path, lessons([{"Completion Date": "01/02/2026"}], RENAMED)))
    shown = run("layout", "propose", str(delivery.pk)).output
    assert "--date-form “Finished On=%d/%m/%Y”" in shown
    assert "to decide: “Finished On”" in shown
    refused = run("layout", "accept", str(delivery.pk), "--as", "data")
    assert (refused.exit_code, "can't be accepted yet" in refused.output) == (1, True)
    form = ["--date-form", "Finished On=%d/%m/%Y"]
    assert run("layout", "accept", str(delivery.pk), "--as", "data", *form, "--json").exit_code == 0
    delivery.refresh_from_db()
    assert delivery.state == "published"


@pytest.mark.parametrize("who", ["teacher", "nobody"])
def test_only_the_data_team_decides(tmp_path: Path, who: str) -> None:
    delivery = held(tmp_path)
    for words in (["accept"], ["reject", "--reason", "x"]):
        result = run("layout", words[0], str(delivery.pk), "--as", who, *words[1:])
        assert (result.exit_code, "nobody of the data team" in result.output) == (1, True)
    delivery.refresh_from_db()
    assert delivery.state == "held"


def test_what_is_called_wrongly_is_told(tmp_path: Path) -> None:
    delivery = held(tmp_path)
    assert run("layout", "propose", str(delivery.pk), "--set", "Score").exit_code == 2
    assert run("layout", "propose", "99").exit_code == 1
    assert "no such layout" in run("layout", "export", "a/b/c").output


def test_with_nothing_to_tell_the_list_says_so() -> None:
    assert "No file waits for a layout" in run("layout", "list").output
    assert json.loads(run("layout", "list", "--json").output) == {"waiting": [], "own": [], "broken": []}


def test_a_broken_file_is_named_in_the_list(home: Path) -> None:
    (home / "programs" / "mine").mkdir(parents=True)
    (home / "programs" / "mine" / "program.toml").write_text("[", "utf-8")
    assert "broken: " in run("layout", "list").output
    assert 'slug = "clever"' in run("layout", "export", "clever/daily_participation/students").output
