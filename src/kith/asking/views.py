"""Pages for everybody: asking for support on one page, and the asker's own page."""

from typing import cast

from allauth.core import ratelimit
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from kith.asking import actions, queries, rules
from kith.asking.alternatives import standing
from kith.asking.forms import AskForm, WordForm
from kith.asking.models import Referral, Step
from kith.foundation import clock
from kith.foundation.access import open_to_all
from kith.foundation.models import Coop
from kith.membership.joining.views import coop_at
from kith.people.forms import tried
from kith.people.models import Account, Person
from kith.people.queries import actor_for, hats_for, person_of_account

get_or_post = require_http_methods(["GET", "HEAD", "POST"])
OPEN = "who needs support cannot sign in yet, and a hospital or a daughter asks for them"
OWN = "whoever asked cannot sign in: the address itself is the secret, given to them alone"
ASKER_OF = {"person": Referral.SELF, "commissioner": "council", "supporter": Referral.FAMILY}


@open_to_all(OPEN)
@get_or_post
def ask(request: HttpRequest, coop: str) -> HttpResponseBase:
    """Ask for support, for oneself or for somebody else, on one page."""
    found = coop_at(coop)
    person = person_of_account(request.user, coop) if isinstance(request.user, Account) else None
    form = AskForm(
        request.POST or None,
        today=clock.today(found.zone),
        initial=_known(person) | {"sealed": rules.sealed(rules.new_secret())},
    )
    if request.method == "POST" and form.is_valid():
        refused = ratelimit.consume_or_429(request, action="signup")
        if refused:
            return cast("HttpResponseBase", refused)
        secret = rules.unsealed(form.cleaned_data["sealed"])
        by = actor_for(person) if person else None
        made = tried(
            form,
            lambda: actions.ask_for_support(coop=found, by=by, asked=form.asked, secret=secret),
        )
        if made:
            messages.success(request, _thanks(new=made[1]))
            return redirect("asking:status", coop=coop, secret=secret)
    context = _about(found) | {"form": form, "form_has_errors": bool(form.errors)}
    answer = render(request, "asking/ask.jinja", context, status=422 if form.errors else 200)
    answer["Cache-Control"] = "no-store"  # the form carries the secret of their own page
    return answer


def _thanks(*, new: bool) -> str:
    if new:
        return "Thank you. We have what you asked."
    return "We have this already. To ask for somebody else, open the page to ask again."


def _about(coop: Coop) -> dict[str, object]:
    """What the page says beforehand: who promises what, who has room, and how it really was."""
    promises = queries.promises_of(coop)
    return {
        "the_coop": coop,
        "promises": promises,
        "honest": queries.honest_times(coop),
        "kept_days": rules.KEPT_DAYS,
        "fewest": rules.FEWEST,
        "standing": standing(),
    }


def _known(person: Person | None) -> dict[str, object]:
    """What is known of who has signed in, so that nobody writes it twice."""
    if person is None:
        return {}
    worn = {hat.role for hat in hats_for(person)}
    asker = next((ASKER_OF[role] for role in ASKER_OF if role in worn), "")
    known: dict[str, object] = {
        "asker": asker,
        "asker_name": person.name,
        "asker_phone": person.phone_shown,
        "asker_email": person.address_for_mail,
    }
    if asker == Referral.SELF:
        born = person.born_on.year if person.born_on else None
        known |= {"agrees": "own", "postcode": person.postcode, "born": born}
    return known


def _own(coop: Coop, secret: str) -> Referral:
    found = queries.referral_with(coop, secret)
    if found is None:
        raise Http404(
            "There is nothing at this address. What led to no support is forgotten after a time."
        )
    return found


@open_to_all(OWN)
@get_or_post
def show_status(request: HttpRequest, coop: str, secret: str) -> HttpResponseBase:
    """How it stands, for whoever asked; they can add a word."""
    found = coop_at(coop)
    referral, form = _own(found, secret), WordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        refused = ratelimit.consume_or_429(request, action="signup")
        if refused:
            return cast("HttpResponseBase", refused)
        words = form.cleaned_data["words"]
        added = tried(
            form,
            lambda: actions.add_word(coop=found, referral=referral, words=words),
        )
        if added:
            messages.success(request, "Thank you. The team reads it.")
            return redirect("asking:status", coop=coop, secret=secret)
    goes_on = queries.leading(referral)
    shown = rules.shown_to_asker(referral)
    context = {
        "the_coop": found,
        "referral": referral,
        "now": goes_on,
        "shown": shown,
        "full": shown == rules.FULL,
        "received": shown == rules.RECEIVED,
        "tries": _tries(goes_on) if shown == rules.FULL else [],
        "honest": queries.honest_times(found, goes_on.team),
        "today": clock.today(found.zone),
        "secret": secret,
        "form": form,
        "form_has_errors": bool(form.errors),
        "kept_days": rules.KEPT_DAYS,
        "address": request.build_absolute_uri(request.path),
    }
    answer = render(request, "asking/status.jinja", context, status=422 if form.errors else 200)
    answer["X-Robots-Tag"] = "noindex"
    answer["Cache-Control"] = "no-store"
    return answer


def _tries(referral: Referral) -> list[Step]:
    """When somebody rang and nobody answered, newest first."""
    return list(queries.steps_of(referral).filter(kind=Step.TRIED)[:5])


@open_to_all(OWN)
@require_POST
def withdraw(request: HttpRequest, coop: str, secret: str) -> HttpResponseBase:
    """Whoever asked takes it back."""
    found = coop_at(coop)
    referral = _own(found, secret)
    refused = ratelimit.consume_or_429(request, action="signup")
    if refused:
        return cast("HttpResponseBase", refused)
    if queries.leading(referral).is_open:
        actions.withdraw_referral(coop=found, by=None, referral=referral)
    messages.success(request, "We have your word that you take it back.")
    return redirect("asking:status", coop=coop, secret=secret)
