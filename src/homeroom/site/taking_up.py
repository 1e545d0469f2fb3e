"""What others than intake have in the worker's queue, asked for anew when a worker begins."""

from __future__ import annotations

from homeroom.goals import pushing
from homeroom.rotation import runs


def take_up_again() -> None:
    pushing.take_up_again()
    runs.take_up_again()
