"""Log lines: one JSON object a line, in UTC, with the request's name. They hold no text that a record could stand in.

Of an error the kind and the way to it are told, never its message: a message may quote a row, and a row names a child.
"""

from __future__ import annotations

import json
import logging
import re
import traceback
from datetime import UTC, datetime

from homeroom.people import request_id

# Who reads the log must not be able to sign in with what it holds.
ONE_TIME = re.compile(r"(/sign-in/link/)[^\s/?#]+")


class Line(logging.Formatter):
    """A record as one line. Signs that end a line or turn the text are written as escapes."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "from": record.name,
            "request": request_id.current(),
            "what": ONE_TIME.sub(r"\1…", record.getMessage()),
            **_error(record),
        }
        return json.dumps({name: value for name, value in line.items() if value})


def _error(record: logging.LogRecord) -> dict[str, object]:
    if not record.exc_info or record.exc_info[0] is None:
        return {}
    kind, _, way = record.exc_info
    return {
        "error": kind.__name__,
        "way": [f"{one.filename}:{one.lineno} {one.name}" for one in traceback.extract_tb(way)],
    }
