"""The pages of decisions: what waits for me, a proposal with its talk and vote, and each refused step in words."""

import pytest
from django.test import Client
from django.urls import reverse

from kith.decisions.factories import a_proposal, opened, vote_by, when_over
from kith.decisions.models import Proposal, Vote
from kith.foundation import clock
from kith.foundation.models import Coop
from kith.membership.factories import a_society, make_member
from kith.membership.models import Member
from kith.people.actions import wear_hat
from kith.people.factories import somebody, with_account
from kith.people.models import Person

pytestmark = pytest.mark.django_db
PASSKEY = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def coop() -> Coop:
    return a_society("ash")


@pytest.fixture
def ada(coop: Coop) -> Member:
    return make_member(coop, with_account(somebody(coop, "Ada Able")), "people")


@pytest.fixture
def bob(coop: Coop) -> Member:
    return make_member(coop, with_account(somebody(coop, "Bob Best")), "workers")


def browser(person: Person) -> Client:
    client = Client()
    assert person.account
    client.force_login(person.account, backend=PASSKEY)
    return client


def address(coop: Coop, name: str, number: int | None = None) -> str:
    where: dict[str, object] = {"coop": coop.slug}
    return reverse(f"decisions:{name}", kwargs=where | ({"number": number} if number else {}))


def sent(client: Client, where: str, **given: object) -> str:
    return client.post(where, given, follow=True).text


def test_a_member_proposes_opens_votes_and_sees_what_came_of_it(
    coop: Coop, ada: Member, bob: Member
) -> None:
    client = browser(ada.voter)
    page = client.get(address(coop, "decisions"))
    assert "Nothing is proposed yet" in page.text
    wrong = client.post(address(coop, "propose"), {"title": "A bench", "form": "poll"})
    assert wrong.status_code == 422 and "A bench" in wrong.text
    told = sent(
        client,
        address(coop, "propose"),
        title="A bench",
        text="We buy one.",
        form="poll",
        at_once="talk",
    )
    assert "Talk about it first" in told and "We buy one." in told
    told = sent(
        browser(bob.voter), address(coop, "say", 1), kind="question", text="How <b>wide</b>?"
    )
    assert "How &lt;b&gt;wide&lt;/b&gt;?" in told
    wrong = client.post(
        address(coop, "open", 1), {"last_day_day": 1, "last_day_month": 1, "last_day_year": 2020}
    )
    assert wrong.status_code == 422 and "or later" in wrong.text
    proposal = opened(Proposal.objects.get())
    assert "Your vote is asked for" in client.get(address(coop, "decisions")).text
    assert (
        "Pick one" in sent(client, address(coop, "vote", 1), choice="maybe")
        or not Vote.objects.exists()
    )
    assert "Your vote is counted" in sent(client, address(coop, "vote", 1), choice="yes")
    assert "1 member has not voted" in sent(client, address(coop, "close", 1))
    with when_over(proposal):  # type: ignore[attr-defined]
        assert "being counted" in client.get(address(coop, "proposal", 1)).text
        told = sent(client, address(coop, "close", 1))
    assert "1 of 2 members took part. 1 said yes and 0 no. A poll binds nobody." in told
    assert "Who voted how" in told


def test_how_others_vote_is_not_shown_before_the_count(
    coop: Coop, ada: Member, bob: Member
) -> None:
    proposal = opened(a_proposal(ada))
    vote_by(proposal, bob, "no", "It is in the way of my chair.")
    page = browser(ada.voter).get(address(coop, "proposal", 1)).text
    assert "in the way" not in page and "Who voted how" not in page and "1 of 2" in page


def test_objections_to_consent_are_for_everybody(coop: Coop, ada: Member, bob: Member) -> None:
    proposal = opened(a_proposal(ada, Proposal.CONSENT))
    client = browser(bob.voter)
    wrong = client.post(address(coop, "vote", 1), {"choice": "no", "reason": ""})
    assert wrong.status_code == 422 and "Say how it would harm us" in wrong.text
    vote_by(proposal, bob, "no", "It is in the way of my chair.")
    assert "in the way of my chair" in browser(ada.voter).get(address(coop, "proposal", 1)).text


def test_the_page_of_a_version_leads_to_the_members_and_back(coop: Coop, ada: Member) -> None:
    from kith.articles.actions import propose_articles
    from kith.articles.queries import newest_adopted
    from kith.people.queries import actor_for

    text = newest_adopted(coop).text.replace("notice_days = 14", "notice_days = 21")
    propose_articles(coop=coop, by=actor_for(ada.voter), text=text)
    client = browser(ada.voter)
    version = reverse("articles:version", kwargs={"coop": coop.slug, "number": 2})
    assert "Put it to the members" in client.get(version).text
    where = reverse("decisions:put-articles", kwargs={"coop": coop.slug, "version": 2})
    told = client.post(where, follow=True).text
    assert "What it changes in our articles" in told and "21" in told
    assert "Proposal 1" in client.get(version).text
    assert "is about this version already" in client.post(where, follow=True).text


def test_who_has_no_vote_is_told_why(coop: Coop, ada: Member) -> None:
    opened(a_proposal(ada))
    late = make_member(coop, with_account(somebody(coop, "Eve Ever")), "people")
    client = browser(late.voter)
    assert "You have no vote on this" in client.get(address(coop, "proposal", 1)).text
    assert "You have no vote on this" in sent(client, address(coop, "vote", 1), choice="yes")


def test_nobody_ends_what_another_proposed(coop: Coop, ada: Member, bob: Member) -> None:
    a_proposal(ada)
    client = browser(bob.voter)
    for name in ("open", "words", "review"):
        assert client.get(address(coop, name, 1)).status_code == 403
    for name in ("close", "withdraw", "carry-out"):
        assert client.post(address(coop, name, 1)).status_code == 403


def test_pages_ask_few_questions(
    coop: Coop, ada: Member, bob: Member, django_assert_max_num_queries
) -> None:
    for _ in range(5):
        vote_by(opened(a_proposal(ada)), bob, "yes")
    client = browser(ada.voter)
    client.get(address(coop, "decisions"))
    with django_assert_max_num_queries(15):
        client.get(address(coop, "decisions"))
    with django_assert_max_num_queries(25):
        client.get(address(coop, "proposal", 1))


def test_the_board_brings_an_expulsion_to_the_members(coop: Coop, ada: Member, bob: Member) -> None:
    wear_hat(coop=coop, by=None, person=ada.voter, role="board", since=clock.today(coop.zone))
    client = browser(ada.voter)
    where = reverse("membership:expel", kwargs={"coop": coop.slug, "member": bob.pk})
    ask = reverse("decisions:expel", kwargs={"coop": coop.slug, "member": bob.pk})
    assert f'href="{ask}"' in client.get(where).text
    unheard = client.post(ask, {"reason": "Hit somebody."})
    assert unheard.status_code == 422 and "Hit somebody." in unheard.text
    told = sent(client, ask, reason="Hit somebody.", heard="on")
    assert "It is put to the members, and Bob Best was told" in told
    assert "The member is expelled at once." in told
    assert browser(bob.voter).get(ask).status_code == 403


def test_changed_words_are_shown_beside_the_earlier_ones(coop: Coop, ada: Member) -> None:
    a_proposal(ada)
    client = browser(ada.voter)
    told = sent(client, address(coop, "words", 1), title="A table", text="We buy a table.")
    assert "<del>bench</del><ins>table</ins>" in told and "“A bench by the door”" in told


def test_what_was_decided_is_looked_at_again_and_proposed_anew(
    coop: Coop, ada: Member, bob: Member
) -> None:
    proposal = opened(a_proposal(ada))
    client = browser(ada.voter)
    with when_over(proposal):  # type: ignore[attr-defined]
        sent(client, address(coop, "close", 1))
        Proposal.objects.update(review_on=clock.today(coop.zone))
        page = client.get(address(coop, "decisions")).text
        assert "To look at again" in page
        assert "Propose it anew" in client.get(address(coop, "proposal", 1)).text
        again = f"{address(coop, 'propose')}?again="
        assert "We buy a bench." in client.get(f"{again}1").text
        assert client.get(f"{again}99").status_code == 404
        assert client.get(f"{again}x").status_code == 200
