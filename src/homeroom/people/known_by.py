"""What a person is known by: the ids, accounts and names that files may bear."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from homeroom.people.models import Contact, Person, Student


@dataclass(frozen=True)
class KnownBy:
    """`ids` and `accounts` as the roster writes them; `names` as (given, family)."""

    sourced_id: str
    ids: tuple[str, ...]
    accounts: tuple[str, ...]
    names: tuple[tuple[str, str], ...] = ()
    # Ids and names under which programs knew the person, where they differ.
    also: tuple[str, ...] = field(default=())

    @property
    def words(self) -> tuple[str, ...]:
        """Everything that stands for this person alone: ids, accounts, the names together in either order."""
        called = [name for given, family in self.names for name in both_ways(given, family)]
        return tuple(dict.fromkeys([*self.ids, *self.accounts, *self.also, *called]))


def both_ways(given: str, family: str) -> tuple[str, ...]:
    return (f"{given} {family}", f"{family}, {given}", f"{family} {given}")


def child(student: Student) -> KnownBy:
    others = tuple(student.identifiers.values_list("value", flat=True))
    return _known(student, others)


def family_alone(student: int) -> list[Contact]:
    """The child's contacts who are nobody else's: they are known for the child's sake and go with the child."""
    contacts = Contact.objects.filter(relationships__student=student).distinct()
    return [one for one in contacts if not one.relationships.exclude(student=student).exists()]


def people_of(student: Student) -> Iterator[KnownBy]:
    """The child, then the contacts who go with the child."""
    yield child(student)
    yield from (_known(one) for one in family_alone(student.pk))


def _known(person: Person, others: tuple[str, ...] = ()) -> KnownBy:
    user = getattr(person, "user", None)
    accounts = [person.username, person.email, user.get_username() if user else ""]
    calls = dict.fromkeys(filter(None, (person.given_name, person.preferred_name)))
    return KnownBy(
        sourced_id=person.sourced_id,
        ids=tuple(dict.fromkeys(filter(None, (person.sourced_id, person.identifier, *others)))),
        accounts=tuple(dict.fromkeys(filter(None, accounts))),
        names=tuple((call, person.family_name) for call in calls),
    )
