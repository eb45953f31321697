"""Counting the answers to the equality questions: never who gave them, nor when, nor which together."""

from collections.abc import Mapping

from django.db import transaction
from django.db.models import F

from kith.foundation.errors import DomainError
from kith.foundation.models import Coop
from kith.foundation.permissions import Actor, Permission, require
from kith.membership.equality.questions import questions
from kith.membership.equality.rules import BATCH, AnsweredAlready
from kith.membership.models import Application, EqualityCount, Member


@transaction.atomic
def count_applicant(*, coop: Coop, application: Application, answers: Mapping[str, str]) -> None:
    """Count an applicant's answers (answer by question), once. Only that they answered is kept with the application.

    Raises AnsweredAlready, or DomainError for an answer that is not on the list.
    """
    kept = Application.objects.select_for_update().get(pk=application.pk, coop=coop)
    if kept.told_about_themself:
        raise AnsweredAlready("You have answered already. Thank you.")
    Application.objects.filter(pk=kept.pk).update(told_about_themself=True)
    _count(coop, answers)


@transaction.atomic
def count_member(*, coop: Coop, by: Actor, member: Member, answers: Mapping[str, str]) -> None:
    """Count a member's answers (answer by question), once. Raises NotAllowed, AnsweredAlready, or DomainError."""
    require(by, Permission.MEMBERSHIP_CHANGE, member)
    kept = Member.objects.select_for_update().get(pk=member.pk, coop=coop)
    if kept.told_about_themself:
        raise AnsweredAlready("You have answered already. Thank you.")
    Member.objects.filter(pk=kept.pk).update(told_about_themself=True)
    _count(coop, answers)


def _count(coop: Coop, answers: Mapping[str, str]) -> None:
    """Add one to each answer given. Nothing goes in the record of what happened: it would tell the time."""
    known = {one.key: one.answers for one in questions()}
    given = {question: answer for question, answer in answers.items() if answer}
    if not given:
        raise DomainError("You have not answered anything. Answer one question, or leave the page.")
    for question, answer in given.items():
        if answer not in known.get(question, {}):
            raise DomainError("Pick an answer from the list.", field=question)
    Coop.objects.select_for_update().get(pk=coop.pk)
    if not EqualityCount.objects.filter(coop=coop).exists():
        _lay_out(coop)
    for question, answer in (*given.items(), ("", "")):
        EqualityCount.objects.filter(coop=coop, question=question, answer=answer).update(
            count=F("count") + 1
        )
    if EqualityCount.objects.get(coop=coop, question="").count % BATCH == 0:
        EqualityCount.objects.filter(coop=coop).update(shown=F("count"))


def _lay_out(coop: Coop) -> None:
    """A row for each answer there is, all at once: the order of rows tells nothing about who came first."""
    pairs = [(one.key, answer) for one in questions() for answer in one.answers]
    EqualityCount.objects.bulk_create(
        EqualityCount(coop=coop, question=question, answer=answer)
        for question, answer in [("", ""), *pairs]
    )
