"""Reports that were drawn are kept, until anything they were drawn from is written.

A cache and no state: the folder `kept` in HOMEROOM_HOME may be deleted at any time. What is kept is data, never leave
to see it: whoever asks has a `Scope` of exactly these children first.
"""

from homeroom.reports.kept.keep import is_kept, kept
from homeroom.reports.kept.version import Of

__all__ = ["Of", "is_kept", "kept"]
