"""Why somebody could see a child, in the reader's language. The audit log and its chain keep the English words."""

from __future__ import annotations

import re

from django.utils.translation import gettext, gettext_noop

# The doors' own reasons, and those that other parts of the program give by themselves. All else a person wrote.
KNOWN = {
    gettext_noop("teaches the child's class"),
    gettext_noop("takes the child's class for somebody"),
    gettext_noop("runs the class's lab"),
    gettext_noop("serves the child"),
    gettext_noop("principal of the child's school"),
    gettext_noop("principal of the network"),
    gettext_noop("data team of the child's school"),
    gettext_noop("network data team"),
    gettext_noop("of the child's family"),
    gettext_noop("data team"),
    gettext_noop("command on the server"),
    gettext_noop("asked for by command"),
    gettext_noop("a small group"),
    gettext_noop("a teacher's word on mastery"),
    gettext_noop("a teacher's word on a child's list"),
    gettext_noop("a teacher's word on lessons and programs"),
    gettext_noop("sets a goal of the class"),
    gettext_noop("a goal"),
    gettext_noop("a class's plan"),
    gettext_noop("classes' plans"),
    gettext_noop("work asked of children for a goal"),
    gettext_noop("sees to the work of a child"),
    gettext_noop("no child on the list"),
    gettext_noop("in the learning lab"),
    gettext_noop("no child on the board"),
    gettext_noop("no child is named"),
    gettext_noop("minutes of classes, no child by name"),
    gettext_noop("for planning"),
    gettext_noop("to be handed to the family"),
    gettext_noop("what plans are made from"),
    gettext_noop("a family's request"),
    gettext_noop("a family's request was decided"),
    gettext_noop("undo of an import"),
    gettext_noop("erased on request"),
    gettext_noop("not theirs to see, or not there"),
    gettext_noop("to see what they see"),
    gettext_noop("the right to this view is gone"),
    gettext_noop("done"),
    gettext_noop("linked a program's key to a child"),
    gettext_noop("said that a program's key is not this child"),
    gettext_noop("said that a program's key is no child of ours"),
    gettext_noop("took a decision back"),
    gettext_noop("The newer roster speaks against the child to whom this row was linked."),
    gettext_noop("first link"),
    gettext_noop("not one of ours"),
    gettext_noop("all but the present one"),
    gettext_noop("a phone that shows codes"),
    gettext_noop("the earlier ones are void"),
    gettext_noop("answers for the school: numbers of rooms, no child by name"),
    gettext_noop("counts of schools as they were released, no child"),
    gettext_noop("minutes and mastery of schools as they were released, no child"),
    gettext_noop("works with these classes or answers for them: minutes and mastery of classes, no child by name"),
}
VIEW = re.compile(r"in the view of (\S+), who (is )?(.+)", re.DOTALL)


def said(reason: str) -> str:
    """One reason as the log keeps it; what a person wrote stays as it is."""
    if reason in KNOWN:
        return gettext(reason)
    if through := VIEW.fullmatch(reason):
        return _through(*through.groups())
    door, colon, told = reason.partition(": ")
    if colon and door in KNOWN:
        return gettext("%(reason)s: %(words)s") % {"reason": gettext(door), "words": told}
    return reason


def all_said(reasons: str) -> str:
    """Several of them, as the log keeps them: parted by semicolons."""
    return "; ".join(said(one) for one in reasons.split("; "))


def _through(user: str, is_: str | None, reason: str) -> str:
    told = {"user": user, "reason": said(reason)}
    if is_:
        return gettext("in the view of %(user)s, who is %(reason)s") % told
    return gettext("in the view of %(user)s, who %(reason)s") % told
