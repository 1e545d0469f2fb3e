from pathlib import Path

import pytest

from homeroom.standards.errors import StandardsError
from homeroom.standards.packages import case
from homeroom.standards.packages.records import Association, Item, Outline, SetAside
from standards.packages.made import DAY, DOCUMENT, case_file, item, link, package


def _records(path: Path) -> list[object]:
    return list(case.read(path).records(lambda done, all_: None))


def _aside(path: Path) -> list[SetAside]:
    return [one for one in _records(path) if isinstance(one, SetAside)]


def test_the_document_says_who_the_package_is(tmp_path: Path) -> None:
    document = {
        "subject": ["Math", "Logic"],
        "version": "2",
        "publisher": "The State",
        "licenseURI": {"title": "CC BY"},
    }
    found = case.read(case_file(tmp_path, package(document=document)))
    assert (found.identifier, found.title, found.changed) == (DOCUMENT, "Our maths", DAY)
    assert (found.subject, found.version, found.attribution) == ("Math, Logic", "2", "The State. Us. CC BY")


def test_the_document_may_stand_last(tmp_path: Path) -> None:
    content = package([item("i1")])
    path = case_file(tmp_path, dict(reversed(content.items())))
    assert case.read(path).identifier == DOCUMENT


def test_an_item_has_its_columns_and_its_place(tmp_path: Path) -> None:
    told = item("i1", "M.1", "Counts.", CFItemType="Standard", abbreviatedStatement="Count", educationLevel=["KG"])
    [found] = [one for one in _records(case_file(tmp_path, package([told]))) if isinstance(one, Item)]
    assert found[:7] == ("i1", "M.1", "Standard", "Counts.", "Count", "K", "https://case.example/i1")
    assert (found.position, found.line) == (0, 10)


@pytest.mark.parametrize(
    ("told", "grade"),
    [(["03"], "3"), ("5", "5"), (["01", "02"], ""), ([], ""), (None, ""), (["HS"], ""), ([3], ""), (["PK"], "")],
)
def test_only_one_grade_is_a_grade(tmp_path: Path, told: object, grade: str) -> None:
    path = case_file(tmp_path, package([item("i1", educationLevel=told)]))
    [found] = [one for one in _records(path) if isinstance(one, Item)]
    assert found.grade == grade


def test_an_association_has_its_two_ends(tmp_path: Path) -> None:
    bare = link("precedes", "a", "b") | {"destinationNodeURI": "https://elsewhere.example/b"}
    found = [one for one in _records(case_file(tmp_path, package([], [bare]))) if isinstance(one, Association)]
    assert [(one.kind, one.origin, one.destination) for one in found] == [
        ("precedes", "a", "https://elsewhere.example/b")
    ]


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        ("words", "this is no object"),
        ({"fullStatement": "no id"}, "it has no identifier"),
        (item("x" * 256), "it has no identifier of 1 to 255"),
        (item("zero\0byte"), "it has no identifier"),
        (item("half\ud800"), "it has no identifier"),
    ],
)
def test_a_broken_item_is_set_aside_with_its_line_and_the_others_are_read(
    tmp_path: Path, broken: object, reason: str
) -> None:
    path = case_file(tmp_path, package([broken, item("i2")]))
    [aside] = _aside(path)
    assert (aside.what, aside.line) == ("item", 10)
    assert reason in aside.reason
    assert aside.advice
    assert [one.identifier for one in _records(path) if isinstance(one, Item)] == ["i2"]


@pytest.mark.parametrize(
    "broken",
    [
        link("", "a", "b"),
        link("precedes", "a", "b") | {"associationType": 7},
        link("precedes", "a", "b") | {"originNodeURI": None},
        link("precedes", "a", "b") | {"destinationNodeURI": {"title": "nobody"}},
        link("precedes", "a", "b") | {"identifier": ""},
    ],
)
def test_a_broken_association_is_set_aside(tmp_path: Path, broken: object) -> None:
    [aside] = _aside(case_file(tmp_path, package([], [broken, link("precedes", "a", "c")])))
    assert aside.what == "association"


def test_half_a_file_gives_what_stands_before_and_says_where_it_ends(tmp_path: Path) -> None:
    whole = case_file(tmp_path, package([item("i1"), item("i2")], [link("precedes", "i1", "i2")]))
    text = whole.read_text("utf-8")
    path = case_file(tmp_path, text[: text.index('"identifier": "i2"')])
    records = _records(path)
    assert [one.identifier for one in records if isinstance(one, Item)] == ["i1"]
    [aside] = _aside(path)
    assert aside.what == "file"
    assert "the file ends in the middle of a value" in aside.reason
    assert isinstance(records[-1], Outline)
    assert not records[-1].whole


def test_a_file_without_a_document_is_refused_with_what_it_holds(tmp_path: Path) -> None:
    with pytest.raises(StandardsError, match=r"no CFDocument\. It holds swagger, info"):
        case.read(case_file(tmp_path, {"swagger": "2.0", "info": {}}))


def test_a_document_without_an_identifier_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StandardsError, match="line 2: the CFDocument has no identifier"):
        case.read(case_file(tmp_path, package(document={"identifier": None})))


def test_a_file_cut_before_its_document_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StandardsError, match="nothing was taken"):
        case.read(case_file(tmp_path, '{"CFItems": [{"identifier": "i1"'))


def test_a_list_that_stands_twice_or_is_none_is_told(tmp_path: Path) -> None:
    text = '{"CFDocument": {"identifier": "d"}, "CFItems": {"a": 1}, "x": 1, "x": 2}'
    reasons = [one.reason for one in _aside(case_file(tmp_path, text))]
    assert reasons == ["CFItems is no list", "x stands twice"]
