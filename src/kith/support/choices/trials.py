"""Trial visits: asked by the person, answered by the worker, looked back on by both. Nobody has to give a reason."""

import uuid
from datetime import date, time, timedelta

from django.db import transaction
from django.urls import reverse

from kith.design.wording import clock as clock_words
from kith.design.wording import day_long
from kith.foundation import clock
from kith.foundation.errors import ChangedMeanwhile, DomainError, NotAllowed
from kith.foundation.events import record
from kith.foundation.models import Coop
from kith.foundation.permissions import Actor, Permission, Place, allows, require
from kith.people.models import Person, line
from kith.people.telling import tell
from kith.support.actions import remove_pattern, same_coop, write_pattern
from kith.support.choices.actions import answer_choice, require_voice, say_choice
from kith.support.choices.hooks import KEEP_PLACE
from kith.support.choices.models import Trial
from kith.support.choices.queries import choices_in_force, vetoes, workers_of_teams
from kith.support.models import Choice, Support
from kith.support.queries import last_number, pattern_or_none
from kith.support.rules import LONGEST, SHORTEST, Wanted

AHEAD = timedelta(weeks=8)
MOST_OPEN = 5
PERSON, WORKER = "person", "worker"


@transaction.atomic
def ask_trial(
    *,
    coop: Coop,
    by: Actor,
    support: Support,
    worker: Person,
    day: date,
    at: time,
    minutes: int,
    what: str,
) -> Trial:
    """Ask a worker to come once, to try it out. The worker is told.

    Raises NotAllowed, or DomainError naming the field that is wrong.
    """
    require_voice(coop, by, support.person)
    same_coop(coop, worker)
    kept = Support.objects.select_for_update(of=("self",)).get(pk=support.pk)
    if (support.person_id, worker.pk) in vetoes(coop, [support.person]):
        raise DomainError("This is not possible with this worker. Choose somebody else.")
    _check_asked(coop, support, day, minutes, what)
    open_ones = Trial.objects.filter(support=kept, state__in=[Trial.ASKED, Trial.AGREED])
    if open_ones.filter(worker=worker, day=day).exists():
        raise DomainError(f"{worker.short} is asked for that day already.", field="day")
    if open_ones.filter(day__gte=clock.today(coop.zone)).count() >= MOST_OPEN:
        raise DomainError(
            f"{MOST_OPEN} trial visits are waiting already. Wait for an answer, or call one off."
        )
    trial = Trial.objects.create(
        coop=coop,
        support=support,
        worker=worker,
        day=day,
        at=at,
        minutes=minutes,
        what=line(what)[:120],
        asked_by_id=by.person_id,
    )
    record(coop=coop, by=by, kind="trial.asked", subject=trial)
    _tell(trial, worker, f"{support.person.short} asks you for a trial visit")
    return trial


def _check_asked(coop: Coop, support: Support, day: date, minutes: int, what: str) -> None:
    today = clock.today(coop.zone)
    if day <= today:
        raise DomainError("Pick a day to come.", field="day")
    if day > today + AHEAD:
        raise DomainError("Pick a day within the next eight weeks.", field="day")
    if support.until and day > support.until:
        raise DomainError("Support ends before that day.", field="day")
    if not SHORTEST <= minutes <= LONGEST:
        raise DomainError(f"Choose {SHORTEST} to {LONGEST} minutes.", field="minutes")
    if not line(what):
        raise DomainError("Write what you would like to do together.", field="what")


@transaction.atomic
def answer_trial(*, coop: Coop, by: Actor, trial: Trial, yes: bool) -> Trial:
    """The worker says yes, or not now. With a yes of somebody in the team the visit stands in the team's week.

    Raises NotAllowed, ChangedMeanwhile when it was answered or called off before, DomainError when its day is past.
    """
    require(by, Permission.CHOICE_ANSWER, Place(coop.id, person_id=trial.worker_id))
    kept = _held(trial, Trial.ASKED)
    today = clock.today(coop.zone)
    if yes and kept.day <= today:
        raise DomainError("The day has come already. Ask each other for another one.")
    kept.state = Trial.AGREED if yes else Trial.NOT_NOW
    kept.answered_at = clock.now()
    if yes and workers_of_teams(coop, [kept.support.team_id], kept.day).filter(pk=kept.worker_id):
        kept.visit = _visit(coop, by, kept)
    kept.save()
    record(coop=coop, by=by, kind="trial.answered", subject=kept)
    words = "says yes to a trial visit" if yes else "cannot come for a trial visit now"
    _tell(kept, kept.support.person, f"{kept.worker.short} {words}")
    return kept


def _visit(coop: Coop, by: Actor, trial: Trial) -> uuid.UUID:
    pattern = write_pattern(
        coop=coop,
        by=by,
        support=trial.support,
        wanted=Wanted(
            what=trial.what,
            how=f"A trial visit of {trial.worker.name}.",
            weekdays=(trial.day.weekday(),),
            starts_on=trial.day,
            ends_on=trial.day,
            earliest=trial.at,
            latest=trial.at,
            minutes=trial.minutes,
        ),
    )
    for keep in KEEP_PLACE:
        keep(coop, by, pattern, trial.worker)
    return pattern.series


@transaction.atomic
def call_off_trial(*, coop: Coop, by: Actor, trial: Trial) -> Trial:
    """Either calls it off before its day is over; the other is told. Raises NotAllowed, ChangedMeanwhile."""
    side = side_of(coop, by, trial)
    kept = _held(trial, Trial.ASKED, Trial.AGREED)
    if kept.day < clock.today(coop.zone):
        raise DomainError("Its day is over. Look back on it instead.")
    kept.state, kept.answered_at = Trial.OFF, clock.now()
    if kept.visit and (pattern := pattern_or_none(coop, kept.visit, kept.day)):
        seen = last_number(type(pattern), pattern.series)
        why = "The trial visit is off."
        remove_pattern(coop=coop, by=by, pattern=pattern, from_day=kept.day, seen=seen, reason=why)
    kept.save()
    record(coop=coop, by=by, kind="trial.off", subject=kept)
    other = kept.worker if side == PERSON else kept.support.person
    who = kept.support.person if side == PERSON else kept.worker
    _tell(kept, other, f"{who.short} has called off the trial visit")
    return kept


@transaction.atomic
def look_back(*, coop: Coop, by: Actor, trial: Trial, says: str) -> Trial:
    """Say how it was, each for themself. To go on is a yes, and “not for me” is a no, from the one who says so.

    The other reads it only when both have said something. Raises NotAllowed, DomainError naming `says`.
    """
    side = side_of(coop, by, trial)
    kept = _held(trial, Trial.AGREED)
    if says not in dict(Trial.BACKS):
        raise DomainError("Say how it was.", field="says")
    if kept.day > clock.today(coop.zone):
        raise DomainError("The visit is still to come.")
    setattr(kept, f"{side}_back", says)
    kept.save(update_fields=[f"{side}_back"])
    record(coop=coop, by=by, kind="trial.looked-back", subject=kept)
    _choose_from(coop, by, kept, side, says)
    return kept


def _choose_from(coop: Coop, by: Actor, trial: Trial, side: str, says: str) -> None:
    word = {Trial.GO_ON: Choice.YES, Trial.STOP: Choice.NO}.get(says)
    if word is None:
        return
    person, worker = trial.support.person, trial.worker
    now = choices_in_force(coop, [person]).filter(worker=worker).first()
    if side == WORKER:
        answer_choice(coop=coop, by=by, worker=worker, person=person, answer=word)
    elif not (word == Choice.YES and now and now.says == Choice.FIRST):
        say_choice(coop=coop, by=by, person=person, worker=worker, says=word)


def side_of(coop: Coop, by: Actor, trial: Trial) -> str:
    """Whether `by` speaks for the worker or for the person. Raises NotAllowed for anybody else."""
    if allows(by, Permission.CHOICE_ANSWER, Place(coop.id, person_id=trial.worker_id)):
        return WORKER
    try:
        require_voice(coop, by, trial.support.person)
    except NotAllowed as error:
        raise NotAllowed("This is between the person and the worker.") from error
    return PERSON


def _held(trial: Trial, *states: str) -> Trial:
    rows = Trial.objects.select_for_update(of=("self",)).select_related(
        "coop", "support__person", "support__team", "support__coop", "worker"
    )
    kept = rows.get(pk=trial.pk)
    if kept.state not in states:
        raise ChangedMeanwhile(f"This trial visit is {kept.get_state_display()} meanwhile.")
    return kept


def _tell(trial: Trial, person: Person, title: str) -> None:
    when = f"{day_long(trial.day)}, {clock_words(trial.at)}"
    tell(
        coop=trial.coop,
        people=[person],
        kind="trial",
        title=title,
        text=f"{when}: {trial.what}",
        link=reverse("support:trial", kwargs={"coop": trial.coop.slug, "trial": trial.pk}),
        subject=trial.pk,
    )
