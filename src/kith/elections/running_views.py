"""Pages that call an election, put people up, open, give out papers, read them, declare, and exchange witnesses."""

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from kith.articles.queries import articles_in_force
from kith.elections import actions, declaring, forms, queries
from kith.elections.models import Candidate, Election, Roll
from kith.elections.views import as_download, at, find, find_contest
from kith.foundation import clock
from kith.foundation.access import CoopRequest, page
from kith.foundation.errors import DomainError
from kith.foundation.permissions import Permission
from kith.membership.rules import day_words
from kith.people.forms import tried

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


def _written(
    request: CoopRequest,
    form: Form,
    act: Callable[[], object],
    said: str,
    back: str,
    **words: object,
) -> HttpResponse:
    """The form's page, or what it asks done and on to the election."""
    done = tried(form, act) if request.method == "POST" and form.is_valid() else None
    if done is not None:
        messages.success(request, said)
        return redirect(at(request, done.number) if isinstance(done, Election) else back)
    context = words | {"form": form, "back_to": back, "form_has_errors": bool(form.errors)}
    return render(request, "elections/form.jinja", context, status=422 if form.errors else 200)


def _list(request: CoopRequest) -> str:
    return reverse("elections:elections", kwargs={"coop": request.coop.slug})


@page(Permission.ELECTION_RUN)
@get_or_post
def call_board(request: CoopRequest) -> HttpResponse:
    """Call an election of the board."""
    start = {"title": "Our board", "stand_until": clock.today(request.coop.zone)}
    articles = articles_in_force(request.coop)
    form = forms.BoardForm(
        request.POST or None, coop=request.coop, articles=articles, initial=start
    )
    return _written(
        request,
        form,
        lambda: actions.call_board_election(
            coop=request.coop,
            by=request.actor,
            title=form.cleaned_data["title"],
            text=form.cleaned_data["text"],
            seats=form.seats,
            stand_until=form.cleaned_data["stand_until"],
            tellers=form.tellers,
        ),
        "It is called, and every member is told. Now people can be put up.",
        _list(request),
        title="Call an election of the board",
        lead="Each class elects its own seats, by secret ballots. Members number people in the order they like them.",
        submit="Call it",
    )


@page(Permission.ELECTION_RUN)
@get_or_post
def call_choice(request: CoopRequest) -> HttpResponse:
    """Call a secret choice."""
    form = forms.ChoiceForm(request.POST or None, coop=request.coop)
    return _written(
        request,
        form,
        lambda: actions.call_choice(
            coop=request.coop,
            by=request.actor,
            title=form.cleaned_data["title"],
            text=form.cleaned_data["text"],
            options=form.cleaned_data["options"],
            tellers=form.tellers,
        ),
        "It is there, and every member is told. Open it for votes when it is time.",
        _list(request),
        title="Ask for a secret choice",
        lead="All members choose between answers; nobody sees who chose what. What comes of it you decide together.",
        submit="Ask",
    )


@page(Permission.ELECTION_STAND)
@get_or_post
def put_up(request: CoopRequest, number: int, contest: str) -> HttpResponse:
    """Put a member up."""
    found = find_contest(request, number, contest)
    members = queries.who_can_stand(request.coop, found)
    form = forms.PutUpForm(request.POST or None, members=members)
    return _written(
        request,
        form,
        lambda: actions.put_up(
            coop=request.coop,
            by=request.actor,
            contest=found,
            member=form.members[form.cleaned_data["member"]],
        ),
        "They are put up. Whoever is put up by another stands when they agree.",
        at(request, number),
        title=f"Put somebody up: {found.title}",
        lead="You can put up yourself too. Whoever you put up is told, and asked.",
        submit="Put up",
    )


def _candidate(request: CoopRequest, number: int, candidate: uuid.UUID) -> Candidate:
    people = Candidate.objects.select_related("contest__election__coop", "member")
    found = people.filter(coop=request.coop, contest__election__number=number, pk=candidate).first()
    if found is None:
        raise Http404("There is no such candidate.")
    return found


@page(Permission.ELECTION_STAND)
@get_or_post
def stand(request: CoopRequest, number: int, candidate: uuid.UUID) -> HttpResponse:
    """Agree to stand, in one's own words."""
    found = _candidate(request, number, candidate)
    form = forms.StandForm(request.POST or None, initial={"words": found.words})
    return _written(
        request,
        form,
        lambda: actions.agree_to_stand(
            coop=request.coop, by=request.actor, candidate=found, **form.cleaned_data
        ),
        "You stand. Your words are there for everybody who votes.",
        at(request, number),
        title=f"Stand for {found.contest.title}",
        lead="Nobody has to stand. Until the votes open you can change your words.",
        submit="I stand",
    )


@page(Permission.ELECTION_RUN)
@get_or_post
def open_votes(request: CoopRequest, number: int) -> HttpResponse:
    """Open the votes."""
    election, earliest = find(request, number), actions.earliest_last_day(request.coop)
    form = forms.LastDayForm(request.POST or None, initial={"last_day": earliest})
    return _written(
        request,
        form,
        lambda: actions.open_election(
            coop=request.coop, by=request.actor, election=election, **form.cleaned_data
        ),
        "The votes are open. Everybody who can vote is told.",
        at(request, number),
        title="Open the votes",
        lead="Who is a member now can vote. The order on the papers is drawn by chance. "
        f"{day_words(earliest)} is the first day that can be the last one: our articles give members that time.",
        submit="Open the votes",
    )


@page(Permission.ELECTION_RUN)
@get_or_post
def give_paper(request: CoopRequest, number: int) -> HttpResponse:
    """Give out a paper, or note that somebody votes by telephone."""
    election = find(request, number)
    rolls = Roll.objects.filter(contest__election=election, way="").select_related(
        "contest__election", "member__person", "member__organisation"
    )
    form = forms.PaperForm(request.POST or None, rolls=rolls.order_by("member__number"))
    return _written(
        request,
        form,
        lambda: actions.ask_for_paper(
            coop=request.coop,
            by=request.actor,
            roll=form.rolls[form.cleaned_data["roll"]],
            way=form.cleaned_data["way"],
        ),
        "It is written on the roll.",
        at(request, number),
        title="A paper, or a vote by telephone",
        lead="For who votes without a screen. A paper goes back to the tellers; on the telephone both tellers listen, "
        "so they know that vote. Who votes so cannot collect a ballot on a screen.",
        submit="Write it down",
    )


@page(Permission.ELECTION_TELL)
@get_or_post
def read_papers(request: CoopRequest, number: int, contest: str) -> HttpResponse:
    """Read papers as a teller."""
    found = find_contest(request, number, contest)
    sheets = [one for one in queries.sheets_of(found) if one and one.teller_id == request.person.pk]
    lines = [" ".join(map(str, one)) or "-" for one in sheets[0].papers] if sheets else []
    form = forms.PapersForm(request.POST or None, initial={"papers": "\n".join(lines)})
    names = [f"{one.number} {one.name}" for one in queries.on_the_paper(found)]
    return _written(
        request,
        form,
        lambda: declaring.read_papers(
            coop=request.coop,
            by=request.actor,
            contest=found,
            text=form.cleaned_data["papers"],
        ),
        "It is kept. The other teller reads the same papers without seeing yours.",
        at(request, number),
        title=f"Read the papers: {found.title}",
        lead=f"The numbers: {', '.join(names)}.",
        submit="Keep it",
    )


@page(Permission.ELECTION_RUN)
@get_or_post
def cancel(request: CoopRequest, number: int) -> HttpResponse:
    """Call an election off."""
    election = find(request, number)
    form = forms.ReasonForm(request.POST or None)
    return _written(
        request,
        form,
        lambda: actions.cancel_election(
            coop=request.coop, by=request.actor, election=election, **form.cleaned_data
        ),
        "It is called off, and every member is told why.",
        at(request, number),
        title=f"Call off: {election.title}",
        lead="Ballots that were cast are not counted.",
        submit="Call it off",
    )


@page(Permission.ELECTION_RUN)
@get_or_post
def take_witness(request: CoopRequest, number: int) -> HttpResponse:
    """Take in another co-op's word."""
    election = find(request, number)
    form = forms.FileForm(request.POST or None, request.FILES or None)
    return _written(
        request,
        form,
        lambda: declaring.take_witness(
            coop=request.coop, by=request.actor, election=election, data=form.cleaned_data["file"]
        ),
        "The witness is kept, and published with the election.",
        at(request, number),
        title="Take in the word of a witness",
        lead="Send root.json of this election to another co-op. They send back a file whose name begins with witness.",
        submit="Take it in",
    )


@page(Permission.ELECTION_RUN)
@get_or_post
def be_witness(request: CoopRequest) -> HttpResponse:
    """Be a witness to another co-op's election: their root in, our signed word out."""
    form = forms.FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        made = tried(
            form,
            lambda: declaring.be_witness(
                coop=request.coop, by=request.actor, data=form.cleaned_data["file"]
            ),
        )
        if made is not None:
            return as_download(made, f"witness-{request.coop.slug}.json", "application/json")
    context = {
        "form": form,
        "back_to": _list(request),
        "form_has_errors": bool(form.errors),
        "title": "Be a witness to another co-op",
        "lead": "They send you root.json of their election. We sign that we saw it today; you send the file back. "
        "Whoever changes their ballots later is found out.",
        "submit": "Sign it",
    }
    return render(request, "elections/form.jinja", context, status=422 if form.errors else 200)


def _at_once(
    request: CoopRequest, number: int, act: Callable[[], object], said: str
) -> HttpResponse:
    """Do something by one press, or say why not."""
    try:
        act()
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, said)
    return redirect(at(request, number))


@page(Permission.ELECTION_STAND)
@require_POST
def withdraw(request: CoopRequest, number: int, candidate: uuid.UUID) -> HttpResponse:
    """Stand no more."""
    found = _candidate(request, number, candidate)
    return _at_once(
        request,
        number,
        lambda: actions.withdraw_candidate(coop=request.coop, by=request.actor, candidate=found),
        "You do not stand any more.",
    )


@page(Permission.ELECTION_RUN)
@require_POST
def close(request: CoopRequest, number: int) -> HttpResponse:
    """Close the votes."""
    election = find(request, number)
    return _at_once(
        request,
        number,
        lambda: declaring.close_election(coop=request.coop, by=request.actor, election=election),
        "The votes are closed.",
    )


@page(Permission.ELECTION_RUN)
@require_POST
def declare(request: CoopRequest, number: int) -> HttpResponse:
    """Count and declare."""
    election = find(request, number)
    return _at_once(
        request,
        number,
        lambda: declaring.declare(coop=request.coop, by=request.actor, election=election),
        "It is declared, and published for everybody to check.",
    )
