"""The pages of founding a co-op: for newcomers, for who leads it, for its founders, and for nobody else."""

import re

import pytest
from django.conf import LazySettings
from django.core import mail
from django.test import Client
from django.urls import reverse

from kith.foundation.models import Coop
from kith.membership.founding import questions
from kith.membership.founding.forms import StepForm
from kith.membership.founding.models import FoundingDraft
from kith.membership.founding.queries import state_of
from kith.membership.founding.tests.walking import a_draft, everybody_agrees, the_leader
from kith.people.actions import account_for
from kith.people.models import Account

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def signed_in(email: str) -> Client:
    client = Client()
    client.force_login(account_for(email), backend=BACKEND)
    return client


def at(name: str, draft: FoundingDraft | None = None, **more: object) -> str:
    kwargs = {"draft": draft.pk, **more} if draft else more
    return reverse(f"founding:{name}", kwargs=kwargs)


@pytest.fixture
def leader(db: None) -> Client:
    return signed_in("sal@kith.example")


def test_a_newcomer_begins_with_an_e_mail_and_a_code(client: Client) -> None:
    asked = client.post(at("start"), {"email": "new@kith.example", "next": at("start")})
    code = re.search(r"^([A-Z0-9-]{6,})$", mail.outbox[0].body, re.MULTILINE)
    assert code, mail.outbox[0].body
    answer = client.post(asked["Location"], {"code": code[1]})

    assert answer["Location"] == at("start")
    assert client.session["_auth_user_id"] == str(Account.objects.get(email="new@kith.example").pk)
    begun = client.post(at("begin"))
    draft = FoundingDraft.objects.get(owner__email="new@kith.example")
    assert begun["Location"] == at("model", draft)
    assert "Go on with" in client.get(at("start")).content.decode()


def test_where_founding_is_closed_newcomers_are_told_and_no_account_is_made(
    client: Client, settings: LazySettings
) -> None:
    Coop.objects.create(name="First", slug="first")
    page = client.post(at("start"), {"email": "new@kith.example"})

    assert "Nobody can found a co-op here now" in page.content.decode()
    assert not Account.objects.exists()
    settings.FOUNDING = "everybody"
    assert "Send me a code" in client.get(at("start")).content.decode()
    settings.FOUNDING = "nobody"
    assert signed_in("sal@kith.example").post(at("begin")).status_code == 404


def test_the_whole_journey_by_forms(leader: Client) -> None:
    leader.post(at("begin"))
    draft = FoundingDraft.objects.get()
    assert leader.post(at("model", draft), {"model": "worker"})["Location"] == at("name", draft)
    named = leader.post(at("name", draft), {"name": "Wharf & Sons Care"})
    assert named["Location"] == at("step", draft, step="purpose")
    purpose = leader.post(named["Location"], {"purpose": "Good work\nfor all."})
    assert purpose["Location"] == at("classes", draft)
    board = at("step", draft, step="board")
    wrong = leader.post(board, {"classes-0-board_seats": "2", "board-quorum": "9"})
    assert wrong.status_code == 422
    assert 'value="9"' in wrong.content.decode()
    told = {
        "classes-0-board_seats": "5",
        "board-term_years": "2",
        "board-most_terms": "2",
        "board-meetings_a_year": "6",
        "board-quorum": "6",
    }
    refused = leader.post(board, told)
    assert "but the board has only 5 seats" in refused.content.decode()
    assert leader.post(board, {**told, "board-quorum": "3"}).status_code == 302
    draft.refresh_from_db()
    assert draft.slug == "wharf-sons-care"
    assert draft.table["purpose"] == "Good work for all."
    assert (draft.table["board"]["seats"], draft.table["board"]["quorum"]) == (5, 3)


def test_pounds_are_kept_in_pence(leader: Client) -> None:
    draft = a_draft()
    page = leader.get(at("step", draft, step="shares")).content.decode()
    assert 'value="5000"' in page
    told = {
        "shares-value": "5",
        "shares-least": "12.50",
        "shares-most": "2000",
        "shares-instalments_most": "6",
        "shares-withdrawal_notice_days": "90",
        "shares-withdrawal_most_percent": "10",
        "shares-nominee_most": "5000.01",
    }
    refused = leader.post(at("step", draft, step="shares"), told)
    assert "at most £5,000" in refused.content.decode()
    again = leader.post(at("step", draft, step="shares"), {**told, "shares-nominee_most": "5000"})
    assert "one share or several whole shares" in again.content.decode()
    leader.post(
        at("step", draft, step="shares"),
        {**told, "shares-nominee_most": "5000", "shares-least": "15"},
    )
    draft.refresh_from_db()
    assert draft.table["shares"]["least"] == 1500


def test_a_founder_reads_agrees_and_the_co_op_is_founded(leader: Client) -> None:
    draft = a_draft()
    bo = signed_in("bo@kith.example")
    assert bo.get(at("overview", draft))["Location"] == at("agree", draft)
    page = bo.get(at("agree", draft)).content.decode()
    assert "Every class has the same number of seats" in page
    empty = bo.post(at("agree", draft), {"address": "2 Quay", "digest": state_of(draft).digest})
    assert empty.status_code == 422
    assert "2 Quay" in empty.content.decode()
    stale = {"address": "2 Quay", "agreed": "on", "digest": "0" * 64}
    assert "changed while you were reading" in bo.post(at("agree", draft), stale).content.decode()
    everybody_agrees(draft)
    assert "You have agreed" in bo.get(at("agree", draft)).content.decode()

    answer = leader.post(at("found", draft), follow=True)

    assert answer.redirect_chain[-1][0] == "/at/harbour-care/"
    assert bo.get(at("agree", draft))["Location"] == "/at/harbour-care/"
    assert leader.get(at("overview", draft))["Location"] == "/at/harbour-care/"
    assert leader.get(at("name", draft)).status_code == 404


def test_founding_too_early_says_who_is_missing(leader: Client) -> None:
    draft = a_draft()

    answer = leader.post(at("found", draft), follow=True).content.decode()

    assert "Not everybody has agreed to these articles yet: Sal Moor, Bo Lane, Kit Dale." in answer
    assert not Coop.objects.exists()


@pytest.mark.parametrize(
    "name", ["overview", "model", "classes", "founders", "articles", "agree", "drop"]
)
def test_nobody_else_sees_a_draft(name: str) -> None:
    draft = a_draft()

    assert signed_in("eve@kith.example").get(at(name, draft)).status_code == 404


def test_a_founder_reads_and_cannot_change(leader: Client) -> None:
    draft = a_draft()
    bo = signed_in("bo@kith.example")

    assert bo.get(at("articles", draft)).status_code == 200
    for name in ("model", "name", "classes", "founders", "drop"):
        assert bo.get(at(name, draft)).status_code == 404
    assert bo.post(at("found", draft)).status_code == 404


@pytest.mark.parametrize("step", ["purpose", "joining", "voting", "surplus", "teams", "year"])
def test_each_step_saves_what_it_shows(leader: Client, step: str) -> None:
    draft = a_draft()
    before = draft.table
    asked = questions.questions_of(questions.STEPS[step], draft.table)
    fields = StepForm(questions=asked, table=draft.table).fields
    page = leader.get(at("step", draft, step=step)).content.decode()
    shown = {name: field.initial for name, field in fields.items() if field.initial is not False}
    assert all(f'name="{name}"' in page for name in fields)

    assert leader.post(at("step", draft, step=step), shown).status_code == 302
    draft.refresh_from_db()
    assert draft.table == before
    assert step in draft.answered


def test_the_overview_asks_few_questions_of_the_database(
    leader: Client, django_assert_max_num_queries
) -> None:
    draft = a_draft()
    leader.get(at("overview", draft))

    with django_assert_max_num_queries(8):
        leader.get(at("overview", draft))
    with django_assert_max_num_queries(8):
        leader.get(at("founders", draft))


def test_a_draft_is_dropped_after_asking_once(leader: Client) -> None:
    draft = a_draft()

    assert "cannot be undone" in leader.get(at("drop", draft)).content.decode()
    leader.post(at("drop", draft))

    assert not FoundingDraft.objects.exists()
    assert the_leader().founding_drafts.count() == 0
