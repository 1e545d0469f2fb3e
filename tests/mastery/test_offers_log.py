"""The table of offers holds all it takes to draw the same lists again."""

from datetime import UTC, datetime, timedelta

from homeroom.facts.schema import OFFERS
from homeroom.mastery.offers import Candidate, Exploration, Offer, changed_by_teacher, drawn_again, offer
from homeroom.mastery.offers_log import read, rows

NOON = datetime(2026, 11, 2, 12, 0, 0, 250_000, tzinfo=UTC)
LISTED = (
    Candidate("A", 1.0, ("It is a goal.", "It is near.")),
    Candidate("B", 0.7, ("It is a goal.",)),
    Candidate("C", 0.0, (), "A teacher has taken it off the list."),
)


def offers() -> list[Offer]:
    on = Exploration(0.1, by=9)
    made = [
        offer(child, LISTED, offered_at=NOON + timedelta(days=day), policy_version="1", seed=4, exploration=on)
        for child in range(60)
        for day in range(2)
    ]
    return [*made, offer(99, (), offered_at=NOON, policy_version="1", seed=4)]


def test_it_works() -> None:
    first = list(rows(offers()[:1], 2027))
    assert all(tuple(sorted(row)) == tuple(sorted(OFFERS.names)) for row in first)
    assert [(row["place"], row["standard"], row["propensity"]) for row in first] == [
        (1, "A", 0.95),
        (2, "B", 0.05),
        (3, "C", 0.0),
    ]


def test_what_is_read_back_is_what_was_offered_whatever_the_order() -> None:
    assert list(read(reversed(list(rows(offers(), 2027))))) == offers()


def test_from_the_rows_alone_the_same_lists_are_drawn_again() -> None:
    logged = list(read(rows(offers(), 2027)))
    assert [drawn_again(line) for line in logged] == [line.chosen for line in offers()]
    assert {line.chosen for line in logged} == {"A", "B", ""}


def test_a_teachers_choice_stays_one() -> None:
    changed = changed_by_teacher(offers()[0], "B")
    assert list(read(rows([changed], 2027))) == [changed]
