from pathlib import Path

import pytest

from homeroom.standards.errors import StandardsError
from homeroom.standards.models import Framework, FrameworkItem, Prerequisite, Standard
from homeroom.standards.packages.account import Taken
from homeroom.standards.packages.compare import differences
from homeroom.standards.packages.find import packages
from homeroom.standards.packages.take import take
from homeroom.standards.packages.write import write
from standards.packages.made import balanced, table_file

FRAMEWORK = ("identifier", "name", "jurisdiction", "academicSubject", "license", "attributionStatement")
ITEM = (
    "identifier",
    "caseIdentifierUUID",
    "statementCode",
    "description",
    "normalizedStatementType",
    "jurisdiction",
    "gradeLevel",
    "license",
    "attributionStatement",
)
COMPONENT = ("identifier", "description", "license", "attributionStatement")
RELATIONSHIP = (
    "identifier",
    "relationshipType",
    "sourceEntity",
    "sourceEntityKey",
    "sourceEntityValue",
    "targetEntity",
    "targetEntityKey",
    "targetEntityValue",
)
OF_ITEM = "StandardsFrameworkItem"


def _item(identifier: str, code: str, kind: str, grade: str = "3") -> tuple[str, ...]:
    uuid = f"0000000000000000000000000000000{identifier[-1]}"
    return identifier, uuid, code, f"About {code}", kind, "Texas", f'["{grade}"]', "CC BY", "By Texas"


def _link(kind: str, source: str, target: str) -> tuple[str, ...]:
    entities = ["StandardsFramework" if end.startswith("f") else OF_ITEM for end in (source, target)]
    return f"{source}-{kind}-{target}", kind, entities[0], "identifier", source, entities[1], "identifier", target


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two frameworks: Texas has a group with two standards, one of them made of a component; Ohio has one standard."""
    place = tmp_path / "commons"
    place.mkdir()
    table_file(
        place / "StandardsFramework.csv",
        FRAMEWORK,
        ("f1", "TEKS", "Texas", "Mathematics", "CC BY 4.0", "Made by Texas"),
        ("f2", "Ohio's", "Ohio", "Mathematics", "CC BY 4.0", "Made by Ohio"),
    )
    table_file(
        place / "StandardsFrameworkItem.csv",
        ITEM,
        _item("g1", "111.5.b", "Standard Grouping"),
        _item("s1", "111.5.b.1", "Standard"),
        _item("s2", "111.5.b.2", "Standard"),
        _item("o1", "OH.1", "Standard"),
        _item("x1", "LOST.1", "Standard"),
    )
    table_file(place / "LearningComponent.csv", COMPONENT, ("c1", "Halves", "CC BY", ""), ("c2", "Unused", "CC BY", ""))
    table_file(
        place / "Relationships.csv",
        RELATIONSHIP,
        _link("hasChild", "f1", "g1"),
        _link("hasChild", "g1", "s1"),
        _link("hasChild", "g1", "s2"),
        _link("hasChild", "f2", "o1"),
        _link("buildsTowards", "s1", "s2"),
        _link("relatesTo", "s2", "o1"),
        _link("supports", "c1", "s1"),
    )
    return place


def _take(folder: Path, only: str = "") -> list[Taken]:
    return [take(one) for one in packages(folder, only)]


@pytest.mark.django_db
def test_each_framework_of_the_folder_is_a_package_with_its_credit(folder: Path) -> None:
    texas, ohio = _take(folder)
    assert (texas.framework, ohio.framework) == ("teks", "ohios")
    assert texas.attribution == "Made by Texas. CC BY 4.0"
    assert (texas.items["new"], ohio.items["new"]) == (4, 1)
    assert balanced(texas)
    assert balanced(ohio)


@pytest.mark.django_db
def test_an_item_below_no_framework_is_set_aside_once_with_its_line(folder: Path) -> None:
    texas, ohio = _take(folder)
    assert [(one.line, one.reason) for one in texas.set_aside] == [(6, "no framework stands above it")]
    assert ohio.set_aside == []


@pytest.mark.django_db
def test_a_filter_takes_one_framework_and_names_all_where_none_fits(folder: Path) -> None:
    [ohio] = _take(folder, "ohio")
    assert ohio.title == "Ohio's"
    with pytest.raises(
        StandardsError, match=r"“Utah” in its name\. The folder holds TEKS, Texas, Mathematics, f1; Ohio"
    ):
        packages(folder, "Utah")


@pytest.mark.django_db
def test_what_builds_towards_what_is_a_prerequisite(folder: Path) -> None:
    _take(folder)
    [edge] = Prerequisite.objects.all()
    assert (edge.before.code, edge.after.code, edge.source) == ("111.5.b.1", "111.5.b.2", "learning_commons")
    assert Standard.objects.filter(framework__slug="teks").count() == 2
    assert Standard.objects.get(code="111.5.b.1").grade == "3"


@pytest.mark.django_db
def test_a_component_comes_with_the_framework_it_supports_and_others_are_external(folder: Path) -> None:
    _take(folder, "TEKS")
    assert FrameworkItem.objects.get(identifier="c1").kind == "Learning Component"
    assert not FrameworkItem.objects.filter(identifier="c2").exists()
    assert FrameworkItem.objects.get(identifier="o1").external


@pytest.mark.django_db
def test_a_folder_with_one_framework_comes_back_as_it_was(folder: Path, tmp_path: Path) -> None:
    for name in ("StandardsFramework", "StandardsFrameworkItem", "LearningComponent"):
        path = folder / f"{name}.csv"
        unwanted = ("f2", "o1", "x1", "c2")
        lines = path.read_text("utf-8").splitlines(keepends=True)
        path.write_text("".join(line for line in lines if not line.startswith(unwanted)), "utf-8")
    relationships = folder / "Relationships.csv"
    lines = relationships.read_text("utf-8").splitlines(keepends=True)
    relationships.write_text("".join(line for line in lines if not line.startswith("f2")), "utf-8")
    [one] = _take(folder)
    write(Framework.objects.get(slug=one.framework), tmp_path / "again")
    assert list(differences(folder, tmp_path / "again")) == []
    assert _take(tmp_path / "again")[0].changes == 0


@pytest.mark.parametrize("name", ["StandardsFramework", "Relationships"])
def test_a_missing_table_is_named(folder: Path, name: str) -> None:
    (folder / f"{name}.csv").unlink()
    with pytest.raises(StandardsError, match=rf"{name}\.csv: there is no such file"):
        packages(folder)


def test_a_missing_column_is_named(folder: Path) -> None:
    table_file(folder / "Relationships.csv", ("identifier", "relationshipType"))
    with pytest.raises(StandardsError, match="line 1 lacks the columns sourceentity"):
        packages(folder)
