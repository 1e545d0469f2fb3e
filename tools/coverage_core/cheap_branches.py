"""A plugin of coverage: branches at the price of lines on Python 3.13, the Python that homeroom is built on.

There coverage traces every line of every library to see our branches, and the tests take half as long again. Its other
way, sys.monitoring, asks about a place until it was seen and costs nothing afterwards; from 3.14 on it does so for
branches too. 3.13 tells them as well, by one event where 3.14 has two. On another Python this plugin does nothing.

Written for the coverage that uv.lock names; `tests/test_tools.py` holds it against coverage's own tracer.
"""

from __future__ import annotations

import dis
import sys
from types import CodeType

from coverage import bytecode, core, env
from coverage.plugin_support import Plugins
from coverage.sysmon import SysMonitor

BUILT_ON = (3, 13)


class OneEvent(SysMonitor):
    """Coverage's monitor, told of both ways of a branch by one event."""

    def __init__(self) -> None:
        super().__init__()
        self.ways: dict[tuple[int, int], int] = {}

    def sysmon_branch_either(self, code: CodeType, here: int, there: int) -> object:
        """Who stops listening to one way stops listening to both: so it listens until both were gone."""
        before = self.ways.get((id(code), here))
        if before == there:
            return None
        self.ways[id(code), here] = there
        stop = super().sysmon_branch_either(code, here, there)
        return None if before is None else stop


def coverage_init(plugins: Plugins, options: object) -> None:
    """Called by coverage in every process that it measures, before it chooses how."""
    if sys.version_info[:2] != BUILT_ON:
        return
    events = sys.monitoring.events
    events.BRANCH_LEFT = events.BRANCH_RIGHT = events.BRANCH
    bytecode.RETURNS.add(dis.opmap["RETURN_CONST"])
    env.PYBEHAVIOR.branch_right_left = env.SYSMON_DEFAULT = True
    core.SysMonitor = OneEvent
