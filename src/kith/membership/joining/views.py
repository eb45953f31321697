"""Pages for everybody: what a co-op is and how to join it, the application, and the applicant's own page."""

from typing import cast

from allauth.core import ratelimit
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kith.articles.queries import articles_in_force
from kith.articles.rules import Articles, MemberClass
from kith.articles.words import sections
from kith.foundation import clock
from kith.foundation.access import open_to_all
from kith.foundation.models import Coop
from kith.kernel.money import Money
from kith.membership.joining import actions, rules
from kith.membership.joining.forms import AppealForm, ApplicationForm, OrganisationForm
from kith.membership.joining.queries import application_with
from kith.membership.models import Application
from kith.people.forms import tried
from kith.people.models import Account
from kith.people.queries import person_of_account

get_or_post = require_http_methods(["GET", "HEAD", "POST"])
OPEN = "a co-op is open to new members: the first principle. It shows what is public: its articles"
OWN = "an applicant cannot sign in yet: the address itself is the secret, sent to them alone"


def coop_at(slug: str) -> Coop:
    """The co-op with this address. Raises Http404."""
    coop = Coop.objects.filter(slug=slug).first()
    if coop is None:
        raise Http404("There is no such co-op here.")
    return coop


def _about(coop: Coop) -> dict[str, object]:
    """What every page for newcomers shows: the co-op, its articles, and money in words."""
    return {
        "the_coop": coop,
        "articles": articles_in_force(coop),
        "money": lambda minor: str(Money(minor, coop.currency)),
        "today": clock.today(coop.zone),
    }


@open_to_all(OPEN)
@require_safe
def show_join(request: HttpRequest, coop: str) -> HttpResponse:
    """What the co-op is for, who may be a member, what each brings, and what happens after one asks."""
    found = coop_at(coop)
    easy = request.GET.get("easy") == "1"
    template = "join_easy" if easy else "join"
    return render(request, f"membership/{template}.jinja", _about(found))


@open_to_all(OPEN)
@require_safe
def show_articles(request: HttpRequest, coop: str) -> HttpResponse:
    """The articles in words, for somebody who is about to agree to them."""
    found = coop_at(coop)
    context = _about(found) | {"sections": sections(articles_in_force(found), found.currency)}
    return render(request, "membership/join_articles.jinja", context)


@open_to_all(OPEN)
@get_or_post
def apply(request: HttpRequest, coop: str) -> HttpResponseBase:
    """Ask to join one class, for oneself or for an organisation."""
    found = coop_at(coop)
    articles = articles_in_force(found)
    member_class = _class_asked(request, articles)
    if member_class is None:
        return redirect("membership:join", coop=coop)
    form = form_for(request, found, articles, member_class, _known(request, found))
    if request.method == "POST" and form.is_valid():
        refused = ratelimit.consume_or_429(request, action="signup")
        if refused:
            return cast("HttpResponseBase", refused)
        account = request.user if isinstance(request.user, Account) else None
        made = tried(
            form,
            lambda: actions.apply_to_join(
                coop=found,
                by=None,
                member_class=member_class.key,
                details=form.details,
                told=form.told,
                why=form.cleaned_data["why"],
                shares_wanted=form.minor,
                account=account,
            ),
        )
        if made:
            messages.success(request, "Thank you. Your application is with us.")
            return redirect("membership:status", coop=coop, secret=made[1])
    context = _about(found) | {
        "form": form,
        "form_has_errors": bool(form.errors),
        "member_class": member_class,
        "for_organisation": form.told_of,
        "other": _address(found, member_class, organisation=not form.told_of),
    }
    status = 422 if form.errors else 200
    return render(request, "membership/apply.jinja", context, status=status)


def _address(coop: Coop, member_class: MemberClass, *, organisation: bool) -> str:
    asked = {"class": member_class.key} | ({"as": "organisation"} if organisation else {})
    return f"{reverse('membership:apply', kwargs={'coop': coop.slug})}?{urlencode(asked)}"


def _class_asked(request: HttpRequest, articles: Articles) -> MemberClass | None:
    asked = request.GET.get("class", "")
    return next((one for one in articles.classes if one.key == asked), None)


def form_for(
    request: HttpRequest,
    coop: Coop,
    articles: Articles,
    member_class: MemberClass,
    known: dict[str, object],
) -> ApplicationForm:
    """The form for a human being, or for an organisation where it is asked for and the class has room for one."""
    initial = {
        "shares": f"{articles.shares.least // 100}.{articles.shares.least % 100:02d}",
        **known,
    }
    wanted = member_class.organisations and request.GET.get("as") == "organisation"
    kind = OrganisationForm if wanted else ApplicationForm
    return kind(request.POST or None, initial=initial)


def _known(request: HttpRequest, coop: Coop) -> dict[str, object]:
    """What is known of who has signed in, so that nobody writes it twice."""
    if not isinstance(request.user, Account):
        return {}
    person = person_of_account(request.user, coop.slug)
    if person is None:
        return {"email": request.user.email}
    fields = ("name", "address", "postcode")
    kept: dict[str, object] = {name: getattr(person, name) for name in fields}
    return kept | {"email": person.address_for_mail, "phone": person.phone_shown}


def _own(coop: Coop, secret: str) -> Application:
    found = application_with(coop, secret)
    if found is None:
        raise Http404("There is no application at this address.")
    return found


@open_to_all(OWN)
@require_safe
def show_status(request: HttpRequest, coop: str, secret: str) -> HttpResponse:
    """How far an application is, for the one who made it."""
    found = coop_at(coop)
    return _status(request, found, secret, AppealForm())


def _status(request: HttpRequest, coop: Coop, secret: str, form: AppealForm) -> HttpResponse:
    application, articles = _own(coop, secret), articles_in_force(coop)
    until = rules.appeal_until(application, articles)
    may_appeal = until is not None and until >= clock.today(coop.zone)
    context = _about(coop) | {
        "application": application,
        "secret": secret,
        "titles": {one.key: one.title for one in articles.classes},
        "appeal_until": until if may_appeal and not application.appealed_on else None,
        "form": form,
        "form_has_errors": bool(form.errors),
        "address": request.build_absolute_uri(request.path),
    }
    answer = render(request, "membership/status.jinja", context, status=422 if form.errors else 200)
    answer["X-Robots-Tag"] = "noindex"
    return answer


@open_to_all(OWN)
@require_POST
def withdraw(request: HttpRequest, coop: str, secret: str) -> HttpResponse:
    """The applicant takes it back."""
    found = coop_at(coop)
    application = _own(found, secret)
    if application.state == Application.WAITING:
        actions.withdraw_application(coop=found, by=None, application=application)
        messages.success(request, "Your application is taken back.")
    return redirect("membership:status", coop=coop, secret=secret)


@open_to_all(OWN)
@require_POST
def appeal(request: HttpRequest, coop: str, secret: str) -> HttpResponse:
    """The applicant asks the members' meeting about a refusal."""
    found = coop_at(coop)
    application, form = _own(found, secret), AppealForm(request.POST)
    done = None
    if form.is_valid():
        done = tried(
            form,
            lambda: actions.appeal_refusal(
                coop=found, by=None, application=application, appeal=form.cleaned_data["appeal"]
            ),
        )
    if done:
        messages.success(request, "Your appeal is with us. The members’ meeting will answer.")
        return redirect("membership:status", coop=coop, secret=secret)
    return _status(request, found, secret, form)
