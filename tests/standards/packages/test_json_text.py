import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from homeroom.standards.packages import json_text
from homeroom.standards.packages.json_text import LIST, UnreadableError, entries


def _file(folder: Path, text: str | bytes) -> Path:
    path = folder / "some.json"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def _values(path: Path, listed: tuple[str, ...] = ("list",)) -> list[tuple[str, object]]:
    return [(one.key, one.value) for one in entries(path, listed) if one.value is not LIST]


def test_a_list_is_given_element_by_element_and_all_else_whole(tmp_path: Path) -> None:
    path = _file(tmp_path, '{"a": [1, 2], "list": [{"x": 1}, 2, "three"], "b": null}')
    assert _values(path) == [("a", [1, 2]), ("list", {"x": 1}), ("list", 2), ("list", "three"), ("b", None)]


def test_each_element_comes_with_its_text_as_it_stands_and_its_line(tmp_path: Path) -> None:
    path = _file(tmp_path, '{"list": [\n  {"x":   1.50,\n "y": "\\u00e9"},\n 1e5]}')
    first, second = [one for one in entries(path, ["list"]) if one.value is not LIST]
    assert (first.received, first.line) == ('{"x":   1.50,\n "y": "\\u00e9"}', 2)
    assert (second.received, second.line) == ("1e5", 4)


def test_an_empty_list_is_told_and_a_list_that_is_none_stays_whole(tmp_path: Path) -> None:
    path = _file(tmp_path, '{"list": [], "other": {"list": [1]}}')
    found = list(entries(path, ["list"]))
    assert [(one.key, one.value is LIST) for one in found] == [("list", True), ("other", False)]


@pytest.mark.parametrize(
    ("text", "line", "why"),
    [
        ('{"list": [1,\n2', 2, "the file ends where “]” should be"),
        ('{"list": [1,\n{"a": "bc', 2, "the file ends in the middle of a value"),
        ('{"list": [1,\n{"a": b}]}', 2, "this is no JSON"),
        ('{"list": [1] "b": 2}', 1, "“}” is missing"),
        ('{"list": [1]} {"list": [2]}', 1, "there is more after the end of the package"),
        ('{"list": [NaN]}', 1, "NaN is no JSON"),
        ("[1]", 1, "“{” is missing"),
        ("", 1, "the file ends where “{” should be"),
        ('{"list": [' + "[" * 200_000, 1, "too deep"),
        (b'{"list": ["caf\xe9"]}', 1, "not UTF-8"),
        ("{1: 2}", 1, "a name has to be a text"),
    ],
)
def test_a_damaged_file_says_where_and_what(tmp_path: Path, text: str | bytes, line: int, why: str) -> None:
    with pytest.raises(UnreadableError, match=why) as caught:
        list(entries(_file(tmp_path, text), ["list"]))
    assert caught.value.line == line


def test_what_stands_before_the_damage_is_given(tmp_path: Path) -> None:
    found = []
    with pytest.raises(UnreadableError):
        for one in entries(_file(tmp_path, '{"list": [1, 2, oops'), ["list"]):
            found.append(one.value)
    assert found == [LIST, 1, 2]


def test_an_endless_number_is_read_as_one(tmp_path: Path) -> None:
    [(_, value)] = _values(_file(tmp_path, '{"list": [' + "9" * 5000 + "]}"))
    assert value == float("inf")


def test_progress_goes_from_nothing_to_the_whole_file(tmp_path: Path) -> None:
    path = _file(tmp_path, '{"list": [1, 2]}')
    told: list[tuple[int, int]] = []
    list(entries(path, ["list"], lambda done, all_: told.append((done, all_))))
    assert told[-1] == (path.stat().st_size, path.stat().st_size)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    content=st.dictionaries(st.sampled_from(["list", "a", "b"]), st.lists(VALUES, max_size=5), max_size=3),
    piece=st.integers(1, 40),
    indent=st.sampled_from([None, 1]),
    plain=st.booleans(),
)
def test_any_object_in_pieces_of_any_size_is_read_as_a_whole(  # type: ignore[no-untyped-def]
    tmp_path: Path, monkeypatch, content, piece: int, indent: int | None, plain: bool
) -> None:
    monkeypatch.setattr(json_text, "PIECE", piece)
    path = _file(tmp_path, json.dumps(content, indent=indent, ensure_ascii=plain).encode("utf-8", "surrogatepass"))
    if not plain and not _is_text(path):
        return
    whole: dict[str, object] = {}
    for one in entries(path, ["list"]):
        if one.value is LIST:
            whole[one.key] = []
        elif one.key == "list":
            whole[one.key].append(json.loads(one.received))  # type: ignore[attr-defined]
        else:
            whole[one.key] = json.loads(one.received)
    assert whole == content
    assert list(whole) == list(content)


def _is_text(path: Path) -> bool:
    try:
        path.read_text("utf-8")
    except UnicodeDecodeError:
        return False
    return True
