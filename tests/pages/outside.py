"""A person at the door of an identity provider: goes there, and comes back with what the provider gives."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.http import HttpResponse
from django.test import Client

from homeroom.people.outside.providers import IdentityProvider
from identity_providers import CLIENT, ENTITY, SIGN_IN, Assertion, Issuer, certificate, posted, request_id

# Django's client sends none; SAML's addresses are built from it.
HOST = {"host": "testserver"}


def openid(issuer: Issuer, **more: Any) -> IdentityProvider:
    told = {"id": "district", "name": "Valley District", "kind": "openid", "client_id": CLIENT, "client_secret": "s"}
    return IdentityProvider(**{**told, "issuer": issuer.address, "roster_id_claim": "sis_id", **more})


def saml(**more: Any) -> IdentityProvider:
    told = {"id": "state", "name": "State Login", "kind": "saml", "issuer": ENTITY, "sign_in_url": SIGN_IN}
    return IdentityProvider(**{**told, "certificate": certificate("own"), "roster_id_claim": "sisId", **more})


def leave(client: Client, slug: str, onward: str = "") -> str:
    """Where the link on the sign-in page leads."""
    response = client.get(f"/sign-in/with/{slug}/", {"next": onward} if onward else {}, headers=HOST)
    assert response.status_code == 302, response.content.decode()
    return str(response.headers["Location"])


def query(location: str) -> Mapping[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(location).query).items()}


def come_back(client: Client, issuer: Issuer, onward: str = "", **changed: str) -> HttpResponse:
    """The whole trip through an OpenID issuer; `changed` replaces what comes back in the address."""
    asked = query(leave(client, "district", onward))
    issuer.claims = {"nonce": asked["nonce"], **issuer.claims}
    told = {"code": f"code-{len(issuer.asked)}", "state": asked["state"], **changed}
    back = client.get("/sign-in/with/district/back/", {name: value for name, value in told.items() if value})
    issuer.claims = {name: value for name, value in issuer.claims.items() if name != "nonce"}
    return back  # type: ignore[return-value]


def answer(client: Client, assertion: Assertion, xml: str = "") -> HttpResponse:
    """What a SAML provider's page posts, and the page that the browser gets for it."""
    kept = client.post("/sign-in/with/state/answer/", posted(xml or assertion.xml()), headers=HOST)
    if kept.status_code != 302:
        return kept  # type: ignore[return-value]
    return client.get(kept.headers["Location"], headers=HOST)  # type: ignore[return-value]


def come_back_by_saml(client: Client, **told: Any) -> HttpResponse:
    asked = request_id(leave(client, "state"))
    return answer(client, Assertion(answers=asked, **told))
