"""SAML, stricter than the library's own: what it only checks where it is present must be present."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.saml.provider import SAMLProvider
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.urls import reverse
from lxml import etree
from onelogin.saml2.auth import OneLogin_Saml2_Auth
from onelogin.saml2.xml_utils import OneLogin_Saml2_XML

from homeroom.people.spent import spend

NAMES = {"saml": "urn:oasis:names:tc:SAML:2.0:assertion", "samlp": "urn:oasis:names:tc:SAML:2.0:protocol"}
PERSISTENT = "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent"
LONGEST = 255
# Read by allauth: nothing unsigned, nothing that we did not ask for.
ADVANCED = {
    "strict": True,
    "want_assertion_signed": True,
    "want_attribute_statement": False,
    "want_name_id": True,
    "reject_deprecated_algorithm": True,
    "reject_idp_initiated_sso": True,
    "allow_single_label_domains": True,
    "name_id_format": PERSISTENT,
}


class Saml(SAMLProvider):
    def sociallogin_from_response(self, request: HttpRequest, response: OneLogin_Saml2_Auth) -> SocialLogin:
        """Called when the library is satisfied. Raises PermissionDenied where we are not."""
        told = _told(response)
        acs = request.build_absolute_uri(reverse("saml_acs", args=[self.app.client_id]))
        ours = request.build_absolute_uri(reverse("saml_metadata", args=[self.app.client_id]))
        if not told.recipients or set(told.recipients) != {acs} or told.destination not in ("", acs):
            raise PermissionDenied("recipient")
        if set(told.audiences) != {ours}:
            raise PermissionDenied("audience")
        if not told.asked or set(told.asked) != {response.get_last_response_in_response_to()}:
            raise PermissionDenied("not asked for")
        if (
            told.until is None
            or told.id == ""
            or not spend("assertion", f"{self.app.settings['issuer']} {told.id}", told.until)
        ):
            raise PermissionDenied("used before")
        return super().sociallogin_from_response(request, response)

    def extract_uid(self, data: OneLogin_Saml2_Auth) -> str:
        """The subject: the attribute that the settings name, else a persistent NameID. Never an e-mail address."""
        attribute = self.app.settings["subject_attribute"]
        values = data.get_attributes().get(attribute) or [] if attribute else [data.get_nameid()]
        if not attribute and data.get_nameid_format() != PERSISTENT:
            raise PermissionDenied("the NameID is not persistent")
        if len(values) != 1 or not isinstance(values[0], str) or not 0 < len(values[0]) <= LONGEST:
            raise PermissionDenied("no usable subject")
        return str(values[0])

    def extract_extra_data(self, data: OneLogin_Saml2_Auth) -> dict[str, Any]:
        return {"attributes": dict(data.get_attributes())}


@dataclass(frozen=True)
class _Told:
    """What the one assertion says of whom it is for."""

    id: str
    destination: str
    recipients: list[str]
    audiences: list[str]
    asked: list[str]
    until: datetime | None


def _told(response: OneLogin_Saml2_Auth) -> _Told:
    root = OneLogin_Saml2_XML.to_etree(response.get_last_response_xml())
    found = root.xpath("/samlp:Response/saml:Assertion", namespaces=NAMES)
    if len(found) != 1 or len(root.xpath("//saml:Assertion", namespaces=NAMES)) != 1:
        raise PermissionDenied("not one assertion")
    confirmed = "./saml:Subject/saml:SubjectConfirmation/saml:SubjectConfirmationData"
    ends = [_moment(text) for text in _all(found[0], f"{confirmed}/@NotOnOrAfter")]
    return _Told(
        id=found[0].get("ID", ""),
        destination=root.get("Destination", ""),
        recipients=_all(found[0], f"{confirmed}/@Recipient"),
        audiences=_all(found[0], "./saml:Conditions/saml:AudienceRestriction/saml:Audience/text()"),
        asked=_all(found[0], f"{confirmed}/@InResponseTo"),
        until=max(ends) if ends else None,
    )


def _all(assertion: etree._Element, path: str) -> list[str]:
    found = assertion.xpath(path, namespaces=NAMES)
    return [str(one).strip() for one in found] if isinstance(found, list) else []


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
