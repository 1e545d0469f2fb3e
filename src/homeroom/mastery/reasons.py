"""Why a standard is offered to a child, or why not: the kernel's word, its rule and its sentence in one object."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_noop

from homeroom.mastery import next_kernel as kernel
from homeroom.mastery import rules
from homeroom.mastery.graph import Graph
from homeroom.mastery.knowledge import Knowledge
from homeroom.mastery.next import Judged, Steps
from homeroom.mastery.rules import Rule
from homeroom.mastery.state import STATES


@dataclass(frozen=True)
class Reason:
    """`sentence` may name the standard {it} is about, its evidence {its_words} and the child's evidence on the own
    standard, {own_words}. It is kept in English; `languages/kept.py` says it in another language."""

    kind: int
    rule: Rule
    sentence: str


PROBE_OF = Reason(
    kernel.PINNED,
    rules.PINNED,
    gettext_noop("A teacher has put it first; as a probe, for {it} is not known yet: {its_words}."),
)
# Its own evidence says that it is known; what stands on it speaks against that.
DOUBTED = Reason(
    kernel.BEFORE_GOAL,
    rules.NEAR,
    gettext_noop("The goal {it} stands on it. So far: {own_words}; but what stands on it does not move."),
)
REASONS = {
    reason.kind: reason
    for reason in (
        Reason(kernel.PINNED, rules.PINNED, gettext_noop("A teacher has put it first.")),
        Reason(
            kernel.GOAL, rules.READY, gettext_noop("It is a goal, and the child is ready for it. So far: {own_words}.")
        ),
        Reason(
            kernel.BEFORE_GOAL,
            rules.NEAR,
            gettext_noop("The goal {it} stands on it, and it is not known yet: {own_words}."),
        ),
        Reason(
            kernel.PROBE,
            rules.PROBE_FIRST,
            gettext_noop("A probe: the goal {it} stands on it, and it was not tested yet: {own_words}."),
        ),
        Reason(
            kernel.TRY,
            rules.TRY,
            gettext_noop("A probe, though {it} comes before it: {its_words}. It may go without. So far: {own_words}."),
        ),
        Reason(
            kernel.REVIEW,
            rules.REVIEW,
            gettext_noop("A review: it was known, and the last work on it is {days} days ago."),
        ),
        Reason(kernel.KNOWN, rules.MASTERED, gettext_noop("It is known: {own_words}.")),
        Reason(kernel.BLOCKED, rules.BLOCKED, gettext_noop("A teacher has taken it off the list.")),
        Reason(kernel.NOT_READY, rules.READY, gettext_noop("{it} comes before it and is not known yet: {its_words}.")),
        Reason(
            kernel.PROBE_FIRST,
            rules.PROBE_FIRST,
            gettext_noop("{it} comes before it and was not tested yet: {its_words}."),
        ),
        Reason(
            kernel.RESTS, rules.REST, gettext_noop("It rests: {missed} answers since the last three right in a row.")
        ),
        Reason(kernel.NOT_WANTED, rules.NEAR, gettext_noop("No goal stands on it.")),
    )
}


def of_steps(steps: Steps, knowledge: Knowledge, graph: Graph, row: int) -> tuple[str, ...]:
    """The sentences of one child's list, in its order."""
    places = zip(steps.standard[row], steps.kind[row], steps.cause[row], strict=True)
    return tuple(_words(int(kind), int(k), int(cause), knowledge, graph, row) for k, kind, cause in places if k >= 0)


def of_all(judged: Judged, knowledge: Knowledge, graph: Graph, row: int) -> tuple[str, ...]:
    """A sentence for every standard of one child."""
    pairs = enumerate(zip(judged.status, judged.cause, strict=True))
    return tuple(_words(int(kind), k, int(cause), knowledge, graph, row) for k, (kind, cause) in pairs)


def _words(kind: int, k: int, cause: int, knowledge: Knowledge, graph: Graph, row: int) -> str:
    reason = REASONS[kind]
    if kind == kernel.PINNED and cause >= 0:
        reason = PROBE_OF
    if kind == kernel.BEFORE_GOAL and is_known_by_itself(knowledge, row, k):
        reason = DOUBTED
    return reason.sentence.format(
        it=graph.codes[cause],
        its_words=_evidence(knowledge, row, cause),
        own_words=_evidence(knowledge, row, k),
        missed=int(knowledge.missed[row, k]),
        days=_days(knowledge, row, k),
    )


def is_known_by_itself(knowledge: Knowledge, row: int, k: int) -> bool:
    """Whether the evidence on the standard says so, whatever stands on it says."""
    return bool(knowledge.p[row, k] >= rules.MASTERED["percent"] / 100)


def _evidence(knowledge: Knowledge, row: int, k: int) -> str:
    if knowledge.told is not None and knowledge.told[row, k] >= 0:
        return gettext_noop("a teacher says {state_words}").format(state_words=STATES[knowledge.told[row, k]])
    weight = knowledge.weight[row, k]
    if not weight > 0:  # what is only expected is no number to show
        return gettext_noop("no evidence yet")
    told = {"percent": f"{100 * knowledge.p[row, k]:.0f}", "items": f"{weight:.0f}"}
    if told["items"] == "1":
        return gettext_noop("{percent} %, 1 item's worth of evidence").format(**told)
    return gettext_noop("{percent} %, {items} items' worth of evidence").format(**told)


def _days(knowledge: Knowledge, row: int, k: int) -> str:
    return f"{knowledge.today - knowledge.last[row, k]:.0f}"
