"""Asking another machine: whatever it does, it holds us up no longer, leads us nowhere and fills no memory."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator

import pytest

from goals.a_gradebook import Fault, Gradebook, drips, elsewhere, endless, gradebook, hangs_up, says, silent, status
from homeroom.goals.channels.asking import LONGEST_WAIT, Answer, Limits, _open_to_all, _wait, ask
from homeroom.goals.channels.why import ChannelError

SHORT = Limits(connect=0.5, total=0.4, largest=1 << 16)


@pytest.fixture
def book() -> Iterator[Gradebook]:
    with gradebook() as one:
        yield one


def asked(address: str, private: bool = True) -> Answer:
    return ask("PUT", address, {"Accept": "application/json"}, b"{}", private=private, limits=SHORT)


def why(book: Gradebook, fault: Fault, private: bool = True) -> ChannelError:
    book.faults["x"] = [fault]
    with pytest.raises(ChannelError) as caught:
        asked(f"{book.address}/ims/oneroster/gradebook/v1p2/x/1", private)
    return caught.value


def test_an_answer_comes_with_its_status_and_body(book: Gradebook) -> None:
    book.faults["x"] = [says({"a": 1}, 418)]
    answer = asked(f"{book.address}/ims/oneroster/gradebook/v1p2/x/1")
    assert (answer.status, answer.body, answer.wait) == (418, b'{"a": 1}', 0)


def test_a_redirect_is_an_answer_and_nobody_follows_it(book: Gradebook) -> None:
    book.faults["x"] = [elsewhere]
    assert asked(f"{book.address}/ims/oneroster/gradebook/v1p2/x/1").status == 302
    assert len(book.asked) == 1


@pytest.mark.parametrize("fault", [silent, drips])
def test_who_is_slow_is_left_when_time_is_up(book: Gradebook, fault: Callable[[Gradebook], Fault]) -> None:
    began = time.monotonic()
    error = why(book, fault(book))
    assert time.monotonic() - began < 5
    assert error.why.code == "timeout" and error.again
    assert "it may have arrived all the same" in error.why.english


def test_a_handshake_that_never_ends_is_left_too() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        stop = threading.Event()

        def mute() -> None:
            connection, _ = server.accept()
            stop.wait(10)
            connection.close()

        threading.Thread(target=mute, daemon=True).start()
        with pytest.raises(ChannelError) as caught:
            asked(f"https://127.0.0.1:{server.getsockname()[1]}/")
        stop.set()
    assert caught.value.why.code == "timeout"


def test_who_sends_without_end_is_cut(book: Gradebook) -> None:
    assert why(book, endless).why.code == "nonsense"


def test_who_hangs_up_was_not_reached(book: Gradebook) -> None:
    error = why(book, hangs_up)
    assert (error.why.code, error.again) == ("unreachable", True)


def test_who_does_not_speak_http_speaks_nonsense(book: Gradebook) -> None:
    assert why(book, lambda handler: [handler.wfile.write(b"SSH-2.0-x\r\n\r\n"), None][1]).why.code == "nonsense"


def test_nobody_there_is_worth_another_try() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    with pytest.raises(ChannelError) as caught:
        asked(f"http://127.0.0.1:{port}/")
    assert (caught.value.why.code, caught.value.again) == ("unreachable", True)


def test_a_private_network_is_refused_unless_it_is_allowed(book: Gradebook) -> None:
    error = why(book, status(200), private=False)
    assert (error.why.code, error.again) == ("private", False)
    assert book.asked == []


def test_a_name_that_leads_inside_is_refused_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    numbers = [(2, 1, 6, "", (number, 443)) for number in ("93.184.216.34", "10.0.0.7")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: numbers)
    with pytest.raises(ChannelError, match="lies in a private network"):
        asked("https://gradebook.example/", private=False)


@pytest.mark.parametrize(
    ("number", "open_"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1:248:1893:25c8:1946", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("169.254.169.254", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("::1", False),
        ("fe80::1%eth0", False),
        ("::ffff:10.0.0.1", False),
    ],
)
def test_which_numbers_are_open_to_all(number: str, open_: bool) -> None:
    assert _open_to_all(number) is open_


def test_a_certificate_that_nobody_signed_is_not_trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    def untrusted(*_: object, **__: object) -> None:
        raise ssl.SSLCertVerificationError

    monkeypatch.setattr(ssl.SSLSocket, "do_handshake", untrusted)
    with socket.create_server(("127.0.0.1", 0)) as server, pytest.raises(ChannelError) as caught:
        asked(f"https://127.0.0.1:{server.getsockname()[1]}/")
    assert (caught.value.why.code, caught.value.again) == ("certificate", False)


@pytest.mark.parametrize(
    ("told", "seconds"),
    [("", 0), ("120", 120), ("99999999", LONGEST_WAIT), ("soon", 0), ("Sun, 01 Jan 2006 10:00:00 GMT", 0), ("٣", 0)],
)
def test_how_long_we_are_asked_to_wait(told: str, seconds: float) -> None:
    assert _wait(told) == seconds


def test_a_day_and_hour_to_wait_for_is_read(book: Gradebook) -> None:
    book.faults["x"] = [status(503, Retry_After="Fri, 01 Jan 2999 10:00:00 GMT")]
    assert asked(f"{book.address}/ims/oneroster/gradebook/v1p2/x/1").wait == LONGEST_WAIT
