"""The suggestion that is under way for a week, or the last one, as a page tells of it."""

import uuid
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from kith.foundation import clock
from kith.foundation.models import Coop
from kith.kernel.week import Week
from kith.rota.models import Rota, Suggestion
from kith.rota.rules.counting import GAPS, Weighed, in_all, weighed
from kith.teams.models import Team

SILENT_AFTER = timedelta(seconds=120)  # longer than the engine takes to start on a slow machine
FRESH = timedelta(minutes=5)
MANY = 10  # gaps filled: with more, there was little to compare with, and a week is told as a whole
CUT_OFF = "This was cut off. Nothing was changed. Ask again."


@dataclass(frozen=True, slots=True)
class Job:
    """The suggestion that is under way, or the last one. `progress` is 0 to 100.

    `weighed` is what it gained and gave; `in_all` what the week comes to, told instead when most was empty before.
    """

    id: uuid.UUID
    kind: str
    state: str
    progress: int
    words: str
    weighed: Weighed = field(default_factory=Weighed)
    in_all: tuple[str, ...] = ()
    finished_at: datetime | None = None

    @property
    def running(self) -> bool:
        """True while it waits or works."""
        return self.state in (Suggestion.WAITING, Suggestion.RUNNING)

    @property
    def fresh(self) -> bool:
        """True for a few minutes after it has ended: whoever asked is looking."""
        return self.finished_at is not None and self.finished_at > clock.now() - FRESH

    @property
    def mended(self) -> bool:
        """True when it mended the week, or tried to."""
        return self.kind == Suggestion.MEND and self.state in (Suggestion.DONE, Suggestion.STOPPED)


def suggestion_under_way(rota: Rota) -> Suggestion | None:
    """The suggestion for this week that waits or is being worked out."""
    states = [Suggestion.WAITING, Suggestion.RUNNING]
    return Suggestion.objects.filter(rota=rota, state__in=states).first()


def job_of(rota: Rota) -> Job | None:
    """The suggestion under way for this week, or the last one. One that has fallen silent is shown as failed."""
    return _told(Suggestion.objects.filter(rota=rota).first())


def job_at(coop: Coop, team: Team, week: Week) -> Job | None:
    """As `job_of`, before the rota itself is read."""
    rows = Suggestion.objects.filter(coop=coop, rota__team=team, rota__monday=week.monday)
    return _told(rows.first())


def _told(last: Suggestion | None) -> Job | None:
    if last is None:
        return None
    state, words = last.state, last.words
    if state in (Suggestion.WAITING, Suggestion.RUNNING) and is_silent(last):
        state, words = Suggestion.FAILED, CUT_OFF
    return Job(last.id, last.kind, state, last.progress, words, *_weighed(last), last.finished_at)


def _weighed(done: Suggestion) -> tuple[Weighed, tuple[str, ...]]:
    before, after = done.before.get("amounts", {}), done.after.get("amounts", {})
    if (
        not before or not after or done.before["broken"]
    ):  # nothing weighs against a week that cannot be
        return Weighed(), ()
    if before[GAPS] - after[GAPS] > MANY:
        return Weighed(), in_all(after)
    return weighed(before, after), ()


def is_silent(suggestion: Suggestion) -> bool:
    """True when whoever works on a suggestion has not been heard of for too long.

    One that waits its turn in a long queue is not silent as long as workers are heard of, for whichever co-op.
    """
    since = clock.now() - SILENT_AFTER
    if suggestion.heartbeat >= since:
        return False
    begun = Suggestion.objects.exclude(state=Suggestion.WAITING)
    return suggestion.state != Suggestion.WAITING or not begun.filter(heartbeat__gte=since).exists()
