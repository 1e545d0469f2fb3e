"""What the checker of flexible blocks keeps where a school says nothing else: the specs of these rules."""

from __future__ import annotations

from homeroom.rotation import rules
from homeroom.rotation.block.instance import Equity, Limits, Sizes
from homeroom.rotation.check import check
from rotation.a_block import given, plain, small
from rotation.drawing import drawn
from spec.specs import says, spec


def broken(many: int, cell: str) -> bool:
    """Whether so many children in one cell break a rule of sizes."""
    instance = small(many)
    found = check(instance, drawn(instance, "\n".join(f"{child.number} | {cell}" for child in instance.children)))
    return bool({one.rule for one in found.broken} & {rules.GROUP_SIZE.id, rules.PEER_SIZE.id})


@spec(rules.GROUP_SIZE, "tutor_least", "tutor_most", "teacher_least", "teacher_most")
def groups_of_three_to_six_and_four_to_eight() -> None:
    assert [many for many in range(1, 10) if not broken(many, "T50:0")] == [3, 4, 5, 6]
    assert [many for many in range(1, 10) if not broken(many, "C51:0")] == [4, 5, 6, 7, 8]
    (tutor_least, tutor_most), (teacher_least, teacher_most) = Sizes().tutoring, Sizes().teacher_led
    says(
        rules.GROUP_SIZE,
        tutor_least=tutor_least,
        tutor_most=tutor_most,
        teacher_least=teacher_least,
        teacher_most=teacher_most,
    )


@spec(rules.PEER_SIZE, "least", "most")
def projects_of_four_or_five() -> None:
    assert [many for many in range(1, 8) if not broken(many, "P1")] == [4, 5]
    says(rules.PEER_SIZE, least=Sizes().peer[0], most=Sizes().peer[1])


def week_of(*cells: str) -> bool:
    """Whether one child's week breaks the caps."""
    instance = small(1, len(cells), children=(plain(1, given=given(len(cells))),))
    return rules.CAPS.id in {one.rule for one in check(instance, drawn(instance, "1 | " + " | ".join(cells))).broken}


@spec(rules.CAPS, "program", "technology", "independent", "peer")
def two_sessions_of_most_and_three_in_programs() -> None:
    assert [week_of(*["alpha:0"] * many) for many in (2, 3)] == [False, True]
    assert [week_of("alpha:0", "alpha:0", *["beta:1"] * many) for many in (1, 2)] == [False, True]
    assert [week_of(*["I"] * many) for many in (2, 3)] == [False, True]
    assert [week_of(*["P1"] * many) for many in (2, 3)] == [False, True]
    limits = Limits()
    says(
        rules.CAPS,
        program=limits.program,
        technology=limits.technology,
        independent=limits.independent,
        peer=limits.peer,
    )


@spec(rules.EQUITY, "percent")
def ninety_five_of_a_hundred() -> None:
    says(rules.EQUITY, percent=round(100 * Equity("all", ()).least))
