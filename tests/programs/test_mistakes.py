"""A wrong declaration is refused with all its mistakes, each with its place."""

import copy
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homeroom.programs.checks import mistakes
from homeroom.programs.declaration import DeclarationError, load, load_all

GOOD = """
[program]
slug = "garden"
name = "Number Garden"

[[report]]
slug = "plots"
name = "Plots"
fact = "assessments"
grain = "one plot of one child"
feed = { every = "week", lag_days = 2 }

[[report.layout]]
slug = "first"
columns = ["Child", "Name", "Day", "Plot", "Points", "Note", "Sure"]
optional = ["Note"]
key = ["student", "occurred_on", "assessment"]
into = "result"
each = [{ column = "Points", cast = "number", low = 0, high = 10, set = { result_kind = "score" } }]
not_taken = { "Note" = "not collected: free words about a child" }
identity = { ids = ["Child"], family_name = "Name" }
content = { kind = "lesson", external_id = "Plot" }
as_of = { file = '(?P<y>20..)(?P<m>..)(?P<d>..)' }

[report.layout.fields]
occurred_on = { column = "Day", cast = "date", format = "iso", required = true }
assessment = "Plot"
"""

LAYOUT = "report plots, layout first: "

BROKEN = [
    ("[program]", "[programme]", "the file: programme is unknown"),
    ('slug = "garden"', 'slug = "Number Garden"', "[program]: slug 'Number Garden' may hold only a-z, 0-9 and _"),
    ('name = "Number Garden"', "", "[program]: name is lacking"),
    ('name = "Number Garden"', "name = 7", "[program]: name must be text"),
    ('name = "Number Garden"', 'name = "N"\nzone = "Mars/Base"', "[program]: zone 'Mars/Base' is no time zone"),
    ('name = "Number Garden"', 'name = "N"\nchannels = 1', "[program]: channels must be a list"),
    ('fact = "assessments"', 'fact = "scores"', "report plots: fact must be one of attempts, activities, usage"),
    ('fact = "assessments"', "", "report plots: fact is lacking"),
    ('grain = "one plot of one child"', "", "report plots: grain is lacking"),
    ('every = "week"', 'every = "moon"', "report plots, feed: every must be one of day, week, term"),
    ("lag_days = 2", "lag_days = -1", "report plots, feed: lag_days can't be negative"),
    ("lag_days = 2", "lag = 2", "report plots, feed: lag is unknown; known are every, lag_days"),
    ("lag_days = 2", "lag_days = true", "report plots, feed: lag_days must be a whole number"),
    ("feed = { every", "feed = 3 # {", "report plots: feed must be a table"),
    ('into = "result"', 'in_to = "result"', LAYOUT + "in_to is unknown"),
    ('into = "result"', "", LAYOUT + "each and into go together"),
    ('into = "result"', 'into = "points"', LAYOUT + "into: assessments has no column points"),
    ('"Sure"]', '"Sure", "day"]', LAYOUT + "2 columns have the same name (day)"),
    ('"Sure"]', '"Sure", "--"]', LAYOUT + "a column has no name"),
    ('"Sure"]', '"Sure", 5]', LAYOUT + "columns: 5 must be text"),
    ('optional = ["Note"]', 'optional = ["Notes"]', LAYOUT + "optional: column 'Notes' is not among its columns"),
    ('optional = ["Note"]', 'optional = ["Day"]', LAYOUT + "field occurred_on is required, but its column 'Day'"),
    ('ids = ["Child"]', 'ids = ["Kid"]', LAYOUT + "identity ids: column 'Kid' is not among its columns"),
    ('ids = ["Child"]', "ids = 3", LAYOUT + "identity ids: 3 must be text"),
    ('family_name = "Name"', 'surname = "Name"', LAYOUT + "identity surname is unknown"),
    ('ids = ["Child"], family_name', "given_name", LAYOUT + "identity needs ids, username, email or a name"),
    ('"not collected: free words about a child"', '" "', LAYOUT + "not_taken Note: say why"),
    ('assessment = "Plot"', 'assessment = "Note"', LAYOUT + "field assessment: column 'Note' is not taken"),
    ('assessment = "Plot"', 'garden = "Plot"', LAYOUT + "fields: assessments has no column garden"),
    ('assessment = "Plot"', "garden = { value = 3 }", LAYOUT + "fields: assessments has no column garden"),
    ('columns = ["Child"', 'columns = [] # ["Child"', LAYOUT + "columns is lacking"),
    ('slug = "first"', "", "report plots, layout ?: slug is lacking"),
    ('assessment = "Plot"', 'delivery = "Plot"', LAYOUT + "fields: delivery is filled by homeroom itself"),
    ('assessment = "Plot"', 'period = "Plot"', LAYOUT + "key column assessment is filled by no field"),
    ('assessment = "Plot"', "assessment = {}", LAYOUT + "field assessment: needs either a column or a value"),
    ('assessment = "Plot"', "assessment = { value = 3 }", LAYOUT + "field assessment: assessment holds VARCHAR"),
    ('assessment = "Plot"', 'assessment = { colum = "Plot" }', LAYOUT + "field assessment: colum is unknown"),
    ('assessment = "Plot"', "assessment = 4", LAYOUT + "field assessment: 4 must be a table"),
    ('assessment = "Plot"', 'minutes = "Plot"', LAYOUT + "field minutes: minutes holds DOUBLE: cast must be one of"),
    ('assessment = "Plot"', "minutes = { value = true }", LAYOUT + "field minutes: minutes holds DOUBLE: the value"),
    ('cast = "date"', 'cast = "day"', LAYOUT + "field occurred_on: cast must be one of text, slug, date"),
    ('format = "iso"', 'zone = "Nowhere"', LAYOUT + "field occurred_on: the cast date needs a format"),
    ('format = "iso"', 'zone = "Nowhere"', LAYOUT + "field occurred_on: zone 'Nowhere' is no time zone"),
    ("required = true", 'required = "yes"', LAYOUT + "field occurred_on: required must be true or false"),
    ("occurred_on = {", "occurred = {", LAYOUT + "fields needs occurred_on or occurred_at"),
    ("low = 0", "low = 11", LAYOUT + "each 'Points': low 11 is above high 10"),
    ("low = 0", 'low = "0"', LAYOUT + "each: low must be a number"),
    ('cast = "number", ', "", LAYOUT + "each 'Points': low and high need the cast whole or number"),
    ('set = { result_kind = "score" }', "low = 1", "not valid TOML"),
    ('set = { result_kind = "score" }', "set = 4", LAYOUT + "each: set must be a table"),
    ("result_kind", "kind_of_result", LAYOUT + "set: assessments has no column kind_of_result"),
    ('result_kind = "score" }', "result_kind = 1 }", LAYOUT + "each, set: 1 must be text"),
    ("set = {", 'beside = { rushed = "Hurry" }, set = {', LAYOUT + "beside rushed: column 'Hurry' is not among"),
    ('"occurred_on", "assessment"]', '"week"]', LAYOUT + "key column week is not in assessments"),
    ("set = {", 'set = { assessment = "A",', LAYOUT + "key column assessment differs within a row: each fills it"),
    ('"occurred_on", "assessment"]', '"result"]', LAYOUT + "key column result differs within a row"),
    ('key = ["student", ', "key = [", LAYOUT + "key lacks student"),
    ('kind = "lesson"', 'kind = "song"', LAYOUT + "content: kind must be one of lesson, item, unit"),
    ("external_id", "external", LAYOUT + "content external is unknown"),
    ("external_id", "external", LAYOUT + "content: external_id is lacking"),
    ("(?P<d>..)", "(..)", LAYOUT + "as_of: file needs the groups"),
    ("(?P<d>..)", "(?P<d>..", LAYOUT + "as_of: file is no regular expression"),
    ("as_of = { file = '", "as_of = { column = 'Day', file = '", LAYOUT + "as_of: column needs a format"),
    ("as_of = {", "delimiter = ';;'\nas_of = {", LAYOUT + "delimiter must be one character"),
    ("as_of = {", "zone = 'Nowhere'\nas_of = {", LAYOUT + "zone 'Nowhere' is no time zone"),
]


def refused(folder: Path, text: str) -> str:
    folder.mkdir(exist_ok=True)
    (folder / "program.toml").write_text(text, "utf-8")
    with pytest.raises(DeclarationError) as caught:
        load(folder)
    return str(caught.value)


def test_the_good_one_loads(tmp_path: Path) -> None:
    (tmp_path / "program.toml").write_text(GOOD, "utf-8")
    layout = load(tmp_path).report("plots").layouts[0]
    assert layout.each[0].set == {"method": "Points", "result_kind": "score"}
    assert layout.identity["family_name"] == ("Name",)
    assert layout.fields["assessment"].column == "Plot"


@pytest.mark.parametrize(("before", "after", "message"), BROKEN, ids=[f"{b}→{a}"[:60] for b, a, _ in BROKEN])
def test_each_mistake_is_told_with_its_place(tmp_path: Path, before: str, after: str, message: str) -> None:
    assert before in GOOD
    told = refused(tmp_path, GOOD.replace(before, after, 1))
    assert f"{tmp_path / 'program.toml'}: {message}" in told


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    wrong = GOOD.replace('fact = "assessments"', 'fact = "assessments"\ncolour = "red"')
    wrong = wrong.replace('every = "week"', 'every = "moon"').replace('kind = "lesson"', 'kind = "song"')
    wrong = wrong.replace('ids = ["Child"]', 'ids = ["Kid"]').replace('format = "iso", ', "")
    told = refused(tmp_path, wrong)
    assert len(told.splitlines()) == 5, told


def test_a_yes_no_leads_to_true_or_false_only(tmp_path: Path) -> None:
    field = 'assessment = { column = "Plot", cast = "yes_no", words = { "Y" = "yes" } }'
    told = refused(tmp_path, GOOD.replace('assessment = "Plot"', field))
    assert "field assessment: words of a yes_no must lead to true or false" in told


def test_a_file_must_fit_one_layout_alone(tmp_path: Path) -> None:
    layout = GOOD[GOOD.index("[[report.layout]]") :]
    assert "layouts first and again have the same columns" in refused(
        tmp_path, GOOD + layout.replace('"first"', '"again"')
    )
    told = refused(tmp_path, GOOD + layout.replace('"Child", "Name"', '"Name", "Child"'))
    assert "report plots: layout first is declared 2 times" in told


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "the file: program is lacking"),
        ("slug = ", "not valid TOML"),
        ('report = ["x"]\n[program]\nslug = "a"\nname = "A"', "a report must be a table: write [[report]]"),
        ('[report]\nslug = "a"\n[program]\nslug = "a"\nname = "A"', "the file: report must be a list"),
        (GOOD[: GOOD.index("[[report.layout]]")] + "layout = [1]", "a layout must be a table: write [[report.layout]]"),
    ],
)
def test_a_file_of_another_shape_is_told_what_to_write(tmp_path: Path, text: str, message: str) -> None:
    assert message in refused(tmp_path, text)


def test_a_folder_without_a_declaration_says_so(tmp_path: Path) -> None:
    with pytest.raises(DeclarationError, match=r"there is no program\.toml in this folder"):
        load(tmp_path)


def test_a_declaration_in_another_encoding_says_so(tmp_path: Path) -> None:
    (tmp_path / "program.toml").write_bytes(b'[program]\nname = "Caf\xe9"')
    with pytest.raises(DeclarationError, match="not valid TOML"):
        load(tmp_path)


def test_two_programs_cannot_share_a_slug_or_a_header(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "program.toml").write_text(GOOD, "utf-8")
    with pytest.raises(DeclarationError, match="the slug garden is taken by"):
        load_all(tmp_path)
    (tmp_path / "two" / "program.toml").write_text(GOOD.replace('"garden"', '"orchard"'), "utf-8")
    with pytest.raises(DeclarationError, match="layout first has the same columns as a layout of garden plots"):
        load_all(tmp_path)


ANYTHING = st.recursive(
    st.one_of(st.booleans(), st.integers(-3, 3), st.floats(-1, 1), st.text(max_size=4)),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=4), inner, max_size=2),
    max_leaves=4,
)


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place below `value`: the keys and positions that lead there."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for key, below in inner for place in places(below, (*path, key)))]


PLACES = places(tomllib.loads(GOOD))[1:]


@given(st.lists(st.tuples(st.sampled_from(PLACES), ANYTHING), min_size=1, max_size=3))
def test_whatever_stands_there_the_checks_never_fall_over(changes: list[tuple[tuple[Any, ...], Any]]) -> None:
    raw: Any = copy.deepcopy(tomllib.loads(GOOD))
    for path, thing in changes:
        parent = raw
        for key in path[:-1]:
            parent = parent[key] if isinstance(parent, dict) and key in parent else None
        if isinstance(parent, dict):
            parent[path[-1]] = thing
    assert all(isinstance(mistake, str) for mistake in mistakes(raw))
