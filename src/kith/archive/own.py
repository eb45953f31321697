"""What is kept about one person: which rows of which models, and which columns are not theirs to read.

A model of any room must be in ABOUT or in NOT_ABOUT; a test holds every model with a co-op to it.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, NamedTuple

from django.apps import apps
from django.db.models import ForeignKey, Model, Q, QuerySet

from kith.archive.contents import fields_of, plain
from kith.design.wording import clock, date_plain, moment
from kith.foundation.events import event_words
from kith.foundation.models import Coop, Event
from kith.kernel.money import Money
from kith.people.models import Person

Column = tuple[str, object, Any]
IN_MINOR, IN_POINTS = ", in minor units", ", in hundredths of a percent"
"""How the name of a column ends when it holds money, or a rate."""


class Ways(NamedTuple):
    """What rows of a kind are called, and the ways from a row to the person."""

    title: str
    one: str
    other: str = ""


ABOUT: Mapping[str, Ways] = {
    "people.Person": Ways("Who you are", "pk"),
    "people.Hat": Ways("Your hats", "person"),
    "people.Profile": Ways("Your one-page profile", "person"),
    "people.CommunicationNeeds": Ways("How you need information", "person"),
    "people.Notice": Ways("What you were told", "person"),
    "membership.Organisation": Ways("Organisations you speak for", "representative"),
    "membership.Member": Ways("Your membership", "person", "organisation__representative"),
    "membership.Standing": Ways(
        "What was written about your membership",
        "member__person",
        "member__organisation__representative",
    ),
    "membership.Application": Ways("Your applications to join", "person"),
    "shares.ShareEntry": Ways(
        "Entries on your share account", "member__person", "member__organisation__representative"
    ),
    "shares.Withdrawal": Ways(
        "Money you asked back", "member__person", "member__organisation__representative"
    ),
    "shares.Nomination": Ways("Whom you named to have your shares", "member__person"),
    "offers.Pledge": Ways(
        "What you pledged", "member__person", "member__organisation__representative"
    ),
    "offers.OfferEntry": Ways(
        "Money you paid into offers",
        "pledge__member__person",
        "pledge__member__organisation__representative",
    ),
    "loans.Loan": Ways("Your loans", "member__person", "member__organisation__representative"),
    "loans.LoanEntry": Ways(
        "Entries on your loans",
        "loan__member__person",
        "loan__member__organisation__representative",
    ),
    "decisions.Proposal": Ways("What you proposed", "proposed_by"),
    "decisions.Wording": Ways("Words you wrote for proposals", "by"),
    "decisions.Attachment": Ways("Files you attached to proposals", "by"),
    "decisions.SurplusRule": Ways("How you proposed to share a surplus", "proposed_by"),
    "decisions.Remark": Ways("What you said about proposals", "by"),
    "decisions.Entitlement": Ways("What you could vote on", "voter"),
    "decisions.Vote": Ways("Your votes", "entitlement__voter"),
    "elections.Election": Ways("Elections you called", "called_by"),
    "elections.Candidate": Ways(
        "Where you were put up", "member__person", "member__organisation__representative"
    ),
    "elections.Roll": Ways("Elections you could vote in", "voter"),
    "elections.Sheet": Ways("Papers you read as a teller", "teller"),
    "meetings.Meeting": Ways("Meetings you planned or chaired", "planned_by", "chair"),
    "meetings.Item": Ways("Points you put on agendas", "added_by"),
    "meetings.Amendment": Ways("Amendments you moved", "proposal__proposed_by"),
    "meetings.Paper": Ways("Papers you added for meetings", "added_by"),
    "meetings.Presence": Ways(
        "Meetings you came to", "member__person", "member__organisation__representative"
    ),
    "meetings.Proxy": Ways(
        "Proxies you gave", "member__person", "member__organisation__representative"
    ),
    "meetings.Direction": Ways(
        "How your proxy was to vote",
        "proxy__member__person",
        "proxy__member__organisation__representative",
    ),
    "meetings.Turn": Ways(
        "When you spoke at meetings", "member__person", "member__organisation__representative"
    ),
    "meetings.MinutesVersion": Ways("Minutes you wrote", "by"),
    "meetings.Task": Ways("What you agreed to do at meetings", "who"),
    "teams.Team": Ways("Teams you coach", "coach"),
    "teams.Member": Ways("Your teams", "person"),
    "teams.TeamRole": Ways("Your roles in teams", "member__person"),
    "teams.HasSkill": Ways("Your skills", "person"),
    "support.Support": Ways("Your support", "person"),
    "support.VisitPattern": Ways("Your repeating visits", "support__person"),
    "support.ChangedDate": Ways("Single dates you changed", "support__person"),
    "support.Pause": Ways("Your pauses", "support__person"),
    "support.Plan": Ways("Your plan", "support__person"),
    "support.PlanWords": Ways("The words of your plan", "plan__support__person"),
    "support.Outcome": Ways("What should be different for you", "plan__support__person"),
    "support.Rating": Ways("How it was with that", "plan__support__person"),
    "support.AgreedPlan": Ways("Versions of your plan that were agreed", "plan__support__person"),
    "support.Choice": Ways("Choices between you and others", "person", "worker"),
    "support.OmahaRating": Ways("Ratings by the Omaha System", "plan__support__person"),
    "support.PlanMedia": Ways("Photographs and recordings in your plan", "plan__support__person"),
    "support.Consent": Ways("What you agreed to", "plan__support__person"),
    "support.CapacityDecision": Ways("Whether you could make a decision", "plan__support__person"),
    "support.Review": Ways("Each time your plan was looked at again", "plan__support__person"),
    "support.WorkProfile": Ways("What you say about yourself to those who choose", "person"),
    "support.Wishes": Ways("What matters to you when you choose", "person"),
    "support.Trial": Ways("Trial visits", "support__person", "worker"),
    "support.InCircle": Ways("Circles: who is in yours, and where you are", "person", "member"),
    "support.CircleWish": Ways("Whether you want a circle", "person"),
    "support.CircleAsk": Ways(
        "What was asked and offered in your circle, or by you", "person", "by"
    ),
    "support.CircleEvent": Ways(
        "Your circle’s calendar, and what you put into one", "person", "by"
    ),
    "support.CircleNote": Ways("What you wrote for circles", "by"),
    "becoming.Newcomer": Ways("Your way to become a personal assistant", "person"),
    "becoming.Check": Ways("What was checked about you", "newcomer__person"),
    "becoming.Shadow": Ways(
        "Visits you went along to, or somebody to you", "newcomer__person", "person"
    ),
    "becoming.Thanks": Ways("What people appreciate about you, and what you wrote", "worker", "by"),
    "asking.Referral": Ways("What was asked for you", "person"),
    "asking.Step": Ways("What happened when support was asked for you", "referral__person"),
    "rota.Contract": Ways("Your hours", "worker"),
    "rota.WorkTime": Ways("When you can work", "worker"),
    "rota.Away": Ways("When you were away", "worker"),
    "rota.Visit": Ways("Visits to you", "person"),
    "rota.Slot": Ways("Visits you make", "worker"),
    "rota.KeptPlace": Ways("Visits that are always yours", "worker"),
    "imports.Reference": Ways("Your names in spreadsheets", "person"),
    "api.FeedAddress": Ways("Your calendar addresses", "person"),
    "articles.ArticlesVersion": Ways("Changes of the articles you proposed", "proposed_by"),
}
"""Where the rows about a person are."""

NOT_ABOUT: Mapping[str, str] = {
    "foundation.Event": "what somebody did is told apart, without what others did",
    "membership.EqualityCount": "counted without anybody's name",
    "founding.FoundingDraft": "belongs to an account, before there is a co-op",
    "elections.Contest": "about a class",
    "elections.ContestKey": "signs tokens",
    "elections.SigningKey": "the co-op's own",
    "elections.Ballot": "nobody knows whose it is",
    "elections.Witness": "another co-op's word",
    "duties.DutyRecord": "about the co-op",
    "shares.WithdrawalStop": "about all shares",
    "shares.InterestYear": "about all shares",
    "offers.Offer": "about the co-op",
    "meetings.Minutes": "about a meeting; their words stand by whoever wrote them",
    "meetings.Happening": "about a meeting, with everybody in it",
    "teams.WorkingAgreement": "about a team",
    "teams.Skill": "the name of a skill",
    "asking.Promise": "about a team",
    "asking.Alternative": "about others who can help",
    "asking.Different": "says only that two are not the same",
    "rota.Rota": "about a team's week",
    "rota.Suggestion": "about a team's week",
    "rota.Publication": "about a team's week, with everybody in it",
    "imports.Import": "a whole spreadsheet of a team",
}
HIDDEN = frozenset(
    {
        *("coop", "id", "search_name", "digest", "told", "revision", "version", "series"),
        *("text", "why", "nearest", "snapshot", "number", "occurrence", "signs"),
        *("asker_phone", "asker_email", "same_as"),  # another's
    }
)
"""Columns that say nothing about a person, or are secrets; `why` of a visit could tell of another's no."""
SHOWN: Mapping[str, frozenset[str]] = {
    "people.Notice": frozenset(["text"]),
    "membership.Application": frozenset(["why", "told"]),
    "membership.Organisation": frozenset(["number"]),
    "membership.Member": frozenset(["number"]),
    "shares.Withdrawal": frozenset(["why"]),
    "decisions.Proposal": frozenset(["number"]),
    "decisions.Wording": frozenset(["text", "why"]),
    "support.PlanWords": frozenset(["text"]),
    "support.CircleNote": frozenset(["text"]),
    "becoming.Thanks": frozenset(["text"]),
    "decisions.Remark": frozenset(["text"]),
    "articles.ArticlesVersion": frozenset(["why", "number"]),
}
"""Columns of these names that are about the person after all."""


@dataclass(frozen=True, slots=True)
class Section:
    """Rows of one kind: each a mapping from the column's words to its value as JSON can say it.

    `said` has the same rows for reading: days, money and rates in words, and nothing that is empty.
    """

    key: str
    title: str
    rows: list[dict[str, object]]
    said: list[dict[str, str]]


def own_data(person: Person) -> list[Section]:
    """Everything kept about this person, by kind; a query for each kind."""
    sections = [_section(label, person) for label in ABOUT]
    return [one for one in [*sections, _done_by(person)] if one.rows]


def _section(label: str, person: Person) -> Section:
    model = apps.get_model(label)
    found: Iterable[Model] = _rows(label, model, person)
    if label == "support.Choice":
        found = _said_by(person, found)
    rows, said = [], []
    for row in found:
        columns = list(_columns(row, _hidden(label, row, person)))
        rows.append({words: value for words, value, _ in columns})
        said.append(dict(_said(columns, person)))
    return Section(label, ABOUT[label].title, rows, said)


def _rows(label: str, model: type[Model], person: Person) -> QuerySet[Model]:
    mine = Q()
    for way in filter(None, ABOUT[label][1:]):
        mine |= Q(**{way: person.pk if way == "pk" else person})
    links = [f.name for f in fields_of(model) if isinstance(f, ForeignKey)]
    found = model._default_manager.filter(mine, coop=person.coop).order_by("pk")
    return found.select_related(*(name for name in links if name != "coop"))


def _hidden(label: str, row: Model, person: Person) -> frozenset[str]:
    hidden = HIDDEN - SHOWN.get(label, frozenset())
    if label == "support.Choice":
        hidden |= {"ended_at", "answer" if _is_about(row, person) else "says"}
    if label == "support.Trial":
        mine = row.support.person_id == person.pk  # type: ignore[attr-defined]
        hidden |= {"worker_back" if mine else "person_back"}
    return hidden


def _is_about(choice: Any, person: Person) -> bool:
    return bool(choice.person_id == person.pk)


def _said_by(person: Person, choices: Iterable[Any]) -> Iterator[Model]:
    """The choices in which this one of the pair spoke; not even a row or its time tells that the other one did."""
    last: dict[tuple[object, object], str] = {}
    for choice in sorted(choices, key=lambda one: (one.written_at, one.pk)):
        word = choice.says if _is_about(choice, person) else choice.answer
        pair = (choice.person_id, choice.worker_id)
        if word != last.get(pair, choice.NONE):
            last[pair] = word
            yield choice


def _columns(row: Model, hidden: frozenset[str]) -> Iterator[Column]:
    """Each column's words, its value as JSON can say it, and the value itself."""
    for field in fields_of(type(row)):
        if field.name in hidden or getattr(field, "related_model", None) is Coop:
            continue
        words = str(field.verbose_name)
        if isinstance(field, ForeignKey):
            other = getattr(row, field.name)
            yield words, str(other) if other is not None else None, other
        elif field.choices:
            chosen = str(getattr(row, f"get_{field.name}_display")())
            yield words, chosen, chosen
        else:
            value = field.value_from_object(row)
            yield words, plain(value), value


def _said(columns: Iterable[Column], person: Person) -> Iterator[tuple[str, str]]:
    """The columns in words for this person to read; without those that only say who they are."""
    for words, told, value in columns:
        if value not in (None, "", []) and value != person:
            name = words.removesuffix(IN_MINOR).removesuffix(IN_POINTS)
            yield name, _amount(words, value, person.coop) or _in_words(value) or str(told)


def _amount(words: str, value: Any, coop: Coop) -> str:
    """Money or a rate, when the column's words say that it is one."""
    if words.endswith(IN_MINOR):
        return str(Money(value, coop.currency))
    return f"{value / 100:g}%" if words.endswith(IN_POINTS) else ""


def _in_words(value: object) -> str:
    """Yes or no, a moment, a day or a time; "" for anything else."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return date_plain(value)
    return clock(value) if isinstance(value, time) else ""


def _done_by(person: Person) -> Section:
    """What the record says that this person did; without details, which may be about others."""
    events = Event.objects.filter(coop=person.coop, by=person.pk).order_by("number")
    words = event_words()
    done = list(events.values_list("at", "kind"))
    rows: list[dict[str, object]] = [{"at": plain(at), "what": words[kind]} for at, kind in done]
    said = [{"at": moment(at), "what": words[kind]} for at, kind in done]
    return Section("foundation.Event", "What you did in Kith", rows, said)


def as_table(person: Person, sections: list[Section]) -> dict[str, object]:
    """The sections as JSON can say them, with whom they are about."""
    return {
        "about": person.name,
        "co-op": person.coop.name,
        "sections": {one.key: {"title": one.title, "rows": one.rows} for one in sections},
    }
