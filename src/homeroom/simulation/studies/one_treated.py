"""One school that got what is new, among schools that did not: waves of their means."""

from __future__ import annotations

from dataclasses import dataclass

from numpy.random import Generator

TREATED = "school 0"


@dataclass(frozen=True)
class Waves:
    """A school's mean result of each wave."""

    before: tuple[float, ...]
    after: tuple[float, ...]


@dataclass(frozen=True)
class Network:
    """What is true, in standard deviations of children: how schools differ for good, and from wave to wave."""

    schools: int = 27
    effect: float = 0.0
    differ: float = 0.3
    waver: float = 0.1
    waves_before: int = 3
    waves_after: int = 1


def make(network: Network, random: Generator) -> dict[str, Waves]:
    """The first school is the treated one."""
    found = {}
    for at in range(network.schools):
        level = network.differ * random.normal()
        wavering = network.waver * random.normal(size=network.waves_before + network.waves_after)
        means = [float(level + one) for one in wavering]
        gained = network.effect if at == 0 else 0.0
        after = tuple(one + gained for one in means[network.waves_before :])
        found[f"school {at}"] = Waves(tuple(means[: network.waves_before]), after)
    return found
