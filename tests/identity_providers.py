"""Small identity providers of the tests' own: an OpenID issuer that listens, and a SAML one that signs."""

from __future__ import annotations

import base64
import json
import threading
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit
from uuid import uuid4

import jwt
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.x509.oid import NameOID
from onelogin.saml2.utils import OneLogin_Saml2_Utils

CLIENT = "homeroom-client"
Claims = dict[str, Any]


@cache
def key(name: str) -> RSAPrivateKey:
    """A key of this name, made once a run."""
    return generate_private_key(public_exponent=65537, key_size=2048)


def private_pem(name: str) -> str:
    form = serialization.PrivateFormat.PKCS8
    return key(name).private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption()).decode()


def public_pem(name: str) -> bytes:
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    return key(name).public_key().public_bytes(serialization.Encoding.PEM, form)


@cache
def certificate(name: str) -> str:
    who = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "idp.test")])
    now = datetime.now(UTC)
    made = x509.CertificateBuilder().subject_name(who).issuer_name(who).public_key(key(name).public_key())
    made = made.serial_number(1).not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=2))
    return made.sign(key(name), hashes.SHA256()).public_bytes(serialization.Encoding.PEM).decode()


def sign(claims: Claims, by: str = "own", **header: Any) -> str:
    return jwt.encode(claims, private_pem(by), algorithm="RS256", headers={"kid": "k1", **header})


@dataclass
class Issuer:
    """An OpenID issuer. `token` makes the ID token out of good claims; each test that forges sets its own."""

    address: str = ""
    claims: Claims = field(default_factory=dict)
    token: Callable[[Claims], Any] = sign
    description: Claims = field(default_factory=dict)
    status: int = 200
    spent: set[str] = field(default_factory=set)
    asked: list[dict[str, list[str]]] = field(default_factory=list)

    def good(self) -> Claims:
        now = int(datetime.now(UTC).timestamp())
        return {"iss": self.address, "aud": CLIENT, "sub": "subject-1", "iat": now, "exp": now + 300, **self.claims}

    def answer(self, path: str, form: dict[str, list[str]]) -> Any:
        if path == "/.well-known/openid-configuration":
            return self._described()
        if path == "/jwks":
            public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(key("own").public_key()))
            return {"keys": [{**public, "kid": "k1", "use": "sig", "alg": "RS256"}]}
        self.asked.append(form)
        code = form.get("code", [""])[0]
        if path != "/token" or code in self.spent:  # a code is good for one use
            return {"error": "invalid_grant"}
        self.spent.add(code)
        return {"access_token": "a", "token_type": "Bearer", "id_token": self.token(self.good())}

    def _described(self) -> Claims:
        return {
            "issuer": self.address,
            "authorization_endpoint": f"{self.address}/authorize",
            "token_endpoint": f"{self.address}/token",
            "jwks_uri": f"{self.address}/jwks",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
            **self.description,
        }


@contextmanager
def issuer() -> Iterator[Issuer]:
    """An issuer that listens on this machine until the block ends."""
    one = Issuer()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked = {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}
            if urlsplit(self.path).path != "/authorize":
                return self._tell({})
            # Whoever comes is known here at once.
            one.claims["nonce"] = asked["nonce"]
            back = urlencode({"code": f"code-{len(one.asked)}", "state": asked["state"]})
            self.send_response(302)
            self.send_header("Location", f"{asked['redirect_uri']}?{back}")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def do_POST(self) -> None:
            self._tell(parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode()))

        def _tell(self, form: dict[str, list[str]]) -> None:
            body = json.dumps(one.answer(urlsplit(self.path).path, form)).encode()
            self.send_response(one.status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    one.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield one
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


# SAML

ENTITY, SIGN_IN = "https://idp.test/saml", "https://idp.test/sso"
ACS = "http://testserver/sign-in/with/state/answer/"
AUDIENCE = "http://testserver/sign-in/with/state/metadata.xml"
SHA256 = "http://www.w3.org/2001/04/xmlenc#sha256"
RSA_SHA256 = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"
RSA_SHA1, SHA1 = "http://www.w3.org/2000/09/xmldsig#rsa-sha1", "http://www.w3.org/2000/09/xmldsig#sha1"
PERSISTENT = "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent"
SUCCESS = "urn:oasis:names:tc:SAML:2.0:status:Success"
TO_ANSWER = object()


def request_id(location: str) -> str:
    """The id of the request that a redirect to the provider carries."""
    packed = parse_qs(urlsplit(location).query)["SAMLRequest"][0]
    xml = zlib.decompress(base64.b64decode(packed), -15).decode()
    return xml.split(' ID="', 1)[1].split('"', 1)[0]


@dataclass(frozen=True)
class Assertion:
    """What a SAML answer says. Good as it stands, but for the request that it answers."""

    answers: str = ""
    subject: str = "subject-1"
    name_format: str = PERSISTENT
    issuer: str = ENTITY
    audience: str = AUDIENCE
    recipient: str = ACS
    destination: str = ACS
    status: str = SUCCESS
    begins: int = -60  # seconds from now
    ends: int = 300
    confirmed_ends: int | None = 300
    confirmed_answers: Any = TO_ANSWER
    attributes: tuple[tuple[str, str], ...] = ()
    id: str = field(default_factory=lambda: f"_{uuid4().hex}")
    signed_by: str | None = "own"
    algorithms: tuple[str, str] = (RSA_SHA256, SHA256)

    def xml(self) -> str:
        """The whole answer, its assertion signed."""
        assertion = self.assertion()
        if self.signed_by:
            pair = private_pem(self.signed_by), certificate(self.signed_by)
            signed: bytes = OneLogin_Saml2_Utils.add_sign(assertion, *pair, False, *self.algorithms)
            assertion = signed.decode().removeprefix('<?xml version="1.0"?>').strip()
        return self.around(assertion)

    def around(self, inside: str) -> str:
        answers = f' InResponseTo="{self.answers}"' if self.answers else ""
        destination = f' Destination="{self.destination}"' if self.destination else ""
        return (
            '<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol"'
            f' xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="_{uuid4().hex}" Version="2.0"'
            f' IssueInstant="{_at(0)}"{destination}{answers}><saml:Issuer>{self.issuer}</saml:Issuer>'
            f'<samlp:Status><samlp:StatusCode Value="{self.status}"/></samlp:Status>{inside}</samlp:Response>'
        )

    def assertion(self) -> str:
        asked = self.answers if self.confirmed_answers is TO_ANSWER else self.confirmed_answers
        parts = {"Recipient": self.recipient, "InResponseTo": asked}
        if self.confirmed_ends is not None:
            parts["NotOnOrAfter"] = _at(self.confirmed_ends)
        confirmed = "".join(f' {name}="{value}"' for name, value in parts.items() if value)
        told = "".join(
            f'<saml:Attribute Name="{name}"><saml:AttributeValue>{value}</saml:AttributeValue></saml:Attribute>'
            for name, value in self.attributes
        )
        audience = f"<saml:Audience>{self.audience}</saml:Audience>"
        restricted = f"<saml:AudienceRestriction>{audience}</saml:AudienceRestriction>" if self.audience else ""
        return (
            f'<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="{self.id}" Version="2.0"'
            f' IssueInstant="{_at(0)}"><saml:Issuer>{self.issuer}</saml:Issuer><saml:Subject>'
            f'<saml:NameID Format="{self.name_format}">{self.subject}</saml:NameID>'
            f'<saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer">'
            f"<saml:SubjectConfirmationData{confirmed}/></saml:SubjectConfirmation></saml:Subject>"
            f'<saml:Conditions NotBefore="{_at(self.begins)}" NotOnOrAfter="{_at(self.ends)}">{restricted}'
            f'</saml:Conditions><saml:AuthnStatement AuthnInstant="{_at(0)}"><saml:AuthnContext>'
            "<saml:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport"
            "</saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement>"
            + (f"<saml:AttributeStatement>{told}</saml:AttributeStatement>" if told else "")
            + "</saml:Assertion>"
        )


def posted(xml: str) -> dict[str, str]:
    return {"SAMLResponse": base64.b64encode(xml.encode()).decode()}


def _at(seconds: int) -> str:
    return (datetime.now(UTC) + timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%SZ")
