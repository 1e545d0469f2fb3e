"""Tokens and assertions that are forged, expired, replayed or meant for others: none gets in, each is told plainly."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import jwt
import pytest
from django.http import HttpResponse
from django.test import Client
from pytest_django import Settings

from a_school import Town
from homeroom.people.signin_models import OutsideIdentity, WaitingIdentity
from identity_providers import (
    CLIENT,
    RSA_SHA1,
    SHA1,
    Assertion,
    Claims,
    Issuer,
    issuer,
    key,
    posted,
    private_pem,
    public_pem,
    request_id,
    sign,
)
from pages.outside import HOST, answer, come_back, come_back_by_saml, leave, openid, query, saml

FAR = 10_000  # seconds
REFUSED = "did not send a sign-in that we can accept. Start again below"


@pytest.fixture
def district() -> Iterator[Issuer]:
    with issuer() as one:
        one.claims = {"sis_id": "staff-teacher"}
        yield one


@pytest.fixture(autouse=True)
def ways_in(settings: Settings, district: Issuer, place: Town) -> None:
    settings.HOMEROOM_IDENTITY_PROVIDERS = (openid(district), saml())


def nobody_in(client: Client, response: HttpResponse) -> None:
    assert response.status_code in (403, 404), response
    body = response.content.decode()
    assert REFUSED in body
    assert body.count('role="alert"') == 1
    assert "_auth_user_id" not in client.session
    assert not OutsideIdentity.objects.exists()
    assert not WaitingIdentity.objects.exists()


# OpenID Connect


def unsigned(claims: Claims, **header: str) -> str:
    parts = ({"alg": "none", "typ": "JWT", "kid": "k1", **header}, claims)
    packed = [base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode() for part in parts]
    return ".".join([*packed, ""])


def shared_secret(claims: Claims, secret: bytes, **header: str) -> str:
    """HS256 with something that anybody may know. PyJWT won't make it, so it is made by hand."""
    import hashlib
    import hmac

    head = unsigned(claims, alg="HS256", **header).rstrip(".")
    signature = hmac.new(secret, head.encode(), hashlib.sha256).digest()
    return f"{head}.{base64.urlsafe_b64encode(signature).rstrip(b'=').decode()}"


def changed(claims: Claims) -> str:
    """A good signature over other claims."""
    head, _, signature = sign(claims).split(".")
    body = base64.urlsafe_b64encode(json.dumps({**claims, "sis_id": "staff-data"}).encode()).rstrip(b"=").decode()
    return f"{head}.{body}.{signature}"


def own_key(claims: Claims) -> str:
    """The token brings the key to check it with."""
    public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(key("other").public_key()))
    return sign(claims, "other", jwk={**public, "kid": "k1"})


def but(**told: Any) -> Callable[[Claims], str]:
    """Well signed, with these claims changed; None takes one away."""
    return lambda claims: sign({name: v for name, v in {**claims, **told}.items() if v is not None})


TOKENS: dict[str, Callable[[Claims], Any]] = {
    "signed with another key": lambda claims: sign(claims, "other"),
    "its own key in the header": own_key,
    "an address for the key": lambda claims: sign(claims, "other", jku="http://127.0.0.1:9/keys"),
    "a key nobody has": lambda claims: sign(claims, kid="k2"),
    "no name of a key": lambda claims: jwt.encode(claims, private_pem("own"), algorithm="RS256"),
    "alg none": unsigned,
    "alg None": lambda claims: unsigned(claims, alg="None"),
    "claims changed after signing": changed,
    "the public key as a secret": lambda claims: shared_secret(claims, public_pem("own")),
    "the client's secret as a key": lambda claims: shared_secret(claims, b"s"),
    "expired": but(exp=1, iat=0),
    "no end": but(exp=None),
    "no beginning": but(iat=None),
    "issued tomorrow": lambda claims: but(iat=claims["iat"] + FAR, exp=claims["exp"] + FAR)(claims),
    "not yet valid": lambda claims: but(nbf=claims["iat"] + FAR)(claims),
    "another audience": but(aud="another-client"),
    "no audience": but(aud=None),
    "another audience too": but(aud=[CLIENT, "another-client"]),
    "made for another party": but(azp="another-client"),
    "another issuer": but(iss="https://elsewhere.example"),
    "no issuer": but(iss=None),
    "the issuer with a slash more": lambda claims: but(iss=claims["iss"] + "/")(claims),
    "no subject": but(sub=None),
    "an empty subject": but(sub=""),
    "a subject that is a number": but(sub=7),
    "a subject without end": but(sub="x" * 256),
    "another nonce": but(nonce="another"),
    "no nonce": but(nonce=None),
    "a nonce that is a list": lambda claims: but(nonce=[claims["nonce"]])(claims),
    "no token": lambda claims: None,
    "nonsense": lambda claims: "nonsense",
    "three dots": lambda claims: "...",
}


@pytest.mark.parametrize("forged", TOKENS)
def test_no_forged_token_gets_in(client: Client, district: Issuer, forged: str) -> None:
    district.token = TOKENS[forged]
    nobody_in(client, come_back(client, district))


@pytest.mark.parametrize(
    "told",
    [
        {"state": ""},
        {"state": "another"},
        {"code": ""},
        {"iss": "https://elsewhere.example"},
        {"code": "", "error": "x"},
    ],
)
def test_no_other_answer_gets_in(client: Client, district: Issuer, told: dict[str, str]) -> None:
    nobody_in(client, come_back(client, district, **told))


def test_a_code_and_its_state_count_once(client: Client, district: Issuer) -> None:
    asked = query(leave(client, "district"))
    district.claims |= {"nonce": asked["nonce"]}
    told = {"code": "once", "state": asked["state"]}
    assert client.get("/sign-in/with/district/back/", told).status_code == 302
    client.post("/sign-out/")
    OutsideIdentity.objects.all().delete()
    nobody_in(client, client.get("/sign-in/with/district/back/", told))  # type: ignore[arg-type]


def test_an_answer_counts_only_in_the_browser_that_asked(client: Client, district: Issuer) -> None:
    """Somebody lures a person into signing in as somebody else."""
    asked = query(leave(client, "district"))
    district.claims |= {"nonce": asked["nonce"]}
    lured = Client()
    told = {"code": "mine", "state": asked["state"]}
    nobody_in(lured, lured.get("/sign-in/with/district/back/", told))  # type: ignore[arg-type]


def test_a_token_of_an_earlier_trip_does_not_count(client: Client, district: Issuer) -> None:
    kept: list[str] = []

    def keep(claims: Claims) -> str:
        kept.append(sign(claims))
        return kept[0]

    district.token = keep
    come_back(client, district)
    OutsideIdentity.objects.all().delete()
    other = Client()
    nobody_in(other, come_back(other, district))


def test_an_issuer_that_describes_another_is_no_issuer(client: Client, district: Issuer) -> None:
    asked = query(leave(client, "district"))
    district.claims |= {"nonce": asked["nonce"]}
    district.description = {"issuer": "https://elsewhere.example"}
    nobody_in(client, client.get("/sign-in/with/district/back/", {"code": "c", "state": asked["state"]}))  # type: ignore[arg-type]


# SAML

TEACHER = (("sisId", "staff-teacher"),)
ASSERTIONS: dict[str, dict[str, Any]] = {
    "unsigned": {"signed_by": None},
    "signed with another key": {"signed_by": "other"},
    "signed with SHA-1": {"algorithms": (RSA_SHA1, SHA1)},
    "another issuer": {"issuer": "https://elsewhere.example/saml"},
    "another audience": {"audience": "https://elsewhere.example"},
    "no audience": {"audience": ""},
    "another recipient": {"recipient": "https://elsewhere.example/answer/"},
    "a recipient that only begins alike": {"recipient": "http://testserver/sign-in/with/state/answer/more/"},
    "no recipient": {"recipient": ""},
    "another destination": {"destination": "https://elsewhere.example/answer/"},
    "a destination that only begins alike": {"destination": "http://testserver/sign-in/with/state/answer/more/"},
    "expired": {"begins": -600, "ends": -400},
    "not yet valid": {"begins": 400, "ends": 600},
    "confirmed too long ago": {"confirmed_ends": -400},
    "confirmed without end": {"confirmed_ends": None},
    "not successful": {"status": "urn:oasis:names:tc:SAML:2.0:status:Requester"},
    "confirmed for another request": {"confirmed_answers": "_another"},
    "confirmed for no request": {"confirmed_answers": ""},
    "a name for one visit": {"name_format": "urn:oasis:names:tc:SAML:2.0:nameid-format:transient"},
    "an e-mail address as subject": {"name_format": "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress"},
    "an empty subject": {"subject": ""},
    "a subject without end": {"subject": "x" * 256},
}


@pytest.mark.parametrize("forged", ASSERTIONS)
def test_no_forged_assertion_gets_in(client: Client, forged: str) -> None:
    nobody_in(client, come_back_by_saml(client, attributes=TEACHER, **ASSERTIONS[forged]))


@pytest.mark.parametrize("asked", ["", "_another"])
def test_nothing_that_we_did_not_ask_for_gets_in(client: Client, asked: str) -> None:
    """A provider that begins by itself, and an answer to somebody else's request."""
    leave(client, "state")
    nobody_in(client, answer(client, Assertion(answers=asked, attributes=TEACHER)))


def test_an_assertion_counts_once(client: Client) -> None:
    asked = request_id(leave(client, "state"))
    good = Assertion(answers=asked, attributes=TEACHER)
    xml = good.xml()
    assert answer(client, good, xml).status_code == 302
    client.post("/sign-out/")
    OutsideIdentity.objects.all().delete()
    nobody_in(client, answer(client, good, xml))


def test_an_assertion_counts_once_even_where_a_new_request_has_its_id(client: Client) -> None:
    """Were the memory of requests lost, the assertion's own id still says that it was used."""
    asked = request_id(leave(client, "state"))
    good = Assertion(answers=asked, attributes=TEACHER)
    states = dict(client.session["socialaccount_states"])
    answer(client, good, good.xml())
    OutsideIdentity.objects.all().delete()
    other = Client()
    leave(other, "state")
    session = other.session
    session["socialaccount_states"] = states
    session.save()
    nobody_in(other, answer(other, good, good.xml()))


def test_an_assertion_counts_only_in_the_browser_that_asked(client: Client) -> None:
    asked = request_id(leave(client, "state"))
    lured = Client()
    nobody_in(lured, answer(lured, Assertion(answers=asked, attributes=TEACHER)))


WRAPPED = "staff-data"


def beside(good: Assertion) -> str:
    """A forged assertion before the signed one."""
    signed = good.xml()
    evil = Assertion(answers=good.answers, attributes=(("sisId", WRAPPED),), signed_by=None).assertion()
    return signed.replace("</samlp:Status>", f"</samlp:Status>{evil}", 1)


def after(good: Assertion) -> str:
    evil = Assertion(answers=good.answers, attributes=(("sisId", WRAPPED),), signed_by=None).assertion()
    return good.xml().replace("</samlp:Response>", f"{evil}</samlp:Response>")


def inside(good: Assertion) -> str:
    """The signed one hidden within a forged one of the same id."""
    signed = re.search(r"<saml:Assertion.*</saml:Assertion>", good.xml(), re.S)
    assert signed is not None
    forged = Assertion(answers=good.answers, attributes=(("sisId", WRAPPED),), id=good.id).assertion()
    hidden = forged.replace("</saml:Issuer>", f"</saml:Issuer><saml:Advice>{signed[0]}</saml:Advice>", 1)
    return good.around(hidden)


def in_the_signature(good: Assertion) -> str:
    """The signature moved to a forged assertion, the signed one kept as an object within it."""
    xml = good.xml()
    signed, signature = (re.search(rf"<{tag}[ >].*</{tag}>", xml, re.S) for tag in ("saml:Assertion", "ds:Signature"))
    assert signed is not None
    assert signature is not None
    original = signed[0].replace(signature[0], "")
    wrapped = signature[0].replace("</ds:Signature>", f"<ds:Object>{original}</ds:Object></ds:Signature>")
    forged = Assertion(answers=good.answers, attributes=(("sisId", WRAPPED),)).assertion()
    return good.around(forged.replace("</saml:Issuer>", f"</saml:Issuer>{wrapped}", 1))


def tampered(good: Assertion) -> str:
    return good.xml().replace("staff-teacher", WRAPPED)


def entity(good: Assertion) -> str:
    return '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>' + good.xml().replace("staff-teacher", "&e;")


@pytest.mark.parametrize("wrap", [beside, after, inside, in_the_signature, tampered, entity])
def test_no_signature_covers_what_it_did_not_sign(client: Client, wrap: Callable[[Assertion], str]) -> None:
    good = Assertion(answers=request_id(leave(client, "state")), attributes=TEACHER)
    nobody_in(client, answer(client, good, wrap(good)))


def test_a_comment_does_not_shorten_a_subject(client: Client) -> None:
    told = {"subject": "subject-1<!-- -->.evil", "attributes": (("sisId", "nobody"),)}
    come_back_by_saml(client, **told)
    assert [one.subject for one in WaitingIdentity.objects.all()] in ([], ["subject-1.evil"])


@pytest.mark.parametrize("form", [{}, {"SAMLResponse": "!"}, {"SAMLResponse": "bm9uc2Vuc2U="}, posted("<a/>")])
def test_what_is_no_answer_at_all_gets_in_nowhere(client: Client, form: dict[str, str]) -> None:
    kept = client.post("/sign-in/with/state/answer/", form, headers=HOST)
    nobody_in(client, client.get(kept.headers["Location"], headers=HOST))  # type: ignore[arg-type]


def test_an_answer_too_large_is_not_even_kept(client: Client) -> None:
    nobody_in(client, client.post("/sign-in/with/state/answer/", posted("x" * 300_000), headers=HOST))  # type: ignore[arg-type]


def test_finishing_without_an_answer(client: Client) -> None:
    nobody_in(client, client.get("/sign-in/with/state/finish/", headers=HOST))  # type: ignore[arg-type]


def test_there_are_thirty_and_more() -> None:
    assert len(TOKENS) + len(ASSERTIONS) >= 30
