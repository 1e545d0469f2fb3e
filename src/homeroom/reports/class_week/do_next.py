"""At most five things to do next, in one fixed order:

1. a small group for children who are not moving on the same standard (the largest two; further ones come last);
2. children who are not moving alone;
3. children with no work seen this week, where all feeds reach far enough into it;
4. a standard that most of the class gets wrong (the most answered one);
5. a feed that is late.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext, ngettext

from homeroom.reports.class_week.read import Facts, NotMoving
from homeroom.reports.class_week.report import Action, Mention, Named, StandardColumn
from homeroom.reports.freshness import Freshness, reach
from homeroom.reports.rules import EMPTY_WEEK, LATE, NO_WORK, NOT_MOVING, RETEACH, SMALL_GROUP, TOO_MANY
from homeroom.reports.values import answers, children, count, listed, short_day
from homeroom.reports.week import Week, When, when

MOST = 5
MOST_GROUPS = 2


@dataclass(frozen=True)
class Situation:
    """What the rules look at."""

    children: Mapping[int, Named]
    facts: Facts
    standards: Sequence[StandardColumn]
    freshness: Sequence[Freshness]
    today: date

    @property
    def when(self) -> When:
        return when(self.facts.week, self.today)

    @property
    def stuck(self) -> dict[str, list[NotMoving]]:
        """Children not moving, by standard; in the order of the class list."""
        by_standard: dict[str, list[NotMoving]] = {}
        place = {number: at for at, number in enumerate(self.children)}
        known = [s for s in self.facts.not_moving if s.student in place]
        for found in sorted(known, key=lambda s: (s.standard, place[s.student])):
            by_standard.setdefault(found.standard, []).append(found)
        return by_standard

    @property
    def no_work(self) -> tuple[Named, ...]:
        return tuple(child for number, child in self.children.items() if number not in self.facts.active)

    def name(self, code: str) -> str:
        title = next((s.title for s in self.standards if s.code == code), "")
        return f"{code} {title}".strip()


def actions(situation: Situation) -> tuple[Action, ...]:
    """All that apply, most urgent first; the page takes the first five."""
    groups = list(_groups(situation))
    return (
        *groups[:MOST_GROUPS],
        *_alone(situation),
        *_no_work(situation),
        *list(_reteach(situation))[:1],
        *_late(situation),
        *groups[MOST_GROUPS:],
    )


def told_enough(freshness: Sequence[Freshness], week: Week) -> bool:
    """Whether every daily or weekly feed reaches the school day from which an empty week means something."""
    feeds = [line for line in freshness if line.every != "term" and line.through]
    return bool(feeds) and all(line.through and line.through >= _turning_day(line, week) for line in feeds)


def _turning_day(line: Freshness, week: Week) -> date:
    return week.monday + timedelta(days=NO_WORK["school_day"] - 1 if line.every == "day" else 0)


def _groups(situation: Situation) -> Iterator[Action]:
    fitting = [(code, stuck) for code, stuck in situation.stuck.items() if _fits_a_group(len(stuck))]
    for code, stuck in sorted(fitting, key=lambda pair: (-len(pair[1]), pair[0])):
        yield Action(
            kind="group",
            what=gettext("Small group on %(standard)s: %(children)s")
            % {"standard": situation.name(code), "children": children(len(stuck))},
            who=tuple(Mention(situation.children[s.student], _run(s)) for s in stuck),
            evidence="",
            rule=NOT_MOVING,
            standard=code,
        )


def _fits_a_group(size: int) -> bool:
    return SMALL_GROUP["least"] <= size <= SMALL_GROUP["most"]


def _alone(situation: Situation) -> Iterator[Action]:
    stuck = [found for group in situation.stuck.values() if len(group) == 1 for found in group]
    if len(stuck) == 1:
        (found,) = stuck
        what = gettext("Sit down with one child on %(standard)s") % {"standard": situation.name(found.standard)}
        yield Action("alone", what, (Mention(situation.children[found.student], _run(found)),), "", NOT_MOVING)
    elif stuck:
        mentions = [Mention(situation.children[s.student], f"{situation.name(s.standard)}: {_run(s)}") for s in stuck]
        yield Action(
            kind="alone",
            what=_sit_down(len({s.student for s in stuck})),
            who=tuple(mentions),
            evidence="",
            rule=NOT_MOVING,
        )


def _sit_down(number: int) -> str:
    return ngettext(
        "Sit down with %(count)s child, each stuck where nobody else is",
        "Sit down with %(count)s children, each stuck where nobody else is",
        number,
    ) % {"count": count(number)}


def _no_work(situation: Situation) -> Iterator[Action]:
    missing = situation.no_work
    if not missing or len(missing) == len(situation.children):
        return
    if not told_enough(situation.freshness, situation.facts.week):
        return
    if 100 * len(missing) > EMPTY_WEEK["percent"] * len(situation.children):
        yield Action(
            kind="no-work",
            what=ask_class(situation.when) % {"children": children(len(missing))},
            who=(),
            evidence=_looked_in(situation),
            rule=EMPTY_WEEK,
        )
        return
    yield Action(
        kind="no-work",
        what=ask_about(situation.when) % {"children": children(len(missing))},
        who=tuple(map(Mention, missing)),
        evidence=_looked_in(situation),
        rule=NO_WORK,
    )


def ask_class(when: When) -> str:
    return {
        "this": gettext("Ask what kept the class from working: no work seen this week from %(children)s"),
        "last": gettext("Ask what kept the class from working: no work seen last week from %(children)s"),
        "that": gettext("Ask what kept the class from working: no work seen that week from %(children)s"),
    }[when]


def ask_about(when: When) -> str:
    return {
        "this": gettext("Ask about %(children)s with no work seen this week"),
        "last": gettext("Ask about %(children)s with no work seen last week"),
        "that": gettext("Ask about %(children)s with no work seen that week"),
    }[when]


def _looked_in(situation: Situation) -> str:
    told = [line.name for line in situation.freshness if line.through and line.every != "term"]
    through = reach(situation.freshness)
    if through is None:
        return gettext("Looked in %(programs)s.") % {"programs": listed(told)}
    return gettext("Looked in %(programs)s, through %(day)s.") % {"programs": listed(told), "day": short_day(through)}


def _reteach(situation: Situation) -> Iterator[Action]:
    """Standards for the whole class, the most answered first."""
    for column in sorted(situation.standards, key=lambda s: (-s.answers, s.code)):
        enough = sum(p.standard == column.code and p.answers >= RETEACH["answers"] for p in situation.facts.practice)
        many = len(situation.stuck.get(column.code, ()))
        wrong = _mostly_wrong(column, enough, len(situation.children))
        if wrong or many > TOO_MANY["most"]:
            yield Action(
                kind="reteach",
                what=gettext("Teach %(standard)s again to the whole class") % {"standard": situation.name(column.code)},
                who=(),
                evidence=_class_evidence(column, enough, many),
                rule=RETEACH if wrong else TOO_MANY,
            )


def _class_evidence(column: StandardColumn, enough: int, stuck: int) -> str:
    told = {
        "right": count(column.right),
        "answers": answers(column.answers),
        "enough": children(enough),
        "least": RETEACH["answers"],
        "stuck": children(stuck),
    }
    return _evidence_words(column.answers > 0, stuck > 0) % told


def _evidence_words(answered: bool, stuck: bool) -> str:
    if answered and stuck:
        return gettext(
            "%(right)s of %(answers)s right; %(enough)s with %(least)s answers or more; %(stuck)s not moving."
        )
    if answered:
        return gettext("%(right)s of %(answers)s right; %(enough)s with %(least)s answers or more.")
    if stuck:
        return gettext("no single answers; %(enough)s with %(least)s answers or more; %(stuck)s not moving.")
    return gettext("no single answers; %(enough)s with %(least)s answers or more.")


def _mostly_wrong(column: StandardColumn, with_enough: int, class_size: int) -> bool:
    if not column.answers or 2 * with_enough < class_size:
        return False
    return 100 * column.right < RETEACH["percent"] * column.answers


def _late(situation: Situation) -> Iterator[Action]:
    late = [line for line in situation.freshness if line.state == "late"]
    if late:
        yield Action(
            kind="late",
            what=ngettext(
                "Tell the data team: %(programs)s is late", "Tell the data team: %(programs)s are late", len(late)
            )
            % {"programs": listed([line.name for line in late])},
            who=(),
            evidence="; ".join(line.words for line in late) + ".",
            rule=LATE,
        )


def _run(stuck: NotMoving) -> str:
    return gettext("%(answers)s, %(right)s right") % {"answers": answers(stuck.answers), "right": stuck.right}
