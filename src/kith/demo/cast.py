"""Invented people with details that look real: each seed gives the same ones every time."""

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random

from kith.foundation.models import Coop
from kith.foundation.permissions import Actor
from kith.kernel.week import Week
from kith.people.models import Person
from kith.people.queries import actor_for

APPRECIATED = (
    "My dry jokes.",
    "I remember everybody's birthday.",
    "I tell it straight.",
    "I can fix most things with string.",
    "I listen before I speak.",
    "My singing in the morning.",
    "I never forget a face.",
    "My patience with young people.",
    "I make people welcome.",
    "The stories I tell about the steelworks.",
    "My laugh. You hear it down the street.",
    "I am good with animals.",
)
SUPPORT = (
    "Knock, wait, and call my name before you come in.",
    "Sit down for a minute first. Then we start.",
    "Tell me what you are going to do before you do it.",
    "Let me try on my own. Help when I ask.",
    "Speak to my face: I lip-read a little.",
    "Do not rush me in the morning.",
    "Write down what we agreed, in big letters.",
    "Leave things where they were.",
    "If I am cross, give me ten minutes.",
    "Ring my daughter if I am not myself.",
    "Keep the telly on low, not off.",
)


class Numbers:
    """NHS numbers from the range kept for tests (999…), and telephone numbers kept for stories."""

    def __init__(self) -> None:
        self.count = 0

    def nhs_number(self) -> str:
        """The next number with a right check digit (modulus 11)."""
        while True:
            self.count += 1
            digits = f"999{self.count:06d}"
            check = -sum(int(d) * (10 - i) for i, d in enumerate(digits)) % 11
            if check != 10:
                return f"{digits}{check}"

    def phone(self) -> str:
        """The next of Sheffield's numbers for stories: 0114 496 0000 to 0999 (Ofcom)."""
        self.count += 1
        return f"0114 496 {self.count % 1000:04d}"


def person_named(coop: Coop, name: str) -> Person:
    """The person of the co-op with this name. Raises Person.DoesNotExist."""
    return Person.objects.select_related("coop").get(coop=coop, name=name)


def acting(coop: Coop, name: str) -> Actor:
    """The person of this name as one who asks."""
    return actor_for(person_named(coop, name))


def some(random: Random, lines: Sequence[str]) -> str:
    """Two different lines."""
    return "\n".join(random.sample(lines, 2))


def this_monday(today: date) -> date:
    """The Monday of the week that `today` is in."""
    return Week.of(today).monday


def weeks_ago(today: date, weeks: int) -> date:
    """The Monday so many weeks before this one."""
    return this_monday(today) - timedelta(weeks=weeks)
