"""Who fits whom: by what the person said matters, in words. There is no score, shown or hidden.

Whoever lacks something that must be is left out. The others are in the order of how many of the things that matter much
they bring, then of those that matter, then of the visits they can come to, then of the distance, then of the name.
"""

import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from kith.people.models import folded

MUST, MUCH, SOME, NOT = "must", "much", "some", "not"
HOW_MUCH = [
    (MUST, "It must be so"),
    (MUCH, "It matters much"),
    (SOME, "It matters"),
    (NOT, "It does not matter"),
]
THINGS: Mapping[str, str] = {
    "times": "They can come when I want visits",
    "language": "They speak my language",
    "describes": "It is a woman, or a man",
    "interests": "They like what I like",
    "skills": "They have learned what my visits ask for",
    "near": "They live near",
}
"""What can matter, in the words of the form."""
NEAR_KM, FAR = 5.0, 1e9
"""Near is as far as a bicycle takes twenty minutes; who lives nobody knows where stands behind everybody."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a person said matters: how much for each thing, and what they meant by it.

    `languages` and `interests` map the sign by which each is found (`sign_of`) to its words; `visits` counts the visits
    of a usual week, and `skills` are the names that those ask for.
    """

    matters: Mapping[str, str]
    languages: Mapping[str, str] = field(default_factory=dict)
    interests: Mapping[str, str] = field(default_factory=dict)
    describes: str = ""
    skills: frozenset[str] = frozenset()
    visits: int = 0

    def asked(self, how_much: str) -> list[str]:
        """The things that matter this much and mean something for this person."""
        return [
            key for key in THINGS if self.matters.get(key, NOT) == how_much and self._meant(key)
        ]

    def _meant(self, key: str) -> bool:
        meant: Mapping[str, object] = {
            "times": self.visits,
            "language": self.languages,
            "describes": self.describes,
            "interests": self.interests,
            "skills": self.skills,
            "near": True,
        }
        return bool(meant[key])


class Somebody(NamedTuple):
    """A worker as they are compared: what they said, what they can come to, how far they live (None: not known).

    `signs` holds the signs of their languages and interests. A plain tuple: there may be fifteen thousand of them.
    """

    id: uuid.UUID
    name: str
    signs: str = ""
    describes: str = ""
    skills: frozenset[str] = frozenset()
    visits: int = 0
    km: float | None = None


@dataclass(frozen=True, slots=True)
class Fit:
    """Somebody who could come, with what fits and what does not, in words."""

    who: Somebody
    fits: tuple[str, ...] = field(default=())
    lacks: tuple[str, ...] = field(default=())


def sign_of(kind: str, words: str) -> str:
    """The sign by which a language ("l") or an interest ("i") is found, whatever its capitals and accents."""
    return f"|{kind}:{folded(words)}|"


def signs_of(languages: Iterable[str], interests: Iterable[str]) -> str:
    """All signs of somebody, one after another."""
    return "".join(
        [
            *(sign_of("l", one) for one in languages),
            *(sign_of("i", one) for one in interests),
        ]
    )


def fitting(wanted: Wanted, people: Iterable[Somebody]) -> list[Somebody]:
    """Those who have all that must be, in the order that the module describes."""
    must, much, some = (
        [TESTS[key] for key in wanted.asked(how_much)] for how_much in (MUST, MUCH, SOME)
    )

    def order(one: Somebody) -> tuple[int, int, int, float, str, uuid.UUID]:
        return (
            -sum(test(wanted, one) for test in much),
            -sum(test(wanted, one) for test in some),
            -one.visits,
            FAR if one.km is None else one.km,
            one.name,
            one.id,
        )

    return sorted((one for one in people if all(test(wanted, one) for test in must)), key=order)


def has(wanted: Wanted, one: Somebody, key: str) -> bool:
    """Whether somebody brings one of the things."""
    return TESTS[key](wanted, one)


Test = Callable[[Wanted, Somebody], bool]
TESTS: Mapping[str, Test] = {
    "times": lambda wanted, one: one.visits >= wanted.visits,
    "language": lambda wanted, one: any(sign in one.signs for sign in wanted.languages),
    "describes": lambda wanted, one: one.describes == wanted.describes,
    "interests": lambda wanted, one: any(sign in one.signs for sign in wanted.interests),
    "skills": lambda wanted, one: wanted.skills <= one.skills,
    "near": lambda _, one: one.km is not None and one.km <= NEAR_KM,
}


def told(wanted: Wanted, one: Somebody) -> Fit:
    """The same somebody with words for each thing that matters at all."""
    asked = [key for how_much in (MUST, MUCH, SOME) for key in wanted.asked(how_much)]
    fits = [BRINGS[key](wanted, one) for key in asked if has(wanted, one, key)]
    lacks = [LACKS[key](wanted, one) for key in asked if not has(wanted, one, key)]
    return Fit(one, tuple(fits), tuple(lacks))


Words = Callable[[Wanted, Somebody], str]
BRINGS: Mapping[str, Words] = {
    "times": lambda *_: "Can come to every visit you want",
    "language": lambda wanted, one: f"Speaks {_shared(wanted.languages, one)}",
    "describes": lambda _, one: f"Is a {one.describes}",
    "interests": lambda wanted, one: f"Likes {_shared(wanted.interests, one)}, as you do",
    "skills": lambda wanted, _: f"Has learned: {', '.join(sorted(wanted.skills))}",
    "near": lambda _, one: f"Lives {km_words(one.km)} away",
}
LACKS: Mapping[str, Words] = {
    "times": lambda wanted, one: (
        f"Can come to {one.visits} of the {wanted.visits} visits you want in a week"
    ),
    "language": lambda wanted, _: (
        f"Has not said that they speak {' or '.join(wanted.languages.values())}"
    ),
    "describes": lambda wanted, _: f"Has not said that they are a {wanted.describes}",
    "interests": lambda *_: "Has not named anything that you like too",
    "skills": lambda wanted, one: (
        f"Has not learned yet: {', '.join(sorted(wanted.skills - one.skills))}"
    ),
    "near": lambda _, one: f"Lives {km_words(one.km)} away",
}


def km_words(km: float | None) -> str:
    """A distance as one says it, in whole kilometres: nobody's door is given away."""
    if km is None:
        return "nobody knows how far"
    return "less than 1 km" if km < 1 else f"about {round(km)} km"


def _shared(words: Mapping[str, str], one: Somebody) -> str:
    found = [word for sign, word in words.items() if sign in one.signs]
    return " and ".join(filter(None, [", ".join(found[:-1]), *found[-1:]]))
