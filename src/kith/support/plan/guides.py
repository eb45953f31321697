"""Guides for a conversation: questions, whose answers are added to the plan under the heading they belong to."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.db import transaction

from kith.foundation.errors import DomainError
from kith.foundation.models import Coop
from kith.foundation.permissions import Actor
from kith.support.models import Plan, PlanWords
from kith.support.plan.actions import write_words
from kith.support.plan.queries import newest_words


@dataclass(frozen=True, slots=True)
class Question:
    """One question, the heading of the plan that its answer goes to, and the words that stand before it there."""

    key: str
    ask: str
    section: str
    before: str


@dataclass(frozen=True, slots=True)
class Guide:
    """One conversation."""

    key: str
    title: str
    lead: str
    picture: str
    questions: tuple[Question, ...]


@cache
def guides() -> Mapping[str, Guide]:
    """Every guide by its key."""
    with Path(__file__).with_name("guides.toml").open("rb") as file:
        rows = tomllib.load(file)["guide"]
    return {
        row["key"]: Guide(
            row["key"],
            row["title"],
            row["lead"],
            row["picture"],
            tuple(Question(**one) for one in row["question"]),
        )
        for row in rows
    }


@transaction.atomic
def answer_guide(
    *, coop: Coop, by: Actor, plan: Plan, guide: Guide, answers: Mapping[str, str], whose: str
) -> list[PlanWords]:
    """Add what was answered to the plan, marked whose words they are; what stood there before stays.

    Raises NotAllowed, or DomainError when nothing was answered or a heading gets too long.
    """
    given = [(one, answers.get(one.key, "").strip()) for one in guide.questions]
    given = [(one, words) for one, words in given if words]
    if not given:
        raise DomainError("Write at least one answer.", field=guide.questions[0].key)
    written = []
    for question, words in given:
        now = newest_words(plan).get(question.section)
        before = now.text if now else ""
        text = "\n".join(filter(None, [before, f"{question.before} {words}"]))
        written.append(
            write_words(
                coop=coop,
                by=by,
                plan=plan,
                section=question.section,
                base=before,
                text=text,
                whose=whose,
            )
        )
    return written
