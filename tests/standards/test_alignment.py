from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homeroom.standards import ccss
from homeroom.standards.alignment import (
    COLUMNS,
    TRUST,
    Relation,
    Tag,
    aligned,
    as_told,
    end_tags,
    freeze,
    relation,
    tags,
    take_tags,
    unknown,
)
from homeroom.standards.content import Content, take_content
from homeroom.standards.errors import StandardsError
from homeroom.standards.frameworks import Named, take_standards
from homeroom.standards.models import Alignment, AlignmentReview, ContentItem, Standard, TagsVersion
from homeroom.standards.tags_versions import latest

ITEM = ("alpha", "item", "i1")


def _shares(*found: Tag) -> dict[str, float]:
    columns = relation(found)
    return dict(zip(columns["standard"], columns["share"], strict=True))  # type: ignore[arg-type]


def test_no_tags_are_an_empty_relation_with_all_its_columns() -> None:
    assert relation([]) == {name: [] for name in COLUMNS}


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
        "source": ["vendor", "vendor"],
        "p": [1.0, 1.0],
        "coarse": [False, False],
        "told": ["3.G.A.2", "3.NF.A.1"],
    }


@pytest.mark.usefixtures("known")
def test_a_source_may_change_its_mind_and_others_stay() -> None:
    take_tags([Tag(ITEM, "3.NF.A.1", 1, "vendor"), Tag(ITEM, "3.OA.A.1", 1, "inferred")], ccss.SLUG)
    take_tags([Tag(ITEM, "3.G.A.2", 1, "vendor")], ccss.SLUG)
    assert set(Alignment.objects.filter(valid_to=None).values_list("standard__code", "source")) == {
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


WHOLE = "3.NF.A.2"
PARTS = ["3.NF.A.2.a", "3.NF.A.2.b"]


def _rows(columns: Relation, *names: str) -> list[tuple[object, ...]]:
    return list(zip(*(columns[name] for name in names), strict=True))


@pytest.mark.usefixtures("known")
def test_a_tag_on_a_whole_standard_is_spread_over_its_parts_and_coarse() -> None:
    take_tags([Tag(ITEM, WHOLE, 0.5, "vendor")], ccss.SLUG)
    assert _rows(tags(), "standard", "share", "coarse", "told") == [(part, 0.5, True, WHOLE) for part in PARTS]
    assert _rows(as_told(), "standard", "share", "coarse") == [(WHOLE, 1.0, False)]


@pytest.mark.usefixtures("known")
def test_a_part_told_beside_its_whole_standard_is_told_by_itself() -> None:
    take_tags([Tag(ITEM, WHOLE, 0.5, "vendor"), Tag(ITEM, PARTS[0], 0.5, "vendor")], ccss.SLUG)
    assert _rows(tags(), "standard", "share", "coarse", "told") == [
        (PARTS[0], 0.75, False, PARTS[0]),
        (PARTS[1], 0.25, True, WHOLE),
    ]


@pytest.mark.usefixtures("known")
def test_a_tag_on_a_cluster_is_spread_over_its_standards_for_everybody() -> None:
    take_tags([Tag(ITEM, "3.NF.A", 1, "inferred", p=0.7)], ccss.SLUG)
    told = _rows(as_told(), "standard", "share", "p", "coarse")
    assert [row[0] for row in told] == ["3.NF.A.1", "3.NF.A.2", "3.NF.A.3"]
    assert [row[1:] for row in told] == [(pytest.approx(1 / 3), 0.7, True)] * 3
    assert sum(tags()["share"]) == pytest.approx(1)  # type: ignore[arg-type]
    assert "3.NF.A.3.d" in tags()["standard"] and all(tags()["coarse"])


@pytest.mark.usefixtures("known")
def test_a_standard_told_beside_its_cluster_counts_once_and_as_itself() -> None:
    take_tags([Tag(ITEM, "3.NF.A", 0.9, "vendor"), Tag(ITEM, "3.NF.A.1", 0.9, "vendor")], ccss.SLUG)
    found = dict(_rows(as_told(), "standard", "coarse"))
    assert found == {"3.NF.A.1": False, "3.NF.A.2": True, "3.NF.A.3": True}
    assert dict(_rows(as_told(), "standard", "share"))["3.NF.A.1"] == pytest.approx(0.9 / 1.5)


@pytest.mark.usefixtures("known")
def test_source_and_chance_stand_beside_each_tag() -> None:
    take_tags([Tag(ITEM, "3.NF.A.1", 0.4, "inferred", p=0.8), Tag(ITEM, "3.G.A.2", 0.1, "inferred", p=0.15)], ccss.SLUG)
    assert _rows(tags(), "standard", "source", "p", "share") == [
        ("3.G.A.2", "inferred", 0.15, pytest.approx(0.2)),
        ("3.NF.A.1", "inferred", 0.8, pytest.approx(0.8)),
    ]


def _on(settings, day: date) -> None:  # type: ignore[no-untyped-def]
    settings.HOMEROOM_TODAY = day


@pytest.mark.usefixtures("known")
def test_what_a_source_no_longer_says_ends_today_and_stays_on_record(settings) -> None:  # type: ignore[no-untyped-def]
    _on(settings, date(2026, 10, 1))
    take_tags([Tag(ITEM, "3.NF.A.1", 1, "vendor")], ccss.SLUG)
    _on(settings, date(2026, 11, 1))
    take_tags([Tag(ITEM, "3.G.A.2", 1, "vendor")], ccss.SLUG)
    assert tags()["standard"] == ["3.G.A.2"]
    rows = Alignment.objects.order_by("pk").values_list("standard__code", "valid_from", "valid_to")
    assert list(rows) == [("3.NF.A.1", None, date(2026, 11, 1)), ("3.G.A.2", date(2026, 11, 1), None)]
    take_tags([Tag(ITEM, "3.G.A.2", 1, "vendor")], ccss.SLUG)
    assert Alignment.objects.count() == 2


@pytest.mark.usefixtures("known")
def test_a_tag_speaks_from_its_first_day_to_the_day_before_its_last(settings) -> None:  # type: ignore[no-untyped-def]
    days = {"valid_from": date(2026, 11, 1), "valid_to": date(2026, 12, 1)}
    take_tags([Tag(ITEM, "3.NF.A.1", 1, "vendor", **days)], ccss.SLUG)
    spoken = []
    for day in (date(2026, 10, 31), date(2026, 11, 1), date(2026, 11, 30), date(2026, 12, 1)):
        _on(settings, day)
        spoken.append(bool(tags()["standard"]))
        assert aligned([ITEM]) == ({ITEM} if spoken[-1] else set())
    assert spoken == [False, True, True, False]


@pytest.mark.usefixtures("known")
def test_a_more_trusted_word_that_ends_lets_the_hidden_one_speak_again() -> None:
    take_tags([Tag(ITEM, "3.NF.A.1", 1, "vendor"), Tag(ITEM, "3.G.A.2", 1, "human", reviewer="ana")], ccss.SLUG)
    assert tags()["standard"] == ["3.G.A.2"]
    assert end_tags(ITEM, "human") == 1
    assert end_tags(ITEM, "human") == 0
    assert tags()["standard"] == ["3.NF.A.1"]
    assert Alignment.objects.get(source="human").reviewer == "ana"


@pytest.mark.usefixtures("known")
def test_of_an_item_to_be_kept_nothing_ends() -> None:
    take_tags([Tag(ITEM, "3.NF.A.1", 1, "vendor")], ccss.SLUG)
    take_tags([Tag(ITEM, "3.G.A.2", 1, "vendor"), Tag(ITEM, "3.NF.A.1", 0.5, "vendor")], ccss.SLUG, keep=[ITEM])
    assert _rows(tags(), "standard", "share") == [("3.G.A.2", 0.5), ("3.NF.A.1", 0.5)]


@pytest.mark.usefixtures("known")
def test_content_that_nobody_aligned_is_unknown() -> None:
    assert unknown() == [ITEM, ("alpha", "lesson", "L1")]
    take_tags([Tag(ITEM, "3.NF.A.1", 0.01, "inferred", p=0.3)], ccss.SLUG)
    assert unknown() == [("alpha", "lesson", "L1")]


@pytest.mark.usefixtures("known")
def test_where_a_person_said_none_no_lesser_word_speaks_however_often_it_is_said() -> None:
    lesson = ("alpha", "lesson", "L1")
    review = AlignmentReview.objects.create(content_item=ContentItem.objects.get(external_id="L1"), codes=[], by="ana")
    for code in ("3.NF.A.1", "3.G.A.2"):
        take_tags([Tag(lesson, code, 1, "vendor")], ccss.SLUG)
    assert (tags()["standard"], unknown()) == ([], [ITEM])
    take_tags([Tag(lesson, "3.OA.A.1", 1, "human")], ccss.SLUG)
    assert tags()["standard"] == ["3.OA.A.1"]
    end_tags(lesson, "human")
    AlignmentReview.objects.filter(pk=review.pk).update(undone_at="2026-10-26T12:00Z")
    assert tags()["standard"] == ["3.G.A.2"]


@pytest.mark.usefixtures("known")
def test_a_version_gives_the_same_rows_for_ever(settings) -> None:  # type: ignore[no-untyped-def]
    take_tags([Tag(ITEM, WHOLE, 0.3, "vendor"), Tag(ITEM, "3.G.A.2", 0.1, "vendor")], ccss.SLUG)
    held, number = (tags(), as_told()), freeze()
    take_tags([Tag(ITEM, "3.OA.A.1", 1, "human")], ccss.SLUG)
    Standard.objects.filter(code=PARTS[0]).delete()
    _on(settings, date(2030, 1, 1))
    assert (tags(number), as_told(number)) == held
    assert tags() != held[0]


@pytest.mark.usefixtures("known")
def test_nothing_new_is_no_new_version_and_what_comes_back_is_one() -> None:
    take_tags([Tag(ITEM, "3.NF.A.1", 1, "vendor")], ccss.SLUG)
    first = freeze()
    assert freeze() == first == latest()
    take_tags([Tag(ITEM, "3.G.A.2", 1, "human")], ccss.SLUG)
    second = freeze()
    end_tags(ITEM, "human")
    assert first < second < freeze()


@pytest.mark.usefixtures("known")
def test_a_version_that_is_not_there_or_damaged_says_so() -> None:
    assert latest() == 0
    with pytest.raises(StandardsError, match="no version 7 of the alignment: the latest is 0"):
        tags(7)
    number = freeze()
    TagsVersion.objects.update(digest="0" * 64)
    with pytest.raises(StandardsError, match="damaged"):
        tags(number)


@pytest.mark.django_db
def test_of_one_code_in_two_frameworks_the_first_loaded_is_meant() -> None:
    ccss.load()
    take_standards("own", "Our own", "Mathematics", [Named("3.NF.A.1", "Ours")])
    take_content([Content(*ITEM)])
    take_tags([Tag(ITEM, "3.NF.A.1", 1, "vendor")])
    assert Alignment.objects.get().standard.framework.slug == ccss.SLUG
    take_tags([Tag(ITEM, "3.NF.A.1", 1, "publisher")], "own")
    assert Alignment.objects.get(source="publisher").standard.framework.slug == "own"


SEVERAL = st.lists(
    st.builds(Tag, st.just(ITEM), st.sampled_from(["w", "x", "a1", "a2"]), WEIGHTS, SOURCES, st.floats(0.01, 1)),
    unique_by=lambda tag: (tag.standard, tag.source),
    min_size=1,
)


@given(SEVERAL, st.randoms(use_true_random=False))
def test_spread_over_parts_shares_sum_to_one_and_no_leaf_stands_twice(found: list[Tag], chance) -> None:  # type: ignore[no-untyped-def]
    parts = {"w": ["a1", "a2", "a3"]}
    columns = relation(found, parts)
    assert sum(columns["share"]) == pytest.approx(1)  # type: ignore[arg-type]
    assert len(set(columns["standard"])) == len(columns["standard"])
    assert "w" not in columns["standard"]
    assert all(0 < p <= 1 + 1e-9 for p in columns["p"])  # type: ignore[operator]
    told = {tag.standard for tag in found if tag.source == columns["source"][0]}
    for leaf, coarse in _rows(columns, "standard", "coarse"):
        assert coarse == (leaf not in told)
    shuffled = list(found)
    chance.shuffle(shuffled)
    assert relation(shuffled, parts) == columns
