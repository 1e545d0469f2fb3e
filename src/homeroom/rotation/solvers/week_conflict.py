"""Why there is no week: a smallest set of rules that can't all be kept, and the week that misses least.

Assumptions name a first set, with one worker, as CP-SAT asks. Its presolve may name a literal that nobody assumed
(google/or-tools#5141), or too many: so each member is left out once, in a model built anew without it, and what that
leaves impossible is not needed.
"""

from __future__ import annotations

import msgspec
from ortools.sat.python import cp_model

from homeroom.rotation.solvers.week_model import Mode, WeekModel
from homeroom.rotation.solvers.week_rows import add_rules
from homeroom.rotation.solvers.week_search import Search, days_alone, solver, weekly
from homeroom.rotation.week.instance import Instance
from homeroom.rotation.week.plan import Conflict, Plan, Task
from homeroom.rotation.week.rules import RuleKind, Strength

DRAFT = 1.0


def conflict_of(task: Task, days: tuple[int, ...]) -> Conflict:
    """Of these days, which can't be planned. Rules that join days say nothing of one alone. Where what is given can't
    be kept by itself, nothing is given, and the conflict is among all rules."""
    named, given = _hard(task.instance), _given(task.instance)
    if len(days) < len(task.instance.days):
        named = tuple(one for one in named if one not in weekly(task.instance))
    if _possible(task, days, frozenset(given)) is False:
        given = ()
    asked = tuple(one for one in named if one not in given)
    return _smallest(task, days, _assumed(task, days, asked, given), given)


def draft_of(task: Task, conflict: Conflict) -> Plan | None:
    """Not searched for longer than a person waits: it is a place to begin from, not the best of all."""
    soft, brief = frozenset(conflict.rules), msgspec.structs.replace(task, limit=min(task.limit, DRAFT), previous=None)
    alone, _ = days_alone(brief, Mode.ELASTIC, soft)
    return Search(brief, Mode.ELASTIC, alone, bool(alone), soft).plan()[0]


def _hard(instance: Instance) -> tuple[str, ...]:
    rules = [rule.id for rule in instance.rules if rule.strength is Strength.HARD]
    return (*rules, *(lock.id for lock in instance.locks))


def _given(instance: Instance) -> tuple[str, ...]:
    """An adult is in one place at a time."""
    return tuple(rule.id for rule in instance.rules if rule.kind is RuleKind.TEACHER and rule.strength is Strength.HARD)


def _possible(task: Task, days: tuple[int, ...], rules: frozenset[str]) -> bool | None:
    """Whether these rules alone can be kept; None where the limit came first."""
    model = WeekModel(task.instance.keeping(rules), days, Mode.KEEP, task.redundant)
    add_rules(model)
    status = solver(task.seed, task.limit).solve(model.cp)
    return None if status == cp_model.UNKNOWN else status != cp_model.INFEASIBLE


def _assumed(task: Task, days: tuple[int, ...], rules: tuple[str, ...], given: tuple[str, ...]) -> tuple[str, ...]:
    """Of the rules, those that the solver names. What it names besides is nobody's rule and left out; where its answer
    is of no use, all of them."""
    instance = task.instance.keeping(frozenset((*rules, *given)))
    model = WeekModel(instance, days, Mode.ASSUME, task.redundant, named=frozenset(rules))
    add_rules(model)
    model.cp.add_assumptions([model.literal[rule] for rule in rules])
    search = solver(task.seed, task.limit)
    if search.solve(model.cp) != cp_model.INFEASIBLE:
        return rules
    named = set(search.sufficient_assumptions_for_infeasibility())
    told = tuple(rule for rule in rules if model.literal[rule].index in named)
    return told if _possible(task, days, frozenset((*told, *given))) is False else rules


def _smallest(task: Task, days: tuple[int, ...], rules: tuple[str, ...], given: tuple[str, ...]) -> Conflict:
    needed, sure = list(rules), True
    for rule in rules:
        possible = _possible(task, days, frozenset((*needed, *given)) - {rule})
        sure &= possible is not None
        if possible is False:
            needed.remove(rule)
    return Conflict(tuple(needed), sure, given)
