"""The web server: where a request ends is read one way alone."""

from __future__ import annotations

import pytest
from gunicorn.config import Config
from gunicorn.http.errors import ParseException
from gunicorn.http.parser import RequestParser

HEAD = b"POST /sign-in/ HTTP/1.1\r\nHost: localhost\r\n"
ODD = {
    "two ways to tell the length": b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "two lengths": b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello!",
    "a length that is no number": b"Content-Length: +5\r\n\r\nhello",
    "chunks under another name": b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
    "a blank before the colon": b"Content-Length : 5\r\n\r\nhello",
    "a line that goes on": b"Host2: a\r\n b\r\n\r\n",
    "a sign that ends a line": b"X: a\x00b\r\n\r\n",
}


def read(raw: bytes) -> object:
    return next(RequestParser(Config(), iter([raw]), ("127.0.0.1", 1)))


def test_a_sound_request_is_read() -> None:
    assert read(HEAD + b"Content-Length: 5\r\n\r\nhello") is not None


@pytest.mark.parametrize("tail", ODD.values(), ids=ODD)
def test_a_request_that_tells_two_lengths_is_refused(tail: bytes) -> None:
    with pytest.raises(ParseException):
        read(HEAD + tail)


def test_headers_of_a_proxy_count_from_this_machine_alone() -> None:
    assert Config().forwarded_allow_ips in (["127.0.0.1", "::1"], ["127.0.0.1"])
