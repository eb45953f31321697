"""How the work is shared: hours, evenings and weekends, and how few faces people meet, in words with bars."""

from collections.abc import Callable, Iterable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from kith.design.wording import days_between, hours_short
from kith.foundation import clock
from kith.foundation.access import CoopRequest, page
from kith.foundation.permissions import Permission
from kith.kernel.week import Week
from kith.rota.queries.board import rota_of
from kith.rota.queries.sharing import (
    Sharing,
    WeekFigures,
    WorkerShare,
    sharing_of,
)
from kith.rota.views.finding import team_here, week_named
from kith.rota.views.week import week_address

SAME = 30  # minutes: less apart than this is the same
NEED = "need"


@page(Permission.ROTA_VIEW)
@require_GET
def show_sharing(request: CoopRequest, team: str) -> HttpResponse:
    """How one week of the team is shared, beside the weeks before."""
    found = team_here(request, team, Permission.ROTA_VIEW)
    this_week = Week.of(clock.today(request.coop.zone))
    asked = request.GET.get("week", "")
    week = week_named(asked) if asked else this_week
    by_need = request.GET.get("order") == NEED
    rota = rota_of(request.coop, found, week)
    address = reverse("rota:sharing", kwargs={"coop": request.coop.slug, "team": found.slug})
    order = f"&order={NEED}" if by_need else ""
    context: dict[str, Any] = {
        "team": found,
        "week": week,
        "board": week_address(request, found.slug, week),
        "title": days_between(week.monday, week.sunday),
        "before": f"{address}?week={week.previous()}{order}",
        "after": f"{address}?week={week.next()}{order}",
        "this_week": "" if week == this_week else address,
        "orders": [
            {"label": "By name", "href": f"{address}?week={week}", "current": not by_need},
            {
                "label": "Where to look first",
                "href": f"{address}?week={week}&order={NEED}",
                "current": by_need,
            },
        ],
        "shared": None,
    }
    if rota is not None:
        context |= _shared(sharing_of(rota), by_need=by_need)
    return render(request, "rota/sharing.jinja", context)


def _shared(shared: Sharing, *, by_need: bool) -> dict[str, Any]:
    workers, people = list(shared.workers), list(shared.people)
    if by_need:
        workers.sort(key=lambda one: -max(abs(one.over), abs(one.over_fair)))
        people.sort(key=lambda one: (-one.now, -one.recent))
    return {
        "shared": shared,
        "headlines": _headlines(shared),
        "unsocial": _unsocial_words(shared.workers),
        "workers": [(one, worker_words(one)) for one in workers],
        "people": people,
        "tops": {
            "hours": _top([w.worked for w in workers], [w.contract or 0 for w in workers]),
            "unsocial": _top([w.unsocial for w in workers], [w.fair for w in workers]),
            "average": _top([w.average for w in workers], [w.most for w in workers]),
            "faces": _top([p.now for p in people], [p.recent for p in people]),
        },
    }


def _top(*amounts: list[int]) -> int:
    """What the longest bar stands for."""
    return max((n for some in amounts for n in some), default=0)


def worker_words(one: WorkerShare) -> dict[str, str]:
    """One worker's part in words: never good or bad, only what is."""
    return {
        "hours": _hours_words(one),
        "unsocial": _compared(one.over_fair, "a fair share", "A fair share"),
        "average": "this week alone" if one.weeks == 1 else f"over {one.weeks} weeks",
    }


def _hours_words(one: WorkerShare) -> str:
    if one.away:
        return "Away this week"
    if one.contract is None:
        return "No hours are agreed yet"
    return _compared(one.over, "agreed", "As agreed")


def _compared(over: int, with_what: str, same: str) -> str:
    """“3 h more than agreed”."""
    if abs(over) < SAME:
        return same
    return f"{hours_short(abs(over))} {'more' if over > 0 else 'less'} than {with_what}"


def _headlines(shared: Sharing) -> list[dict[str, Any]]:
    """The team's figures, each with the weeks before as columns where there are any."""
    weeks = [*shared.before, shared.figures]
    return [
        {
            "title": "Different workers that a person meets in the week",
            "shown": _shown_faces(shared.figures),
            "words": _since([week.faces for week in weeks], _faces_words),
            "points": _points(weeks, "faces", _shown_faces),
        },
        {
            "title": "Visits by a first choice, where there is one",
            "shown": _shown_chosen(shared.figures),
            "words": _since([week.chosen for week in weeks], _chosen_words),
            "points": _points(weeks, "chosen", _shown_chosen),
        },
        {
            "title": "Between hours worked and hours agreed",
            "shown": _shown_apart(shared.figures),
            "words": _since([week.apart for week in weeks], _apart_words),
            "points": _points(weeks, "apart", _shown_apart),
        },
    ]


def _points(
    weeks: Iterable[WeekFigures], name: str, shown: Callable[[WeekFigures], str]
) -> list[dict[str, Any]]:
    return [
        {
            "label": f"{figures.week.monday:%-d %b}",
            "value": getattr(figures, name),
            "shown": shown(figures),
        }
        for figures in weeks
    ]


def _shown_faces(figures: WeekFigures) -> str:
    return "–" if figures.faces is None else f"{figures.faces:g}"


def _shown_chosen(figures: WeekFigures) -> str:
    return "–" if figures.chosen is None else f"{figures.chosen} %"


def _shown_apart(figures: WeekFigures) -> str:
    return "–" if figures.apart is None else hours_short(figures.apart)


def _unsocial_words(workers: Iterable[WorkerShare]) -> str:
    """How evenly evenings, nights and weekends are shared, without a name."""
    most = max((one.over_fair for one in workers), default=0)
    if most < SAME:
        return (
            "Evenings, nights and weekends are shared fairly over this week and the weeks before."
        )
    return (
        f"Nobody has more than {hours_short(most)} above a fair share of evenings, nights and weekends,"
        " over this week and the weeks before."
    )


def _since(values: list[Any], words: Callable[[float | None], str]) -> str:
    """The last against the one before, in words; weeks that were not sent are not among them."""
    if len(values) < 2 or None in values[-2:]:
        return words(None)
    return words(round(values[-1] - values[-2], 1))


def _faces_words(change: float | None) -> str:
    return _change(change, "on average", lambda n: f"{n:g}", "fewer")


def _chosen_words(change: float | None) -> str:
    return _change(change, "of the visits to people who have one", lambda n: f"{n:g} %", "fewer")


def _apart_words(change: float | None) -> str:
    return _change(change, "on average for each worker", lambda n: hours_short(int(n)), "less")


def _change(change: float | None, what: str, amount: Callable[[float], str], less: str) -> str:
    if change is None:
        return what
    if amount(abs(change)) == amount(0):
        return f"{what}, as in the last week sent before"
    more = "more" if change > 0 else less
    return f"{what}, {amount(abs(change))} {more} than in the last week sent before"
