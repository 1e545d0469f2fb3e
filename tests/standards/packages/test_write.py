import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from homeroom.standards import ccss
from homeroom.standards.errors import StandardsError
from homeroom.standards.frameworks import Named, take_standards
from homeroom.standards.models import Framework, Standard
from homeroom.standards.packages.compare import differences
from homeroom.standards.packages.write import write
from standards.packages.made import case_file, item, link, package, table_file, taken

pytestmark = pytest.mark.django_db


def _again(path: Path, folder: Path) -> Path:
    one, again = taken(path), folder / f"again{path.suffix}"
    write(Framework.objects.get(slug=one.framework), again)
    return again


def test_a_package_comes_back_with_its_order_its_unknown_fields_and_its_numbers(tmp_path: Path) -> None:
    content = package(
        [item("b", "B.1", extensions={"x": [1, None]}), item("a", "A.1", weight=1)],
        [link("precedes", "a", "gone", sequenceNumber=2)],
        {"caseVersion": "1.1", "frameworkType": "x"},
        CFRubrics=[{"identifier": "r"}],
        CFDefinitions={"CFItemTypes": []},
        somethingNew={"a": 1},
    )
    path = case_file(tmp_path, content)
    again = _again(path, tmp_path)
    assert list(differences(path, again)) == []
    assert json.loads(again.read_text("utf-8")) == content
    assert list(json.loads(again.read_text("utf-8"))) == list(content)


def test_numbers_and_signs_come_back_as_they_were_written(tmp_path: Path) -> None:
    text = '{"CFDocument": {"identifier": "d"}, "CFItems": [{"identifier": "a", "w": 1.50e2, "t": "\\u00e9\\/"}]}'
    again = _again(case_file(tmp_path, text), tmp_path)
    assert '{"identifier": "a", "w": 1.50e2, "t": "\\u00e9\\/"}' in again.read_text("utf-8")


@pytest.mark.parametrize(
    "text",
    [
        '{"CFDocument": {"identifier": "d"}}',
        '{"CFDocument": {"identifier": "d"}, "CFItems": []}',
        '{"CFItems": null, "CFDocument": {"identifier": "d"}, "CFAssociations": []}',
    ],
)
def test_an_empty_package_comes_back_empty(tmp_path: Path, text: str) -> None:
    path = case_file(tmp_path, text)
    assert list(differences(path, _again(path, tmp_path))) == []


def test_a_table_comes_back_with_its_columns_and_cells(tmp_path: Path) -> None:
    rows = [("A.1", 'Count, "and" count', "=1+1", ""), ("A.2", "two\nlines", "  spaces ", "é")]
    path = table_file(tmp_path / "plain.csv", ("Code", "Title", "Our own", "x"), *rows)
    assert list(differences(path, _again(path, tmp_path))) == []


def test_nothing_is_written_over(tmp_path: Path) -> None:
    path = case_file(tmp_path, package())
    one = taken(path)
    with pytest.raises(StandardsError, match="something is there already"):
        write(Framework.objects.get(slug=one.framework), path)


def test_a_framework_that_came_otherwise_can_not_be_written(tmp_path: Path) -> None:
    take_standards("edfi", "Ed-Fi", "maths", [Named("A.1")])
    with pytest.raises(StandardsError, match="edfi was not imported as a package"):
        write(Framework.objects.get(slug="edfi"), tmp_path / "x.json")
    assert not (tmp_path / "x.json").exists()


def test_what_ships_leaves_as_a_case_package_that_is_always_the_same(tmp_path: Path) -> None:
    ccss.load()
    for name in ("one.json", "two.json"):
        write(Framework.objects.get(slug=ccss.SLUG), tmp_path / name)
    assert (tmp_path / "one.json").read_bytes() == (tmp_path / "two.json").read_bytes()
    told: dict[str, Any] = json.loads((tmp_path / "one.json").read_text("utf-8"))
    assert (len(told["CFItems"]), len(told["CFAssociations"])) == (191, 191 + 277)
    assert "Student Achievement Partners" in told["CFDocument"]["notes"]


def test_what_ships_comes_home_to_itself(tmp_path: Path) -> None:
    ccss.load()
    write(Framework.objects.get(slug=ccss.SLUG), tmp_path / "ours.json")
    one = taken(tmp_path / "ours.json")
    assert (one.known, one.standards, one.set_aside) == (191, 0, [])
    assert Standard.objects.count() == 191


def test_differences_are_named_by_their_place(tmp_path: Path) -> None:
    one = case_file(tmp_path, {"a": [1, {"b": 2}], "c": 1}, "one.json")
    other = case_file(tmp_path, {"a": [1, {"b": 3}, 4], "c": 1.0}, "other.json")
    assert sorted(differences(one, other)) == ["/a/1/b", "/a/2", "/c"]


FIELDS = st.dictionaries(
    st.text(max_size=5).filter(
        lambda name: name not in {"identifier", "associationType"} and not name.endswith("NodeURI")
    ),
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.lists(st.text(max_size=3), max_size=2),
    max_size=3,
)
IDENTIFIERS = st.text("abcdé-", min_size=1, max_size=3)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    items=st.dictionaries(IDENTIFIERS, FIELDS, max_size=4),
    links=st.lists(
        st.tuples(IDENTIFIERS, st.sampled_from(["isRelatedTo", "own:kind"]), IDENTIFIERS, FIELDS), max_size=4
    ),
    rest=st.dictionaries(st.text(max_size=4), FIELDS, max_size=2),
)
def test_any_sound_package_survives_the_way_through_the_database(
    tmp_path: Path, items: Any, links: Any, rest: Any
) -> None:
    Framework.objects.all().delete()
    (tmp_path / "again.json").unlink(missing_ok=True)
    told = [{"identifier": one, **more} for one, more in items.items()]
    ends = [
        {
            **more,
            "identifier": f"{at}",
            "associationType": kind,
            "originNodeURI": {"identifier": origin},
            "destinationNodeURI": {"identifier": end},
        }
        for at, (origin, kind, end, more) in enumerate(links)
    ]
    path = case_file(tmp_path, package(told, ends, **{f"x{key}": value for key, value in rest.items()}))
    again = _again(path, tmp_path)
    assert json.loads(again.read_text("utf-8")) == json.loads(path.read_text("utf-8"))
