"""What the membership shows about the seven principles, for the page of the articles room."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Count, Q
from django.db.models.functions import Coalesce

from kith.articles.principles.life import Shown
from kith.articles.queries import articles_in_force
from kith.foundation import clock
from kith.foundation.models import Coop
from kith.membership.joining.queries import answered_in_time
from kith.membership.models import Organisation
from kith.membership.queries import members_of, voters_of
from kith.people.queries import hats_worn

YEAR = timedelta(days=365)


def principles_in_membership(coop: Coop) -> Iterator[Shown]:
    """Who was answered in time, who has how many votes, whose seats are from outside, which co-ops are members."""
    yield from _answers(coop)
    yield from _votes(coop)
    yield from _seats(coop)
    yield from _other_coops(coop)


def _answers(coop: Coop) -> Iterator[Shown]:
    told = answered_in_time(coop, clock.today(coop.zone) - YEAR)
    if told.late_now:
        words = f"{_people(told.late_now)} asked to join and should have had an answer by now."
        yield Shown(1, words, "bad")
    if told.answered:
        asked = f"{told.in_time} of {told.answered} who asked to join in the last year"
        words = f"{asked} had an answer in time."
        yield Shown(1, words, "good" if told.in_time == told.answered else "warn")


def _votes(coop: Coop) -> Iterator[Shown]:
    human = Coalesce("person_id", "organisation__representative_id")
    voters = (
        voters_of(coop).order_by().annotate(human=human).values("human").annotate(times=Count("pk"))
    )
    twice, everybody = voters.filter(times__gt=1).count(), voters.count()
    if twice:
        words = f"{_people(twice)} would vote for themselves and for an organisation."
        yield Shown(2, words, "warn")
    elif everybody:
        yield Shown(2, f"{_people(everybody)} can vote, each once.", "good")


def _seats(coop: Coop) -> Iterator[Shown]:
    allowed = articles_in_force(coop).independence.outside_seats
    board = hats_worn(coop).filter(role="board").values_list("person_id", flat=True)
    speaking = Organisation.objects.filter(
        Q(memberships__ceased_on__isnull=True, memberships__isnull=False),
        coop=coop,
        representative__in=board,
    ).distinct()
    most = Counter(one.name for one in speaking).most_common(1)
    if most and most[0][1] > allowed:
        name, seats = most[0]
        words = f"{name} fills {seats} of the board’s seats; the articles allow {allowed}."
        yield Shown(4, words, "bad")
    elif board:
        yield Shown(
            4, "No organisation fills more seats on the board than the articles allow.", "good"
        )


def _other_coops(coop: Coop) -> Iterator[Shown]:
    societies = members_of(coop).filter(organisation__kind="society").count()
    if societies:
        words = "1 other co-op is" if societies == 1 else f"{societies} other co-ops are"
        yield Shown(6, f"{words} a member with us.", "good")


def _people(count: int) -> str:
    return "1 person" if count == 1 else f"{count} people"
