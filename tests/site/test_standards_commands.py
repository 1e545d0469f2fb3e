"""`homeroom standards`: what it prints, what it returns to scripts, and what it leaves."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from homeroom.site import commands
from homeroom.standards import ccss
from homeroom.standards.models import Alignment, ContentItem, Framework, FrameworkItem, Standard, Unit
from standards.packages.made import case_file, item, link, package

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def installation(db: None) -> None:
    ccss.load()


def run(*words: object) -> Result:
    return CliRunner().invoke(commands.app, ["standards", *map(str, words)], catch_exceptions=False)


@pytest.fixture
def good(tmp_path: Path) -> Path:
    content = package(
        [item("a", "A.1", "Count"), item("b", "A.2")], [link("precedes", "a", "b")], {"publisher": "Ohio"}
    )
    return case_file(tmp_path, content)


def test_an_import_tells_what_it_took_and_whom_to_credit(good: Path) -> None:
    result = run("import", good)
    assert result.exit_code == 0
    assert "our-maths (case): Our maths" in result.stdout
    assert "items: 2 read = 2 new + 0 changed + 0 same + 0 set aside" in result.stdout
    assert "credit: Ohio. Us" in result.stdout
    assert Standard.objects.filter(framework__slug="our-maths").count() == 2


def test_an_import_for_scripts_is_one_line_a_package(good: Path) -> None:
    [line] = run("import", good, "--json").stdout.splitlines()
    told = json.loads(line)
    assert (told["framework"], told["items"], told["prerequisites"], told["set_aside"]) == (
        "our-maths",
        {"new": 2},
        1,
        [],
    )


def test_what_is_set_aside_is_told_and_returns_3(tmp_path: Path) -> None:
    result = run("import", case_file(tmp_path, package([item("a", "A.1"), *["broken"] * 25])))
    assert result.exit_code == 3
    assert "line 17, item: this is no object. Ask who made the file" in result.stdout
    assert "and 5 more; --json lists them all" in result.stdout
    assert FrameworkItem.objects.count() == 1


def test_a_wrong_file_returns_1_and_leaves_nothing(tmp_path: Path) -> None:
    result = run("import", case_file(tmp_path, {"swagger": "2.0"}))
    assert result.exit_code == 1
    assert "this is no CASE package" in result.stderr
    assert Framework.objects.count() == 1


def test_an_export_is_what_came_and_says_so(good: Path, tmp_path: Path) -> None:
    run("import", good)
    result = run("export", "our-maths", tmp_path / "out.json", "--like", good)
    assert result.exit_code == 0
    assert "0 differences from case.json" in result.stderr
    assert "Credit to keep with it: Ohio. Us" in result.stdout
    assert json.loads((tmp_path / "out.json").read_text("utf-8")) == json.loads(good.read_text("utf-8"))


def test_an_export_that_differs_names_the_places_and_returns_3(good: Path, tmp_path: Path) -> None:
    run("import", good)
    other = case_file(tmp_path, good.read_text("utf-8").replace('"Count"', '"Count to ten"'), "other.json")
    result = run("export", "our-maths", tmp_path / "out.json", "--like", other)
    assert result.exit_code == 3
    assert "1 differences from other.json\n    /CFItems/0/fullStatement" in result.stderr


def test_an_unknown_framework_is_refused_with_those_that_are_there(tmp_path: Path) -> None:
    result = run("export", "utah", tmp_path / "out.json")
    assert result.exit_code == 1
    assert "utah is no framework. There are: ccss-math" in result.stderr


def test_a_check_says_what_an_import_would_do_and_keeps_nothing(good: Path) -> None:
    result = run("check", good)
    assert result.exit_code == 0
    assert "2 new standards" in result.stdout
    assert "0 differences from case.json" in result.stderr
    assert Framework.objects.count() == 1
    assert not FrameworkItem.objects.exists()


def test_a_check_of_a_faulty_file_returns_3_and_says_what_its_export_would_lack(tmp_path: Path) -> None:
    result = run("check", case_file(tmp_path, package([item("a"), "broken"])))
    assert result.exit_code == 3
    assert "1 differences" in result.stderr


def test_into_and_older_are_passed_on(tmp_path: Path) -> None:
    path = case_file(tmp_path, package([item("a", "3.NF.1")]))
    assert "1 known ones" in run("import", path, "--into", ccss.SLUG).stdout
    old = case_file(tmp_path, package([item("a", "3.NF.1")], document={"lastChangeDateTime": "2001-01-01T00:00:00Z"}))
    assert "Import it with --older" in run("import", old).stderr
    assert run("import", old, "--older").exit_code == 0


LIST = """program,external_id,title,standard
alpha,L1,Sharing a cake,3.NF.A.1
alpha,,No id,3.NF.A.1
"""


@pytest.fixture
def listed(tmp_path: Path) -> Path:
    path = tmp_path / "list.csv"
    path.write_text(LIST, "utf-8")
    return path


def test_a_catalogue_tells_what_it_took_and_what_is_set_aside_with_its_line(listed: Path) -> None:
    result = run("catalogue", listed)
    assert result.exit_code == 3
    assert "2 rows read = 1 taken + 1 set aside" in result.stdout
    assert "line 3, row: column external_id: has to hold 1 to 255 characters. Mend it" in result.stdout
    assert ContentItem.objects.get().title == "Sharing a cake"


def test_a_catalogue_that_is_only_looked_at_leaves_nothing(listed: Path) -> None:
    assert "1 items new" in run("catalogue", listed, "--check").stdout
    assert not ContentItem.objects.exists()


def test_of_two_catalogues_with_one_that_is_none_nothing_is_taken(listed: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.csv"
    other.write_text("colour\nred\n", "utf-8")
    result = run("catalogue", listed, other)
    assert (result.exit_code, ContentItem.objects.count()) == (1, 0)
    assert "lacks the columns external_id" in result.stderr


def test_a_persons_own_list_says_who_brought_it(listed: Path) -> None:
    listed.write_text(LIST.replace("alpha,L1", ",L1"), "utf-8")
    run("catalogue", listed, "--source", "human", "--program", "beta")
    [tag] = Alignment.objects.all()
    assert tag.reviewer.startswith("command line: ")
    assert (tag.source, tag.content_item.program) == ("human", "beta")


def test_units_are_taken_and_told_to_scripts(tmp_path: Path) -> None:
    path = tmp_path / "units.csv"
    path.write_text("unit,title,week,standard\nu1,Fractions,1,3.NF.A.1\nu1,,x,3.NF.A.2\n", "utf-8")
    result = run("units", path, "--json")
    told = json.loads(result.stdout)
    assert (result.exit_code, told["read"], told["taken"]) == (3, 2, 1)
    assert told["set_aside"][0]["line"] == 3
    assert Unit.objects.get().title == "Fractions"
