"""People who seem to stand in one roster under two ids. They are told, never joined: each id keeps its own rights."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from django.utils.translation import gettext_noop

from homeroom.people.names import folded
from homeroom.people.oneroster import User

NAMED = 5
Key = tuple[str, str, str]


def two_ids(users: Iterable[User]) -> list[str]:
    """A sentence for each thing that two ids share, naming the first few pairs by their ids; nothing where none do."""
    groups: dict[Key, list[User]] = defaultdict(list)
    for user in users:
        if not user.deleted:
            for key in _keys(user):
                groups[key].append(user)
    shared: dict[str, list[str]] = defaultdict(list)
    for (what, _, _), people in groups.items():
        if len(people) > 1 and not _a_family(what, people):
            shared[what].append(" and ".join(person.sourced_id for person in people[:NAMED]))
    return [_words(what, pairs) for what, pairs in shared.items()]


def _keys(user: User) -> Iterator[Key]:
    """Numbers are given out apart to children, staff and families; sign-in names and e-mail apart to children."""
    kind = "child" if user.is_student else "staff" if user.is_staff else "family"
    grown = "child" if user.is_student else "grown-up"
    cells = (("identifier", kind, user.identifier), ("username", grown, user.username), ("e-mail", grown, user.email))
    return ((what, among, value.casefold()) for what, among, value in cells if value)


def _a_family(what: str, people: Iterable[User]) -> bool:
    """Two contacts of different names with one e-mail are a couple, not one person."""
    listed = list(people)
    names = {folded(f"{person.given_name} {person.family_name}") for person in listed}
    return what == "e-mail" and len(names) == len(listed) and not any(person.is_staff for person in listed)


def _words(what: str, pairs: list[str]) -> str:
    more = gettext_noop(" and %(n)s more") % {"n": f"{len(pairs) - NAMED:,}"} if len(pairs) > NAMED else ""
    return gettext_noop(
        "one person under two ids? The same %(what)s: %(pairs)s%(more_words)s. None are joined: "
        "each id keeps its own rights. Correct it where the roster is kept"
    ) % {"what": what, "pairs": "; ".join(pairs[:NAMED]), "more_words": more}
