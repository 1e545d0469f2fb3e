"""Asking another system over the network, so that none of them can hold us up, lead us elsewhere or fill our memory.

One connection a question, to an address that was looked at: no redirects, no proxies, a limit in all seconds and bytes.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from http.client import HTTPConnection, HTTPException
from typing import Literal
from urllib.parse import urlsplit

from django.utils import timezone

from homeroom.goals.channels.why import ChannelError, Why

LONGEST_WAIT = 60 * 60


@dataclass(frozen=True)
class Limits:
    """Seconds until a connection stands, seconds for all of one question, and bytes of its answer."""

    connect: float = 5
    total: float = 15
    largest: int = 1 << 20


LIMITS = Limits()


@dataclass(frozen=True)
class Answer:
    """What came back. `wait` is for how many seconds it asks us to stay away; 0 where it doesn't."""

    status: int
    body: bytes
    wait: float


def ask(
    method: Literal["GET", "POST", "PUT"],
    address: str,
    headers: Mapping[str, str],
    body: bytes,
    *,
    private: bool = False,
    limits: Limits = LIMITS,
) -> Answer:
    """Ask one question. Raises ChannelError, with nothing of the question in it, where no answer came."""
    parts = urlsplit(address)
    host = parts.hostname or ""
    secure = parts.scheme == "https"
    with _errors(host, limits):
        port = parts.port or (443 if secure else 80)
        line = _Line(host, port, _place(host, port, private), ssl.create_default_context() if secure else None, limits)
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        return line.ask(method, path or "/", headers, body)


class _Line(HTTPConnection):
    """A connection to one place that has been looked at, whatever the name says meanwhile; cut when time is up."""

    def __init__(self, host: str, port: int, place: str, context: ssl.SSLContext | None, limits: Limits) -> None:
        super().__init__(host, port, timeout=limits.connect)
        self.default_port = 443 if context else 80
        self.place, self.context, self.limits = place, context, limits
        # The library lets go of `sock` while it reads the answer.
        self.held: socket.socket | None = None
        self.late = False

    def connect(self) -> None:
        plain = socket.create_connection((self.place, self.port), self.timeout)
        plain.settimeout(self.limits.total)
        self.sock = self.held = plain
        if self.context:
            # The handshake comes when the clock can reach the socket.
            secure = self.context.wrap_socket(plain, server_hostname=self.host, do_handshake_on_connect=False)
            self.sock = self.held = secure
            secure.do_handshake()

    def ask(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> Answer:
        # Each byte may come in time and the whole never: only a clock of its own ends that.
        clock = threading.Timer(self.limits.total, self._cut)
        clock.daemon = True
        clock.start()
        try:
            self.request(method, path, body, {**headers, "Connection": "close"})
            with closing(self.getresponse()) as response:
                text = response.read(self.limits.largest + 1)
            if len(text) > self.limits.largest:
                raise HTTPException
            if self.late:  # cut in the middle of an answer without a length, which looks like its end
                raise TimeoutError
            return Answer(response.status, text, _wait(response.getheader("Retry-After", "")))
        except (OSError, HTTPException, ValueError):
            if self.late:
                raise TimeoutError from None
            raise
        finally:
            clock.cancel()
            self.close()

    def _cut(self) -> None:
        self.late = True
        if self.held is not None:
            with suppress(OSError):  # it ended meanwhile
                socket.socket.shutdown(self.held, socket.SHUT_RDWR)


@contextmanager
def _errors(host: str, limits: Limits) -> Iterator[None]:
    """Whatever can go wrong between two machines, as one of our reasons."""
    try:
        yield
    except TimeoutError:
        raise ChannelError(Why("timeout", {"host": host, "seconds": f"{limits.total:g}"}), again=True) from None
    except ssl.SSLCertVerificationError:
        raise ChannelError(Why("certificate", {"host": host})) from None
    except OSError:
        raise ChannelError(Why("unreachable", {"host": host}), again=True) from None
    except (HTTPException, ValueError):
        raise ChannelError(Why("nonsense", {"host": host}), again=True) from None


def _place(host: str, port: int, private: bool) -> str:
    """The number that the host's name stands for. A name with one number in a private network is refused whole."""
    found = list(dict.fromkeys(str(one[4][0]) for one in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)))
    if not private and not all(map(_open_to_all, found)):
        raise ChannelError(Why("private", {"host": host}))
    return found[0]


def _open_to_all(number: str) -> bool:
    place = ipaddress.ip_address(number.partition("%")[0])
    inner = getattr(place, "ipv4_mapped", None) or place
    return bool(inner.is_global and not inner.is_multicast)


def _wait(told: str) -> float:
    """Seconds out of a Retry-After, which is a number or a day and hour; an hour at most."""
    if told.isascii() and told.isdigit():
        seconds = float(told[:6])
    else:
        try:
            seconds = (parsedate_to_datetime(told) - timezone.now()).total_seconds()
        except (TypeError, ValueError):
            return 0
    return min(max(seconds, 0), LONGEST_WAIT)
