"""Tells a program's OneRoster gradebook of assignments. What it did not take in so many words was not sent."""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode, urlsplit
from uuid import UUID

from homeroom.goals.channels import gradebook
from homeroom.goals.channels.asking import LIMITS, Answer, Limits, ask
from homeroom.goals.channels.gradebook import Body, Line
from homeroom.goals.channels.program_apis import ProgramApi
from homeroom.goals.channels.why import ChannelError, Why

TAKEN = (200, 201, 204)
# One program may hold the worker for so many seconds; what is left is sent another time.
LONGEST = 60.0


@dataclass
class Pushed:
    """What came of one go: the assignments that were taken, those refused with the reason, and why it ended early.

    `stopped` none: all were tried. Where it is worth another go (`again`), what is neither taken nor refused waits.
    """

    taken: list[UUID] = field(default_factory=list)
    refused: dict[UUID, Why] = field(default_factory=dict)
    stopped: Why | None = None
    again: bool = False
    wait: float = 0


def push(api: ProgramApi, lines: Sequence[Line], limits: Limits = LIMITS, longest: float = LONGEST) -> Pushed:
    """Tell the gradebook of each line and each child in it. Whatever the other side does, this comes back."""
    done = Pushed()
    try:
        door = _Door(api, limits, time.monotonic() + longest)
        category = api.category or door.put_category()
        for line in lines:
            _push_line(door, line, category, done)
    except ChannelError as error:
        done.stopped, done.again, done.wait = error.why, error.again, error.wait
    return done


def _push_line(door: _Door, line: Line, category: str, done: Pushed) -> None:
    """A line that is refused takes its children with it; a child that is refused takes nobody."""
    try:
        door.put("lineItems", line.sourced_id, gradebook.line_item(line, category, door.api.address))
    except _RefusedError as error:
        done.refused |= dict.fromkeys((assignment for assignment, _ in line.children), error.why)
        return
    for assignment, child in line.children:
        try:
            door.put("results", str(assignment), gradebook.result(line, assignment, child, door.api.address))
        except _RefusedError as error:
            done.refused[assignment] = error.why
        else:
            done.taken.append(assignment)


class _RefusedError(ChannelError):
    """This one thing was refused; another may be taken."""


class _Door:
    """A gradebook with the token that opens it. The token is kept nowhere else."""

    def __init__(self, api: ProgramApi, limits: Limits, until: float) -> None:
        self.api, self.limits, self.until = api, limits, until
        self.host = urlsplit(api.address).hostname or ""
        self.token = self._token()

    def put_category(self) -> str:
        sourced_id = gradebook.category_id(self.api.client_id)
        self.put("categories", sourced_id, gradebook.category(sourced_id))
        return sourced_id

    def put(self, collection: str, sourced_id: str, body: Body) -> None:
        """Put one object under its id. Raises ChannelError unless the answer says that it was taken."""
        path = f"{self.api.address.rstrip('/')}{gradebook.BASE}/{collection}/{quote(sourced_id, safe='')}"
        answer = self._put(path, body)
        if answer.status == 401:  # a token may end before its time: once more with a fresh one
            self.token = self._token()
            answer = self._put(path, body)
        self._judge(answer)
        _must_be_ours(answer, sourced_id, self.host)

    def _put(self, path: str, body: Body) -> Answer:
        headers = {
            "Authorization": f"Bearer {self.token}",
            "Content-Type": "application/json",
            "Accept": "application/json",
        }
        return self._ask("PUT", path, headers, json.dumps(body).encode())

    def _ask(self, method: Any, path: str, headers: Mapping[str, str], body: bytes) -> Answer:
        if time.monotonic() > self.until:
            raise ChannelError(Why("slow", {"host": self.host}), again=True)
        return ask(method, path, headers, body, private=self.api.private, limits=self.limits)

    def _token(self) -> str:
        """A token by OAuth 2 client credentials: our id and secret go in the header, and only there."""
        pair = f"{quote(self.api.client_id, safe='')}:{quote(self.api.client_secret, safe='')}"
        headers = {
            "Authorization": f"Basic {base64.b64encode(pair.encode()).decode()}",
            "Content-Type": "application/x-www-form-urlencoded",
            "Accept": "application/json",
        }
        form = urlencode({"grant_type": "client_credentials", "scope": gradebook.SCOPE}).encode()
        answer = self._ask("POST", self.api.token_address, headers, form)
        host = urlsplit(self.api.token_address).hostname or ""
        if 400 <= answer.status < 500 and answer.status not in (408, 429):
            raise ChannelError(Why("sign_in", {"host": host, "status": answer.status}))
        self._judge(answer)
        token = _object(answer, host).get("access_token")
        if not isinstance(token, str) or not token.isascii() or not token.isprintable() or not token:
            raise ChannelError(Why("nonsense", {"host": host}), again=True)
        return token

    def _judge(self, answer: Answer) -> None:
        """Raises ChannelError for everything but an answer that says yes."""
        status, told = answer.status, {"host": self.host, "status": answer.status}
        if status in TAKEN:
            return
        if 300 <= status < 400:
            raise ChannelError(Why("redirect", {"host": self.host}))
        if status in (401, 403):
            raise ChannelError(Why("sign_in", told))
        if status in (408, 429):
            raise ChannelError(Why("busy", told), again=True, wait=answer.wait)
        if 400 <= status < 500:
            raise _RefusedError(Why("refused", told))
        if 500 <= status < 600:
            raise ChannelError(Why("error", told), again=True, wait=answer.wait)
        raise ChannelError(Why("nonsense", {"host": self.host}), again=True)


def _must_be_ours(answer: Answer, sourced_id: str, host: str) -> None:
    """An answer with words in it must be a gradebook's, about this object: a page that says 200 to all took nothing."""
    if not answer.body.strip():
        return
    told = _object(answer, host)
    status = told.get("imsx_StatusInfo", told)
    if isinstance(status, dict) and str(status.get("imsx_codeMajor", "success")).lower() == "failure":
        raise _RefusedError(Why("refused", {"host": host, "status": answer.status}))
    named = [one["sourcedId"] for one in told.values() if isinstance(one, dict) and "sourcedId" in one]
    if any(name != sourced_id for name in named):
        raise ChannelError(Why("nonsense", {"host": host}), again=True)


def _object(answer: Answer, host: str) -> dict[str, Any]:
    try:
        told = json.loads(answer.body)
    except (ValueError, RecursionError):
        told = None
    if not isinstance(told, dict):
        raise ChannelError(Why("nonsense", {"host": host}), again=True)
    return told
