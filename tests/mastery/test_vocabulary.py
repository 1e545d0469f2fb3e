"""A standard's domain is one of its own subject, whatever other subjects call theirs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homeroom.mastery.evidence import Vocabulary, nothing
from homeroom.mastery.filter import beginners, through
from homeroom.mastery.kernel import VARIANCE
from homeroom.mastery.parameters import Parameters, tables
from homeroom.mastery.responses import Responses
from homeroom.standards import ccss
from homeroom.standards.frameworks import Named, take_standards
from homeroom.standards.models import Standard

TWO = [("3.G.A.1", "G", "mathematics"), ("R.G.1", "G", "reading"), ("R.1", "", "reading"), ("M.1", "", "mathematics")]
Listed = st.lists(
    st.tuples(st.text("abc", min_size=1, max_size=3), st.sampled_from(["", "G", "NF"]), st.sampled_from(["m", "r"])),
    unique_by=lambda row: row[0],
    max_size=12,
)


def test_a_domain_is_of_its_subject_and_so_are_standards_without_one() -> None:
    found = Vocabulary.of(TWO)
    assert found.standards == ("3.G.A.1", "M.1", "R.1", "R.G.1")
    assert found.domains == (("mathematics", ""), ("mathematics", "G"), ("reading", ""), ("reading", "G"))
    assert found.domain.tolist() == [1, 0, 2, 3]
    assert found.subject.tolist() == [0, 0, 1, 1]


@given(Listed)
def test_standards_share_a_domain_only_with_those_of_their_subject_and_word(
    listed: list[tuple[str, str, str]],
) -> None:
    found = Vocabulary.of(listed)
    told = {code: (subject, word) for code, word, subject in listed}
    assert [found.domains[at] for at in found.domain] == [told[code] for code in found.standards]
    assert [found.subjects[at] for at in found.subject] == [told[code][0] for code in found.standards]
    assert len(set(found.domains)) == len(found.domains)


def test_a_scale_score_of_mathematics_stands_on_standards_of_mathematics_alone() -> None:
    assert Vocabulary.of([("A.G", "G", "reading"), *TWO]).first_of_domains() == {"G": "3.G.A.1"}


def test_no_standard_at_all() -> None:
    found = Vocabulary.of([])
    assert (found.standards, found.domains, found.first_of_domains()) == ((), (), {})
    assert len(nothing(found).responses) == 0


@pytest.mark.parametrize(("other", "moved"), [("math", True), ("reading", False)])
def test_an_answer_moves_the_neighbours_of_its_own_subject_alone(other: str, moved: bool) -> None:
    table = {"student": ["ana"] * 6, "standard": ["M.1"] * 6, "correct": [1] * 6}
    given_domains = {"M.1": ("math", "G"), "X.1": (other, "G")}
    taken = Responses.of(table, standards=["X.1"], domains=given_domains)
    layout = tables(Parameters(), taken)
    (child,) = through(taken, layout, keep=True).children
    domain = layout.levels[1, 1]
    assert bool(child[domain, VARIANCE] < beginners(1, layout)[0, domain, VARIANCE]) is moved


@pytest.mark.django_db
def test_what_the_database_holds_of_another_subject_has_domains_of_its_own() -> None:
    ccss.load()
    take_standards("own", "Our reading", "reading", [Named("RL.3.1", "Ask and answer", "3")])
    Standard.objects.filter(code="RL.3.1").update(domain="G")
    found = Vocabulary.loaded()
    of = dict(zip(found.standards, (found.domains[at] for at in found.domain), strict=True))
    assert of["RL.3.1"] == ("reading", "G")
    assert of["3.G.A.1"] == (ccss.SUBJECT, "G")
    assert found.first_of_domains()["G"].endswith(".G.A.1")
