"""The pages of groups: propose to one, answer by one press, files, advice, my part, and who is heard."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from kith.decisions.factories import a_proposal, opened, vote_by, when_over
from kith.decisions.groups import BOARD
from kith.decisions.models import Attachment, Proposal
from kith.decisions.tests.test_pages import address, browser, sent
from kith.foundation import clock
from kith.foundation.models import Coop
from kith.membership.factories import a_society, make_member
from kith.people.actions import wear_hat
from kith.people.factories import somebody, with_account
from kith.people.models import Person

pytestmark = pytest.mark.django_db
TEA = {
    "title": "Tea",
    "text": "We drink tea at ten.",
    "group": BOARD,
    "form": "consent",
    "at_once": "talk",
}


@pytest.fixture
def coop() -> Coop:
    return a_society("ash")


def on_board(coop: Coop, name: str) -> Person:
    person = with_account(somebody(coop, name))
    wear_hat(coop=coop, by=None, person=person, role="board", since=clock.today(coop.zone))
    return person


@pytest.fixture
def ada(coop: Coop) -> Person:
    return on_board(coop, "Ada Able")


@pytest.fixture
def bob(coop: Coop) -> Person:
    return on_board(coop, "Bob Best")


def test_a_group_decides_with_one_press_each(coop: Coop, ada: Person, bob: Person) -> None:
    asks = browser(ada)
    assert "Who decides?" in asks.get(f"{address(coop, 'propose')}?group=board").text
    told = sent(asks, address(coop, "propose"), **(TEA | {"at_once": "now"}))
    assert "Everybody who decides is asked." in told and "The board" in told
    assert "I can live with it" in told
    assert "You can change it" in sent(asks, address(coop, "vote", 1), choice="yes")
    others = browser(bob)
    assert "Your vote is asked for" in others.get(address(coop, "decisions")).text
    wrong = others.post(address(coop, "vote", 1), {"choice": "no", "reason": ""})
    assert wrong.status_code == 422 and "how it would harm" in wrong.text
    told = sent(others, address(coop, "vote", 1), choice="yes")
    assert "it is decided" in told and "we have consent" in told


def test_members_outside_do_not_find_it(coop: Coop, ada: Person) -> None:
    sent(browser(ada), address(coop, "propose"), **TEA)
    outside = browser(make_member(coop, with_account(somebody(coop, "Mo")), "people").voter)
    assert "Tea" not in outside.get(address(coop, "decisions")).text
    for name in ("proposal", "vote", "say"):
        assert outside.get(address(coop, name, 1)).status_code == 404, name
    wrong = outside.post(address(coop, "propose"), {**TEA})
    assert wrong.status_code == 422 and not Proposal.objects.filter(number=2).exists()


def test_a_form_that_does_not_fit_is_named_at_its_field(coop: Coop, ada: Person) -> None:
    wrong = browser(ada).post(address(coop, "propose"), TEA | {"form": "special"})
    assert wrong.status_code == 422 and "Only all members decide in this way" in wrong.text
    assert "We drink tea at ten." in wrong.text


def test_rounds_files_and_taking_them_away(coop: Coop, ada: Person, bob: Person) -> None:
    asks = browser(ada)
    sent(asks, address(coop, "propose"), **TEA)
    assert "Now people say what they think" in sent(asks, address(coop, "next-round", 1))
    assert "next step" in sent(asks, address(coop, "next-round", 1))
    wrong = asks.post(address(coop, "attach", 1), {"file": SimpleUploadedFile("a.exe", b"MZ")})
    assert wrong.status_code == 422 and "do not keep this kind" in wrong.text
    assert asks.post(address(coop, "attach", 1), {}).status_code == 422
    told = sent(asks, address(coop, "attach", 1), file=SimpleUploadedFile("a.txt", b"Tea."))
    assert "a.txt is attached" in told
    kept = Attachment.objects.get()
    where = f"{address(coop, 'proposal', 1)}files/{kept.pk}/"
    got = browser(bob).get(where)
    assert got.content == b"Tea." and "attachment" in got["Content-Disposition"]
    assert "sandbox" in got["Content-Security-Policy"]
    assert asks.get(f"{address(coop, 'proposal', 1)}files/{ada.pk}/").status_code == 404
    assert browser(bob).get(address(coop, "attach", 1)).status_code == 403


def test_advice_is_given_and_answered(coop: Coop, ada: Person, bob: Person) -> None:
    asks = browser(ada)
    sent(asks, address(coop, "propose"), **(TEA | {"form": "advice"}))
    assert "Nobody has given advice yet" in sent(asks, address(coop, "decide", 1), text="Tea.")
    sent(browser(bob), address(coop, "say", 1), kind="reaction", text="Coffee")
    told = sent(asks, address(coop, "decide", 1), text="Tea, and coffee for Bob.")
    assert "Decided after advice" in told and "Tea, and coffee for Bob." in told


def test_my_part_and_who_is_heard(coop: Coop) -> None:
    ada, bob = (
        make_member(coop, with_account(somebody(coop, name)), key)
        for name, key in (("Ada Able", "people"), ("Bob Best", "workers"))
    )
    client = browser(ada.voter)
    assert "Nothing was decided in this year" in client.get(address(coop, "heard")).text
    proposal = opened(a_proposal(ada))
    assert "A bench by the door" in client.get(address(coop, "mine")).text
    vote_by(proposal, ada, "yes")
    with when_over(proposal):  # type: ignore[attr-defined]
        sent(client, address(coop, "close", 1))
        page = client.get(address(coop, "mine")).text
        assert "Nothing waits for you." in page and "Yes" in page and "What I proposed" in page
        assert "Nothing." in browser(bob.voter).get(address(coop, "mine")).text
        page = client.get(address(coop, "heard")).text
        assert "Not heard" in page and "1 of 1" in page and "0 of 1" in page
        assert client.get(f"{address(coop, 'heard')}?year=1").status_code == 200


def test_only_members_read_who_is_heard(coop: Coop) -> None:
    worker = with_account(somebody(coop, "Will"))
    wear_hat(coop=coop, by=None, person=worker, role="worker", since=clock.today(coop.zone))
    client = browser(worker)
    assert client.get(address(coop, "heard")).status_code == 403
    assert client.get(address(coop, "propose")).status_code == 403
    assert client.get(address(coop, "mine")).status_code == 200
