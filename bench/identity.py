"""Figure: one file of a made-up network with its hidden truth, and how many of its rows find the right child.

Noise is drawn anew for each seed: ids that are blank, mistyped, prefixed, without their zeros or with ".0" behind them;
names in capitals, without accents, without their accented letters, with a slip, cut or called otherwise; user names
missing or with digits behind them; a grade too low; children who share their name; strangers, half of them under our
own schools' names. Beside it, in the same run: the one column that fits best, for the whole file.

The rules were chosen by reasoning and looked at on seeds below 80 (`--look`); the figure is of the seeds from 80 on.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.random import Generator

SCHOOLS, CHILDREN, STRANGERS = 7, 600, 60
FIRST, SEEDS = 80, 20
MINUTES = 8.0
PREFIX = "TC-"
RIGHT, WRONG_ONE_IN = 0.995, 4_000


@dataclass(frozen=True)
class Kid:
    """A child as the roster knows them; `number` is the truth."""

    number: int
    school: str
    grade: str
    id: str
    username: str
    given: str
    family: str
    preferred: str
    nickname: str


@dataclass(frozen=True)
class Seen:
    """What one seed's file came to."""

    rows: int
    right: int
    wrong: int
    review: int
    strangers_linked: int
    seconds: float
    methods: Counter[str]

    @property
    def share(self) -> float:
        return self.right / self.rows


@dataclass(frozen=True)
class Measured:
    """One seed: the cascade, and the one best column beside it; how many of the children share a full name."""

    seed: int
    ours: Seen
    one_column: Seen
    sharing: int


def measure(seed: int, schools: int = SCHOOLS, children: int = CHILDREN, strangers: int = STRANGERS) -> Measured:
    """Make the network, its file and its truth of one seed, and match the file both ways."""
    from homeroom.intake.match import claim_from, match

    random = np.random.default_rng([seed, 8])
    kids, others = _network(seed, random, schools, children, strangers)
    known = _roster(kids)
    rows = list(_file(random, kids, others))
    began = time.perf_counter()
    links = [match(claim_from(cells, [PREFIX]), known) for _, cells in rows]
    took = time.perf_counter() - began
    methods = Counter(link.method for link in links)
    ours = _seen([(truth, link.student) for (truth, _), link in zip(rows, links, strict=True)], took, methods)
    names = Counter((kid.given, kid.family) for kid in kids)
    return Measured(seed, ours, _one_column(rows, kids), sum(many for many in names.values() if many > 1))


def _network(seed: int, random: Generator, schools: int, children: int, strangers: int) -> tuple[list[Kid], list[Kid]]:
    """The children of several simulated schools with the district's own numbers, and the strangers."""
    from homeroom.simulation import build
    from homeroom.simulation.calendar import weeks_of

    kids: list[Kid] = []
    others: list[Kid] = []
    numbers = iter((21_000 + np.cumsum(random.integers(3, 12, schools * children + strangers))).tolist())
    accounts: Counter[str] = Counter()
    for place in range(schools):
        made = build.build(seed * 100 + place, children, weeks_of(1))
        for child in made.children:
            kids.append(_kid(len(kids), f"School {place}", child, f"{next(numbers):08d}", accounts))
        names = {(kid.given, kid.family) for kid in kids}
        for child in made.strangers:
            if (child.name.given, child.name.family) not in names and len(others) < strangers:
                where = f"School {place}" if len(others) % 2 else "Elsewhere"
                stranger = _kid(-1, where, child, f"{next(numbers):08d}", accounts)
                others.append(replace(stranger, username=f"{stranger.username}{random.integers(100, 999)}"))
    ours = {(kid.given, kid.family) for kid in kids}
    return kids, [one for one in others if (one.given, one.family) not in ours]


def _kid(number: int, school: str, child: object, id_: str, accounts: Counter[str]) -> Kid:
    from homeroom.simulation.names import username
    from homeroom.simulation.school import Child

    assert isinstance(child, Child)
    account = username(child.name.given, child.name.family, 0).rstrip("0")
    accounts[account] += 1
    taken = accounts[account]
    return Kid(
        number=number,
        school=school,
        grade=str(child.grade) if child.grade else "K",
        id=id_,
        username=account if taken == 1 else f"{account}{taken}",
        given=child.name.given,
        family=child.name.family,
        preferred=child.preferred,
        nickname=child.nickname,
    )


def _roster(kids: Sequence[Kid]) -> object:
    from homeroom.intake.match import Roster, index
    from homeroom.people.models import Student
    from homeroom.people.names import folded

    known = Roster()
    for kid in kids:
        told = Student(
            sourced_id=kid.id,
            given_name=kid.given,
            family_name=kid.family,
            preferred_name=kid.preferred,
            username=kid.username,
            grade=kid.grade,
        )
        index(known, kid.number, told)
        known.schools[kid.number].add(folded(kid.school))
    return known


def _file(random: Generator, kids: Sequence[Kid], others: Sequence[Kid]) -> Iterator[tuple[int, list[tuple[str, str]]]]:
    """The rows: the truth (-1: a stranger) and the cells by kind."""
    here = [kid for kid in kids if random.random() < 0.95]
    for kid in [*here, *others]:
        given, family = _name(random, kid)
        grade = kid.grade
        if random.random() < 0.01 and grade.isdigit() and grade != "1":
            grade = str(int(grade) - 1)
        yield (
            kid.number,
            [
                ("ids", _id(random, kid.id)),
                ("given_name", given),
                ("family_name", family),
                ("username", _username(random, kid.username)),
                ("school", kid.school),
                ("grade", grade),
            ],
        )


def _id(random: Generator, id_: str) -> str:
    if random.random() < 0.06:
        return ""
    if random.random() < 0.01:
        place = int(random.integers(3, len(id_)))
        id_ = id_[:place] + str((int(id_[place]) + int(random.integers(1, 10))) % 10) + id_[place + 1 :]
    drawn = random.random()
    if drawn < 0.10:
        return f"{PREFIX}{id_}"
    if drawn < 0.20:
        return f"{id_.lstrip('0')}.0"
    return id_.lstrip("0") if drawn < 0.30 else id_


def _username(random: Generator, username: str) -> str:
    drawn = random.random()
    if drawn < 0.25:
        return ""
    return f"{username}{random.integers(1, 100)}" if drawn < 0.35 else username


def _name(random: Generator, kid: Kid) -> tuple[str, str]:
    from homeroom.simulation.names import folded, letters_lost

    given, family = kid.given, kid.family
    drawn = random.random()
    if kid.preferred and drawn < 0.3:
        given = kid.preferred
    elif kid.nickname and drawn < 0.02:
        given = kid.nickname
    if " " in family and random.random() < 0.1:
        family = family.split()[0]
    drawn = random.random()
    if drawn < 0.4:
        given, family = folded(given), folded(family)
    elif drawn < 0.5:
        # The simulation writes X where nothing is left; here nothing stays.
        given, family = ("" if lost == "X" else lost for lost in map(letters_lost, (given, family)))
    if given and family and random.random() < 0.015:
        given, family = (_slip(random, given), family) if random.random() < 0.5 else (given, _slip(random, family))
    return (given.upper(), family.upper()) if random.random() < 0.05 else (given, family)


def _slip(random: Generator, text: str) -> str:
    """A letter too many, too few, another one, or two swapped."""
    place, kind = int(random.integers(len(text))), int(random.integers(4))
    letter = "abcdefghijklmnopqrstuvwxyz"[int(random.integers(26))]
    if kind == 0:
        return text[:place] + letter + text[place:]
    if kind == 1 and len(text) > 2:
        return text[:place] + text[place + 1 :]
    if kind == 2 and place + 1 < len(text):
        return text[:place] + text[place + 1] + text[place] + text[place + 2 :]
    return text[:place] + letter + text[place + 1 :]


def _one_column(rows: Sequence[tuple[int, list[tuple[str, str]]]], kids: Sequence[Kid]) -> Seen:
    """The file's column and the roster's that have most in common, letter by letter, for every row."""
    best: list[tuple[int, int | None]] = []
    began = time.perf_counter()
    for column in ("ids", "username"):
        for ours in ("id", "username"):
            index: dict[str, int] = {getattr(kid, ours): kid.number for kid in kids}
            links = [(truth, index.get(dict(cells)[column] or "-")) for truth, cells in rows]
            if sum(found is not None for _, found in links) > sum(found is not None for _, found in best):
                best = links
    return _seen(best, time.perf_counter() - began, Counter())


def _seen(links: Sequence[tuple[int, int | None]], seconds: float, methods: Counter[str]) -> Seen:
    right = sum(found == truth or (truth < 0 and found is None) for truth, found in links)
    wrong = sum(found is not None and found != truth for truth, found in links)
    strangers = sum(found is not None and truth < 0 for truth, found in links)
    return Seen(len(links), right, wrong, len(links) - right - wrong, strangers, seconds, methods)


def _show(measured: Sequence[Measured]) -> bool:
    """One line for both ways over all seeds; whether the limits are met."""
    for name in ("ours", "one_column"):
        seen: list[Seen] = [getattr(one, name) for one in measured]
        rows, wrong = sum(one.rows for one in seen), sum(one.wrong for one in seen)
        worst = min(one.share for one in seen)
        print(
            f"{name:10}  {sum(one.right for one in seen) / rows:.3%} right (worst seed {worst:.3%}),"
            f" {wrong} wrong of {rows:,}, {sum(one.review for one in seen):,} to review,"
            f" {sum(one.strangers_linked for one in seen)} strangers linked,"
            f" {sum(one.seconds for one in seen) / len(seen):.2f} s a file"
        )
    print("by method ", dict(sum((one.ours.methods for one in measured), Counter()).most_common()))
    print(f"children who share a full name: {sum(one.sharing for one in measured) / len(measured):.0f} a network")
    rows = sum(one.ours.rows for one in measured)
    return (
        sum(one.ours.right for one in measured) >= RIGHT * rows
        and sum(one.ours.wrong for one in measured) * WRONG_ONE_IN <= rows
        and not any(one.ours.strangers_linked for one in measured)
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--first", type=int, default=FIRST)
    parser.add_argument("--seeds", type=int, default=SEEDS)
    parser.add_argument("--look", action="store_true", help="other margins, on seeds that the figure does not use")
    asked = parser.parse_args()
    os.environ.setdefault("HOMEROOM_HOME", tempfile.mkdtemp(prefix="homeroom-bench-"))
    os.environ["DJANGO_SETTINGS_MODULE"] = "homeroom.site.settings"
    import django

    django.setup()
    from homeroom.intake.matching import likeness

    if asked.look:
        for like, margin in ((0.8, 0.1), (0.8, 0.2), (0.85, 0.1), (0.85, 0.15), (0.85, 0.2), (0.9, 0.1)):
            likeness.LIKE, likeness.MARGIN = like, margin
            print(f"LIKE {like} MARGIN {margin}")
            _show([measure(seed) for seed in range(4)])
        return
    measured, ends = [], time.monotonic() + MINUTES * 60
    for seed in range(asked.first, asked.first + asked.seeds):
        if time.monotonic() > ends:
            print(f"stopped by the clock; go on with --first {seed}")
            break
        measured.append(measure(seed))
        print(seed, f"{measured[-1].ours.share:.3%}", measured[-1].ours.wrong, measured[-1].ours.review, flush=True)
    if not _show(measured):
        sys.exit("the limits are not met")


if __name__ == "__main__":
    main()
