"""The words of plans of the flexible block, in the language spoken."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time

from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy, ngettext

from homeroom.reports.seen import program_name
from homeroom.reports.values import count, moment_here, short_day
from homeroom.rotation import rules, why
from homeroom.rotation.block.instance import Instance
from homeroom.rotation.block.modality import Modality
from homeroom.rotation.block.plan import Aim, Level, StoppedBy
from homeroom.rotation.models import BlockPlan
from homeroom.rotation.plan_models import State

STATES: Mapping[str, str | Promise] = {
    State.DRAFT: gettext_lazy("draft"),
    State.PUBLISHED: gettext_lazy("published"),
    State.ENDED: gettext_lazy("ended"),
}
KINDS: Mapping[str, str | Promise] = {
    Modality.TECHNOLOGY: gettext_lazy("program"),
    Modality.TUTORING: gettext_lazy("tutor's group"),
    Modality.TEACHER_LED: gettext_lazy("teacher's group"),
    Modality.INDEPENDENT: gettext_lazy("independent work"),
    Modality.PEER: gettext_lazy("peer project"),
    Modality.SERVICE: gettext_lazy("with an adult"),
    Modality.OVERFLOW: gettext_lazy("no place: supervised overflow"),
}
# For a narrow column on paper.
SHORT: Mapping[str, str | Promise] = {
    Modality.INDEPENDENT: gettext_lazy("alone"),
    Modality.PEER: gettext_lazy("project"),
    Modality.OVERFLOW: gettext_lazy("no place"),
}
THUMB = "rule of thumb"
PRIVATE = why.PRIVATE


def where(modality: str, adult: str = "", room: str = "", program: str = "", code: str = "") -> str:
    """`with Ms. Ortiz, 3.NF.A.1, Room 3`; blank for no place at all."""
    if not modality:
        return gettext("nowhere")
    first = str(KINDS.get(modality, modality))
    if program:
        first = program_name(program)
    elif adult:
        first = gettext("with %(adult)s") % {"adult": adult}
    return ", ".join(part for part in (first, code, room) if part)


def session_words(day: date, session: int) -> str:
    return gettext("%(day)s, session %(session)s") % {"day": short_day(day), "session": session}


def clock(minutes: int) -> time:
    return time(minutes // 60, minutes % 60)


def span(starts_at: time, ends_at: time) -> str:
    """`9:00 to 9:30`."""
    first, last = (f"{one:%H:%M}".removeprefix("0") for one in (starts_at, ends_at))
    return gettext("%(from)s to %(to)s") % {"from": first, "to": last}


def no_place(number: int, day: date, session: int) -> str:
    words = ngettext(
        "%(count)s child has no place on %(day)s, session %(session)s.",
        "%(count)s children have no place on %(day)s, session %(session)s.",
        number,
    )
    return words % {"count": count(number), "day": short_day(day), "session": session}


def made(plan: BlockPlan) -> str:
    told = {"at": moment_here(plan.made_at), "by": plan.made_by}
    return gettext("made %(at)s by %(by)s") % told


def since(plan: BlockPlan) -> str:
    """Since when the plan holds, or held until; blank for a draft."""
    words = []
    if plan.published_at:
        words.append(_by(gettext("published %(at)s by %(by)s"), plan.published_at, plan.published_by))
    if plan.ended_at:
        words.append(_by(gettext("ended %(at)s by %(by)s"), plan.ended_at, plan.ended_by))
    return "; ".join(words)


def _by(words: str, at: datetime, by: str) -> str:
    return words % {"at": moment_here(at), "by": by}


def how(plan: BlockPlan) -> str:
    if plan.solver == THUMB:
        return gettext("by rule of thumb")
    return gettext("by hand") if plan.solver == "hand" else plan.solver


def quality(levels: tuple[Level, ...], solver: str, seconds: float, price: float | None) -> tuple[str, ...]:
    """How good the plan is known to be: never more than was proved."""
    gain = next((one for one in levels if one.aim is Aim.GAIN), None)
    if gain is None:
        return (gettext("This plan was changed by hand: how far it is from the best possible is not known."),)
    if gain.gap is None:
        words = gettext("Made by rule of thumb: how far it is from the best possible is not known.")
        return (words if solver == THUMB else gettext("How far it is from the best possible is not known."),)
    return (_gap(gain, seconds), *_stopped(gain), *_price(gain, price))


def _gap(gain: Level, seconds: float) -> str:
    told = {"seconds": _seconds(seconds), "percent": _percent(gain.gap or 0.0)}
    if gain.stopped_by is StoppedBy.PROVED:
        return gettext("No plan under your rules is worth more; found in %(seconds)s.") % told
    return gettext("Within %(percent)s %% of the best possible under your rules, found in %(seconds)s.") % told


def _stopped(gain: Level) -> tuple[str, ...]:
    if gain.stopped_by is StoppedBy.CLOCK:
        return (gettext("Stopped by the clock; may differ next time."),)
    if gain.stopped_by is StoppedBy.PERSON:
        return (gettext("Stopped by a person; may differ next time."),)
    if gain.stopped_by is StoppedBy.BROKEN:
        return (gettext("The planner ended before it was done; may differ next time."),)
    return ()


def _price(gain: Level, price: float | None) -> tuple[str, ...]:
    if price is None or gain.value <= 0:
        return ()
    words = gettext("The floor of sessions with an adult costs about %(percent)s %% of what the plan is worth.")
    return (words % {"percent": _percent(price / gain.value)},)


def _percent(share: float) -> str:
    """One digit behind the point: gaps are small."""
    return f"{100 * share:.1f}"


def _seconds(seconds: float) -> str:
    whole = max(1, round(seconds))
    return ngettext("%(count)s second", "%(count)s seconds", whole) % {"count": count(whole)}


def missed(rule: str, instance: Instance) -> str:
    if rule in PRIVATE:
        return gettext("A rule of your school is not reached.")
    return rules.in_words(rule, instance)


def broken(rule: str, instance: Instance) -> str:
    if rule in PRIVATE:
        return gettext("A rule of your school is broken.")
    return rules.in_words(rule, instance)
