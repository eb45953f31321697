"""The daily job: forgets what led to no support once its time is over, and plans itself again for the next night."""

from collections.abc import Callable
from datetime import timedelta

from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from kith.asking.beginning import forget_words
from kith.asking.queries import to_forget
from kith.foundation import clock
from kith.foundation.models import Coop

NIGHT = 3  # o'clock, UTC
ALSO: list[Callable[[Coop], int]] = []
"""What rooms above forget in the same night, each saying how many; they register when the site starts."""


@task()
def forget_every_day() -> int:
    """Forget for every co-op, then plan the next night. Returns how many were forgotten."""
    plan_tomorrow()
    done = 0
    for coop in Coop.objects.order_by("slug"):
        for referral in to_forget(coop, clock.today(coop.zone)):
            forget_words(coop=coop, referral=referral)
            done += 1
        done += sum(forget(coop) for forget in ALSO)
    return done


def plan_tomorrow() -> None:
    """Ask for the job of the next night."""
    now = clock.now()
    night = now.replace(hour=NIGHT, minute=0, second=0, microsecond=0)
    forget_every_day.using(run_after=night if night > now else night + timedelta(days=1)).enqueue()


def begin_forgetting() -> None:
    """Ask for today's job, unless one waits already: for every start of the site. Twice does no harm."""
    path = forget_every_day.module_path
    if not DBTaskResult.objects.filter(task_path=path, status=TaskResultStatus.READY).exists():
        forget_every_day.enqueue()
