"""The pages of meetings, from the plan to the minutes, as people open and send them."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from kith.decisions.factories import a_proposal
from kith.decisions.models import Proposal
from kith.decisions.queries import entitled_to
from kith.foundation import clock
from kith.foundation.models import Coop
from kith.meetings.factories import a_meeting, begun, called, came, carried, on_its_day
from kith.meetings.models import Item, Meeting, Paper, Proxy, Task
from kith.membership.models import Member
from kith.people.actions import wear_hat
from kith.people.models import Person

pytestmark = pytest.mark.django_db
PASSKEY = "allauth.account.auth_backends.AuthenticationBackend"
Cast = dict[str, Member]


@pytest.fixture
def secretary(coop: Coop, cast: Cast) -> Client:
    person = cast["Ada"].voter
    wear_hat(coop=coop, by=None, person=person, role="secretary", since=clock.today(coop.zone))
    return browser(person)


def browser(person: Person) -> Client:
    client = Client()
    assert person.account
    client.force_login(person.account, backend=PASSKEY)
    return client


def address(coop: Coop, name: str, meeting: int | None = 1, **more: object) -> str:
    where: dict[str, object] = {"coop": coop.slug, **more}
    return reverse(f"meetings:{name}", kwargs=where | ({"meeting": meeting} if meeting else {}))


def sent(client: Client, path: str, /, **given: object) -> str:
    return client.post(path, given, follow=True).text


def day_boxes(name: str, day: object) -> dict[str, object]:
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}  # type: ignore[attr-defined]


def test_the_secretary_plans_a_meeting_and_calls_it(
    coop: Coop, cast: Cast, secretary: Client
) -> None:
    assert "No meeting is called yet" in secretary.get(address(coop, "meetings", None)).text
    a_proposal(cast["Bob"])
    given = {"title": "Spring", "kind": "general", "at": "18:30", "where": "The library"}
    today = clock.today(coop.zone)
    wrong = secretary.post(
        address(coop, "plan", None), given | day_boxes("day", today + timedelta(days=3))
    )
    assert wrong.status_code == 422 and "The first day that can be is" in wrong.text
    assert "The library" in wrong.text
    told = sent(
        secretary,
        address(coop, "plan", None),
        **given,
        **day_boxes("day", today + timedelta(days=15)),
    )
    assert "The meeting is planned" in told and "Members do not know of it yet" in told
    bob = browser(cast["Bob"].voter)
    assert bob.get(address(coop, "meeting")).status_code == 404
    assert "Spring" not in bob.get(address(coop, "meetings", None)).text
    assert bob.get(address(coop, "plan", None)).status_code == 403
    assert "It stands on the agenda" in sent(secretary, address(coop, "add-item"), title="Tea")
    proposal = reverse("decisions:proposal", kwargs={"coop": coop.slug, "number": 1})
    assert "Put it to “Spring”" in secretary.get(proposal).text
    assert "1. A bench by the door" in secretary.get(address(coop, "motion")).text
    assert "its words stand" in sent(secretary, address(coop, "motion"), number="1")
    told = sent(
        secretary, address(coop, "new-motion"), title="A table", text="We buy one.", form="special"
    )
    assert "3. A table" in told and "Special resolution" in told
    paper = SimpleUploadedFile("plan.csv", b"a,b\n1,2\n")
    told = sent(
        secretary,
        address(coop, "add-paper"),
        title="The plan",
        item=Item.objects.get(title="A table").pk,
        file=paper,
    )
    assert "Members can read it now" in told and "plan.csv" in told
    item = Item.objects.get(title="Tea").pk
    told = sent(secretary, address(coop, "move-item", item=item), to="later")
    assert "“Tea” is moved" in told and "2. Tea" in told
    assert "is off the agenda" in sent(secretary, address(coop, "remove-item", item=item))
    assert "The meeting is called" in sent(secretary, address(coop, "send"))
    page = bob.get(address(coop, "meeting")).text
    assert "1. A bench by the door" in page and "I cannot come: name a proxy" in page
    assert (
        bob.get(address(coop, "paper", None, paper=Paper.objects.get().pk)).content == b"a,b\n1,2\n"
    )
    assert "Put to a meeting" in bob.get(proposal).text and ">Spring<" in bob.get(proposal).text
    told = sent(secretary, address(coop, "place"), where="The school", phone="", online="ftp://x")
    assert "beginning with https://" in told
    assert "It is changed" in sent(secretary, address(coop, "place"), where="The school")
    assert "It is called" not in sent(secretary, address(coop, "send"))
    told = sent(secretary, address(coop, "cancel"), why="The school is closed.")
    assert "The meeting is called off" in told and "The school is closed." in told


def test_a_proxy_is_named_told_how_to_vote_accepted_and_ended(
    coop: Coop, cast: Cast, secretary: Client
) -> None:
    called(cast["Ada"], Proposal.RESOLUTION)
    bob, cy = browser(cast["Bob"].voter), browser(cast["Cy"].voter)
    motion = Item.objects.get()
    wrong = bob.post(address(coop, "name-proxy"), {"holder": "", f"motion_{motion.pk}": "no"})
    assert wrong.status_code == 422 and 'value="no" selected' in wrong.text
    told = sent(
        bob, address(coop, "name-proxy"), holder=cast["Cy"].pk, **{f"motion_{motion.pk}": "no"}
    )
    assert "You have asked Cy Cyson to carry your vote" in told
    proxy = Proxy.objects.get().pk
    assert "Bob Bobson asks you to carry" in cy.get(address(coop, "meeting")).text
    dee = browser(cast["Dee"].voter)
    assert dee.post(address(coop, "accept-proxy", proxy=proxy)).status_code == 404
    told = sent(cy, address(coop, "accept-proxy", proxy=proxy))
    assert "You carry the vote of Bob Bobson" in told
    assert "answered before" in sent(cy, address(coop, "decline-proxy", proxy=proxy))
    told = sent(bob, address(coop, "direct-proxy", proxy=proxy), **{f"motion_{motion.pk}": "yes"})
    assert "It is written down" in told and "Cy Cyson carries your vote" in told
    assert "The proxy has ended" in sent(cy, address(coop, "end-proxy", proxy=proxy))
    assert "name a proxy" in bob.get(address(coop, "meeting")).text
    page = bob.get(address(coop, "name-proxy")).text
    assert "for 2 members at most" in page


def the_meeting(cast: Cast) -> Meeting:
    meeting = called(cast["Ada"], Proposal.RESOLUTION, Proposal.SPECIAL)
    carried(meeting, cast["Gus"], cast["Bob"])
    return meeting


def test_a_whole_meeting_on_its_pages(coop: Coop, cast: Cast, secretary: Client) -> None:
    meeting = the_meeting(cast)
    first, second = meeting.items.order_by("number")
    eve = browser(cast["Eve"].voter)
    with on_its_day(meeting, 1):
        page = secretary.get(address(coop, "came"))
        assert "0 members of 7 there" in page.text and "Gus Gusson" in page.text
        told = sent(
            secretary,
            address(coop, "came"),
            way="room",
            members=[cast[name].pk for name in ("Ada", "Bob", "Cy")],
        )
        assert "It is written down" in told and "4 members of 7 there, 1 of them by proxy" in told
        sent(secretary, address(coop, "came"), way="phone", members=[cast["Dee"].pk])
        told = sent(secretary, address(coop, "open"), member=cast["Ada"].pk)
        assert "There is no quorum. Of “Supporters” 2 more are needed" in told
        assert "You are here, online" in sent(eve, address(coop, "come"))
        sent(secretary, address(coop, "came"), way="room", members=[cast["Fay"].pk])
        told = sent(secretary, address(coop, "open"), member=cast["Ada"].pk)
        assert "The meeting is open" in told and "Ada Adason is in the chair" in told
        live = eve.get(address(coop, "live")).text
        assert "There is a quorum" in live and "gone on" not in live
        told = sent(secretary, address(coop, "take-up", item=first.pk))
        assert "The meeting deals with this now" in told
        assert "gone on" in eve.get(address(coop, "live") + "?seen=before").text
        assert "It stands on the list" in sent(eve, address(coop, "speak", item=first.pk))
        turn = first.turns.get().pk
        told = sent(secretary, address(coop, "give-word", item=first.pk, turn=turn))
        assert "Eve Eveson has the word" in told and "speaks now" in told
        assert "Nobody has the word" in sent(secretary, address(coop, "end-word", item=first.pk))
        told = sent(
            eve, address(coop, "amend", item=first.pk), text="We buy a bench with arms.", why=""
        )
        assert "The amendment is moved" in told and "<ins> with arms</ins>" in told
        told = sent(secretary, address(coop, "open-vote", number=1))
        assert "An amendment waits. Vote on it first" in told
        assert "Votes are open" in sent(secretary, address(coop, "open-vote", number=3))
        told = sent(secretary, address(coop, "hands", number=3), way="show", others="yes")
        assert "The votes are written down" in told
        told = sent(secretary, address(coop, "close-vote", number=3))
        assert "The votes are counted" in told and "The motion has these words now" in told
        sent(secretary, address(coop, "open-vote", number=1))
        page = eve.get(address(coop, "item", item=first.pk)).text
        assert "Vote for Eve Eveson" in page and "Vote for Bob" not in page
        own = entitled_to(Proposal.objects.get(number=1)).get(member=cast["Eve"]).pk
        wrong = eve.post(address(coop, "cast", number=1), {"entitlement": own, "choice": "maybe"})
        assert wrong.status_code == 422
        told = sent(eve, address(coop, "cast", number=1), entitlement=own, choice="no")
        assert "The vote is counted" in told and "Eve Eveson: No." in told
        bob = browser(cast["Bob"].voter)
        assert "Vote for Gus Gusson" in bob.get(address(coop, "item", item=first.pk)).text
        page = secretary.get(address(coop, "hands", number=1)).text
        assert "Online; has voted on their own page" in page and "Carried by Bob Bobson" in page
        sent(secretary, address(coop, "hands", number=1), way="show", others="yes")
        told = sent(secretary, address(coop, "close-vote", number=1))
        assert "votes were yes; more than half was needed. Carried." in told
        assert "have closed" in sent(
            eve, address(coop, "cast", number=1), entitlement=own, choice="yes"
        )
        sent(secretary, address(coop, "note"), words="Thanks were given to the library.")
        told = sent(
            secretary,
            address(coop, "add-task"),
            what="Buy it",
            who=cast["Eve"].voter.pk,
            **day_boxes("by_day", clock.today(coop.zone) + timedelta(days=9)),
        )
        assert "Eve Eveson: Buy it" in told
        assert "Who has left?" in secretary.get(address(coop, "left")).text
        sent(secretary, address(coop, "left"), members=[cast["Cy"].pk])
        sent(secretary, address(coop, "chair"), member=cast["Bob"].pk)
        assert bob.get(address(coop, "hands", number=2)).status_code == 302
        assert eve.get(address(coop, "came")).status_code == 403
        told = sent(secretary, address(coop, "end"))
        assert "Its minutes are drafted" in told and "not voted on at this meeting" in told
        minutes = eve.get(address(coop, "minutes")).text
        assert "Thanks were given to the library." in minutes and "A draft" in minutes
        text = meeting.minutes.versions.get().text + "\n\nAll went home."
        told = sent(secretary, address(coop, "write-minutes"), text=text, after=1)
        assert "The minutes are changed" in told and "<ins>" in told
        wrong = secretary.post(address(coop, "write-minutes"), {"text": "Mine.", "after": 1})
        assert wrong.status_code == 422 and "Mine." in wrong.text
        task = Task.objects.get().pk
        assert "What you agreed to do" in eve.get(address(coop, "meetings", None)).text
        assert "It is done" in sent(eve, address(coop, "task-done", None, task=task))
    assert second.proposal.state == Proposal.TALKING


def test_an_amendment_is_set_aside_by_the_chair(coop: Coop, cast: Cast, secretary: Client) -> None:
    meeting = the_meeting(cast)
    first = meeting.items.order_by("number")[0]
    with on_its_day(meeting):
        came(meeting, cast["Ada"], *cast.values())
        begun(meeting, cast["Ada"], first)
        page = secretary.get(address(coop, "amend", item=first.pk)).text
        assert "Who moves it?" in page
        sent(
            secretary,
            address(coop, "amend", item=first.pk),
            text="We buy a tower.",
            mover=cast["Fay"].pk,
        )
        told = sent(secretary, address(coop, "set-aside", item=first.pk), why="Beyond the notice.")
        assert "not put to the vote" in told and "By Fay Fayson" in told


def test_without_a_quorum_the_meeting_is_adjourned_on_its_page(
    coop: Coop, cast: Cast, secretary: Client
) -> None:
    meeting = called(cast["Ada"])
    with on_its_day(meeting, 31):
        page = secretary.get(address(coop, "meeting")).text
        assert "Adjourn the meeting" in page and "no quorum yet" in page
        day = clock.today(coop.zone) + timedelta(days=40)
        wrong = secretary.post(address(coop, "adjourn"), {"at": "18:30", **day_boxes("day", day)})
        assert wrong.status_code == 422
        day = clock.today(coop.zone) + timedelta(days=7)
        told = sent(secretary, address(coop, "adjourn"), at="18:30", **day_boxes("day", day))
        assert "It is adjourned" in told


def test_pages_ask_few_questions(
    coop: Coop, cast: Cast, secretary: Client, django_assert_max_num_queries
) -> None:
    meeting = the_meeting(cast)
    a_meeting(cast["Ada"])
    with on_its_day(meeting):
        came(meeting, cast["Ada"], *cast.values())
        item = meeting.items.order_by("number")[0]
        begun(meeting, cast["Ada"], item)
        for name, most in (("meetings", 12), ("meeting", 40), ("live", 22), ("came", 26)):
            where = address(coop, name, None if name == "meetings" else 1)
            secretary.get(where)
            with django_assert_max_num_queries(most):
                assert secretary.get(where).status_code == 200
        where = address(coop, "item", item=item.pk)
        with django_assert_max_num_queries(45):
            assert secretary.get(where).status_code == 200
