"""The rule of a route: who may open it, whether it shows named children, whether it writes. Each route carries one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from homeroom.people.doors import Reach
from homeroom.people.models import Role, School
from homeroom.people.viewing import Viewer
from homeroom.people.visibility import eyes, reached

Kind = Role.Kind


@dataclass(frozen=True)
class Standing:
    """What the reader is today: for each pair of eyes that counts, the kinds of role and the schools they are for."""

    eyes: tuple[Mapping[str, Reach], ...]

    def holds(self, *kinds: str) -> bool:
        """Whether everybody who looks is one of these."""
        return all(any(kind in eye for kind in kinds) for eye in self.eyes)

    def everywhere(self, kind: str) -> bool:
        """Whether everybody who looks is this for every school there is."""
        return all(kind in eye and _all_schools(eye[kind]) for eye in self.eyes)


def standing(looking: Viewer) -> Standing:
    return Standing(tuple(reached(user) for user in eyes(looking)))


@dataclass(frozen=True)
class Rule:
    """`who` and `opens` say the same, in words and as a question. Whose child or class it is, the view asks itself.

    `names`: the page or file shows named children to those who may see them, and so writes audit. `writes`: it takes a
    POST. `looking`: the POST is answered even while one looks through somebody else's eyes.
    """

    who: str
    opens: Callable[[Standing], bool]
    names: bool = False
    writes: bool = False
    signed_in: bool = True
    looking: bool = False


def anybody(_: Standing) -> bool:
    return True


def data_team(found: Standing) -> bool:
    return found.holds(Kind.DATA_TEAM)


def data_team_of_all(found: Standing) -> bool:
    return found.everywhere(Kind.DATA_TEAM)


def leads(found: Standing) -> bool:
    return found.holds(Kind.DATA_TEAM, Kind.PRINCIPAL)


def lab(found: Standing) -> bool:
    return found.holds(Kind.LAB_COORDINATOR, Kind.TEACHER, Kind.PRINCIPAL, Kind.DATA_TEAM)


def teaching(found: Standing) -> bool:
    return found.holds(Kind.TEACHER, Kind.PRINCIPAL, Kind.DATA_TEAM)


def planners(found: Standing) -> bool:
    return found.holds(Kind.LAB_COORDINATOR, Kind.PRINCIPAL, Kind.DATA_TEAM)


def planned(found: Standing) -> bool:
    return found.holds(Kind.LAB_COORDINATOR, Kind.TEACHER, Kind.TUTOR, Kind.PRINCIPAL, Kind.DATA_TEAM)


def network(found: Standing) -> bool:
    return all(eye.keys() & {Kind.NETWORK_LEADER, Kind.DATA_TEAM} for eye in found.eyes)


def studies(found: Standing) -> bool:
    return found.holds(Kind.NETWORK_LEADER, Kind.DATA_TEAM, Kind.PRINCIPAL)


def any_role(found: Standing) -> bool:
    return found.holds(*Kind)


def _all_schools(reach: Reach) -> bool:
    if reach is None:
        return True
    return not School.objects.filter(kind="school", classes__isnull=False).exclude(pk__in=reach).exists()
