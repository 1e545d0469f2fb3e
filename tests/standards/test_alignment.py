from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homeroom.standards import ccss
from homeroom.standards.alignment import TRUST, Tag, relation, tags, take_tags
from homeroom.standards.content import Content, take_content
from homeroom.standards.errors import StandardsError
from homeroom.standards.models import Alignment

ITEM = ("alpha", "item", "i1")


def _shares(*found: Tag) -> dict[str, float]:
    columns = relation(found)
    return dict(zip(columns["standard"], columns["share"], strict=True))  # type: ignore[arg-type]


def test_no_tags_are_an_empty_relation_with_all_its_columns() -> None:
    assert relation([]) == {"program": [], "kind": [], "content_item": [], "standard": [], "share": []}


def test_a_tag_alone_has_the_whole_share_whatever_its_weight() -> None:
    assert _shares(Tag(ITEM, "3.NF.A.1", 0.2, "vendor")) == {"3.NF.A.1": 1.0}


def test_shares_follow_the_weights() -> None:
    found = _shares(Tag(ITEM, "3.NF.A.1", 0.9, "vendor"), Tag(ITEM, "3.G.A.2", 0.3, "vendor"))
    assert found == pytest.approx({"3.NF.A.1": 0.75, "3.G.A.2": 0.25})


@pytest.mark.parametrize(("higher", "lower"), list(pairwise(TRUST)))
def test_a_more_trusted_source_hides_a_less_trusted_one(higher: str, lower: str) -> None:
    assert _shares(Tag(ITEM, "3.G.A.2", 1, lower), Tag(ITEM, "3.NF.A.1", 0.5, higher)) == {"3.NF.A.1": 1.0}


def test_it_hides_item_by_item_not_everywhere() -> None:
    other = ("alpha", "item", "i2")
    found = relation([Tag(ITEM, "3.NF.A.1", 1, "human"), Tag(other, "3.G.A.2", 1, "inferred")])
    assert found["content_item"] == ["i1", "i2"]


SOURCES = st.sampled_from(TRUST)
WEIGHTS = st.floats(0.001, 1)
TAGS = st.lists(
    st.builds(
        Tag, st.tuples(st.just("p"), st.just("item"), st.sampled_from("12")), st.sampled_from("abc"), WEIGHTS, SOURCES
    ),
    unique_by=lambda tag: (tag.content, tag.standard, tag.source),
)


@given(TAGS, st.randoms(use_true_random=False))
def test_shares_sum_to_one_and_the_order_of_the_tags_never_matters(found: list[Tag], chance) -> None:  # type: ignore[no-untyped-def]
    columns = relation(found)
    shuffled = list(found)
    chance.shuffle(shuffled)
    assert relation(shuffled) == columns
    for item in set(columns["content_item"]):
        rows = zip(columns["content_item"], columns["share"], strict=True)
        assert sum(share for of, share in rows if of == item) == pytest.approx(1)  # type: ignore[misc]


@pytest.fixture
def known(db: None) -> None:
    ccss.load()
    take_content([Content(*ITEM), Content("alpha", "lesson", "L1")])


@pytest.mark.usefixtures("known")
def test_tags_are_kept_and_read_back() -> None:
    take_tags([Tag(ITEM, "3.NF.A.1", 0.5, "vendor"), Tag(ITEM, "3.G.A.2", 0.5, "vendor")], ccss.SLUG)
    assert tags() == {
        "program": ["alpha", "alpha"],
        "kind": ["item", "item"],
        "content_item": ["i1", "i1"],
        "standard": ["3.G.A.2", "3.NF.A.1"],
        "share": [0.5, 0.5],
    }


@pytest.mark.usefixtures("known")
def test_a_source_may_change_its_mind_and_others_stay() -> None:
    take_tags([Tag(ITEM, "3.NF.A.1", 1, "vendor"), Tag(ITEM, "3.OA.A.1", 1, "inferred")], ccss.SLUG)
    take_tags([Tag(ITEM, "3.G.A.2", 1, "vendor")], ccss.SLUG)
    assert set(Alignment.objects.values_list("standard__code", "source")) == {
        ("3.G.A.2", "vendor"),
        ("3.OA.A.1", "inferred"),
    }


@pytest.mark.usefixtures("known")
def test_content_that_nobody_named_can_not_be_aligned() -> None:
    with pytest.raises(StandardsError, match="alpha item i9 is not a known content item"):
        take_tags([Tag(("alpha", "item", "i9"), "3.NF.A.1", 1, "vendor")], ccss.SLUG)


@pytest.mark.usefixtures("known")
def test_content_can_not_be_aligned_to_what_is_no_standard() -> None:
    with pytest.raises(StandardsError, match=r"3\.NF\.X is not a standard"):
        take_tags([Tag(ITEM, "3.NF.X", 1, "vendor")], ccss.SLUG)
