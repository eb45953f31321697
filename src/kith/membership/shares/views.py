"""A member's own share account, and what the member can ask for; whoever keeps the accounts can do it from paper."""

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.db.models import Model
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kith.articles.queries import articles_in_force
from kith.foundation import clock
from kith.foundation.access import CoopRequest, page, signed_in
from kith.foundation.errors import DomainError
from kith.foundation.permissions import Permission, Place, allows, require
from kith.kernel.money import Money
from kith.membership.models import Member
from kith.membership.queries import member_or_none, memberships_of, register_of
from kith.membership.shares import actions, forms, money_actions, nominee_actions, queries
from kith.membership.shares.forms import minor
from kith.membership.shares.models import Withdrawal
from kith.people.forms import tried

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


def found_member(request: CoopRequest, member_id: uuid.UUID) -> Member:
    """The member of this id, if the reader may see the account. Raises Http404, NotAllowed."""
    member = member_or_none(request.coop, member_id)
    if member is None:
        raise Http404("There is no such line in this register.")
    require(request.actor, Permission.SHARES_VIEW, member)
    return member


def money(request: CoopRequest) -> Callable[[int], str]:
    """Minor units in the co-op's money."""
    return lambda amount: str(Money(amount, request.coop.currency))


def account_page(request: CoopRequest, accounts: list[queries.ShareAccount]) -> HttpResponse:
    """The page of one or several accounts, with what the reader may do about each."""
    today, keeps = (
        clock.today(request.coop.zone),
        allows(request.actor, Permission.SHARES_KEEP, Place(request.coop.id)),
    )
    context = {
        "accounts": accounts,
        "money": money(request),
        "today": today,
        "keeps": keeps,
        "own": {one.member.pk for one in accounts if one.member.voter.pk == request.person.pk},
        "may_change": {
            one.member.pk
            for one in accounts
            if allows(request.actor, Permission.SHARES_CHANGE, one.member)
            and one.member.standing_on(today) != Member.CEASED
        },
        "articles": articles_in_force(request.coop),
        "stop": queries.stop_on(request.coop, today),
    }
    return render(request, "shares/account.jinja", context)


@signed_in  # who has left has no hat any more, and still sees what is owed to them
@require_safe
def show_mine(request: CoopRequest) -> HttpResponse:
    """What I put into the co-op: every entry, and what waits to be paid back."""
    members = list(memberships_of(request.person))
    return account_page(request, [queries.account_of(one) for one in members])


@page(Permission.SHARES_VIEW)
@require_safe
def show_account(request: CoopRequest, member: uuid.UUID) -> HttpResponse:
    """One member's account."""
    return account_page(request, [queries.account_of(found_member(request, member))])


def back_to(request: CoopRequest, member: Member) -> str:
    """The account's address as this reader knows it."""
    if member.voter.pk == request.person.pk:
        return reverse("shares:mine", kwargs={"coop": request.coop.slug})
    return reverse("shares:account", kwargs={"coop": request.coop.slug, "member": member.pk})


def written(
    request: CoopRequest,
    form: Form,
    act: Callable[[], Model],
    back: str,
    said: str,
    **words: object,
) -> HttpResponse:
    """The form's page, or what it asks done and back."""
    done = tried(form, act) if request.method == "POST" and form.is_valid() else None
    if done:
        messages.success(request, said)
        return redirect(back)
    context = words | {"form": form, "back_to": back, "form_has_errors": bool(form.errors)}
    status = 422 if form.errors else 200
    return render(request, "shares/form.jinja", context, status=status)


@page(Permission.SHARES_CHANGE)
@get_or_post
def take(request: CoopRequest, member: uuid.UUID) -> HttpResponse:
    """Take more shares."""
    found, articles = found_member(request, member), articles_in_force(request.coop)
    account, say = queries.account_of(found), money(request)
    first = not account.balance.shares
    parts = first and articles.shares.instalments_most > 0
    form = forms.TakeForm(request.POST or None, parts=parts)
    return written(
        request,
        form,
        lambda: actions.take_shares(
            coop=request.coop,
            by=request.actor,
            member=found,
            amount=minor(form.cleaned_data["amount"]),
            months=form.cleaned_data.get("months", 0),
        ),
        back_to(request, found),
        "It is written down. The page says how to pay.",
        title="Take shares",
        lead=f"A share costs {say(articles.shares.value)}. {found.name} has shares for "
        f"{say(account.balance.shares)} and can take {say(account.most_more)} more. However many they are, a member "
        "has one vote.",
        submit="Take these shares",
    )


@page(Permission.SHARES_CHANGE)
@get_or_post
def ask_back(request: CoopRequest, member: uuid.UUID) -> HttpResponse:
    """Ask for money back."""
    found, articles = found_member(request, member), articles_in_force(request.coop)
    account, say = queries.account_of(found), money(request)
    form = forms.AmountForm(request.POST or None)
    days = articles.shares.withdrawal_notice_days
    return written(
        request,
        form,
        lambda: actions.ask_back(
            coop=request.coop,
            by=request.actor,
            member=found,
            amount=minor(form.cleaned_data["amount"]),
        ),
        back_to(request, found),
        "It is written down. The page says by when it is paid.",
        title="Ask for money back",
        lead=f"{say(account.most_back)} can be asked for now. It is paid within {days} days. Whoever leaves the "
        "co-op gets all of it.",
        submit="Ask for it",
    )


@page(Permission.SHARES_CHANGE)
@require_POST
def keep_after_all(request: CoopRequest, withdrawal: uuid.UUID) -> HttpResponse:
    """Take back what was asked for."""
    found = found_withdrawal(request, withdrawal)
    return done_or_said(
        request,
        lambda: actions.take_back_withdrawal(coop=request.coop, by=request.actor, withdrawal=found),
        "Good: the shares stay.",
        found.member,
    )


def found_withdrawal(request: CoopRequest, withdrawal_id: uuid.UUID) -> Withdrawal:
    """A withdrawal by id, if the reader may see the account. Raises Http404, NotAllowed."""
    found = queries.withdrawal_or_none(request.coop, withdrawal_id)
    if found is None:
        raise Http404("Nothing like this was asked for.")
    require(request.actor, Permission.SHARES_VIEW, found)
    return found


def done_or_said(
    request: CoopRequest, act: Callable[[], Model], said: str, member: Member
) -> HttpResponse:
    """Do it and say so, or say why not; back to the account."""
    try:
        act()
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, said)
    return redirect(back_to(request, member))


@page(Permission.SHARES_CHANGE)
@require_POST
def keep_interest(request: CoopRequest, member: uuid.UUID) -> HttpResponse:
    """Make interest into shares."""
    found = found_member(request, member)
    return done_or_said(
        request,
        lambda: money_actions.keep_interest(coop=request.coop, by=request.actor, member=found),
        "The interest is shares now.",
        found,
    )


@page(Permission.SHARES_CHANGE)
@get_or_post
def give_up(request: CoopRequest, member: uuid.UUID) -> HttpResponse:
    """Give up shares that are not paid."""
    found = found_member(request, member)
    form = forms.GiveUpForm(request.POST or None)
    return written(
        request,
        form,
        lambda: actions.give_up_unpaid(
            coop=request.coop,
            by=request.actor,
            member=found,
            amount=minor(form.cleaned_data["amount"]),
            words=form.cleaned_data["words"],
        ),
        back_to(request, found),
        "They are given up.",
        title="Give up shares that are not paid",
        lead="Nothing more has to be paid for them.",
        submit="Give them up",
    )


@page(Permission.SHARES_CHANGE)
@get_or_post
def nominate(request: CoopRequest, member: uuid.UUID) -> HttpResponse:
    """Name who is to have the shares at death."""
    found, articles = found_member(request, member), articles_in_force(request.coop)
    named = queries.nomination_of(found)
    kept = {name: getattr(named, name) for name in ("name", "relation", "address") if named} | {
        "number": named.nominee.number if named and named.nominee else None
    }
    form = forms.NominateForm(request.POST or None, initial=kept)
    return written(
        request,
        form,
        lambda: nominee_actions.nominate(
            coop=request.coop,
            by=request.actor,
            member=found,
            name=form.cleaned_data["name"],
            address=form.cleaned_data["address"],
            relation=form.cleaned_data["relation"],
            nominee=_nominee(request, form.cleaned_data["number"]),
        ),
        back_to(request, found),
        "It is written down.",
        title="Who is to have the shares?",
        lead=f"When a member dies, up to {money(request)(articles.shares.nominee_most)} goes straight to the person "
        "they named, without waiting for their estate. You can change it at any time.",
        submit="Save",
    )


def _nominee(request: CoopRequest, number: int | None) -> Member | None:
    """The person whose number this is, among the members. Raises DomainError naming `number`."""
    if number is None:
        return None
    nominee = register_of(request.coop).filter(number=number, ceased_on__isnull=True).first()
    if nominee is None or nominee.person_id is None:
        raise DomainError("No person among the members has this number.", field="number")
    return nominee
