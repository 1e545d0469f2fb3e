"""Bayesian knowledge tracing that knows the programs; a library that needs no installation of homeroom."""

from homeroom.mastery.bkt.live import Live
from homeroom.mastery.bkt.model import BKT, Mastered
from homeroom.mastery.bkt.parameters import BKTParameters
from homeroom.mastery.bkt.priors import NO_PRIORS, Counts, Priors

__all__ = ["BKT", "NO_PRIORS", "BKTParameters", "Counts", "Live", "Mastered", "Priors"]
