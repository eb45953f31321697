"""Signing in: accounts are made for people a co-op knows, never by whoever passes by."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse

from kith.foundation.events import record
from kith.foundation.permissions import Actor
from kith.people.models import Account
from kith.people.queries import people_of_account

WRONG_CODE = "This code is not right. Look at it again, or ask for a new one."


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """allauth's rules in plain words, with the door to signing up closed."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": "This way of signing in is closed. Ask your co-op.",
        "email_password_mismatch": "The e-mail address and the password do not go together. "
        "Check both, or let us send you a code.",
        "enter_current_password": "This is not your password now. Type it again.",
        "incorrect_code": WRONG_CODE,
        "incorrect_password": "This is not your password. Type it again.",
        "too_many_login_attempts": "That was wrong too often. Wait a few minutes, then try again.",
        "rate_limited": "That was too often in a short time. Wait a few minutes, then try again.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """A co-op adds its people; nobody adds themselves."""
        return False

    def post_login(self, request: HttpRequest, user: AbstractBaseUser, **kept: Any) -> HttpResponse:
        """Write the sign-in into the record of each co-op the person belongs to."""
        response: HttpResponse = super().post_login(request, user, **kept)
        if isinstance(user, Account):
            ways = [each["method"] for each in get_authentication_records(request, user)]
            for person in people_of_account(user):
                by = Actor(person.coop_id, person.id, person.short)
                record(coop=person.coop, by=by, kind="person.signed-in", subject=person, ways=ways)
        return response


class SecondStepAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no types
    """The second step of signing in, in plain words."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": WRONG_CODE,
        "cannot_generate_recovery_codes": "Spare codes belong to an authenticator app or a passkey. Add one first.",
        "unverified_email": "Sign in with a code by e-mail once. Then we know that this address is yours.",
    }

    def generate_authenticator_name(self, user: AbstractBaseUser, kind: str) -> str:
        """The name offered for a new passkey: “Passkey 1”, “Passkey 2”."""
        return f"Passkey {Authenticator.objects.filter(user_id=user.pk, type=kind).count() + 1}"
