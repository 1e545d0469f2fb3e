from pathlib import Path

import pytest

from homeroom.standards.errors import StandardsError
from homeroom.standards.packages.find import packages
from homeroom.standards.packages.records import Association, Item, Package, SetAside
from standards.packages.made import table_file

OPENSALT = ("Identifier", "fullStatement", "Human Coding Scheme", "Is Child Of", "IsRelatedTo", "Exemplar")


def _read(path: Path) -> Package:
    [found] = packages(path)
    return found


def _of(path: Path, kind: type) -> list:  # type: ignore[type-arg]
    return [one for one in _read(path).records(lambda done, all_: None) if isinstance(one, kind)]


def _links(path: Path) -> list[tuple[str, str, str]]:
    return [(one.kind, one.origin, one.destination) for one in _of(path, Association)]


def test_an_opensalt_table_names_parents_by_their_codes(tmp_path: Path) -> None:
    path = table_file(
        tmp_path / "salt.csv",
        OPENSALT,
        ("Math", "All of it", "M", "Math", "", ""),
        ("Math.F", "Fractions", "M.F", "M", "CCSS.Math.Content.3.NF.A.1", ""),
        ("Math.F.1", "Halves", "M.F.1", "M.F", "", "https://video.example/1"),
    )
    assert _read(path).layout == "opensalt"
    assert _links(path) == [
        ("isChildOf", "Math.F", "Math"),
        ("isRelatedTo", "Math.F", "CCSS.Math.Content.3.NF.A.1"),
        ("isChildOf", "Math.F.1", "Math.F"),
        ("exemplar", "Math.F.1", "https://video.example/1"),
    ]


def test_an_outline_by_numbers_gives_parents_too(tmp_path: Path) -> None:
    path = table_file(
        tmp_path / "levels.csv",
        ("identifier", "fullStatement", "smartLevel"),
        ("a", "All", "1"),
        ("b", "Part", "1.2"),
        ("c", "Part of it", "1.2.1"),
        ("d", "Nowhere", "7.1"),
    )
    assert _links(path) == [("isChildOf", "b", "a"), ("isChildOf", "c", "b")]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_plain_table_is_read_with_any_usual_delimiter_and_a_mark_before_it(tmp_path: Path, delimiter: str) -> None:
    lines = [("code", "parent", "title", "grade"), ("A.1", "", "Count", "K"), ("A.1.a", "A.1", "Count on", "1")]
    path = tmp_path / "plain.csv"
    path.write_text("\ufeff" + "\r\n".join(delimiter.join(line) for line in lines), "utf-8")
    assert [(one.code, one.text, one.grade, one.kind) for one in _of(path, Item)] == [
        ("A.1", "Count", "K", "Standard"),
        ("A.1.a", "Count on", "1", "Standard"),
    ]
    assert _links(path) == [("isChildOf", "A.1.a", "A.1")]


def test_rows_that_can_not_be_read_are_set_aside_with_their_lines(tmp_path: Path) -> None:
    path = tmp_path / "plain.csv"
    path.write_text('code,title\nA.1,"two\nlines"\nA.2,a,b\n,nameless\n\nA.3,good\nA.4,"open\n', "utf-8")
    assert [one.code for one in _of(path, Item)] == ["A.1", "A.3"]
    aside = _of(path, SetAside)
    assert [(one.what, one.line) for one in aside] == [("item", 4), ("item", 5), ("item", 8)]
    assert "3 cells where the heading has 2" in aside[0].reason
    assert "column code has to hold 1 to 255 characters" in aside[1].reason
    assert "no row of a CSV file" in aside[2].reason


def test_bytes_that_are_no_utf_8_end_the_reading_there(tmp_path: Path) -> None:
    path = tmp_path / "plain.csv"
    good = b"".join(b"A.%d,good\n" % at for at in range(9000))
    path.write_bytes(b"code,title\n" + good + b"B.1,caf\xe9\n")
    aside = _of(path, SetAside)
    assert [one.what for one in aside] == ["file"]
    assert "not UTF-8" in aside[0].reason


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "the file is empty"),
        (b"\xef\xbb\xbf\n \n", "the file is empty"),
        (b"student,score\n1,2\n", "nobody here knows the columns student, score"),
        (b"code,Code,title\n", "line 1 has more than one column code"),
        ("code,title\nA,é\n".encode("utf-16"), "the text is UTF-16"),
        (b"PK\x03\x04rest", "unpack it first"),
        (b"code,caf\xe9\n", "save it as CSV in UTF-8"),
        (b"[1, 2]", "Get the file again|no CASE package"),
    ],
)
def test_a_wrong_file_is_refused_with_what_to_do(tmp_path: Path, content: bytes, why: str) -> None:
    path = tmp_path / "some.csv"
    path.write_bytes(content)
    with pytest.raises(StandardsError, match=why):
        packages(path)


def test_a_file_that_is_not_there_and_a_folder_without_tables_are_named(tmp_path: Path) -> None:
    with pytest.raises(StandardsError, match="there is no such file"):
        packages(tmp_path / "nowhere.csv")
    with pytest.raises(StandardsError, match=r"holds no StandardsFrameworkItem\.csv"):
        packages(tmp_path)
