"""Reminding those who answer: once when an answer is due soon, once when it is late."""

import uuid
from datetime import date, time, timedelta

from django.db import transaction
from django.urls import reverse
from django_tasks import task

from kith.foundation import clock
from kith.kernel.week import local_moment
from kith.membership.joining.queries import SOON, who_answers
from kith.membership.models import Application
from kith.membership.rules import day_words
from kith.people.models import Notice
from kith.people.telling import tell

MORNING = time(9)


def remind_later(application: Application) -> None:
    """Put two reminders by for when all is saved: some days before the answer is due, and the morning after."""
    coop, due = application.coop, application.answer_by
    for day in (due - timedelta(days=SOON), due + timedelta(days=1)):
        if day > clock.today(coop.zone):
            _put_by(application, day)


def _put_by(application: Application, day: date) -> None:
    job = remind.using(run_after=local_moment(day, MORNING, application.coop.zone))
    transaction.on_commit(lambda: job.enqueue(str(application.id)))


@task()
def remind(application_id: str) -> int:
    """The job: tell those who answer that an application still waits; return how many were told."""
    waiting = Application.objects.select_related("coop").filter(
        pk=uuid.UUID(application_id), state=Application.WAITING
    )
    return len([notice for one in waiting for notice in remind_of(one)])


def remind_of(application: Application) -> list[Notice]:
    """Tell those who answer how long they still have, or that the answer is late."""
    coop, due, who = application.coop, application.answer_by, application.applicant
    late = clock.today(coop.zone) > due
    return tell(
        coop=coop,
        people=who_answers(coop),
        kind="application",
        title=f"The answer to {who} is late" if late else f"{who} waits for an answer",
        text=f"They have had a right to it since {day_words(due)}. Answer as soon as you can."
        if late
        else f"They have a right to it by {day_words(due)}.",
        link=reverse(
            "membership:application", kwargs={"coop": coop.slug, "application": application.pk}
        ),
        subject=application.id,
    )
