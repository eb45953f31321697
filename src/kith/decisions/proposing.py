"""Proposals that do something by themselves once they are carried: each names the row that it is about, and an effect.

What each effect does stands in `effects.py`; there is no other way to it than a proposal.
"""

from collections.abc import Mapping

from django.db import transaction
from django.db.models import Model

from kith.articles.decisions import BOARD as BY_BOARD
from kith.articles.decisions import about
from kith.articles.models import ArticlesVersion
from kith.articles.queries import articles_in_force
from kith.decisions import queries, surplus
from kith.decisions.closing import tell_people
from kith.decisions.effects import ARTICLES, EXPULSION, OFFICES, SURPLUS, WELCOME
from kith.decisions.groups import BOARD, group_or_none
from kith.decisions.making import made, word
from kith.decisions.models import Proposal, SurplusRule
from kith.foundation import clock
from kith.foundation.errors import DomainError
from kith.foundation.events import record
from kith.foundation.models import Coop
from kith.foundation.permissions import Actor, Permission, Place, require
from kith.membership.joining.rules import appeals
from kith.membership.models import Application, Member
from kith.membership.queries import class_titles
from kith.membership.rules import check_heard, check_here, day_words, reason_given
from kith.people.models import Person
from kith.people.queries import hats_worn


def _check_only_one(coop: Coop, row: Model, what: str) -> None:
    there = queries.about_or_none(coop, about(row))
    if there and there.state != Proposal.CLOSED:
        raise DomainError(f"Proposal {there.number} is about {what} already.")


def _made_and_worded(
    by: Actor, row: Model, effect: str, group: str, words: tuple[str, str, str], coop: Coop
) -> Proposal:
    proposal = made(
        coop, by.person_id, Proposal.RESOLUTION, row=about(row), effect=effect, group=group
    )
    word(proposal, by.person_id, *words)
    record(coop=coop, by=by, kind="decision.proposed", subject=proposal, form=proposal.form)
    return proposal


@transaction.atomic
def propose_articles_vote(*, coop: Coop, by: Actor, version: ArticlesVersion) -> Proposal:
    """Put a version of the articles to the members, as a special resolution. Raises NotAllowed, or DomainError."""
    require(by, Permission.DECISION_PROPOSE, Place(coop.id, person_id=by.person_id))
    Coop.objects.select_for_update().get(pk=coop.pk)
    if version.state != ArticlesVersion.PROPOSED:
        raise DomainError(f"Version {version.number} is no proposal any more. Nothing was changed.")
    _check_only_one(coop, version, "this version")
    proposal = made(coop, by.person_id, Proposal.SPECIAL, row=about(version), effect=ARTICLES)
    text = f"Version {version.number} of our articles, as it was proposed, comes into force."
    word(proposal, by.person_id, f"Version {version.number} of our articles", text, version.why)
    record(coop=coop, by=by, kind="decision.proposed", subject=proposal, form=proposal.form)
    return proposal


@transaction.atomic
def propose_expulsion(
    *, coop: Coop, by: Actor, member: Member, reason: str, heard: bool
) -> Proposal:
    """Ask the members to expel one of them, by a special resolution and after hearing them; they are told, and why.

    For whoever may change a standing, and is a member. Raises NotAllowed, or DomainError naming `reason` or `heard`.
    """
    require(by, Permission.STANDING_CHANGE, Place(coop.id))
    require(by, Permission.DECISION_PROPOSE, Place(coop.id, person_id=by.person_id))
    check_here(member, clock.today(coop.zone))
    why = reason_given(reason)
    check_heard(heard=heard)
    _check_only_one(coop, member, member.name)
    proposal = made(coop, by.person_id, Proposal.SPECIAL, row=about(member), effect=EXPULSION)
    word(
        proposal,
        by.person_id,
        f"Expel {member.name}",
        f"{member.name} is expelled from the co-op.",
        why,
    )
    record(coop=coop, by=by, kind="decision.proposed", subject=proposal, form=proposal.form)
    tell_people(proposal, [member.voter], "The members are asked to expel you", why)
    return proposal


@transaction.atomic
def propose_welcome(*, coop: Coop, by: Actor, application: Application, why: str = "") -> Proposal:
    """Ask the members to welcome somebody who wants to join, or appeals against a no, by a resolution.

    For whoever may answer applications, and is a member or on the board. What the applicant wrote about themself is not
    shown to the members; `why` is what they read. Raises NotAllowed, or DomainError.
    """
    require(by, Permission.APPLICATION_ANSWER, Place(coop.id))
    require(by, Permission.DECISION_PROPOSE, Place(coop.id, person_id=by.person_id))
    if application.state != Application.WAITING and not appeals(application):
        raise DomainError("This application is answered. Nothing was changed.")
    _check_only_one(coop, application, application.applicant)
    title = class_titles(coop).get(application.member_class, application.member_class)
    name = application.applicant
    words = (f"Welcome {name}", f"{name} becomes a member, in “{title}”.", why)
    return _made_and_worded(by, application, WELCOME, "", words, coop)


@transaction.atomic
def propose_office(
    *, coop: Coop, by: Actor, person: Person, office: str, group: str = "", why: str = ""
) -> Proposal:
    """Ask the members, or with `group` the board, to appoint somebody to an office: secretary or treasurer.

    The person is told. Raises NotAllowed, or DomainError naming `office`, `person` or `group`.
    """
    require(by, Permission.DECISION_PROPOSE, Place(coop.id, person_id=by.person_id))
    if office not in OFFICES:
        raise DomainError("Pick an office.", field="office")
    _check_may_ask(coop, by, group)
    if hats_worn(coop).filter(person=person, role=office).exists():
        raise DomainError(f"{person.name} is {office} already.", field="person")
    _check_only_one(coop, person, person.name)
    words = (f"{person.name}: {office}", f"{person.name} is our {office} from now on.", why)
    proposal = _made_and_worded(by, person, OFFICES[office], group, words, coop)
    if person.pk != by.person_id:
        tell_people(proposal, [person], f"You are proposed as {office}", why)
    return proposal


@transaction.atomic
def propose_surplus(*, coop: Coop, by: Actor, parts: Mapping[str, int], why: str = "") -> Proposal:
    """Propose how the surplus of the newest year that is over is shared: percent by part, within the articles.

    Who decides is in the articles: the members, or the board. Raises NotAllowed, or DomainError naming a part.
    """
    require(by, Permission.DECISION_PROPOSE, Place(coop.id, person_id=by.person_id))
    articles = articles_in_force(coop)
    group = BOARD if articles.surplus.decided_by == BY_BOARD else ""
    _check_may_ask(coop, by, group)
    ends = articles.year.end_before(clock.today(coop.zone))
    surplus.check_not_shared(coop, ends)
    surplus.check_parts(articles, parts)
    rule = SurplusRule.objects.create(
        coop=coop, year_ends=ends, proposed_by_id=by.person_id, **parts
    )
    day = day_words(ends)
    words = (f"The surplus of the year to {day}", surplus.in_words(articles, parts, day), why)
    return _made_and_worded(by, rule, SURPLUS, group, words, coop)


def _check_may_ask(coop: Coop, by: Actor, group: str) -> None:
    """Raise DomainError naming `group` unless they are a member, or with `group` one of the board."""
    if group not in ("", BOARD):
        raise DomainError("The members decide this, or the board.", field="group")
    if not group:
        if not by.reaches_all(Permission.DECISION_VIEW):
            raise DomainError("Only members ask the members.", field="group")
        return
    found = group_or_none(coop, group)
    if found is None or not found.has(by.person_id):
        raise DomainError("Only somebody of the board asks the board.", field="group")
