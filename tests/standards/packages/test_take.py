import json
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from homeroom.standards import ccss
from homeroom.standards.errors import StandardsError
from homeroom.standards.models import (
    Alignment,
    ContentItem,
    Framework,
    FrameworkAssociation,
    FrameworkItem,
    Prerequisite,
    Standard,
)
from homeroom.standards.packages.records import clean
from standards.packages.made import DOCUMENT, balanced, case_file, item, link, package, table_file, taken

pytestmark = pytest.mark.django_db
Save = Callable[..., Path]


@pytest.fixture
def save(tmp_path: Path) -> Save:
    return lambda content, name="case.json": case_file(tmp_path, content, name)


SMALL = package(
    [item("g", "M.F", "Fractions", CFItemType="Cluster"), item("a", "M.F.1", "Halves"), item("b", "M.F.2", "Thirds")],
    [
        link("isChildOf", "g", DOCUMENT),
        link("isChildOf", "a", "g"),
        link("isChildOf", "b", "g"),
        link("precedes", "a", "b"),
    ],
)


def _rows() -> list[Any]:
    """All that a package leaves, without the numbers that the database gives."""
    items = FrameworkItem.objects.values_list(
        "framework__slug", "identifier", "code", "external", "received", "position"
    )
    links = FrameworkAssociation.objects.values_list("framework__slug", "identifier", "kind", "received", "position")
    standards = Standard.objects.values_list("framework__slug", "code", "title", "grade", "parent__code")
    edges = Prerequisite.objects.values_list("before__code", "after__code", "source")
    return [sorted(map(repr, rows)) for rows in (items, links, standards, edges)]


def test_items_associations_standards_and_prerequisites_are_taken(save: Save) -> None:
    one = taken(save(SMALL))
    assert (one.items, one.associations) == ({"new": 3}, {"new": 4})
    assert (one.standards, one.prerequisites, one.external) == (2, 1, 0)
    assert balanced(one)
    assert set(Standard.objects.values_list("code", "title")) == {("M.F.1", "Halves"), ("M.F.2", "Thirds")}
    [edge] = Prerequisite.objects.all()
    assert (edge.before.code, edge.after.code, edge.source, edge.confidence) == ("M.F.1", "M.F.2", "case", None)


def test_the_same_file_twice_changes_nothing(save: Save) -> None:
    taken(save(SMALL))
    before = _rows(), list(Standard.objects.values_list("pk", flat=True))
    again = taken(save(SMALL))
    assert (again.items, again.associations, again.changes) == ({"same": 3}, {"same": 4}, 0)
    assert (_rows(), list(Standard.objects.values_list("pk", flat=True))) == before
    assert balanced(again)


def test_next_years_version_says_what_is_new_changed_and_gone(save: Save) -> None:
    taken(save(SMALL))
    later = package(
        [item("a", "M.F.1", "Halves and more"), item("c", "M.F.3", "Fourths")],
        document={"lastChangeDateTime": "2027-08-01T00:00:00+00:00"},
    )
    one = taken(save(later))
    assert one.items == {"new": 1, "changed": 1}
    assert one.left == 2 + 4
    assert set(FrameworkItem.objects.values_list("identifier", flat=True)) == {"a", "c"}
    assert Standard.objects.get(code="M.F.1").title == "Halves and more"
    assert not Prerequisite.objects.exists()


def test_a_standard_that_left_a_package_stays_since_work_points_to_it(save: Save) -> None:
    taken(save(SMALL))
    lesson = ContentItem.objects.create(kind="lesson", program="p", external_id="1")
    Alignment.objects.create(content_item=lesson, standard=Standard.objects.get(code="M.F.2"), source="human")
    taken(save(package([item("a", "M.F.1")])))
    assert Alignment.objects.get().standard.code == "M.F.2"


def test_last_years_version_is_refused_unless_it_is_wished(save: Save) -> None:
    taken(save(SMALL))
    old = package([item("a", "M.F.1", "Old")], document={"lastChangeDateTime": "2020-01-01T00:00:00Z"})
    before = _rows()
    with pytest.raises(StandardsError, match=r"is of 2020.* and one of 2026.* is loaded\. Nothing was taken"):
        taken(save(old))
    assert _rows() == before
    assert taken(save(old), older=True).items == {"changed": 1}


@pytest.mark.parametrize("day", ["", "yesterday", None, 7])
def test_a_day_that_nobody_can_read_holds_nothing_up(save: Save, day: object) -> None:
    taken(save(SMALL))
    assert taken(save(package([item("a", "M.F.1")], document={"lastChangeDateTime": day}))).items["changed"] >= 0


def test_half_a_file_takes_what_is_sound_and_takes_nothing_out(save: Save) -> None:
    taken(save(SMALL))
    text = save(SMALL).read_text("utf-8")
    one = taken(save(text[: text.index('"identifier": "b"')]))
    assert not one.whole
    assert one.items == {"same": 2}
    assert one.left == 0
    assert [aside.what for aside in one.set_aside] == ["file"]
    assert FrameworkItem.objects.count() == 3


def test_an_identifier_that_stands_twice_is_taken_once(save: Save) -> None:
    one = taken(save(package([item("a", "A.1"), item("a", "A.2")], [link("precedes", "a", "x")] * 2)))
    assert [(aside.what, aside.reason) for aside in one.set_aside] == [
        ("item", "the identifier a stands twice"),
        ("association", "the identifier a-precedes-x stands twice"),
    ]
    assert FrameworkItem.objects.get(external=False).code == "A.1"
    assert balanced(one)


def test_what_lies_outside_becomes_an_external_item_with_its_link(save: Save) -> None:
    one = taken(
        save(package([item("a", "A.1")], [link("exactMatchOf", "a", "elsewhere"), link("isPartOf", "other", "a")]))
    )
    assert one.external == 2
    outside = FrameworkItem.objects.get(identifier="elsewhere")
    assert (outside.external, outside.text, outside.uri) == (True, "elsewhere", "https://case.example/elsewhere")
    assert json.loads(outside.received)["identifier"] == "elsewhere"


def test_an_external_item_becomes_an_item_once_the_package_holds_it(save: Save) -> None:
    taken(save(package([item("a", "A.1")], [link("precedes", "a", "b")])))
    one = taken(save(package([item("a", "A.1"), item("b", "A.2")], [link("precedes", "a", "b")])))
    assert (one.external, one.prerequisites) == (0, 1)
    assert not FrameworkItem.objects.filter(external=True).exists()


def test_two_packages_that_point_to_each_other_meet_in_any_order(save: Save) -> None:
    one = save(package([item("a", "A.1")], [link("precedes", "a", "b")]), "one.json")
    other = save(package([item("b", "B.1")], document={"identifier": "other", "title": "Other"}), "other.json")
    for order in ([one, other, one], [other, one]):
        Framework.objects.all().delete()
        for path in order:
            taken(path)
        outside = FrameworkItem.objects.get(external=True)
        assert outside.standard == Standard.objects.get(code="B.1")
        assert Prerequisite.objects.count() == 1


def test_a_code_with_the_common_cores_own_name_is_tied_to_what_ships(save: Save) -> None:
    ccss.load()
    one = taken(
        save(
            package(
                [
                    item("a", "CCSS.Math.Content.3.NF.A.1"),
                    item("b", "3.NF.A.2"),
                    item("c", "CCSS.Math.Content.6.RP.A.3a"),
                ]
            )
        )
    )
    assert (one.known, one.standards) == (1, 2)
    tied = dict(FrameworkItem.objects.values_list("identifier", "standard__framework__slug"))
    assert tied == {"a": "ccss-math", "b": "our-maths", "c": "our-maths"}
    assert Standard.objects.get(items__identifier="c").code == "6.RP.A.3.a"


def test_into_says_whose_standards_they_are_and_ours_keep_their_titles(tmp_path: Path) -> None:
    ccss.load()
    path = table_file(
        tmp_path / "k8.csv",
        ("code", "title", "parent"),
        ("3.nf.1", "An official sentence", ""),
        ("6.RP.A.1", "Ratios", ""),
    )
    one = taken(path, into=ccss.SLUG)
    assert (one.known, one.standards) == (1, 1)
    assert Standard.objects.get(code="3.NF.A.1").title == "Fractions as equal parts of a whole"
    added = Standard.objects.get(code="6.RP.A.1")
    assert (added.framework.slug, added.grade, added.domain) == ("ccss-math", "6", "RP")


def test_into_a_framework_that_is_not_there_is_refused_with_those_that_are(save: Save) -> None:
    ccss.load()
    with pytest.raises(StandardsError, match=r"texas is no framework\. There are: ccss-math"):
        taken(save(SMALL), into="texas")
    assert not FrameworkItem.objects.exists()


def test_parents_are_the_nearest_standards_above(save: Save) -> None:
    kinds = {"CFItemType": "Standard"}
    items = [item("a", "A", **kinds), item("g", "A.g", CFItemType="Cluster"), item("b", "A.1", **kinds)]
    taken(save(package(items, [link("isChildOf", "b", "g"), link("isChildOf", "g", "a")])))
    assert {one.code: one.parent and one.parent.code for one in Standard.objects.all()} == {"A": None, "A.1": "A"}


def test_a_circle_of_parents_is_refused_and_named_step_by_step(save: Save) -> None:
    links = [link("isChildOf", "a", "b"), link("isChildOf", "b", "c"), link("isChildOf", "c", "a")]
    one = taken(save(package([item("a"), item("b"), item("c")], links)))
    [aside] = one.set_aside
    assert aside.reason == "isChildOf runs in a circle: c is below a is below b is below c"
    assert aside.line > 0
    assert one.associations == {"new": 2}
    assert balanced(one)


def test_a_circle_of_prerequisites_is_refused_and_the_rest_is_taken(save: Save) -> None:
    items = [item(one, f"M.{one}") for one in "abcd"]
    links = [link("precedes", *pair) for pair in ("ab", "bc", "ca", "cd")]
    for _ in range(2):
        one = taken(save(package(items, links)))
        [aside] = one.set_aside
        assert aside.reason.startswith("precedes runs in a circle: M.")
        assert set(aside.reason.rpartition(": ")[2].split(" before ")) == {"M.a", "M.b", "M.c"}
        assert balanced(one)
        assert one.prerequisites == 3
        edges = set(Prerequisite.objects.values_list("before__code", "after__code"))
        assert edges == {("M.a", "M.b"), ("M.b", "M.c"), ("M.c", "M.d")}
    assert one.changes == 0


def test_a_circle_with_what_ships_is_refused(save: Save) -> None:
    ccss.load()
    edge = ccss.read().edges[0]
    items = [item("x", f"CCSS.Math.Content.{edge.after}"), item("y", f"CCSS.Math.Content.{edge.before}")]
    one = taken(save(package(items, [link("precedes", "x", "y")])))
    assert one.prerequisites == 0
    assert edge.before in one.set_aside[0].reason
    assert Prerequisite.objects.count() == 277


def test_a_standard_that_comes_before_itself_is_refused(save: Save) -> None:
    one = taken(save(package([item("a", "A.1")], [link("precedes", "a", "a")])))
    assert [aside.reason for aside in one.set_aside] == ["precedes runs in a circle: A.1 before A.1"]


def test_hostile_text_is_kept_as_received_and_never_breaks_a_column(save: Save) -> None:
    nasty = "=cmd()|'\0 \ud800 <script>\u202e " + "x" * 5000
    told = item("a", nasty, nasty, CFItemType=nasty, abbreviatedStatement=nasty, uri=nasty, extension={"deep": [nasty]})
    one = taken(save(package([told, item("b", "B.1", nasty)], document={"title": nasty, "subject": nasty})))
    assert one.items == {"new": 2}
    kept = FrameworkItem.objects.get(identifier="a")
    assert json.loads(kept.received) == told
    assert (len(kept.code), len(kept.kind), len(kept.uri)) == (255, 64, 500)
    assert len(Standard.objects.get(code="B.1").title) == 60
    assert not Standard.objects.filter(code=clean(nasty)).exists()


def test_titles_that_make_one_short_name_get_one_each(save: Save) -> None:
    slugs = [taken(save(package(document={"identifier": str(at), "title": "!!!"}))).framework for at in range(3)]
    assert slugs == ["framework", "framework-2", "framework-3"]


def test_progress_is_told(save: Save) -> None:
    told: list[tuple[int, int]] = []
    taken(save(SMALL), tell=lambda done, all_: told.append((done, all_)))
    assert told[-1][0] == told[-1][1] > 0


def test_a_hundred_times_the_size_takes_a_hundred_times_the_statements_at_most(
    save: Save, django_assert_max_num_queries: Any
) -> None:
    many = package(
        [item(f"i{at}", f"M.{at}") for at in range(3000)],
        [link("isChildOf", f"i{at}", "top") for at in range(3000)],
    )
    with django_assert_max_num_queries(150):
        one = taken(save(many))
    assert one.items == {"new": 3000}
    assert Standard.objects.count() == 3000


def test_an_account_reads_as_sums_and_as_plain_values(save: Save) -> None:
    one = taken(save(package([item("a", "A.1"), "broken"])))
    assert "items: 2 read = 1 new + 0 changed + 0 same + 1 set aside" in list(one.told())
    assert json.loads(json.dumps(one.as_json()))["set_aside"][0]["reason"] == "this is no object"


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10**6), order=st.permutations(["CFItems", "CFAssociations", "CFDocument"]))
def test_any_order_of_elements_and_lists_gives_the_same_standards_and_prerequisites(
    tmp_path: Path, seed: int, order: list[str]
) -> None:
    Framework.objects.all().delete()
    content = json.loads(json.dumps(SMALL))
    chance = Random(seed)
    for name in ("CFItems", "CFAssociations"):
        chance.shuffle(content[name])
    one = taken(case_file(tmp_path, {name: content[name] for name in order}))
    assert balanced(one)
    assert set(Standard.objects.values_list("code", "title")) == {("M.F.1", "Halves"), ("M.F.2", "Thirds")}
    assert set(Prerequisite.objects.values_list("before__code", "after__code")) == {("M.F.1", "M.F.2")}
