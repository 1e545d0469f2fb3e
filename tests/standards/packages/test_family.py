import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from homeroom.standards.models import Framework, FrameworkAssociation
from homeroom.standards.packages.family import family

pytestmark = pytest.mark.django_db


@pytest.fixture
def framework() -> Framework:
    return Framework.objects.create(slug="f", title="F", subject="", identifier="doc")


def _say(framework: Framework, *told: tuple[str, str, str]) -> None:
    FrameworkAssociation.objects.bulk_create(
        FrameworkAssociation(
            framework=framework, identifier=str(at), kind=kind, origin=origin, destination=end, position=at
        )
        for at, (kind, origin, end) in enumerate(told)
    )


def test_both_ways_of_saying_who_is_whose_child_are_read(framework: Framework) -> None:
    _say(framework, ("isChildOf", "a", "top"), ("hasChild", "top", "b"), ("precedes", "a", "b"))
    assert family(framework).parents == {"a": "top", "b": "top"}


def test_the_document_is_nobodys_parent_and_the_first_parent_counts(framework: Framework) -> None:
    _say(framework, ("isChildOf", "a", "doc"), ("isChildOf", "a", "one"), ("isChildOf", "a", "two"))
    assert family(framework).parents == {"a": "one"}


def test_a_long_circle_is_named_by_its_ends(framework: Framework) -> None:
    _say(framework, *(("isChildOf", f"i{at}", f"i{(at + 1) % 50}") for at in range(50)))
    [circle] = family(framework).circles
    assert circle.association == "49"
    assert "…" in circle.steps


PAIRS = st.lists(st.tuples(st.sampled_from("abcde"), st.sampled_from("abcde")), max_size=8)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(PAIRS)
def test_whatever_is_said_everybody_is_below_somebody_at_the_top(
    framework: Framework, pairs: list[tuple[str, str]]
) -> None:
    framework.associations.all().delete()
    _say(framework, *(("isChildOf", *pair) for pair in pairs))
    parents = family(framework).parents
    for child in parents:
        at, steps = child, 0
        while at in parents:
            at, steps = parents[at], steps + 1
            assert steps <= 5
