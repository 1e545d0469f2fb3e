from pathlib import Path

import pytest

from homeroom.standards.alignment import tags
from homeroom.standards.catalogue import Catalogue, load_catalogue
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

pytestmark = pytest.mark.django_db


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    paths = tmp_path / "content.csv", tmp_path / "alignment.csv"
    for path, text in zip(paths, (CONTENT, ALIGNMENT), strict=True):
        path.write_text(text, "utf-8")
    return paths


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


def test_a_tag_taken_out_of_the_file_goes(files: tuple[Path, Path]) -> None:
    load_catalogue(*files)
    files[1].write_text(ALIGNMENT.replace("alpha,item,i1,3.G.A.2,0.5,publisher\n", ""), "utf-8")
    load_catalogue(*files)
    assert tags()["share"] == [1.0, 1.0]


def test_a_byte_order_mark_and_further_columns_do_no_harm(files: tuple[Path, Path]) -> None:
    text = "\ufeffcolour,words," + CONTENT.replace("\nalpha", "\nred,Cut it.,alpha")
    files[0].write_text(text, "utf-8")
    load_catalogue(*files)
    assert ContentItem.objects.get(external_id="L1").words == "Cut it."


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("alpha,lesson,L1,3.NF.A.1", "alpha,lesson,L1,3.NF.X", "line 2, column standard: '3.NF.X' is not a K-5"),
        (",1,vendor", ",2,vendor", "line 2, column weight: '2' is not a number over 0 and at most 1"),
        (",1,vendor", ",nan,vendor", "line 2, column weight: 'nan'"),
        (",1,vendor", ",,vendor", "line 2, column weight: ''"),
        (",1,vendor", ",1,gossip", "line 2, column source: 'gossip' is none of human, publisher, vendor, inferred"),
        ("alpha,lesson,L1", "alpha,song,L1", "line 2, column kind: 'song' is none of lesson, item, unit"),
        ("alpha,lesson,L1", "alpha,lesson,L2", "line 2, column external_id: 'L2' is not in the content file"),
        ("alpha,lesson,L1", ",lesson,L1", "line 2, column program: has to hold 1 to 64 characters"),
        ("3.G.A.2", "3.NF.A.1", "line 4, column standard: 3.NF.A.1 stands more than once for 'i1'"),
        ("weight,source", "part,source", "line 1 lacks the columns weight"),
    ],
)
def test_a_mistake_is_named_with_its_place_and_nothing_is_taken(
    files: tuple[Path, Path], old: str, new: str, message: str
) -> None:
    assert old in ALIGNMENT
    files[1].write_text(ALIGNMENT.replace(old, new, 1), "utf-8")
    with pytest.raises(StandardsError) as caught:
        load_catalogue(*files)
    assert f"{files[1]}: {message}" in str(caught.value)
    assert not ContentItem.objects.exists()


def test_many_mistakes_are_named_together_up_to_twenty(files: tuple[Path, Path]) -> None:
    files[0].write_text(CONTENT + ",,,,,\n" * 25, "utf-8")
    with pytest.raises(StandardsError) as caught:
        load_catalogue(*files)
    lines = str(caught.value).splitlines()
    assert len(lines) == 21
    assert lines[-1].endswith("and 5 more")


def test_a_missing_file_is_named(files: tuple[Path, Path]) -> None:
    files[0].unlink()
    with pytest.raises(StandardsError, match=r"content\.csv: there is no such file"):
        load_catalogue(*files)


def test_a_file_in_another_encoding_is_refused(files: tuple[Path, Path]) -> None:
    files[0].write_bytes(CONTENT.encode() + b"alpha,item,i2,caf\xe9,,\n")
    with pytest.raises(StandardsError, match="save it as CSV in UTF-8"):
        load_catalogue(*files)
