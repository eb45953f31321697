"""For every address an example that is really there in the demo, found by the names of its arguments."""

import io
from collections.abc import Callable
from datetime import timedelta

from PIL import Image

from kith.api.actions import make_address
from kith.api.models import FeedAddress
from kith.asking.factories import an_asking, taken
from kith.asking.models import Alternative
from kith.becoming.actions import add_check, begin
from kith.becoming.models import Check, Newcomer, Shadow, Thanks
from kith.decisions.models import Attachment
from kith.elections.factories import a_board_election, stand
from kith.elections.models import Election
from kith.foundation import clock
from kith.foundation.attached import Attached
from kith.imports.actions import look_at
from kith.imports.factories import csv_of
from kith.kernel.week import Week
from kith.meetings.models import Item, Paper, Proxy, Task, Turn
from kith.membership.duties.models import DutyRecord
from kith.membership.factories import an_application
from kith.membership.founding.drafting import (
    begin_draft,
    choose_model,
    name_coop,
    write_founder,
)
from kith.membership.founding.models import FoundingDraft
from kith.membership.loans.factories import lend, offer_a_loan
from kith.membership.models import Application, Member
from kith.membership.offers.factories import an_offer, pledged
from kith.membership.shares.factories import hold_shares, name_somebody, wait_for_money
from kith.membership.shares.models import Withdrawal
from kith.membership.shares.queries import balance_of, entries_of
from kith.people.models import Hat, Notice, Person
from kith.people.queries import actor_for
from kith.rota.models import Away, Rota, Slot
from kith.support.choices.models import Trial
from kith.support.circles.models import CircleAsk, CircleEvent, InCircle
from kith.support.media.actions import add_media
from kith.support.models import Outcome, Pause, Plan, Support, VisitPattern
from kith.support.records.actions import say_consent
from kith.teams.models import HasSkill, TeamRole
from tests.access.addresses import Address
from tests.access.cast import Cast

# Nothing yet: each address can be walked. One that truly cannot be stands here with the reason.
NOT_WALKED: dict[str, str] = {}

# Ways of signing in that nobody in the demo has set up: what they answer is checked, that they open is not.
NEVER_THERE = {
    "mfa_remove_webauthn",
    "mfa_edit_webauthn",
    "mfa_deactivate_totp",
    "mfa_view_recovery_codes",
    "mfa_download_recovery_codes",
}


class Samples:
    """Values for the arguments of addresses; each is looked up once."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.known: dict[str, object] = {}

    def example(self, address: Address) -> dict[str, object]:
        """Arguments for one address. Raises KeyError for an argument that nobody has given a sample of."""
        return {name: self.value(address, name) for name in address.arguments}

    def value(self, address: Address, argument: str) -> object:
        """A sample of one argument."""
        key = f"{address.name} {argument}"
        if key not in SAMPLES:
            key = argument  # KeyError below: give a sample of it
        if key not in self.known:
            self.known[key] = SAMPLES[key](self.cast)
        return self.known[key]


def _this_week(cast: Cast) -> Week:
    return Week.of(clock.today(cast.coop.zone))


def _rota(cast: Cast) -> Rota:
    return Rota.objects.get(team=cast.team, monday=_this_week(cast).monday)


def _slot(cast: Cast) -> object:
    return Slot.objects.filter(visit__rota=_rota(cast), worker=cast.person("worker"))[0].pk


def _import(cast: Cast) -> object:
    by = actor_for(cast.person("worker"))
    content = csv_of("Name,Date of birth", "Ivy Sample,1 May 1944", "Bad Date,32 May 1944")
    kept = look_at(
        coop=cast.coop,
        by=by,
        team=cast.team,
        file_name="people.csv",
        content=content,
        kind="people",
    )
    return kept.pk


def _calendar(cast: Cast) -> object:
    _secret(cast)
    return FeedAddress.objects.filter(person=cast.person("worker"))[0].pk


def _secret(cast: Cast) -> object:
    by = actor_for(cast.person("worker"))
    return make_address(coop=cast.coop, by=by, kind=FeedAddress.MY_WEEK, label="my phone")


def _pattern(cast: Cast) -> VisitPattern:
    of_person = VisitPattern.objects.filter(support__person=cast.person("person"))
    return of_person.filter(ended_at__isnull=True)[0]


def _day_of_pattern(cast: Cast) -> object:
    monday = _this_week(cast).next().monday
    return monday + timedelta(days=_pattern(cast).weekdays[0])


def _of_team(cast: Cast) -> TeamRole:
    return TeamRole.objects.filter(member__team=cast.team, until__isnull=True)[0]


def _draft(cast: Cast) -> FoundingDraft:
    """A co-op that the supporter founds, with one founder."""
    owner = cast.accounts["supporter"]
    draft = FoundingDraft.objects.filter(owner=owner).first()
    if draft is None:
        draft = begin_draft(by=owner)
        choose_model(draft=draft, by=owner, model="multi-stakeholder")
        name_coop(draft=draft, by=owner, name="Sample Co-op")
        draft.refresh_from_db()
        write_founder(
            draft=draft,
            by=owner,
            name="Anwar Malik",
            email=owner.email,
            member_class="supporters",
            roles_worn=["secretary"],
        )
    return draft


def _application(cast: Cast) -> tuple[Application, str]:
    """Somebody who waits for an answer; only the secret of a new application is known."""
    asked = Application.objects.filter(coop=cast.coop).count()
    return an_application(cast.coop, email=f"nia{asked}@kith.example", postcode="")


def _shares_taken(cast: Cast) -> Member:
    """The member, with paid shares."""
    member = Member.objects.get(person=cast.person("member"))
    if not balance_of(member).paid:
        hold_shares(member, 5000)
    return member


def _asked_back(cast: Cast, why: str = Withdrawal.ASKED) -> Withdrawal:
    """Something that waits to be paid back to the member; after a death also for whom they named."""
    member = _shares_taken(cast)
    if why == Withdrawal.DIED:
        name_somebody(member)
    return wait_for_money(member, 100, why)


ELECTIONS = {
    Election.PREPARING: ("open", "cancel", "stand", "withdraw", "put-up"),
    Election.OPEN: (
        *("election", "give-paper", "close", "ballot", "token", "cast"),
        *("ask-for-paper", "paper", "papers"),
    ),
    Election.DECLARED: ("declare", "witness", "roll", "download", "root", "result", "board"),
}


def _election(cast: Cast, state: str) -> Election:
    """The demo's election at this point; one that is being prepared is called here, with a member put up."""
    found = Election.objects.filter(coop=cast.coop, state=state).order_by("number").first()
    if found:
        return found
    member = Member.objects.get(person=cast.person("member"))
    election = a_board_election(cast.coop, {member.member_class: 1})
    stand(election.contests.get(), [member])
    return election


def _first_outcome() -> object:
    """The one that matters most in the plan of the demo."""
    return Outcome.objects.order_by("-importance")[0].series


def _media(cast: Cast) -> object:
    """A photograph in the plan, to which the person says yes now."""
    plan = Plan.objects.get(support__person=cast.person("person"))
    by = actor_for(cast.person("person"))
    say_consent(coop=cast.coop, by=by, plan=plan, purpose="photos", state="given")
    picture = io.BytesIO()
    Image.new("RGB", (8, 8)).save(picture, "PNG")
    file = Attached("sea.png", picture.getvalue())
    return add_media(
        coop=cast.coop, by=by, plan=plan, section="matters", file=file, words="The sea"
    ).pk


def _shadow(cast: Cast) -> object:
    """A visit that somebody goes along to; in some weeks of the year the demo's buddy has none to come."""
    found = Shadow.objects.filter(coop=cast.coop).first()
    if found is None:
        newcomer = Newcomer.objects.get(coop=cast.coop, name="Aisha Begum")
        found = Shadow.objects.create(
            coop=cast.coop,
            newcomer=newcomer,
            buddy=cast.person("worker"),
            person=cast.person("person"),
            visit=newcomer.pk,
            day=clock.today(cast.coop.zone),
            at=clock.now().time(),
            what="Tea",
        )
    return found.pk


def _evidence(cast: Cast) -> object:
    newcomer = Newcomer.objects.get(coop=cast.coop, name="Aisha Begum")
    return add_check(
        coop=cast.coop,
        by=actor_for(cast.person("worker")),
        newcomer=newcomer,
        kind=Check.TRAINING,
        name="First aid",
        seen_on=clock.today(cast.coop.zone),
        file=Attached("certificate.txt", b"passed"),
    ).pk


def _motion(cast: Cast) -> Item:
    """The motion of the meeting that is called."""
    return Item.objects.get(coop=cast.coop, meeting__number=2, proposal__isnull=False)


SAMPLES: dict[str, Callable[[Cast], object]] = {
    "coop": lambda cast: cast.coop.slug,
    "number": lambda _: 2,  # of the articles
    **{
        f"decisions:{name} number": lambda _, number=number: number
        for number, names in {
            1: ("review", "carry-out"),
            4: ("proposal", "vote", "say", "words", "close", "withdraw"),
            5: ("open", "next-round"),
            9: ("attach", "decide", "file"),
        }.items()
        for name in names
    },
    **{
        f"elections:{name} number": lambda cast, state=state: _election(cast, state).number
        for state, names in ELECTIONS.items()
        for name in names
    },
    **{
        f"elections:{name} contest": lambda cast, state=state: (
            _election(cast, state).contests.all()[0].slug
        )
        for state, names in ELECTIONS.items()
        for name in names
    },
    "candidate": lambda cast: (
        _election(cast, Election.PREPARING).contests.all()[0].candidates.all()[0].pk
    ),
    "meeting": lambda _: 2,  # called; the first one was held
    **{
        f"meetings:{name} meeting": lambda _: 1
        for name in ("minutes", "write-minutes", "add-task", "cast", "hands")
    },
    **{
        f"meetings:{name} number": lambda _, number=number: number
        for name, number in (("cast", 2), ("hands", 2), ("open-vote", 6), ("close-vote", 6))
    },
    "item": lambda cast: _motion(cast).pk,
    "turn": lambda cast: Turn.objects.filter(coop=cast.coop)[0].pk,
    "proxy": lambda cast: (
        Proxy.objects.get(meeting__number=2, holder__person=cast.person("worker")).pk
    ),
    "support:change-outcome series": lambda _: _first_outcome(),
    "support:rate-outcome series": lambda _: _first_outcome(),
    "section": lambda _: "matters",
    "media": _media,
    "guide": lambda _: "good-day",
    "attachment": lambda cast: Attachment.objects.get(coop=cast.coop).pk,
    "paper": lambda cast: Paper.objects.get(coop=cast.coop).pk,
    "task": lambda cast: Task.objects.filter(coop=cast.coop)[0].pk,
    "version": lambda _: 2,  # of the articles, proposed
    "part": lambda _: "voting",
    "team": lambda cast: cast.team.slug,
    "slug": lambda cast: cast.team.slug,
    "week": lambda cast: str(_this_week(cast)),
    "rota": lambda cast: _rota(cast).pk,
    "slot": _slot,
    "away": lambda cast: Away.objects.filter(coop=cast.coop)[0].pk,
    "worker": lambda cast: cast.person("worker").pk,
    "person": lambda cast: cast.person("person").pk,
    "people:hats person": lambda cast: cast.person("supporter").pk,
    "people:take-hat person": lambda cast: cast.person("supporter").pk,
    "hat": lambda cast: Hat.objects.filter(person=cast.person("supporter"))[0].pk,
    "notice": lambda cast: Notice.objects.filter(person=cast.person("person"))[0].pk,
    "support": lambda cast: Support.objects.get(person=cast.person("person")).pk,
    "ask": lambda cast: CircleAsk.objects.get(coop=cast.coop, kind="offer").pk,
    "event": lambda cast: CircleEvent.objects.get(coop=cast.coop).pk,
    **{
        f"support:{name} series": lambda _: (
            InCircle.objects.get(name="Father Paul", ended_at__isnull=True).series
        )
        for name in ("in-circle", "ask-into-circle", "out-of-circle")
    },
    **{
        f"becoming:{name} secret": lambda cast: begin(
            coop=cast.coop, by=None, name="Somebody New", email="new@kith.example"
        )[1]
        for name in ("mine", "step", "send", "take-back")
    },
    "becoming:step step": lambda _: "you",
    "newcomer": lambda cast: Newcomer.objects.get(coop=cast.coop, name="Aisha Begum").pk,
    "shadow": _shadow,
    "check": _evidence,
    "thanks": lambda cast: Thanks.objects.filter(worker=cast.person("worker"))[0].pk,
    "trial": lambda cast: Trial.objects.get(coop=cast.coop, state=Trial.ASKED).pk,
    "support:ask-trial worker": lambda cast: (
        Person.objects.get(coop=cast.coop, name="Bea Longden").pk
    ),
    "support:working person": lambda cast: cast.person("worker").pk,
    "series": lambda cast: _pattern(cast).series,
    "day": _day_of_pattern,
    "pause": lambda cast: Pause.objects.filter(coop=cast.coop, ended_at__isnull=True)[0].pk,
    "member_id": lambda cast: _of_team(cast).member.pk,
    "role_id": lambda cast: _of_team(cast).pk,
    "has_skill_id": lambda cast: HasSkill.objects.filter(person=cast.person("worker"))[0].pk,
    "kept_id": _import,
    "kind": lambda _: "people",
    "form": lambda _: "xlsx",
    "address": _calendar,
    "secret": _secret,
    **{
        f"membership:{name} secret": lambda cast: _application(cast)[1]
        for name in ("status", "withdraw", "appeal", "about-applicant")
    },
    **{
        f"asking:{name} secret": lambda cast: an_asking(cast.coop)[1]
        for name in ("status", "withdraw")
    },
    "referral": lambda cast: taken(cast.team, actor_for(cast.person("worker"))).pk,
    "alternative": lambda cast: Alternative.objects.filter(coop=cast.coop)[0].pk,
    "application": lambda cast: _application(cast)[0].pk,
    "duty": lambda _: "return-2026-03-31",
    "record": lambda cast: DutyRecord.objects.exclude(file="").filter(coop=cast.coop)[0].pk,
    "member": lambda cast: Member.objects.get(person=cast.person("member")).pk,
    "loan": lambda cast: lend(Member.objects.get(person=cast.person("member"))).pk,
    **{
        f"loans:{name} loan": lambda cast: (
            offer_a_loan(Member.objects.get(person=cast.person("member"))).pk
        )
        for name in ("agree", "agree-on-paper", "decline")
    },
    "loans:put-right number": lambda _: 1,
    "withdrawal": lambda cast: _asked_back(cast).pk,
    "shares:pass-on withdrawal": lambda cast: _asked_back(cast, Withdrawal.DIED).pk,
    "shares:put-right number": lambda cast: entries_of(_shares_taken(cast))[1].number,
    "offer": lambda cast: an_offer(_shares_taken(cast)).pk,
    "pledge": lambda cast: pledged(an_offer(_shares_taken(cast)), _shares_taken(cast), 100).pk,
    "uidb36": lambda _: "1",
    "key": lambda _: "not-a-key",
    "pk": lambda _: 1,
    "draft": lambda cast: _draft(cast).pk,
    "founder": lambda cast: _draft(cast).founders.all()[0].pk,
    "place": lambda _: 0,
    "step": lambda _: "board",
}
