"""One's account: the ways to sign in, the co-ops one belongs to, and how to get an account."""

from typing import cast

from allauth.account import views as allauth_views
from allauth.core import ratelimit
from allauth.mfa.models import Authenticator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kith.foundation.access import open_to_all, signed_in
from kith.foundation.models import Coop
from kith.people.actions import account_for
from kith.people.models import Account
from kith.people.queries import people_of_account


@signed_in
@require_safe
def show_account(request: HttpRequest) -> HttpResponse:
    """The ways in which this account can sign in, and what can be added."""
    account = cast("Account", request.user)
    kinds = [one.type for one in Authenticator.objects.filter(user_id=account.pk)]
    ways = {
        "password": account.has_usable_password(),
        "app": Authenticator.Type.TOTP in kinds,
        "passkeys": kinds.count(Authenticator.Type.WEBAUTHN),
        "spare_codes": Authenticator.Type.RECOVERY_CODES in kinds,
    }
    return render(request, "people/account.jinja", {"account": account, "ways": ways})


@signed_in
@require_safe
def choose_coop(request: HttpRequest) -> HttpResponse:
    """Which co-op? For whoever belongs to several, or to none any more."""
    people = people_of_account(cast("Account", request.user))
    others = Coop.objects.exclude(pk__in=[person.coop_id for person in people]).order_by("name")
    return render(request, "people/coops.jinja", {"people": people, "others": others[:50]})


def send_first_code(request: HttpRequest, email: str) -> HttpResponseBase:
    """Make an account with this address when there is none, and let allauth send it a code to sign in with.

    For a page that lets newcomers in; its form has the fields `email` and `next`. Too many from one place are told
    to wait.
    """
    refused = ratelimit.consume_or_429(request, action="signup")
    if refused:
        return cast("HttpResponseBase", refused)
    account_for(email)
    return cast("HttpResponseBase", allauth_views.request_login_code(request))


@open_to_all("It tells visitors how to get an account.")
@require_safe
def who_can_join(request: HttpRequest) -> HttpResponse:
    """There is no signing up: a co-op invites its people."""
    return render(request, "people/who_can_join.jinja")
