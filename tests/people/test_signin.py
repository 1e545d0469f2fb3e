import hashlib
from datetime import timedelta

import pytest
from django.utils import timezone

from homeroom.people.models import SignInLink, User
from homeroom.people.signin import make_link, use_link

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice() -> User:
    return User.objects.create(username="alice")


def test_a_link_signs_its_person_in(alice: User) -> None:
    assert use_link(make_link(alice)) == alice


def test_a_link_works_once(alice: User) -> None:
    token = make_link(alice)
    use_link(token)
    assert use_link(token) is None
    assert SignInLink.objects.get().used_at is not None


def test_each_person_gets_a_link_of_their_own(alice: User) -> None:
    bob = User.objects.create(username="bob")
    first, second = make_link(alice), make_link(bob)
    assert first != second
    assert (use_link(second), use_link(first)) == (bob, alice)


def test_only_the_sha256_of_the_token_is_stored(alice: User) -> None:
    token = make_link(alice)
    assert len(token) >= 43  # 256 bits in base 64
    stored = str(SignInLink.objects.values().get())
    assert token not in stored
    assert hashlib.sha256(token.encode()).hexdigest() in stored


def test_an_old_link_is_dead(alice: User) -> None:
    assert use_link(make_link(alice, hours=-1)) is None


def test_a_link_lives_as_long_as_asked(alice: User) -> None:
    make_link(alice, hours=2)
    left = SignInLink.objects.get().expires_at - timezone.now()
    assert timedelta(hours=1, minutes=59) < left <= timedelta(hours=2)


def test_a_suspended_person_is_not_signed_in(alice: User) -> None:
    token = make_link(alice)
    User.objects.update(is_active=False)
    assert use_link(token) is None
    assert SignInLink.objects.get().used_at is None


@pytest.mark.parametrize("token", ["", "nonsense", "ü\ud800", "x" * 5000])
def test_a_token_that_was_never_given_out_does_nothing(alice: User, token: str) -> None:
    make_link(alice)
    assert use_link(token) is None
