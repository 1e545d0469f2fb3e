"""Put the family reports of some children together, out of facts that were read once for all of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from homeroom.facts import store
from homeroom.mastery.state import State
from homeroom.people.grades import grade_code, grade_order
from homeroom.people.models import Student
from homeroom.people.names import sort_key
from homeroom.people.visibility import Scope
from homeroom.reports.class_week.report import Named
from homeroom.reports.estimates import Estimates, Known, estimates
from homeroom.reports.family import read
from homeroom.reports.family.read import Place
from homeroom.reports.family.report import MOST_PROGRAMS, MOST_TOPICS, FamilyReport, Subject
from homeroom.reports.family.topics import Topic, at_home, state_of, topics
from homeroom.reports.gathered import Gathered
from homeroom.reports.rules import VERSION
from homeroom.reports.seen import reach
from homeroom.reports.values import known
from homeroom.reports.week import school_year

type Found = tuple[Topic, list[Known]]


def families(scope: Scope) -> tuple[FamilyReport, ...]:
    """One report a child of the scope, in the order of the class list."""
    students, version = sorted(scope.students), store.current()
    with Gathered(students, version) as gathered:
        reached = reach(gathered, scope.on)
        week = reached.week(scope.on)
        found, minutes = estimates(gathered, week.school_year), read.minutes(gathered, week)
        programs = read.programs(gathered, school_year(scope.on))
    places, every_topic = read.places(students, scope.on), topics()
    late = [line for line in reached.freshness if line.state == "late"]
    drawn_from = {"facts": version, "teachers' words": found.teachers, "rules": VERSION}
    by_child = _by_child(found)

    def report(child: Student) -> FamilyReport:
        grade, place = grade_code(child.grade) or "", places.get(child.pk, Place())
        subjects = tuple(_subjects(by_child.get(child.pk, {}), grade, every_topic))
        return FamilyReport(
            child=Named(child.pk, child.name),
            first_name=child.preferred_name or child.given_name,
            grade=grade,
            school=place.school,
            teachers=place.teachers,
            on=scope.on,
            week=week,
            estimated_on=found.as_of,
            subjects=subjects,
            minutes=tuple(minutes.get(child.pk, ())[:MOST_PROGRAMS]),
            late=tuple(line.name for line in late if line.program in programs.get(child.pk, ())),
            at_home=at_home(_at_hand(subjects)),
            drawn_from=drawn_from,
        )

    return tuple(report(child) for child in sorted(Student.objects.filter(pk__in=students), key=sort_key))


def _by_child(found: Estimates) -> Mapping[int, Mapping[str, Known]]:
    out: dict[int, dict[str, Known]] = defaultdict(dict)
    for (child, code), one in found.cells.items():
        out[child][code] = one
    return out


def _subjects(cells: Mapping[str, Known], grade: str, every: Mapping[str, Topic]) -> Iterator[Subject]:
    """The subjects that the child has work in."""
    seen: dict[str, dict[str, Found]] = defaultdict(dict)
    for code, one in cells.items():
        if code in every:
            topic = every[code]
            seen[topic.subject].setdefault(topic.key, (topic, []))[1].append(one)
    for name in sorted(seen):
        own = {topic.key for topic in every.values() if topic.subject == name and topic.grade == grade}
        yield _subject(name, list(seen[name].values()), grade, own)


def _subject(name: str, found: Sequence[Found], grade: str, own: set[str]) -> Subject:
    at = {state: _in_order([one for one in found if state_of(one[1], one[0]) is state], grade) for state in State}
    can, working, learning = at[State.MASTERED], at[State.GETTING_THERE], at[State.NOT_YET]
    told = {topic.key for topic in (*can, *working, *learning)}
    return Subject(
        name=name,
        can=can[:MOST_TOPICS],
        working=working[:MOST_TOPICS],
        learning=learning[:MOST_TOPICS],
        topics=known(len(own), len(own)),
        own_can=known(sum(topic.key in own for topic in can), len(own)),
        own_unseen=known(len(own - told), len(own)),
        earlier=any(topic.grade and grade_order(topic.grade) < grade_order(grade) for topic in (*working, *learning)),
    )


def _in_order(found: Iterable[Found], grade: str) -> tuple[Topic, ...]:
    """Topics of the child's own grade first, then those worked on last."""

    def order(one: Found) -> tuple[bool, int, str]:
        topic, cells = one
        days = [cell.last_on.toordinal() for cell in cells if cell.last_on]
        return topic.grade != grade, -max(days, default=0), topic.key

    return tuple(topic for topic, _ in sorted(found, key=order))


def _at_hand(subjects: Sequence[Subject]) -> Topic | None:
    """The topic that ten minutes at home serve: one that the child is working on, else one it is learning."""
    at_hand = [topic for one in subjects for topic in (*one.working, *one.learning, *one.can)]
    return at_hand[0] if at_hand else None
