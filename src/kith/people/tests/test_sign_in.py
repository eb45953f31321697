import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import URLPattern, reverse
from django.urls.exceptions import NoReverseMatch

from kith.foundation.models import Coop, Event
from kith.people import sign_in_urls
from kith.people.factories import a_coop, somebody, with_account
from kith.people.models import Account

pytestmark = pytest.mark.django_db
EMAIL, PASSWORD, SECRET = "pat@kith.example", "three plain words", "JBSWY3DPEHPK3PXP"


@pytest.fixture(autouse=True)
def nobody_has_tried_yet() -> None:
    cache.clear()


@pytest.fixture
def coop() -> Coop:
    return a_coop("don-valley")


@pytest.fixture
def account(coop: Coop) -> Account:
    person = with_account(somebody(coop, "Pat Person", role="person", email=EMAIL))
    assert person.account
    return person.account


def ask_for_code(client: Client, email: str = EMAIL) -> str:
    """Ask for a code; give the page's address after it."""
    answer = client.post(reverse("account_request_login_code"), {"email": email})
    return str(answer.headers["Location"])


def code_in_mail() -> str:
    found = re.search(r"^[A-Z0-9-]{6,}$", mail.outbox[-1].body, re.MULTILINE)
    assert found
    return found.group()


def is_in(client: Client) -> bool:
    return client.get(reverse("account")).status_code == 200


def totp_now() -> str:
    return str(format_hotp_value(hotp_value(SECRET, int(time.time()) // 30)))


def test_a_code_by_e_mail_lets_one_in(client: Client, account: Account, coop: Coop) -> None:
    where = ask_for_code(client)
    assert mail.outbox[-1].to == [EMAIL] and "3 minutes" in mail.outbox[-1].body

    answer = client.post(where, {"code": code_in_mail()})

    assert answer.headers["Location"] == reverse("home")
    assert is_in(client)
    event = Event.objects.get(coop=coop, kind="person.signed-in")
    assert event.details == {"ways": ["code"]}


def test_a_wrong_code_is_told_and_after_five_one_starts_again(
    client: Client, account: Account
) -> None:
    where = ask_for_code(client)
    right = code_in_mail()

    for _ in range(4):
        answer = client.post(where, {"code": "WRONG-1"})
        assert answer.status_code == 422
        assert "This code is not right" in answer.text
    assert client.post(where, {"code": "WRONG-1"}).status_code == 302
    client.post(where, {"code": right})

    assert not is_in(client)


def test_an_unknown_address_gets_the_same_answer_and_a_mail_that_says_so(
    client: Client, account: Account
) -> None:
    known, unknown = Client(), Client()

    pages = [ask_for_code(known), ask_for_code(unknown, "nobody@kith.example")]
    shown = [each.get(pages[0]).text for each in (known, unknown)]

    assert pages[0] == pages[1]
    words = [
        re.sub(r'value="[^"]*"|X-CSRFToken[^}]*|[a-z]+@kith.example', "", text) for text in shown
    ]
    assert words[0] == words[1]
    assert mail.outbox[-1].to == ["nobody@kith.example"]
    assert "no co-op here knows" in mail.outbox[-1].body
    assert Account.objects.filter(email="nobody@kith.example").count() == 0


def test_asking_for_codes_too_often_is_refused(client: Client, account: Account) -> None:
    answers = [
        Client().post(reverse("account_request_login_code"), {"email": EMAIL}).status_code
        for _ in range(6)
    ]

    assert answers[0] == 302
    assert answers[-1] in {422, 429}
    assert len(mail.outbox) < 6


def test_a_password_lets_one_in_and_is_kept_as_argon2(client: Client, account: Account) -> None:
    client.force_login(account)
    client.post(reverse("account_set_password"), {"password1": PASSWORD, "password2": PASSWORD})
    client.post(reverse("account_logout"))

    answer = client.post(reverse("account_login"), {"login": EMAIL.upper(), "password": PASSWORD})

    assert answer.status_code == 302 and is_in(client)
    account.refresh_from_db()
    assert account.password.startswith("argon2$")


def test_wrong_passwords_are_told_in_words_and_then_slowed_down(
    client: Client, account: Account
) -> None:
    account.set_password(PASSWORD)
    account.save()
    typed = {"login": EMAIL, "password": "not the one"}

    first = client.post(reverse("account_login"), typed)
    assert first.status_code == 422
    assert "do not go together" in first.text
    assert f'value="{EMAIL}"' in first.text
    for _ in range(5):
        last = client.post(reverse("account_login"), typed)

    assert "too often" in last.text
    client.post(reverse("account_login"), {"login": EMAIL, "password": PASSWORD})
    assert not is_in(client)


def test_a_forgotten_password_is_chosen_anew_by_e_mail(client: Client, account: Account) -> None:
    account.set_password(PASSWORD)
    account.save()
    client.post(reverse("account_reset_password"), {"email": EMAIL})
    found = re.search(r"https?://[^/]+(/\S+)", mail.outbox[-1].body)
    assert found

    page = client.get(found.group(1), follow=True)
    new = {"password1": "other plain words", "password2": "other plain words"}
    answer = client.post(page.request["PATH_INFO"], new)

    assert answer.headers["Location"] == reverse("account_reset_password_from_key_done")
    assert client.login(email=EMAIL, password="other plain words")
    again = Client().get(found.group(1))
    assert "no longer works" in again.text


def test_with_an_app_a_password_alone_is_not_enough(client: Client, account: Account) -> None:
    account.set_password(PASSWORD)
    account.save()
    TOTP.activate(account, SECRET)

    answer = client.post(reverse("account_login"), {"login": EMAIL, "password": PASSWORD})
    assert answer.headers["Location"] == reverse("mfa_authenticate")
    assert not is_in(client)
    assert client.post(reverse("mfa_authenticate"), {"code": "000000"}).status_code == 422
    client.post(reverse("mfa_authenticate"), {"code": totp_now()})

    assert is_in(client)


def test_a_spare_code_works_once(client: Client, account: Account) -> None:
    account.set_password(PASSWORD)
    account.save()
    TOTP.activate(account, SECRET)
    code = RecoveryCodes.activate(account).get_unused_codes()[0]

    for expected in (True, False):
        other = Client()
        other.post(reverse("account_login"), {"login": EMAIL, "password": PASSWORD})
        other.post(reverse("mfa_authenticate"), {"code": code})
        assert is_in(other) is expected


def test_an_app_is_added_with_its_first_number(client: Client, account: Account) -> None:
    client.force_login(account)
    page = client.get(reverse("mfa_activate_totp"))
    found = re.search(r"<code>(\w+)</code>", page.text)
    assert found
    secret = found.group(1)
    number = format_hotp_value(hotp_value(secret, int(time.time()) // 30))

    answer = client.post(reverse("mfa_activate_totp"), {"code": number}, follow=True)

    assert answer.redirect_chain[0][0] == reverse("mfa_view_recovery_codes")
    assert Authenticator.objects.filter(user=account, type="totp").exists()


def test_changing_how_one_signs_in_asks_again_who_it_is(client: Client, account: Account) -> None:
    account.set_password(PASSWORD)
    account.save()
    TOTP.activate(account, SECRET)
    client.force_login(account)

    answer = client.get(reverse("mfa_deactivate_totp"))

    assert answer.headers["Location"].startswith(reverse("account_reauthenticate"))
    client.post(answer.headers["Location"], {"password": PASSWORD})
    assert client.get(reverse("mfa_deactivate_totp")).status_code == 200


def test_a_passkey_page_asks_the_browser_without_inline_scripts(
    client: Client, account: Account
) -> None:
    client.force_login(account)

    page = client.get(reverse("mfa_add_webauthn"))

    assert 'data-module="passkey"' in page.text and "data-options=" in page.text
    assert not re.search(r"<script(?![^>]*src=)", page.text)
    assert client.post(reverse("mfa_add_webauthn"), {"credential": "{}"}).status_code == 422


@pytest.mark.parametrize(
    "typed", ["", "{}", "[]", '{"id": "x"}', '{"id": 1, "rawId": 1}', '"\\u0000"']
)
def test_a_passkey_sign_in_with_nonsense_is_refused(
    client: Client, account: Account, typed: str
) -> None:
    question = client.get(
        reverse("mfa_login_webauthn"), headers={"accept": "application/json"}
    ).json()
    assert question["request_options"]["publicKey"]["challenge"]

    answer = client.post(reverse("mfa_login_webauthn"), {"credential": typed}, follow=True)

    assert "could not be read" in answer.text or answer.redirect_chain
    assert not is_in(client)


def test_nobody_can_sign_up(client: Client) -> None:
    for method in (client.get, client.post):
        answer = method(reverse("account_signup"), {"email": "me@kith.example"})
        assert answer.status_code in {200, 405}
    assert not Account.objects.exists()


def test_only_the_pages_we_use_are_served_and_each_says_who_may_open_it() -> None:
    for pattern in sign_in_urls.urlpatterns:
        assert isinstance(pattern, URLPattern)
        access = pattern.callback.access  # type: ignore[attr-defined]
        assert access.signed_in or access.why_open
    for name in ("account_email", "account_confirm_email", "account_verify_phone"):
        with pytest.raises(NoReverseMatch):
            reverse(name)


OWN_PAGES = [
    "account",
    "account_set_password",
    "mfa_activate_totp",
    "mfa_list_webauthn",
    "mfa_add_webauthn",
    "coops",
]


@pytest.mark.parametrize("name", OWN_PAGES)
def test_ones_own_pages_are_shown_to_oneself_only(
    client: Client, account: Account, name: str
) -> None:
    assert client.get(reverse(name)).status_code == 302

    client.force_login(account)

    page = client.get(reverse(name))
    assert page.status_code == 200 and "<h1>" in page.text


@pytest.mark.parametrize(
    "name",
    [
        "account_login",
        "account_request_login_code",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key_done",
        "account_inactive",
        "account_signup",
    ],
)
def test_the_way_in_is_open(client: Client, name: str) -> None:
    page = client.get(reverse(name))

    assert page.status_code == 200
    assert "bar__logo" in page.text


def test_pages_of_a_full_account_are_shown(client: Client, account: Account) -> None:
    account.set_password(PASSWORD)
    account.save()
    TOTP.activate(account, SECRET)
    RecoveryCodes.activate(account)
    key = Authenticator.objects.create(
        user=account, type="webauthn", data={"name": "My phone", "credential": {}}
    )
    client.post(reverse("account_login"), {"login": EMAIL, "password": PASSWORD})
    client.post(reverse("mfa_authenticate"), {"code": totp_now()})
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})

    for name in (
        "account_change_password",
        "account_reauthenticate",
        "mfa_reauthenticate",
        "mfa_deactivate_totp",
        "mfa_view_recovery_codes",
        "mfa_generate_recovery_codes",
        "mfa_download_recovery_codes",
        "account_logout",
    ):
        assert client.get(reverse(name)).status_code == 200, name
    assert "My phone" in client.get(reverse("mfa_list_webauthn")).text
    for name in ("mfa_edit_webauthn", "mfa_remove_webauthn"):
        assert client.get(reverse(name, kwargs={"pk": key.pk})).status_code == 200


def test_which_co_op_is_asked_of_who_belongs_to_two(client: Client, account: Account) -> None:
    with_account(somebody(a_coop("elsewhere"), "Pat Person", email=EMAIL))
    client.force_login(account)

    page = client.get(reverse("coops"))

    assert "/at/don-valley/" in page.text and "/at/elsewhere/" in page.text


def test_who_belongs_to_no_co_op_sees_where_they_can_ask_to_join(client: Client, db: None) -> None:
    coop = a_coop("elsewhere")
    client.force_login(Account.objects.create(email="new@kith.example"))

    page = client.get(reverse("coops"))

    assert reverse("membership:join", kwargs={"coop": coop.slug}) in page.text
