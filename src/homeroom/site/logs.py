"""The log of an installation: kinds, places and numbers, never a value. An error's words may hold a child's name."""

from __future__ import annotations

import logging
import traceback
from datetime import UTC, datetime
from logging.handlers import WatchedFileHandler
from pathlib import Path
from types import TracebackType
from typing import Any

from homeroom.people import request_id

LINE = "%(asctime)s %(levelname)s %(name)s %(request)s %(message)s"
# Their lines are about requests, and a request's address may hold what somebody typed.
ABOUT_REQUESTS = ("django.request", "django.security", "django.server")


class Nameless(logging.Formatter):
    """A line without names: the error's kind and where it came from instead of its words, the route of an address."""

    def __init__(self, *_: object, **__: object) -> None:
        super().__init__(LINE)

    def format(self, record: logging.LogRecord) -> str:
        plain = logging.makeLogRecord(record.__dict__ | {"exc_text": None, "stack_info": None})
        plain.msg, plain.args = _one_line(self._words(record)), ()
        plain.request = request_id.current() or "-"
        return super().format(plain)

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:  # noqa: N802
        """In UTC, so that an hour in autumn is not told twice."""
        return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")

    def formatException(self, ei: Any) -> str:  # noqa: N802  the library's word
        return _places(ei[0], ei[2])

    @staticmethod
    def _words(record: logging.LogRecord) -> str:
        if record.name.startswith(ABOUT_REQUESTS):
            return f"{getattr(record, 'status_code', record.levelname)} {_route(getattr(record, 'request', None))}"
        if isinstance(record.msg, BaseException):
            return _places(type(record.msg), record.msg.__traceback__)
        args = record.args if isinstance(record.args, tuple) else ()
        if any(isinstance(one, BaseException) for one in args):
            safe = tuple(type(one).__name__ if isinstance(one, BaseException) else one for one in args)
            return str(record.msg) % safe
        return record.getMessage()


class InHome(WatchedFileHandler):
    """A file in the installation's folder, made when the first line is written, readable by its owner alone."""

    def _open(self) -> Any:
        path = Path(self.baseFilename)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        return super()._open()


def logging_of(home: Path) -> dict[str, Any]:
    """Django's LOGGING: our own lines and everybody's warnings, into logs/homeroom.log."""
    to_file = {"class": "homeroom.site.logs.InHome", "filename": home / "logs" / "homeroom.log", "delay": True}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"nameless": {"()": "homeroom.site.logs.Nameless"}},
        "handlers": {"file": {**to_file, "encoding": "utf-8", "formatter": "nameless"}},
        "root": {"handlers": ["file"], "level": "WARNING"},
        "loggers": {
            "homeroom": {"level": "INFO"},
            "django": {"handlers": [], "level": "WARNING", "propagate": True},
            # Statements hold the values they ask for.
            "django.db.backends": {"level": "WARNING", "propagate": False},
            # Told about by the dozen for each PDF: rules of the stylesheet that mean nothing on paper.
            "weasyprint": {"level": "CRITICAL", "propagate": False},
            "fontTools": {"level": "CRITICAL", "propagate": False},
        },
    }


def told_briefly(error: BaseException) -> str:
    """Its kind and its last place: for a person at the terminal."""
    places = traceback.extract_tb(error.__traceback__)
    where = f" at {Path(places[-1].filename).name}:{places[-1].lineno}" if places else ""
    return f"{type(error).__name__}{where}"


def _one_line(text: str) -> str:
    """What was typed can't begin a line of its own, nor turn what a terminal shows."""
    return "".join(sign if sign.isprintable() else ascii(sign)[1:-1] for sign in text)


def _places(kind: type[BaseException] | None, trace: TracebackType | None) -> str:
    name = kind.__name__ if kind else "an error"
    found = [f"{Path(one.filename).name}:{one.lineno} {one.name}" for one in traceback.extract_tb(trace)]
    return " < ".join([name, *reversed(found)])


def _route(request: object) -> str:
    """ "GET student", and never the address itself: people type names into addresses."""
    match = getattr(request, "resolver_match", None)
    return f"{getattr(request, 'method', '-')} {getattr(match, 'url_name', None) or 'no route'}"
