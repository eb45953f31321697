"""The addresses under /accounts/: only those of allauth's pages that Kith uses, each with who may open it.

Nothing else of allauth is served: no signing up, no second e-mail address, no other site's sign-in.
"""

from collections.abc import Callable
from functools import wraps

from allauth.account import views as account
from allauth.mfa.base import views as second_step
from allauth.mfa.recovery_codes import views as spare_codes
from allauth.mfa.totp import views as app
from allauth.mfa.webauthn import views as passkey
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern, path, re_path

from kith.foundation.access import open_to_all, signed_in
from kith.people.account_views import show_account, who_can_join

View = Callable[..., HttpResponseBase]
UNREADABLE = (
    "The passkey’s answer could not be read. Nothing was changed. Try again, or use another way."
)


def _says_what_is_wrong(view: View) -> View:
    """allauth answers a form with mistakes by 200; here such a page is 422, as everywhere in Kith."""

    @wraps(view)
    def answered(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        if request.method == "POST" and response.status_code == 200:
            response.status_code = 422
        return response

    return answered


def _reads_passkeys(view: View) -> View:
    """An answer that no passkey gives is told in words, where allauth's reader of it would only break."""

    @wraps(view)
    def answered(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except (AttributeError, KeyError, TypeError, ValueError):
            if not request.POST.get("credential"):
                raise
            messages.error(request, UNREADABLE)
            return redirect(request.path)

    return answered


def _before(address: str, view: View, name: str) -> URLPattern:
    """A page of the way in: whoever signs in is not known yet."""
    opened = open_to_all("Signing in comes before being known.")
    return path(address, opened(_says_what_is_wrong(view)), name=name)


def _own(address: str, view: View, name: str) -> URLPattern:
    """A page about one's own account."""
    return path(address, signed_in(_says_what_is_wrong(view)), name=name)


urlpatterns = [
    path("", show_account, name="account"),
    path("signup/", who_can_join, name="account_signup"),
    _before("login/", account.login, "account_login"),
    _before("login/code/", account.request_login_code, "account_request_login_code"),
    _before("login/code/confirm/", account.confirm_login_code, "account_confirm_login_code"),
    _before("login/passkey/", _reads_passkeys(passkey.login_webauthn), "mfa_login_webauthn"),
    _before("login/second-step/", _reads_passkeys(second_step.authenticate), "mfa_authenticate"),
    _before("logout/", account.logout, "account_logout"),
    _before("inactive/", account.account_inactive, "account_inactive"),
    _before("password/reset/", account.password_reset, "account_reset_password"),
    _before("password/reset/done/", account.password_reset_done, "account_reset_password_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        open_to_all("Whoever has the e-mail may choose the password.")(
            _says_what_is_wrong(account.password_reset_from_key)
        ),
        name="account_reset_password_from_key",
    ),
    _before(
        "password/reset/key/done/",
        account.password_reset_from_key_done,
        "account_reset_password_from_key_done",
    ),
    _own("reauthenticate/", account.reauthenticate, "account_reauthenticate"),
    _own("password/change/", account.password_change, "account_change_password"),
    _own("password/set/", account.password_set, "account_set_password"),
    path("ways/", show_account, name="mfa_index"),
    _own("second-step/confirm/", second_step.reauthenticate, "mfa_reauthenticate"),
    _own("app/add/", app.activate_totp, "mfa_activate_totp"),
    _own("app/remove/", app.deactivate_totp, "mfa_deactivate_totp"),
    _own("spare-codes/", spare_codes.view_recovery_codes, "mfa_view_recovery_codes"),
    _own("spare-codes/new/", spare_codes.generate_recovery_codes, "mfa_generate_recovery_codes"),
    _own(
        "spare-codes/download/",
        spare_codes.download_recovery_codes,
        "mfa_download_recovery_codes",
    ),
    _own("passkeys/", passkey.list_webauthn, "mfa_list_webauthn"),
    _own("passkeys/add/", _reads_passkeys(passkey.add_webauthn), "mfa_add_webauthn"),
    _own(
        "passkeys/confirm/",
        _reads_passkeys(passkey.reauthenticate_webauthn),
        "mfa_reauthenticate_webauthn",
    ),
    _own("passkeys/<int:pk>/remove/", passkey.remove_webauthn, "mfa_remove_webauthn"),
    _own("passkeys/<int:pk>/name/", passkey.edit_webauthn, "mfa_edit_webauthn"),
]
