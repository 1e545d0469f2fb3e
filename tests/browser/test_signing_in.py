"""Signing in, in Chromium: through an identity provider, with a phone, and the page Accounts."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import Settings

from a_school import Town
from homeroom.people.signin_models import OutsideIdentity, WaitingIdentity
from identity_providers import Issuer, issuer
from pages.outside import openid, saml
from pages.phone import code

pytestmark = pytest.mark.browser
SIZES = ((1366, 768), (320, 640))
# Set to a folder, the pages are photographed into it.
ALBUM = os.environ.get("HOMEROOM_ALBUM", "")


@pytest.fixture
def district(settings: Settings) -> Iterator[Issuer]:
    with issuer() as one:
        settings.HOMEROOM_IDENTITY_PROVIDERS = (openid(one), saml())
        yield one


def looked_at(visitor: Any, name: str, width: int) -> None:
    """The page fits, and the browser has nothing to complain of."""
    if ALBUM:
        visitor.page.screenshot(path=Path(ALBUM) / f"{name}-{width}.png", full_page=True)
    assert visitor.sideways <= 0, name
    assert visitor.complaints == [], name


def test_a_click_leads_through_the_provider_and_back(visit: Callable[..., Any], place: Town, district: Issuer) -> None:
    """The link passes our policy, the redirects and the cookies as a real browser has them."""
    district.claims = {"sis_id": "staff-teacher"}
    visitor = visit()
    visitor.go("/sign-in/?next=/how/")
    visitor.click("text=Sign in with Valley District")
    visitor.page.wait_for_selector("text=Sign out")
    assert visitor.page.url.endswith("/how/")
    assert visitor.complaints == []
    assert OutsideIdentity.objects.get().user == place.teacher


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_the_pages_of_signing_in(
    visit: Callable[..., Any], place: Town, district: Issuer, settings: Settings, width: int, height: int
) -> None:
    settings.HOMEROOM_SECOND_STEP = True
    settings.MFA_TOTP_TOLERANCE = 1
    visitor = visit(width=width, height=height)
    visitor.go("/sign-in/")
    looked_at(visitor, "sign-in", width)
    visitor.sign_in("data")
    assert visitor.page.url.endswith("/sign-in/set-up/")
    assert visitor.page.evaluate("document.querySelector('img.scan').naturalWidth") > 0
    looked_at(visitor, "set-up", width)
    secret = re.sub(r"\s", "", visitor.page.inner_text(".key-text"))
    visitor.page.fill("#code", "000000")
    visitor.click("button.main")
    visitor.page.wait_for_selector(".wrong")
    visitor.complaints.clear()  # the browser notes the 403
    looked_at(visitor, "wrong-code", width)
    visitor.page.fill("#code", code(secret))
    visitor.click("button.main")
    visitor.page.wait_for_selector(".recovery")
    looked_at(visitor, "recovery-codes", width)
    visitor.go("/sign-in/yours/")
    looked_at(visitor, "yours", width)
    visitor.go("/sign-in/yours/password/")
    looked_at(visitor, "password", width)


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_the_page_accounts(visit: Callable[..., Any], place: Town, width: int, height: int) -> None:
    now = timezone.now()
    told = {"told_name": "A Name That Was Told", "why": "the issuer told no roster id"}
    WaitingIdentity.objects.create(issuer="https://idp.example", subject="s" * 60, first_at=now, last_at=now, **told)
    visitor = visit("data", width=width, height=height)
    visitor.go("/accounts/")
    looked_at(visitor, "accounts", width)
    visitor.click("text=A Name That Was Told")
    looked_at(visitor, "identity", width)
    visitor.go(f"/accounts/{place.teacher.pk}/")
    visitor.click("text=Make a sign-in link")
    visitor.page.wait_for_selector(".link-once")
    looked_at(visitor, "account", width)
