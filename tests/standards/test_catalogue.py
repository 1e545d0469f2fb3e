from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from homeroom.standards import ccss, spelling, unknown
from homeroom.standards.account import Account
from homeroom.standards.alignment import as_told, tags
from homeroom.standards.catalogue import Assumed, Catalogue, load_catalogue, take_catalogue
from homeroom.standards.content import Content, take_content
from homeroom.standards.errors import StandardsError
from homeroom.standards.models import Alignment, ContentItem

CONTENT = """program,kind,external_id,title,domain,grade
alpha,lesson,L1,Sharing a cake,Fractions,3
alpha,item,i1,,Fractions,3
"""
ALIGNMENT = """program,kind,external_id,standard,weight,source
alpha,lesson,L1,3.NF.A.1,1,vendor
alpha,item,i1,3.nf.1,0.5,publisher
alpha,item,i1,3.G.A.2,0.5,publisher
"""
LIST = """Lesson ID,Lesson Name,Grade,Standards,Minutes,URL
L1,Sharing a cake,3,3.NF.A.1; CCSS.Math.Content.3.G.A.2,12.5,https://example.org/l/1
L2,Rows of eggs,3-4,3.OA.A.1,20,
"""

pytestmark = pytest.mark.django_db


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    paths = tmp_path / "content.csv", tmp_path / "alignment.csv"
    for path, text in zip(paths, (CONTENT, ALIGNMENT), strict=True):
        path.write_text(text, "utf-8")
    return paths


@pytest.fixture
def taking(tmp_path: Path):  # type: ignore[no-untyped-def]
    """Take a list in that is written as text."""
    ccss.load()

    def take(text: str | bytes, program: str = "alpha", source: str = "vendor", reviewer: str = "") -> Account:
        path = tmp_path / "list.csv"
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        account = take_catalogue(path, Assumed(program, source, reviewer))
        assert account.read == account.taken + len(account.set_aside)
        return account

    return take


def _tags() -> list[tuple[object, ...]]:
    found = as_told()
    return list(zip(found["content_item"], found["standard"], found["source"], strict=True))


def _reasons(account: Account) -> list[str]:
    return [f"{one.line}: {one.reason}" for one in (*account.set_aside, *account.fields)]


def test_a_publishers_list_brings_items_and_what_they_serve(taking) -> None:  # type: ignore[no-untyped-def]
    account = taking(LIST, source="publisher")
    assert (account.read, account.taken, account.counts["items new"], account.counts["tags new"]) == (2, 2, 2, 3)
    cake, eggs = ContentItem.objects.order_by("external_id")
    assert (cake.title, cake.minutes, cake.launch_url) == ("Sharing a cake", 12.5, "https://example.org/l/1")
    assert (eggs.grade_low, eggs.grade_high, eggs.kind, eggs.launch_url) == (3, 4, "lesson", "")
    assert _tags() == [("L1", "3.G.A.2", "publisher"), ("L1", "3.NF.A.1", "publisher"), ("L2", "3.OA.A.1", "publisher")]


def test_the_same_list_again_changes_nothing(taking) -> None:  # type: ignore[no-untyped-def]
    taking(LIST)
    before = list(Alignment.objects.values()), list(ContentItem.objects.values())
    counts = taking(LIST).counts
    assert (list(Alignment.objects.values()), list(ContentItem.objects.values())) == before
    assert counts.total() == counts["tags the same"] == 3


def test_a_newer_list_takes_the_place_of_what_its_source_said(taking) -> None:  # type: ignore[no-untyped-def]
    taking(LIST)
    account = taking(LIST.replace("; CCSS.Math.Content.3.G.A.2,12.5,https://example.org/l/1", ",15,"))
    assert account.counts["tags ended"] == 1
    assert _tags() == [("L1", "3.NF.A.1", "vendor"), ("L2", "3.OA.A.1", "vendor")]
    cake = ContentItem.objects.get(external_id="L1")
    assert (cake.minutes, cake.launch_url) == (15, "https://example.org/l/1")


def test_half_a_list_takes_nothing_away(taking) -> None:  # type: ignore[no-untyped-def]
    taking(LIST)
    before = _tags()
    for cut in range(len(LIST.splitlines()[0]) + 1, len(LIST) - 1, 5):
        account = taking(LIST[:cut])
        gone = set(before) - set(_tags())
        # Cut within its standards a row can still be one: what it then says is what it says.
        assert not gone or account.counts["tags ended"] == len(gone)
        assert {item for item, *_ in _tags()} == {"L1", "L2"}
    assert "L3" not in set(ContentItem.objects.values_list("external_id", flat=True))


def test_a_row_cut_short_is_set_aside_and_its_item_keeps_what_it_had(taking) -> None:  # type: ignore[no-untyped-def]
    taking(LIST)
    account = taking(LIST.rpartition(",20")[0])
    assert _reasons(account) == ["3: it has 4 cells where the heading has 6"]
    assert ("L2", "3.OA.A.1", "vendor") in _tags()


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (",Untitled,3,3.NF.A.1,,", "column external_id: has to hold 1 to 255 characters"),
        (f"{'x' * 256},Long,3,3.NF.A.1,,", "column external_id: has to hold 1 to 255 characters"),
        ("L\0,Zero,3,3.NF.A.1,,", "column external_id: has to hold 1 to 255 characters"),
        ("L3,Short,3", "it has 3 cells where the heading has 6"),
        ('L3,"Open,3,3.NF.A.1,,', "this is no row of a CSV file"),
    ],
)
def test_a_faulty_row_is_set_aside_with_its_line_and_all_else_taken(taking, row: str, reason: str) -> None:  # type: ignore[no-untyped-def]
    account = taking(f"{LIST}{row}\n")
    assert (account.read, account.taken) == (3, 2)
    [aside] = account.set_aside
    assert (aside.line, aside.reason[: len(reason)]) == (4, reason)
    assert "again" in aside.advice
    assert ContentItem.objects.count() == 2


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("L3,Mixed,3,3.NF.A.1; 3.NF.X,,", "column standard: '3.NF.X' is no standard that is loaded"),
        ("L3,Strange,3,gibberish,,", "column standard: 'gibberish' is no standard that is loaded"),
        ("L3,Long,3,3.NF.A.1,nan,", "column minutes: 'nan' is not a number over 0 and at most 600"),
        ("L3,Long,3,3.NF.A.1,1e9,", "column minutes: '1e9' is not a number"),
        ("L3,Open,3,3.NF.A.1,,javascript:alert(1)", "column launch_url: 'javascript:alert(1)' is no address"),
        ("L3,Open,3,3.NF.A.1,,https://me@example.org/", "column launch_url: 'https://me@example.org/' is no address"),
    ],
)
def test_a_field_that_can_not_be_read_is_left_out_of_a_row_that_is_taken(taking, row: str, reason: str) -> None:  # type: ignore[no-untyped-def]
    account = taking(f"{LIST}{row}\n")
    assert (account.taken, account.set_aside) == (3, [])
    [field] = account.fields
    assert field.line == 4 and field.reason.startswith(reason)
    kept = ContentItem.objects.get(external_id="L3")
    assert (kept.minutes, kept.launch_url) == (None, "")


def test_an_unknown_spelling_waits_and_takes_nothing_away(taking) -> None:  # type: ignore[no-untyped-def]
    taking(LIST)
    taking(LIST.replace("3.OA.A.1", "3.OA.Z"))
    assert [one.spelling for one in unknown.waiting()] == ["3.OA.Z"]
    assert ("L2", "3.OA.A.1", "vendor") in _tags()


def test_a_cluster_is_spread_over_its_standards(taking) -> None:  # type: ignore[no-untyped-def]
    taking(LIST.replace("3.OA.A.1", "3.oa.a"))
    found = as_told()
    assert [row for row in _tags() if row[0] == "L2"] == [("L2", f"3.OA.A.{n}", "vendor") for n in (1, 2, 3, 4)]
    assert found["coarse"][-1] is True


def test_a_row_that_says_nothing_of_standards_leaves_what_was_said(taking) -> None:  # type: ignore[no-untyped-def]
    taking(LIST)
    taking("external_id,title,standard\nL1,Sharing a cake,\n")
    assert len(_tags()) == 3


def test_days_of_an_item_and_days_of_a_tag(taking) -> None:  # type: ignore[no-untyped-def]
    taking("external_id,title,valid_from,valid_to\nL1,Cake,2026-09-01,2027-06-30\n")
    item = ContentItem.objects.get()
    assert (item.valid_from, item.valid_to) == (date(2026, 9, 1), date(2027, 6, 30))
    taking("external_id,standard,valid_from,valid_to\nL1,3.NF.A.1,,2099-01-01\nL1,3.G.A.2,2099-01-01,\n")
    assert tags()["standard"] == ["3.NF.A.1"]
    assert Alignment.objects.count() == 2


@pytest.mark.parametrize("days", ["2026-13-01,", "next week,", "2026-09-01,2026-09-01"])
def test_days_that_can_not_be_are_set_aside(taking, days: str) -> None:  # type: ignore[no-untyped-def]
    account = taking(f"external_id,title,valid_from,valid_to\nL1,Cake,{days}\n")
    assert len(account.set_aside) == 1
    assert not ContentItem.objects.exists()


def test_a_list_without_titles_makes_no_items(taking) -> None:  # type: ignore[no-untyped-def]
    take_content([Content("alpha", "lesson", "L1")])
    account = taking("external_id,standard\nL1,3.NF.A.1\nL2,3.NF.A.1\n")
    assert _reasons(account) == ["3: 'L2' is no content item that is known"]
    assert _tags() == [("L1", "3.NF.A.1", "vendor")]


def test_a_persons_list_names_who_said_so_and_goes_first(taking) -> None:  # type: ignore[no-untyped-def]
    taking(LIST)
    taking("external_id,standard\nL1,3.OA.A.3\n", source="human", reviewer="ana")
    assert _tags() == [("L1", "3.OA.A.3", "human"), ("L2", "3.OA.A.1", "vendor")]
    assert Alignment.objects.get(source="human").reviewer == "ana"


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("weight,2", "column weight: '2' is not a number over 0 and at most 1"),
        ("weight,-0.5", "column weight: '-0.5' is not a number"),
        ("weight,inf", "column weight: 'inf' is not a number"),
        ("p,0", "column p: '0' is not a number over 0 and at most 1"),
        ("source,gossip", "column source: 'gossip' is none of human, publisher, vendor, inferred"),
        ("kind,song", "column kind: 'song' is none of lesson, item, unit"),
        ("standard,3.NF.X", "column standard: '3.NF.X' is no standard that is loaded"),
        (f"program,{'x' * 65}", "column program: has to hold 1 to 64 characters"),
    ],
)
def test_what_a_tag_can_not_be_is_set_aside(taking, cell: str, reason: str) -> None:  # type: ignore[no-untyped-def]
    take_content([Content("alpha", "lesson", "L1")])
    name, value = cell.split(",")
    told = {"external_id": "L1", "standard": "3.NF.A.1", name: value}
    account = taking(f"{','.join(told)}\n{','.join(told.values())}\n")
    assert [one[: len(reason) + 3] for one in _reasons(account)] == [f"2: {reason}"]
    assert not Alignment.objects.exists()


def test_a_tag_twice_is_one_and_with_other_numbers_set_aside(taking) -> None:  # type: ignore[no-untyped-def]
    take_content([Content("alpha", "lesson", "L1")])
    account = taking("external_id,standard,weight\nL1,3.NF.A.1,1\nL1,3.nf.1,1\nL1,3.NF.A.1,0.5\n")
    assert _reasons(account) == ["4: 3.NF.A.1 stands more than once for 'L1', with other numbers"]
    assert account.taken == 2
    assert Alignment.objects.get().weight == 1


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "the file is empty"),
        ("title\nCake\n", "line 1 lacks the columns external_id"),
        ("external_id,Lesson ID,title\n1,2,x\n", "line 1 has more than one column for external_id"),
        ("external_id,title\nL1,caf".encode("utf-16"), "not UTF-8 text"),
    ],
)
def test_what_is_no_list_at_all_is_refused_whole(taking, text: str | bytes, message: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(StandardsError, match=message):
        taking(text)


def test_bytes_of_another_encoding_end_the_reading_and_nothing_is_taken_away(taking) -> None:  # type: ignore[no-untyped-def]
    rows = "".join(f"M{at},Lesson {at},3,3.NF.A.1,10,\n" for at in range(400))
    account = taking((LIST + rows).encode() + b"L3,caf\xe9,3,3.NF.A.1,,\n")
    assert not account.whole
    assert "not UTF-8 from here on" in account.fields[0].reason
    assert 0 < account.taken < 402
    with pytest.raises(StandardsError, match="save it as CSV in UTF-8"):
        taking(LIST.encode() + b"L3,caf\xe9,3,3.NF.A.1,,\n")


def test_other_separators_a_byte_order_mark_and_further_columns_do_no_harm(taking) -> None:  # type: ignore[no-untyped-def]
    account = taking("\ufeffcolour;external_id;title;standard\nred;L1;Cake;3.NF.A.1\n")
    assert account.taken == 1
    assert _tags() == [("L1", "3.NF.A.1", "vendor")]


def test_an_account_is_told_in_words_and_for_scripts(taking) -> None:  # type: ignore[no-untyped-def]
    account = taking(f"{LIST},no id,3,,,\nL4,Strange,3,gibberish,,\n")
    first, counts, fields = account.told()
    assert first == "4 rows read = 3 taken + 1 set aside"
    assert "3 items new" in counts and "3 tags new" in counts
    assert fields == "fields left out of rows that are taken: 1"
    told = account.as_json()
    assert (told["read"], told["taken"], len(told["set_aside"]), len(told["fields"])) == (4, 3, 1, 1)


CELLS = st.sampled_from(
    ["", "L1", "L2", "3.NF.A.1", "3.NF.X", '"', "x,y", "\0", "=1+1", "é", "a\nb", "-1", "2026-01-01"]
)
ROWS = st.lists(st.lists(CELLS, min_size=1, max_size=4).map(",".join), max_size=6).map("\n".join)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ROWS)
def test_whatever_stands_in_a_list_its_account_balances(taking, text: str) -> None:  # type: ignore[no-untyped-def]
    taking(f"external_id,title,standard\n{text}\n")


def test_a_large_list_takes_few_queries(taking, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    codes = [code.code for code in ccss.read().codes]
    rows = [f"L{at},Lesson {at},3,{codes[at % len(codes)]},10," for at in range(2000)]
    text = "\n".join(["Lesson ID,Lesson Name,Grade,Standards,Minutes,URL", *rows])
    with django_assert_max_num_queries(120):
        assert taking(text).taken == 2000


def test_content_and_its_alignment_are_taken_in(files: tuple[Path, Path]) -> None:
    assert load_catalogue(*files) == Catalogue(content=2, tags=3)
    assert ContentItem.objects.get(external_id="L1").title == "Sharing a cake"
    assert tags()["standard"] == ["3.G.A.2", "3.NF.A.1", "3.NF.A.1"]
    assert tags()["share"] == [0.5, 0.5, 1.0]


def test_the_same_files_again_change_nothing(files: tuple[Path, Path]) -> None:
    load_catalogue(*files)
    before = tags()
    load_catalogue(*files)
    assert tags() == before
    assert (ContentItem.objects.count(), Alignment.objects.count()) == (2, 3)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("alpha,lesson,L1,3.NF.A.1", "alpha,lesson,L1,3.NF.X", "line 2, row: column standard: '3.NF.X' is no standard"),
        ("alpha,lesson,L1", "alpha,lesson,L2", "line 2, row: 'L2' is no content item that is known"),
    ],
)
def test_two_files_are_taken_whole_or_not_at_all(files: tuple[Path, Path], old: str, new: str, message: str) -> None:
    files[1].write_text(ALIGNMENT.replace(old, new, 1), "utf-8")
    with pytest.raises(StandardsError) as caught:
        load_catalogue(*files)
    assert f"{files[1]}: {message}" in str(caught.value)
    assert not ContentItem.objects.exists()


def test_many_mistakes_are_named_together_up_to_twenty(files: tuple[Path, Path]) -> None:
    files[0].write_text(CONTENT + "alpha,song,x,,,\n" * 25, "utf-8")
    with pytest.raises(StandardsError) as caught:
        load_catalogue(*files)
    lines = str(caught.value).splitlines()
    assert len(lines) == 21
    assert lines[-1].endswith("and 5 more")


def test_a_missing_file_and_a_folder_are_named(files: tuple[Path, Path]) -> None:
    files[0].unlink()
    with pytest.raises(StandardsError, match=r"content\.csv: there is no such file"):
        load_catalogue(*files)
    with pytest.raises(StandardsError, match="this is a folder"):
        take_catalogue(files[0].parent)


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("", []),
        ("3.NF.A.1", ["3.NF.A.1"]),
        ("3.NF.A.1; 3.NF.A.2 |3.NF.A.1", ["3.NF.A.1", "3.NF.A.2"]),
        ("3.NF.A.1 3.NF.A.2", ["3.NF.A.1", "3.NF.A.2"]),
        ("3.NF.A.1, 3.NF.A.2 and 3.G.A.2", ["3.NF.A.1", "3.NF.A.2", "3.G.A.2"]),
        ("3.NF.A.1, gibberish", ["3.NF.A.1, gibberish"]),
        ("no code at all; 3.NF.A.1", ["no code at all", "3.NF.A.1"]),
    ],
)
def test_a_cells_spellings_are_told_apart_where_each_can_be_read(cell: str, found: list[str]) -> None:
    assert spelling.listed(cell, spelling.resolve) == found


@pytest.mark.parametrize(("told", "cluster"), [("3.nf.a", "3.NF.A"), ("3.NF", ""), ("3.NF.A.1", ""), ("", "")])
def test_a_cluster_is_told_from_a_domain_and_a_standard(told: str, cluster: str) -> None:
    assert spelling.cluster(told) == cluster
