"""Open a wave of a survey, and close it: whom it asks, in which groups, in which languages.

A group in which an anonymous answer is told must be large: classes of few are asked together as one group, so that no
answer is that of the only one who could have sent it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.utils.translation import gettext

from homeroom.evidence import survey_words
from homeroom.evidence.arms import arms
from homeroom.evidence.assign import last_draw
from homeroom.evidence.errors import EvidenceError
from homeroom.evidence.homes import homes_on
from homeroom.evidence.lock import By, signed
from homeroom.evidence.models import Draw
from homeroom.evidence.suppress import FEW
from homeroom.evidence.survey_models import REST, Asked, AskedLanguage, Survey, Wave
from homeroom.people import audit
from homeroom.people.clock import today
from homeroom.people.enrolled import here, holds
from homeroom.people.family_sheets import languages
from homeroom.people.models import Class, Role, School

LONGEST = 120  # days


@dataclass(frozen=True)
class Group:
    """People who are asked together: by number, of staff or of children."""

    label: str
    people: frozenset[int]
    arm: str = ""
    classes: frozenset[int] = field(default_factory=frozenset)
    schools: frozenset[int] = field(default_factory=frozenset)


@transaction.atomic
def open_wave(survey: Survey, until: date, by: By) -> Wave:
    """Ask from today on. Raises EvidenceError where there is nothing to ask, nobody to ask, or a wave is open."""
    Survey.objects.select_for_update().get(pk=survey.pk)
    day = today()
    _possible(survey, day, until)
    groups = asked(survey, day)
    number = survey.waves.count() + 1
    told = {"languages": list(survey_words.offered(survey)), "opened_by": signed(by)}
    made = Wave.objects.create(survey=survey, number=number, opens_on=day, until=until, **told)
    for one in groups:
        row = Asked.objects.create(wave=made, label=one.label, arm=one.arm, people=len(one.people))
        row.classes.set(one.classes)
        row.schools.set(one.schools)
    spoken = _spoken(survey, groups)
    AskedLanguage.objects.bulk_create(
        [AskedLanguage(wave=made, language=code, people=spoken[code]) for code in made.languages]
    )
    audit.did(by, "opened", f"survey {survey.slug}", (), f"wave {number}, until {until.isoformat()}")
    return made


@transaction.atomic
def close(survey: Survey, by: By) -> Wave:
    """Close the wave for ever: from then on its results are shown, and nothing comes in any more."""
    wave = Wave.objects.select_for_update().filter(survey=survey, closed_on=None).first()
    if wave is None:
        raise EvidenceError(gettext("No wave of this survey is open."))
    wave.closed_on, wave.closed_by = today(), signed(by)
    wave.save(update_fields=["closed_on", "closed_by"])
    audit.did(by, "closed", f"survey {survey.slug}", (), f"wave {wave.number}")
    return wave


def is_open(wave: Wave) -> bool:
    """Whether it takes answers today."""
    return wave.closed_on is None and wave.opens_on <= today() <= wave.until


def standing(survey: Survey) -> Wave | None:
    """The wave that nobody has closed."""
    return survey.waves.filter(closed_on=None).first()


def asked(survey: Survey, day: date) -> list[Group]:
    """Everybody who is asked, each once, in groups by class, or of staff by school.

    Raises EvidenceError where it is nobody, or, in an anonymous survey, fewer than ten.
    """
    groups = _staff(day) if survey.audience == Survey.Audience.STAFF else _classes(survey, day)
    people = sum(len(one.people) for one in groups)
    if not people:
        raise EvidenceError(gettext("There is nobody to ask: the roster has no such people today."))
    if survey.mode == Survey.Mode.CONFIDENTIAL:
        return groups
    if people < FEW:
        raise EvidenceError(
            gettext("Fewer than ten people would be asked: nobody could be anonymous among them. Make it confidential.")
        )
    return together(groups)


def together(groups: Iterable[Group]) -> list[Group]:
    """Groups of ten or more; those of fewer become one, by arm where that leaves enough."""
    found = sorted(groups, key=lambda one: one.label)
    large = [one for one in found if len(one.people) >= FEW]
    small: dict[str, list[Group]] = {}
    for one in found:
        if len(one.people) < FEW:
            small.setdefault(one.arm, []).append(one)
    joined = [_joined(f"{REST} {arm}".strip(), arm, each) for arm, each in sorted(small.items())]
    rest = [one for one in joined if len(one.people) < FEW]
    large += [one for one in joined if len(one.people) >= FEW]
    if not rest:
        return large
    left = _joined(REST, "", rest)
    if len(left.people) >= FEW or not large:
        return [*large, left]
    nearest = min(large, key=lambda one: (len(one.people), one.label))
    return [one for one in large if one is not nearest] + [_joined(nearest.label, "", [nearest, left])]


def _joined(label: str, arm: str, groups: list[Group]) -> Group:
    people = frozenset[int]().union(*(one.people for one in groups))
    classes = frozenset[int]().union(*(one.classes for one in groups))
    schools = frozenset[int]().union(*(one.schools for one in groups))
    return Group(label, people, arm, classes, schools)


def _staff(day: date) -> list[Group]:
    """Each at the first school that a role is for; those of the whole network together."""
    roles = Role.objects.filter(holds(day), here(day, "staff__")).order_by("staff", "school__name", "pk")
    of: dict[int, int | None] = {}
    for staff, school in roles.values_list("staff", "school"):
        of[staff] = of.get(staff) or school
    by_school: dict[int | None, set[int]] = {}
    for staff, first in of.items():
        by_school.setdefault(first, set()).add(staff)
    named = _labels({one.pk: one.name for one in School.objects.filter(pk__in=[one for one in by_school if one])})
    return [
        Group(named.get(at or 0, REST), frozenset(people), schools=frozenset([at] if at else []))
        for at, people in by_school.items()
    ]


def _classes(survey: Survey, day: date) -> list[Group]:
    classes = {one.sourced_id: one for one in Class.objects.select_related("school")}
    by_class: dict[str, set[int]] = {}
    for child, counted in homes_on(classes.values(), day).items():
        by_class.setdefault(counted.home, set()).add(child)
    arm_of = _arms(survey)
    named = _labels({classes[home].pk: f"{classes[home].school.name}: {classes[home].title}" for home in by_class})
    return [
        Group(named[(one := classes[home]).pk], frozenset(people), arm_of.get(home, ""), frozenset({one.pk}))
        for home, people in by_class.items()
    ]


def _labels(names: Mapping[int, str]) -> dict[int, str]:
    """Two of one name are told apart by their numbers."""
    often = Counter(names.values())
    return {pk: f"{name[:230]} ({pk})" if often[name] > 1 else name[:250] for pk, name in names.items()}


def _arms(survey: Survey) -> Mapping[str, str]:
    """The arm of each class of the survey's study, where there is one and its arms are drawn by class or school."""
    draw: Draw | None = last_draw(survey.study) if survey.study and survey.study.draws.exists() else None
    if draw is None or (found := arms(draw)).are_inside:
        return {}
    return {one: arm for one in found.school_of if (arm := found.of_class(one))}


def _spoken(survey: Survey, groups: Iterable[Group]) -> Counter[str]:
    """By the language at home, as far as known, of those in which it is asked; of staff none is known."""
    people = {person for one in groups for person in one.people}
    if survey.audience == Survey.Audience.STAFF:
        return Counter({survey_words.ENGLISH: len(people)})
    known, told = languages(people), set(survey_words.offered(survey))
    return Counter(code if (code := known.get(person, "")) in told else survey_words.ENGLISH for person in people)


def _possible(survey: Survey, day: date, until: date) -> None:
    if not survey.questions.exists():
        raise EvidenceError(gettext("This survey has no question yet."))
    if standing(survey) is not None:
        raise EvidenceError(gettext("A wave of this survey is open: close it first."))
    if survey.waves.filter(opens_on=day).exists():
        raise EvidenceError(gettext("A wave of this survey began today already: open the next one tomorrow."))
    if not 0 <= (until - day).days <= LONGEST:
        raise EvidenceError(gettext("A wave ends today or later, and after %(days)s days at most.") % {"days": LONGEST})
