"""What the membership shows about the seven principles, for the page of the articles room."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

from django.db.models import F, Q

from kith.articles.principles.life import Shown
from kith.articles.queries import articles_in_force
from kith.foundation import clock
from kith.foundation.models import Coop
from kith.membership.models import Application, Organisation
from kith.membership.queries import members_of
from kith.people.queries import hats_worn

YEAR = timedelta(days=365)


def principles_in_membership(coop: Coop) -> Iterator[Shown]:
    """Who was answered in time, who has how many votes, whose seats are from outside, which co-ops are members."""
    yield from _answers(coop)
    yield from _votes(coop)
    yield from _seats(coop)
    yield from _other_coops(coop)


def _answers(coop: Coop) -> Iterator[Shown]:
    today = clock.today(coop.zone)
    asked = Application.objects.filter(coop=coop)
    late = asked.filter(state=Application.WAITING, answer_by__lt=today).count()
    if late:
        yield Shown(
            1, f"{_people(late)} asked to join and should have had an answer by now.", "bad"
        )
    answered = asked.filter(answered_on__gt=today - YEAR).exclude(state=Application.WITHDRAWN)
    count = answered.count()
    if count:
        slow = answered.filter(answered_on__gt=F("answer_by")).count()
        words = (
            f"{count - slow} of {count} who asked to join in the last year had an answer in time."
        )
        yield Shown(1, words, "warn" if slow else "good")


def _votes(coop: Coop) -> Iterator[Shown]:
    voters = Counter(member.voter.id for member in members_of(coop))
    twice = sum(1 for times in voters.values() if times > 1)
    if twice:
        yield Shown(
            2, f"{_people(twice)} would vote for themselves and for an organisation.", "warn"
        )
    elif voters:
        yield Shown(2, f"{_people(len(voters))} can vote, each once.", "good")


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
