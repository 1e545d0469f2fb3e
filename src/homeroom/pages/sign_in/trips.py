"""The addresses between us and the identity providers."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

import requests
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.saml.utils import build_saml_config
from allauth.socialaccount.providers.saml.views import ACSView, FinishACSView
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST
from lxml.etree import LxmlError
from onelogin.saml2.errors import OneLogin_Saml2_Error, OneLogin_Saml2_ValidationError
from onelogin.saml2.settings import OneLogin_Saml2_Settings

from homeroom.pages.access import View, door, unkept
from homeroom.pages.local import local
from homeroom.pages.sign_in import words
from homeroom.pages.sign_in.answers import page, refused
from homeroom.pages.sign_in.outside import app_of, failed, named, trip
from homeroom.people.outside.openid import Door
from homeroom.people.outside.providers import OPENID, SAML
from homeroom.people.outside.saml import Saml

# What allauth and the libraries below it raise where an answer is not as it must be.
REFUSALS = (
    OAuth2Error,
    OneLogin_Saml2_Error,
    OneLogin_Saml2_ValidationError,
    LxmlError,
    requests.RequestException,
    PermissionDenied,
    ValueError,
    KeyError,
)
# A signed assertion has some 10 kB.
LARGEST_ANSWER = 256 * 1024


def of_kind(*kinds: str) -> Callable[[View], View]:
    """An address of a provider of one of these kinds; everything that goes wrong there ends in one plain sentence."""

    def decorate(view: View) -> View:
        @wraps(view)
        def answered(request: HttpRequest, **found: str) -> HttpResponseBase:
            (slug,) = found.values()  # allauth calls it by another name for each protocol
            one = named(slug)
            if one is None or one.kind not in kinds:
                return refused(request, words.UNKNOWN, "no such provider", 404)
            try:
                return unkept(view(request, slug))
            except REFUSALS as error:
                return failed(request, one.name, error)

        return answered

    return decorate


@door("everybody", writes=False)
@require_GET
@of_kind(OPENID, SAML)
def go(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Off to the provider. A link of ours, not a form: browsers hold forms to our own origin, and so they should.

    A page of somebody else's that leads here gets the sign-in page, so that only a person's own click signs in.
    """
    onward = local(request, request.GET.get("next", ""))
    if request.headers.get("Sec-Fetch-Site") == "cross-site":
        return page(request, {"onward": onward})
    provider = get_adapter().get_provider(request, slug)
    return trip(request, provider, onward)


@door("whoever comes back from an identity provider", writes=False)
@require_GET
@of_kind(OPENID)
def openid_back(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The browser comes back with a code; allauth takes it to the issuer, and our `Door` reads the token."""
    one = named(slug)
    told = request.GET.get("iss")
    if one is not None and told is not None and told != one.issuer:
        raise PermissionDenied("another issuer answered")
    view = OAuth2CallbackView.adapter_view(Door(request, slug))
    return view(request)


@door("whoever comes back from an identity provider", writes=True)
@csrf_exempt
@require_POST
@of_kind(SAML)
def saml_back(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The provider's own page posts here, without our cookies. Kept for the next request, which has them."""
    if int(request.headers.get("Content-Length") or 0) > LARGEST_ANSWER:
        raise PermissionDenied("too large")
    response: HttpResponse = ACSView.as_view()(request, organization_slug=slug)
    for cookie in response.cookies.values():
        cookie["httponly"] = True
    return response


class _Finish(FinishACSView):
    def get_provider(self, organization_slug: str) -> Saml:
        one = named(organization_slug)
        assert one is not None  # noqa: S101  `of_kind` has looked
        return Saml(self.request, app=app_of(one))


@door("whoever comes back from an identity provider", writes=False)
@require_GET
@of_kind(SAML)
def saml_finish(request: HttpRequest, slug: str) -> HttpResponseBase:
    return _Finish.as_view()(request, organization_slug=slug)


@door("identity providers", writes=False)
@require_GET
@of_kind(SAML)
def saml_metadata(request: HttpRequest, slug: str) -> HttpResponseBase:
    """What the provider must know of us."""
    one = named(slug)
    assert one is not None  # noqa: S101  `of_kind` has looked
    config = build_saml_config(request, app_of(one).settings, slug)
    del config["sp"]["singleLogoutService"]  # signing out there does not sign out here, nor the reverse
    found = OneLogin_Saml2_Settings(settings=config, sp_validation_only=True)
    return HttpResponse(found.get_sp_metadata(), content_type="application/samlmetadata+xml")


@door("identity providers", writes=False)
def saml_no_logout(request: HttpRequest, organization_slug: str) -> HttpResponseBase:
    """allauth must be able to name this address; there is nothing behind it."""
    raise Http404
