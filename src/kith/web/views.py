"""The front door, Today, the record of what happened, and the pages every site has."""

import io
import os
import tarfile
from pathlib import Path

from django.conf import settings
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from kith import __version__
from kith.foundation.access import CoopRequest, open_to_all, page
from kith.foundation.events import event_words
from kith.foundation.models import Coop, Event
from kith.foundation.permissions import Permission
from kith.people.models import Account, Person
from kith.people.queries import chosen_hat, hat_key, hats_for, people_of_account
from kith.teams.models import Team
from kith.web import today as contents
from kith.web.help import TOPICS
from kith.web.navigation import more

MOST_COOPS = 50  # on the front door


@open_to_all("the front door says what this is and where to sign in")
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Say what Kith is; who has signed in is sent on to their co-op, or to the choice of them."""
    if isinstance(request.user, Account):
        people = people_of_account(request.user)
        if len(people) == 1:
            first = "web:today" if hats_for(people[0]) else "membership:mine"
            return redirect(first, coop=people[0].coop.slug)
        return redirect("coops")
    context = {"demo": settings.DEMO, "coops": Coop.objects.order_by("name")[:MOST_COOPS]}
    return render(request, "web/home.jinja", context)


@page(Permission.COOP_VIEW)
@require_GET
def today(request: CoopRequest) -> HttpResponse:
    """What waits for this person today, in the hat they wear."""
    person: Person = request.person
    hat = chosen_hat(hats_for(person), request.session.get(hat_key(person)))
    found = contents.today(request.coop, person, request.actor, hat)
    team = Team.objects.filter(pk=hat.team_id).first() if hat and hat.team_id else None
    context = {
        "today": found,
        "role": hat.role if hat else "",
        "links": more(person, hat, team, request.actor) if hat else [],
    }
    return render(request, "web/today.jinja", context)


@page(Permission.EVENTS_VIEW)
@require_GET
def show_record(request: CoopRequest) -> HttpResponse:
    """The record of what happened, newest first."""
    events = Event.objects.filter(coop=request.coop).order_by("-number")
    shown = Paginator(events, 50).get_page(request.GET.get("page"))
    people = Person.objects.filter(coop=request.coop, pk__in={e.by for e in shown if e.by})
    names = {person.id: person.name for person in people}
    context = {"shown": shown, "names": names, "words": event_words()}
    return render(request, "web/record.jinja", context)


@open_to_all("help is for everybody")
@require_GET
def show_help(request: HttpRequest) -> HttpResponse:
    """How to do the things people come here for."""
    return render(request, "web/help.jinja", {"topics": TOPICS})


@open_to_all("what we promise about access is for everybody")
@require_GET
def show_accessibility(request: HttpRequest) -> HttpResponse:
    """What we hold ourselves to, and where to say that something is hard to use."""
    return render(request, "web/accessibility.jinja")


@open_to_all("the licence gives everybody the right to read it")
@require_GET
def show_licence(request: HttpRequest) -> HttpResponse:
    """The licence, and where the source is."""
    return render(
        request,
        "web/licence.jinja",
        {"version": __version__, "text": (settings.ROOT / "LICENSE").read_text()},
    )


@open_to_all("AGPL-3.0 section 13: whoever uses the site may have its source")
@require_GET
def send_source(request: HttpRequest) -> HttpResponseBase:
    """The source of this very installation, as one archive."""
    name = f"kith-{__version__}"
    archive = io.BytesIO()
    with tarfile.open(fileobj=archive, mode="w:gz") as tar:
        for file in _source_files(settings.ROOT):
            tar.add(file, arcname=f"{name}/{file.relative_to(settings.ROOT)}", recursive=False)
    archive.seek(0)
    return FileResponse(archive, as_attachment=True, filename=f"{name}.tar.gz")


OURS = ("src", "frontend", "tests", "benchmarks", "docs", "locks", ".ci")
LEFT_OUT = {"node_modules", "__pycache__"}


def _source_files(root: Path) -> list[Path]:
    """Kith's own files: never a database, a key or anything else that lies beside them."""
    found = list(root.glob("*.md"))
    found += [
        root / name for name in ("kith", "LICENSE", "pyproject.toml") if (root / name).exists()
    ]
    for folder in OURS:
        for path, folders, files in os.walk(root / folder):
            folders[:] = sorted(set(folders) - LEFT_OUT)
            found += [Path(path) / file for file in sorted(files)]
    return found
