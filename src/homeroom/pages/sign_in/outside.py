"""Signing in through an identity provider: going there, and what may come back."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, NoReturn

import requests
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp, SocialLogin
from allauth.socialaccount.providers.base import Provider
from allauth.socialaccount.providers.base.constants import AuthError, AuthProcess
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from homeroom.pages.sign_in import words
from homeroom.pages.sign_in.answers import not_here, refused
from homeroom.pages.sign_in.letting_in import OUTSIDE, let_in
from homeroom.people.models import User
from homeroom.people.outside import linking
from homeroom.people.outside.openid import OpenID, TokenError
from homeroom.people.outside.providers import OPENID, IdentityProvider
from homeroom.people.outside.saml import ADVANCED, Saml
from homeroom.people.spent import spend

A_TRIP_LASTS = timedelta(minutes=10)


def named(slug: str) -> IdentityProvider | None:
    return next((one for one in settings.HOMEROOM_IDENTITY_PROVIDERS if one.id == slug), None)


def app_of(one: IdentityProvider) -> SocialApp:
    """The provider as allauth wants it; nothing of it stands in the database."""
    known = {"issuer": one.issuer, "subject_attribute": one.subject_attribute}
    if one.kind == OPENID:
        more: dict[str, Any] = {"server_url": one.issuer.rstrip("/"), "fetch_userinfo": False}
        return SocialApp(
            provider="openid_connect",
            provider_id=one.id,
            name=one.name,
            client_id=one.client_id,
            secret=one.client_secret,
            settings={**known, **more},
        )
    idp = {"entity_id": one.issuer, "sso_url": one.sign_in_url, "x509cert": one.certificate}
    more = {"idp": idp, "advanced": ADVANCED, "attribute_mapping": {}}
    return SocialApp(provider="saml", provider_id=one.id, name=one.name, client_id=one.id, settings={**known, **more})


class OutsideAdapter(DefaultSocialAccountAdapter):
    """allauth's protocols, with our rule of who somebody is. No account is ever made, and no e-mail address read."""

    def list_apps(
        self, request: HttpRequest, provider: str | None = None, client_id: str | None = None
    ) -> list[SocialApp]:
        apps = [app_of(one) for one in settings.HOMEROOM_IDENTITY_PROVIDERS]
        return [
            app
            for app in apps
            if provider in (None, app.provider, app.provider_id) and client_id in (None, app.client_id)
        ]

    def get_provider(self, request: HttpRequest, provider: str, client_id: str | None = None) -> Provider:
        app = self.get_app(request, provider=provider, client_id=client_id)
        return (OpenID if app.provider == "openid_connect" else Saml)(request, app=app)

    def get_requests_session(self) -> requests.Session:
        """Short waits, and no redirects: an issuer's addresses are where its description says."""
        session: requests.Session = super().get_requests_session()
        session.max_redirects = 0
        return session

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def can_authenticate_by_email(self, login: SocialLogin, email: str) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> NoReturn:
        """All checks of the protocol are passed. Whoever this is, allauth's own way on is never taken."""
        one = named(sociallogin.account.provider)
        if one is None or sociallogin.state.get("process") != AuthProcess.LOGIN:
            raise ImmediateHttpResponse(refused(request, words.UNKNOWN, "no such provider"))
        if one.kind == OPENID and not _fresh(one, sociallogin):
            raise ImmediateHttpResponse(refused(request, words.failed(one.name), f"{one.id}: nonce"))
        found = linking.person(one, _told(one, sociallogin))
        if isinstance(found, User):
            onward = sociallogin.state.get("next") or ""
            raise ImmediateHttpResponse(let_in(request, found, OUTSIDE, onward, mfa=one.mfa))
        raise ImmediateHttpResponse(not_here(request, one, rejected=found == linking.REJECTED))

    def on_authentication_error(
        self, request: HttpRequest, provider: Provider, error: str = AuthError.UNKNOWN, **more: Any
    ) -> NoReturn:
        """Something in the protocol was not as it must be. What exactly stands in the log."""
        if error == AuthError.CANCELLED:
            raise ImmediateHttpResponse(refused(request, words.cancelled(provider.name), "cancelled"))
        raise ImmediateHttpResponse(failed(request, provider.name, more.get("exception")))


def failed(request: HttpRequest, name: str, error: Exception | None) -> HttpResponse:
    """One sentence for the person; for the log our own words, or the mere kind of an error, whose text may quote."""
    if isinstance(error, requests.RequestException):
        return refused(request, words.silent(name), f"unreachable: {type(error).__name__}", 503)
    ours = isinstance(error, TokenError | PermissionDenied)
    return refused(request, words.failed(name), str(error) if ours else type(error).__name__)


def trip(request: HttpRequest, provider: Provider, onward: str) -> HttpResponse:
    """Send the browser to the provider, with a state and a nonce that only this session knows."""
    if isinstance(provider, OpenID):
        nonce = secrets.token_urlsafe(32)
        return provider.redirect(request, AuthProcess.LOGIN, next_url=onward, auth_params={"nonce": nonce}, nonce=nonce)
    return provider.redirect(request, AuthProcess.LOGIN, next_url=onward)


def _fresh(one: IdentityProvider, sociallogin: SocialLogin) -> bool:
    """Whether the token answers this very trip, and for the first time."""
    asked, told = sociallogin.state.get("nonce"), sociallogin.account.extra_data["id_token"].get("nonce")
    if not asked or not isinstance(told, str) or not constant_time_compare(asked, told):
        return False
    return spend("nonce", f"{one.issuer} {asked}", timezone.now() + A_TRIP_LASTS)


def _told(one: IdentityProvider, sociallogin: SocialLogin) -> linking.Told:
    account = sociallogin.account
    if one.kind == OPENID:
        claims = account.extra_data["id_token"]
        return linking.Told(
            account.uid, _text(claims, one.roster_id_claim), _text(claims, "name"), _text(claims, "email")
        )
    attributes = account.extra_data["attributes"]
    return linking.Told(account.uid, _only(attributes, one.roster_id_claim), _only(attributes, "displayName"), "")


def _text(claims: Mapping[str, Any], name: str) -> str:
    """A claim as text. Rosters' ids may come as numbers; anything else is no id."""
    value = claims.get(name) if name else None
    return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""


def _only(attributes: Mapping[str, Any], name: str) -> str:
    """The one value of an attribute: where there are two, it names nobody."""
    values = attributes.get(name) or []
    return str(values[0]) if len(values) == 1 and isinstance(values[0], str) else ""
