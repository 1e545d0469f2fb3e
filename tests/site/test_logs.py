"""No log line holds a name, whatever an error says and whatever somebody typed into an address."""

from __future__ import annotations

import logging
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from gunicorn.config import Config

from homeroom.site import commands
from homeroom.site.logs import InHome, Nameless, logging_of, told_briefly
from homeroom.site.server_log import ServerLogger

NAME = "Zephyrine Vantongeren"


def line(name: str = "homeroom.intake", msg: object = "words", args: object = (), **more: object) -> str:
    record = logging.LogRecord(name, logging.ERROR, __file__, 1, msg, args, more.pop("exc_info", None))  # type: ignore[arg-type]
    record.__dict__.update(more)
    return Nameless().format(record)


def raised() -> Exception:
    try:
        raise ValueError(f"no grade for {NAME}")
    except ValueError as error:
        return error


def test_an_error_is_told_by_its_kind_and_places_alone() -> None:
    error = raised()
    told = line(msg="job %s stopped", args=(4,), exc_info=(type(error), error, error.__traceback__))
    assert NAME not in told
    assert "job 4 stopped" in told
    assert "ValueError < test_logs.py:" in told


@pytest.mark.parametrize("msg", ["it stopped: %s", raised()])
def test_an_error_as_words_is_told_by_its_kind(msg: object) -> None:
    told = line(msg=msg, args=(raised(),) if isinstance(msg, str) else ())
    assert NAME not in told
    assert "ValueError" in told


def test_a_request_is_told_by_its_route() -> None:
    match = SimpleNamespace(url_name="student")
    asked = SimpleNamespace(method="GET", resolver_match=match, path=f"/{NAME}/")
    told = line("django.request", f"Not Found: /{NAME}/", status_code=404, request=asked)
    assert told.endswith(" 404 GET student")
    nowhere = SimpleNamespace(method="GET", resolver_match=None)
    assert line("django.request", f"Not Found: /{NAME}/", status_code=404, request=nowhere).endswith("GET no route")


def test_the_file_is_the_owners_alone(tmp_path: Path) -> None:
    handler = InHome(tmp_path / "logs" / "homeroom.log", delay=True)
    assert not (tmp_path / "logs").exists()
    handler.emit(logging.LogRecord("homeroom", logging.ERROR, "", 1, "words", (), None))
    handler.close()
    assert (tmp_path / "logs" / "homeroom.log").stat().st_mode & 0o077 == 0


def test_statements_are_never_logged(tmp_path: Path) -> None:
    told = logging_of(tmp_path)
    assert told["loggers"]["django.db.backends"] == {"level": "WARNING", "propagate": False}


def test_the_web_server_names_no_query(capsys: pytest.CaptureFixture[str]) -> None:
    config = Config()
    config.set("errorlog", "-")
    logger = ServerLogger(config)
    try:
        raise ValueError(NAME)
    except ValueError:
        logger.exception("Error handling request %s", "/who/4/?q=Zephyrine")
    said = capsys.readouterr().err
    assert "Error handling request /who/4/" in said
    assert "ValueError" in said
    assert "Zephyrine" not in said
    logger.error_log.handlers.clear()


def test_a_command_that_breaks_says_no_name(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    def broken(**_: object) -> None:
        raise raised()

    monkeypatch.setattr(commands, "app", broken)
    with pytest.raises(SystemExit) as ended:
        commands.main()
    said = " ".join(capsys.readouterr().err.split())
    assert ended.value.code == 1
    assert "Something broke on our side (ValueError at test_logs.py:" in said
    assert NAME not in said
    assert NAME not in Nameless().format(caplog.records[-1])


def test_an_error_that_was_never_raised_has_no_place() -> None:
    assert told_briefly(ValueError(NAME)) == "ValueError"
    assert sys.exc_info() == (None, None, None)
