"""OpenID Connect, stricter than allauth's own: the ID token is always checked, and it alone says who somebody is."""

from __future__ import annotations

from typing import Any

import jwt
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialApp, SocialLogin, SocialToken
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import HttpRequest

# Signed with the issuer's private key. None, and everything with a shared secret, is refused.
ALGORITHMS = ["RS256", "PS256", "ES256"]
CLAIMS = ["iss", "sub", "aud", "exp", "iat"]
CLOCKS_DIFFER = 60  # seconds
LONGEST = 255


class TokenError(OAuth2Error):
    """Something is not as it must be. The message names it, and holds nothing of what came."""


class Door(OpenIDConnectOAuth2Adapter):
    """One issuer's addresses and keys, and what its tokens must hold."""

    def get_provider(self) -> OpenID:
        found = get_adapter(self.request).get_provider(self.request, self.provider_id)
        assert isinstance(found, OpenID)  # noqa: S101  the route's provider is of this kind
        return found

    @property
    def openid_config(self) -> dict[str, Any]:
        """The issuer's own description. It must name the issuer that the settings name."""
        try:
            told: dict[str, Any] = super().openid_config
        except (ValueError, AttributeError, TypeError):  # no JSON, or no object
            raise TokenError("the issuer's description can't be read") from None
        if not isinstance(told, dict) or told.get("issuer") != self.get_provider().app.settings["issuer"]:
            raise TokenError("the description is another issuer's")
        return told

    def complete_login(self, request: HttpRequest, app: SocialApp, token: SocialToken, **kwargs: Any) -> SocialLogin:
        claims = self._decode_id_token(app, kwargs["response"].get("id_token") or "")
        return self.get_provider().sociallogin_from_response(request, {"id_token": claims})

    def _decode_id_token(self, app: SocialApp, id_token: str) -> dict[str, Any]:
        """The token's claims. Raises TokenError where anything at all is not as it must be."""
        try:
            claims: dict[str, Any] = jwt.decode(
                id_token,
                self._key(id_token),
                algorithms=ALGORITHMS,
                issuer=app.settings["issuer"],
                audience=app.client_id,
                leeway=CLOCKS_DIFFER,
                options={"require": CLAIMS, "strict_aud": False},
            )
        except (jwt.PyJWTError, ValueError, TypeError) as error:
            raise TokenError(f"ID token refused: {type(error).__name__}") from None
        _for_us_alone(claims, app.client_id)
        return claims

    def _key(self, id_token: str) -> jwt.PyJWK:
        """The issuer's key of the name that the token gives. A token brings no key of its own."""
        named = jwt.get_unverified_header(id_token).get("kid")
        with get_adapter().get_requests_session() as session:
            response = session.get(self.openid_config["jwks_uri"])
            response.raise_for_status()
            keys = jwt.PyJWKSet.from_dict(response.json()).keys
        fitting = [key for key in keys if key.key_id == named and key.public_key_use in (None, "sig")]
        if len(fitting) != 1:
            raise TokenError("no key of the issuer fits")
        return fitting[0]


class OpenID(OpenIDConnectProvider):
    oauth2_adapter_class = Door
    pkce_enabled_default = True

    def get_default_scope(self) -> list[str]:
        return ["openid", "profile", "email"]

    def extract_uid(self, data: dict[str, Any]) -> str:
        return str(data["id_token"]["sub"])


def _for_us_alone(claims: dict[str, Any], client_id: str) -> None:
    audience = claims["aud"] if isinstance(claims["aud"], list) else [claims["aud"]]
    if (len(audience) > 1 or "azp" in claims) and claims.get("azp") != client_id:
        raise TokenError("ID token refused: made for another program, too")
    if not isinstance(claims["sub"], str) or not 0 < len(claims["sub"]) <= LONGEST:
        raise TokenError("ID token refused: no usable subject")
