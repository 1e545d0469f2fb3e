"""Figures of the title aligner, split by program: what it was shown of a program's lessons is none of them.

    make bench ONLY=aligner
    python -m bench.aligner [--write]

Every figure is of lessons whose whole program had no part in the learning, neither in the weights nor in the cuts.
The peer is word TF-IDF (scikit-learn's defaults) in the same run, under the same grades: once with our titles alone,
once with all the words that the aligner has. Four states of knowledge: our own words or the official sentences beside
them (from `../shared`), and no accepted lessons or those of the other programs. `--write` learns from all programs
and writes what ships, `src/homeroom/standards/data/aligner.json`.

Last, what ships is tried on lessons of a real vendor: every third of the i-Ready lessons of kindergarten to grade 5 in
`../shared`, of which we said by hand which standards they serve (`aligner_real.csv` names them by hash alone).
"""

from __future__ import annotations

import csv
import json
import os
import resource
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from hashlib import sha256
from itertools import combinations
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

ROOT = Path(__file__).parents[1]
OFFICIAL = ROOT.parent / "shared" / "data" / "standards" / "ccss_coherence" / "ccss_math_standards.csv"
SHIPPED = ROOT / "src" / "homeroom" / "standards" / "data" / "aligner.json"
REAL = ROOT.parent / "shared/data/programs_and_rosters/oea/iReady/personalized_instruction_by_lesson_math/math.csv"
REAL_STANDARDS = Path(__file__).with_name("aligner_real.csv")
BINS = 10
FIVE, TIMES, PRECISION, TAKEN, CALIBRATION, ABSTAIN = 0.90, 1.2, 0.95, 0.20, 0.05, 0.90
Flags = NDArray[np.bool_]


def main(arguments: Sequence[str] = ()) -> int:
    _django()
    if not OFFICIAL.is_file():
        print("the figures with official sentences are skipped: the measuring data is not beside the checkout")
    states = [
        State(official, accepted) for official in (False, True)[: 1 + OFFICIAL.is_file()] for accepted in (False, True)
    ]
    print(_about(states[0]))
    good = [figures(state) for state in states]
    if "--write" in arguments:
        write(states)
    real()
    speed()
    print("PASS" if all(good) else "FAIL")
    return int(not all(good))


def _django() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "homeroom.site.settings")
    os.environ.setdefault("HOMEROOM_HOME", str(ROOT / ".make" / "home"))
    import django

    django.setup()


@dataclass
class State:
    """All labelled lessons as seen in one state of knowledge."""

    official: bool
    accepted: bool

    @property
    def name(self) -> str:
        from homeroom.standards.aligner.align import name

        return name(self.official, self.accepted)

    @cached_property
    def candidates(self):  # type: ignore[no-untyped-def]
        from homeroom.standards.aligner import candidates

        return candidates.with_official(candidates.shipped(), official() if self.official else {})

    @cached_property
    def titles(self):  # type: ignore[no-untyped-def]
        from homeroom.simulation import titles

        return titles.read()

    @cached_property
    def program(self) -> NDArray[np.str_]:
        return np.array([one.program for one in self.titles])

    @cached_property
    def programs(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self.program))

    @cached_property
    def lessons(self):  # type: ignore[no-untyped-def]
        from homeroom.standards.aligner.features import Lesson
        from homeroom.standards.grade_bands import band

        return [Lesson(one.title, one.words, band(one.grade)) for one in self.titles]

    @cached_property
    def sayable(self) -> Flags:
        from homeroom.standards.aligner.features import ENOUGH_WORDS

        return np.array([one.prose >= ENOUGH_WORDS for one in self.lessons])

    @cached_property
    def right(self) -> NDArray[np.float64]:
        from homeroom.standards.aligner.ranker import right

        return right([one.code for one in self.candidates], [one.standards for one in self.titles])

    @cached_property
    def index(self):  # type: ignore[no-untyped-def]
        from homeroom.standards.aligner.features import Accepted, Index

        known = zip(self.lessons, self.titles, strict=True)
        return Index(self.candidates, [Accepted(lesson, one.standards) for lesson, one in known])

    def is_right(self, row: int, code: str) -> bool:
        """Of a standard: it is one of the lesson's; of a cluster: one of the lesson's lies in it."""
        return any(
            one == code or (one.startswith(f"{code}.") and code.count(".") == 2) for one in self.titles[row].standards
        )

    def seen(self, held: Sequence[str]):  # type: ignore[no-untyped-def]
        """No lesson hears a lesson of its own program or of one that is held apart."""
        speaks = np.full(len(self.program), self.accepted) & ~np.isin(self.program, held)
        heard = (self.program[:, None] != self.program[None, :]) & speaks[None, :]
        return self.index.see(self.lessons, heard)

    @cached_property
    def apart(self) -> dict[frozenset[str], NDArray[np.float64]]:
        """Chances of all lessons, from what was learnt without each program and without each two of them."""
        from homeroom.standards.aligner.ranker import chances, learn

        found = {}
        for held in [*((one,) for one in self.programs), *combinations(self.programs, 2)]:
            seen, others = self.seen(held), ~np.isin(self.program, held)
            found[frozenset(held)] = chances(learn(seen[others], self.right[others]), seen)
        return found

    @cached_property
    def chances(self) -> NDArray[np.float64]:
        """Each lesson's, from what was learnt without its program."""
        found = np.zeros_like(self.right)
        for one in self.programs:
            mine = self.program == one
            found[mine] = self.apart[frozenset([one])][mine]
        return found

    def cuts(self, without: str = ""):  # type: ignore[no-untyped-def]
        """From the lessons of all programs but one, each as seen without its own program and without that one."""
        from homeroom.standards.aligner.answer import Cuts, Reader
        from homeroom.standards.aligner.cuts import cuts

        chances = self.chances.copy()
        for one in self.programs if without else ():
            if one != without:
                mine = self.program == one
                chances[mine] = self.apart[frozenset([one, without])][mine]
        use = self.sayable & (self.program != without)
        return cuts(Reader(self.candidates, Cuts()), chances, use, self.is_right)

    def answers(self):  # type: ignore[no-untyped-def]
        """What each lesson is answered by an aligner that knows nothing of its program."""
        from homeroom.standards.aligner.answer import Reader

        readers = {one: Reader(self.candidates, self.cuts(one)) for one in self.programs}
        rows = zip(self.program, self.chances, self.sayable, strict=True)
        return [readers[program].answer(row, bool(sayable)) for program, row, sayable in rows]


def official() -> dict[str, str]:
    with OFFICIAL.open(encoding="utf-8", newline="") as file:
        return {row["code"]: row["description"] for row in csv.DictReader(file)}


def _about(state: State) -> str:
    titles = state.titles
    none = sum(not one.standards for one in titles)
    return (
        f"{len(titles)} lessons of {len(state.programs)} programs; {none} ({none / len(titles):.0%}) serve no standard"
    )


def figures(state: State) -> bool:
    answers = state.answers()
    has = state.right[:, -1] == 0
    first = np.array([state.is_right(row, one.candidates[0][0]) for row, one in enumerate(answers)])
    five = np.array([any(state.is_right(row, code) for code, _ in one.candidates) for row, one in enumerate(answers)])
    taken = np.array([bool(one.accepted) for one in answers])
    good = np.array([bool(one.accepted) and state.is_right(row, one.accepted) for row, one in enumerate(answers)])
    print(f"\n{state.name}")
    peers = {
        "our titles": [one.title for one in state.candidates],
        "the same words": [one.everything for one in state.candidates],
    }
    exact = {words: peer(state, texts)[has].mean() for words, texts in peers.items()}
    print(
        f"  right at once {first[has].mean():.3f}; word TF-IDF "
        + ", ".join(f"with {words} {share:.3f}" for words, share in exact.items())
    )
    times = first[has].mean() / max(exact.values())
    error = calibration(state)
    print(f"  over the better peer {times:.2f} times; right among five {five[has].mean():.3f}; ", end="")
    print(f"calibration error {error:.3f}")
    precision, abstained = good.sum() / max(1, taken.sum()), 1 - taken[~has].mean()
    whole = np.array([one.accepted.count(".") > 2 for one in answers])
    print(f"  taken without a person {taken.mean():.3f} ({whole.mean():.3f} as standards), of which right ", end="")
    print(f"{precision:.3f} {interval(good.sum(), taken.sum())}")
    print(f"  of lessons without a standard not taken {abstained:.3f}")
    covered(state, answers)
    by_program(state, first, five, taken, good, has)
    return bool(
        times >= TIMES and five[has].mean() >= FIVE and error <= CALIBRATION and abstained >= ABSTAIN
        and precision >= PRECISION and taken.mean() >= TAKEN
    )  # fmt: skip


def covered(state: State, answers) -> None:  # type: ignore[no-untyped-def]
    held = [
        one.none_likely if not title.standards else any(code in one.likely for code in title.standards)
        for one, title in zip(answers, state.titles, strict=True)
    ]
    size = np.mean([len(one.likely) + one.none_likely for one in answers])
    print(
        f"  the smallest set with 90 % of the chances holds what is right {np.mean(held):.3f} of the time;"
        f" it is {size:.1f} answers long"
    )


def by_program(state: State, first: Flags, five: Flags, taken: Flags, good: Flags, has: Flags) -> None:
    print("  program        right at once   among five   taken   of which right")
    for one in state.programs:
        mine = state.program == one
        told = (first[mine & has].mean(), five[mine & has].mean(), taken[mine].mean())
        print(
            f"  {one:<14} {told[0]:>13.2f} {told[1]:>12.2f} {told[2]:>7.2f}   {good[mine].sum()} of {taken[mine].sum()}"
        )


def calibration(state: State) -> float:
    """Between the chance of the likeliest answer, *none* among them, and how often it is right: ten bins."""
    top = state.chances.argmax(axis=1)
    chance = state.chances.max(axis=1)
    hit = state.right[np.arange(len(top)), top] > 0
    bins = np.minimum((chance * BINS).astype(int), BINS - 1)
    return float(sum(abs(chance[bins == at].mean() - hit[bins == at].mean()) * (bins == at).mean() for at in set(bins)))


def peer(state: State, texts: Sequence[str]) -> Flags:
    """Whether word TF-IDF, under the same grades, puts a right standard first."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectorizer = TfidfVectorizer()
    known = vectorizer.fit_transform(texts)
    like = np.asarray((vectorizer.transform([one.text for one in state.lessons]) @ known.T).todense())
    best = np.where(state.seen(()).allowed, like, -1).argmax(axis=1)
    return np.array([state.is_right(row, state.candidates[at].code) for row, at in enumerate(best)])


def interval(hits: int, many: int) -> str:
    from homeroom.standards.aligner.cuts import lower_bound

    return f"[{float(lower_bound(hits, many)):.3f}, {1 - float(lower_bound(many - hits, many)):.3f}] ({hits} of {many})"


def write(states: Sequence[State]) -> None:
    """Learn from all programs; the cuts come from each program's lessons as seen without it."""
    from homeroom.standards.aligner.features import NONE, PAIR
    from homeroom.standards.aligner.ranker import learn

    learnt = {}
    for state in states:
        weights = learn(state.seen(()), state.right)
        told = {"pair": dict(zip(PAIR, weights.pair, strict=True)), "none": dict(zip(NONE, weights.none, strict=True))}
        learnt[state.name] = {
            name: {one: round(value, 4) for one, value in values.items()} for name, values in told.items()
        }
        learnt[state.name]["cuts"] = {name: value and round(value, 4) for name, value in asdict(state.cuts()).items()}
    SHIPPED.write_text(json.dumps({"version": "2026-11-22", "learnt": learnt}, indent=1) + "\n", "utf-8")
    print(f"written: {SHIPPED.relative_to(ROOT)}")


def real() -> None:
    """A real vendor's lessons, by title alone and with their objective, by what ships."""
    if not REAL.is_file():
        print("\nthe figures of a real vendor are skipped: the measuring data is not beside the checkout")
        return
    with REAL_STANDARDS.open(encoding="utf-8", newline="") as file:
        told = {row["title"]: row["standards"].split() for row in csv.DictReader(file)}
    with REAL.open(encoding="utf-8-sig", newline="") as file:
        rows = {_hash(row): row for row in csv.DictReader(file)}
    found = [(rows[key], codes) for key, codes in told.items()]
    print(f"\na real vendor's {len(found)} lessons, all of them apart from the learning")
    for words in ("own", "official")[: 1 + OFFICIAL.is_file()]:
        for objective in (False, True):
            _real(found, words == "official", objective)


def _real(found: Sequence[tuple[dict[str, str], list[str]]], with_official: bool, objective: bool) -> None:
    from homeroom.standards.aligner import candidates
    from homeroom.standards.aligner.align import Aligner
    from homeroom.standards.aligner.features import Lesson
    from homeroom.standards.grade_bands import band

    lessons = [
        Lesson(row["Lesson Name"], row["Lesson Objective"] if objective else "", band(row["Lesson Grade"]))
        for row, _ in found
    ]
    standards = candidates.with_official(candidates.shipped(), official() if with_official else {})
    answers = Aligner(standards).answers(lessons)
    first = [one.candidates[0][0] in codes for one, (_, codes) in zip(answers, found, strict=True)]
    five = [any(code in codes for code, _ in one.candidates) for one, (_, codes) in zip(answers, found, strict=True)]
    taken = [(one.accepted, codes) for one, (_, codes) in zip(answers, found, strict=True) if one.accepted]
    good = sum(any(code.startswith(accepted) for code in codes) for accepted, codes in taken)
    looked = "title and objective" if objective else "title alone"
    print(f"  {'official' if with_official else 'own'} words, {looked}:", end=" ")
    print(f"right at once {np.mean(first):.3f}, among five {np.mean(five):.3f}; taken {len(taken)}, right {good}")


def _hash(row: dict[str, str]) -> str:
    return sha256(f"{row['Lesson Name']}|{row['Lesson Grade']}".encode()).hexdigest()[:16]


def speed() -> None:
    """CPU seconds of getting ready, and of a thousand lessons."""
    from homeroom.standards.aligner import candidates
    from homeroom.standards.aligner.align import Aligner

    state = State(official=False, accepted=False)
    lessons = (state.lessons * 2)[:1000]
    started = _cpu()
    aligner = Aligner(candidates.shipped())
    ready = _cpu()
    aligner.answers(lessons)
    print(f"\nready in {ready - started:.2f} CPU s; {len(lessons):,} lessons in {_cpu() - ready:.2f} CPU s")


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
