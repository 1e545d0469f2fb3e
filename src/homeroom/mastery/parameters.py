"""Everything that the filter has learned: constants, programs' links, and how hard standards, lessons and items are."""

from __future__ import annotations

import json
import math
from collections.abc import Hashable, Mapping
from dataclasses import asdict, dataclass, field, replace

import numpy as np

from homeroom.mastery.columns import Codes, Numbers
from homeroom.mastery.errors import MasteryError
from homeroom.mastery.responses import Responses

VERSION = 2  # 1 was read by a kernel that held the levels of a child apart: the same names meant something else


@dataclass(frozen=True)
class Constants:
    """The filter's constants. Variances are of logits; the defaults are where a fit starts, and what it keeps to where
    few children say little."""

    v_subject: float = 1.39  # how children differ in a subject
    v_domain: float = 0.2  # one child's domains, around the subject
    v_standard: float = 0.39  # one child's standards, around the domain
    q_subject: float = 0.0015  # added to the variance by each answer
    q_standard: float = 0.12
    drift: float = 0.001  # added to the subject's variance by each day without evidence
    right: float = 0.073  # growth with a right answer
    wrong: float = 0.095  # growth with a wrong answer, which its correction teaches
    tau: float = 10.0  # days after which forgetting begins to tell
    lambda_: float = 0.15  # how steep it is
    step_days: float = 0.05  # days that one answer on something else is worth; 1 where no moments are told
    v_difficulty: float = 0.63  # how standards differ
    v_beside: float = 0.1  # one standard between programs
    v_lesson: float = 0.2  # lessons of a standard
    v_item: float = 0.43  # items of a lesson

    def of_kernel(self) -> Numbers:
        """In the order of `homeroom.mastery.kernel`."""
        return np.array(
            [
                self.v_subject, self.v_domain, self.v_standard, self.q_subject, self.q_standard, self.drift,
                self.right, self.wrong, self.tau, self.lambda_, self.step_days,
            ]
        )  # fmt: skip


@dataclass(frozen=True)
class Link:
    """How often a program's items are answered right without, and wrong with, the knowledge."""

    guess: float = 0.0
    slip: float = 0.0


@dataclass(frozen=True)
class Parameters:
    """Constants, and `difficulty`: rows of (mean, variance) for standards, then each program's standards in the order
    of `programs`, then lessons, then items. `level` is the mean difficulty of a standard that nobody has met."""

    constants: Constants = Constants()
    links: Mapping[Hashable, Link] = field(default_factory=dict)
    other_link: Link = Link()  # of programs not listed, and of answers without a program
    level: float = 0.0
    ordinary: float = 0.2  # information of one ordinary item: the unit of evidence weight
    standards: tuple[Hashable, ...] = ()
    programs: tuple[Hashable, ...] = ()
    lessons: tuple[Hashable, ...] = ()
    items: tuple[Hashable, ...] = ()
    difficulty: Numbers = field(default_factory=lambda: np.empty((0, 2)))
    version: int = VERSION

    def with_constants(self, **changes: float) -> Parameters:
        return replace(self, constants=replace(self.constants, **changes))

    def to_json(self) -> str:
        """All of it as text that `from_json` reads back to the bit."""
        told = {name: getattr(self, name) for name in ("version", "level", "ordinary")}
        told |= {name: list(getattr(self, name)) for name in ("standards", "programs", "lessons", "items")}
        told["constants"] = asdict(self.constants)
        told["links"] = [[program, link.guess, link.slip] for program, link in self.links.items()]
        told["other_link"] = [self.other_link.guess, self.other_link.slip]
        told["difficulty"] = self.difficulty.tolist()
        return json.dumps(told, ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> Parameters:
        """Raises MasteryError where the text is of another version or is no parameters at all."""
        try:
            told = json.loads(text)
            if told["version"] != VERSION:
                raise MasteryError(f"These parameters are of version {told['version']}, not {VERSION}: fit anew.")
            return cls(
                constants=Constants(**told["constants"]),
                links={program: Link(guess, slip) for program, guess, slip in told["links"]},
                other_link=Link(*told["other_link"]),
                difficulty=np.array(told["difficulty"], dtype=np.float64).reshape(-1, 2),
                standards=tuple(told["standards"]),
                programs=tuple(told["programs"]),
                lessons=tuple(told["lessons"]),
                items=tuple(told["items"]),
                level=told["level"],
                ordinary=told["ordinary"],
            )
        except (KeyError, TypeError, ValueError) as error:
            raise MasteryError(f"These are no parameters ({type(error).__name__}): fit anew.") from None


@dataclass(frozen=True)
class Tables:
    """Parameters laid out by the codes of one set of responses, as the kernel reads them."""

    levels: Codes  # of each standard: row of its subject, row of its domain or -1
    rows: int  # of one child
    difficulty: Numbers
    links: Numbers  # (guess, slip) of each program; the last row is of all others
    constants: Numbers
    first_lesson: int  # row of difficulty
    first_item: int
    standards: tuple[Hashable, ...]
    programs: tuple[Hashable, ...]
    lessons: tuple[Hashable, ...]
    items: tuple[Hashable, ...]


def tables(parameters: Parameters, responses: Responses) -> Tables:
    """Lay parameters out for these responses; what the fit has not met begins at its prior."""
    subjects, domains = len(responses.subjects), len(responses.domains)
    levels = np.empty((len(responses.standards), 2), dtype=np.int64)
    levels[:, 0] = responses.subject
    levels[:, 1] = np.where(responses.domain < 0, -1, subjects + responses.domain)
    standards, programs = len(responses.standards), len(responses.programs)
    first_lesson = standards * (1 + programs)
    return Tables(
        levels=levels,
        rows=subjects + domains + standards,
        difficulty=_difficulty(parameters, responses),
        links=_links(parameters, responses.programs),
        constants=parameters.constants.of_kernel(),
        first_lesson=first_lesson,
        first_item=first_lesson + len(responses.lessons),
        standards=responses.standards,
        programs=responses.programs,
        lessons=responses.lessons,
        items=responses.items,
    )


def _links(parameters: Parameters, programs: tuple[Hashable, ...]) -> Numbers:
    listed = [parameters.links.get(program, parameters.other_link) for program in programs]
    return np.array([[link.guess, link.slip] for link in [*listed, parameters.other_link]])


def _difficulty(parameters: Parameters, responses: Responses) -> Numbers:
    told = parameters.difficulty
    constants = parameters.constants
    standards, programs = len(parameters.standards), len(parameters.programs)
    lessons = standards * (1 + programs)
    items = lessons + len(parameters.lessons)
    by_standard = _places(parameters.standards, responses.standards)
    parts = [_rows(told[:standards], by_standard, parameters.level, constants.v_difficulty)]
    for program in responses.programs:
        at = parameters.programs.index(program) if program in parameters.programs else None
        known = told[:0] if at is None else told[standards * (1 + at) : standards * (2 + at)]
        place = by_standard if at is not None else np.full(len(responses.standards), -1)
        parts.append(_rows(known, place, 0.0, constants.v_beside))
    parts.append(_rows(told[lessons:items], _places(parameters.lessons, responses.lessons), 0.0, constants.v_lesson))
    parts.append(_rows(told[items:], _places(parameters.items, responses.items), 0.0, constants.v_item))
    return np.concatenate(parts)


def _places(words: tuple[Hashable, ...], wanted: tuple[Hashable, ...]) -> Codes:
    """Where each of `wanted` stands in `words`, -1 where it doesn't."""
    if words == wanted:
        return np.arange(len(words), dtype=np.int64)
    place = {word: at for at, word in enumerate(words)}
    return np.array([place.get(word, -1) for word in wanted], dtype=np.int64)


def _rows(known: Numbers, place: Codes, mean: float, variance: float) -> Numbers:
    rows = np.tile(np.array([mean, variance]), (len(place), 1))
    rows[place >= 0] = known[place[place >= 0]]
    return rows


def logit(share: float) -> float:
    return math.log(share / (1.0 - share))
