"""The daily job: every co-op's reminders in the morning, and itself again the next day."""

from datetime import timedelta

from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from kith.foundation import clock
from kith.foundation.models import Coop
from kith.membership.duties.actions import remind

MORNING = 6  # o'clock, UTC


@task()
def remind_every_day() -> int:
    """Remind every co-op, then plan the next morning. Returns how many notices went out."""
    plan_tomorrow()
    return sum(remind(coop=coop) for coop in Coop.objects.order_by("slug"))


def plan_tomorrow() -> None:
    """Ask for the job of the next morning."""
    now = clock.now()
    morning = now.replace(hour=MORNING, minute=0, second=0, microsecond=0)
    next_one = morning if morning > now else morning + timedelta(days=1)
    remind_every_day.using(run_after=next_one).enqueue()


def begin_reminding() -> None:
    """Ask for today's job, unless one waits already: for every start of the site. Twice does no harm."""
    path = remind_every_day.module_path
    if not DBTaskResult.objects.filter(task_path=path, status=TaskResultStatus.READY).exists():
        remind_every_day.enqueue()
