"""Reading a co-op that is being founded: whose it is, what its articles say by now, and what is still missing."""

import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.conf import settings
from django.db.models import Q, QuerySet

from kith.articles.principles.checking import check
from kith.articles.principles.finding import Finding
from kith.articles.reading import read_articles
from kith.articles.rules import Articles, Fault, WrongArticles
from kith.foundation.errors import DomainError
from kith.foundation.models import Coop
from kith.membership.founding import questions, rules
from kith.membership.founding.models import DraftFounder, FoundingDraft
from kith.membership.founding.rules import Founder, FoundingOrganisation
from kith.membership.founding.writing import digest_of, written
from kith.people.models import Account

EVERYBODY, ACCOUNTS = "everybody", "accounts"


def may_found(*, has_account: bool) -> bool:
    """True when this installation lets such a reader found a co-op. The first co-op may be founded by whoever comes."""
    if settings.DEMO or settings.FOUNDING == EVERYBODY or not Coop.objects.exists():
        return True
    return has_account and settings.FOUNDING == ACCOUNTS


def drafts_of(account: Account) -> QuerySet[FoundingDraft]:
    """The co-ops that this account founds or is invited to found, and that are not there yet."""
    own = Q(owner=account) | Q(founders__email__iexact=account.email)
    return FoundingDraft.objects.filter(own, coop__isnull=True).distinct()


def own_draft(account: Account, draft_id: uuid.UUID) -> FoundingDraft | None:
    """The draft with this id, when this account leads its founding."""
    return FoundingDraft.objects.select_related("coop").filter(owner=account, pk=draft_id).first()


def any_draft(draft_id: uuid.UUID) -> FoundingDraft | None:
    """The draft with this id, whoever leads it."""
    return FoundingDraft.objects.select_related("coop", "owner").filter(pk=draft_id).first()


def founder_by_account(draft: FoundingDraft, account: Account) -> DraftFounder | None:
    """The founder who signs in with this account, or None."""
    return draft.founders.filter(email__iexact=account.email).first()


def text_of(draft: FoundingDraft) -> str:
    """The articles as answered so far, as TOML; "" before a model is picked."""
    if not draft.model:
        return ""
    return written(draft.table, title=draft.name or "our co-op", model=draft.model)


@dataclass(frozen=True, slots=True)
class Trouble:
    """An answer that cannot stay: the key of the articles that it stands at, and why, in plain words."""

    key: str
    words: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text of articles says: the articles when they hold together, what cannot stay, and what to know."""

    articles: Articles | None
    troubles: tuple[Trouble, ...]
    notes: tuple[Finding, ...] = ()


def read_text(text: str) -> Reading:
    """Read articles and hold them to the seven principles."""
    try:
        articles = read_articles(text)
    except WrongArticles as wrong:
        return Reading(None, tuple(Trouble(one.key, in_words(one)) for one in wrong.errors))
    checked = check(articles)
    stopped = [finding for one in checked for finding in one.stopped]
    return Reading(
        articles,
        tuple(
            Trouble(questions.key_of(one.path), f"{one.says} {one.why}".strip()) for one in stopped
        ),
        tuple(finding for one in checked for finding in one.flagged),
    )


def founder_of(one: DraftFounder) -> Founder:
    """A founder of a draft, as `found_coop` takes them."""
    organisation = None
    if one.organisation:
        organisation = FoundingOrganisation(
            one.organisation,
            one.organisation_kind,
            one.organisation_number,
            one.address,
            one.postcode,
        )
    return Founder(
        name=one.name,
        email=one.email,
        roles=tuple(one.roles),
        member_class=one.member_class,
        address=one.address,
        postcode=one.postcode,
        organisation=organisation,
    )


@dataclass(frozen=True, slots=True)
class Part:
    """One step of the journey as it stands. `state` is done, model (as the model has it), todo or trouble.

    `said` is the answer in a few words, where it is short enough.
    """

    key: str
    title: str
    state: str
    troubles: tuple[str, ...] = ()
    said: str = ""


@dataclass(frozen=True)
class State:
    """Everything about a draft that its pages show, in two queries."""

    draft: FoundingDraft
    founders: tuple[DraftFounder, ...]

    @cached_property
    def text(self) -> str:
        """The articles as TOML."""
        return text_of(self.draft)

    @cached_property
    def digest(self) -> str:
        """What a founder who agrees now agrees to."""
        return digest_of(self.draft.name, self.text)

    @cached_property
    def reading(self) -> Reading:
        """What the articles say, and where the answers do not go together."""
        return read_text(self.text) if self.draft.model else Reading(None, ())

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """Every step in order."""
        return tuple(self._part(key) for key in questions.ORDER)

    @property
    def troubles(self) -> tuple[str, ...]:
        """What keeps the founders from being asked: all of it."""
        missing = [
            f"{part.title} This is still open." for part in self.parts if part.state == "todo"
        ]
        return (*missing, *self._founders(), *(one.words for one in self.reading.troubles))

    def agreed(self, founder: DraftFounder) -> bool:
        """True when this founder agreed to the articles as they are now."""
        return founder.agreed_at is not None and founder.agreed_to == self.digest

    @property
    def waiting(self) -> tuple[DraftFounder, ...]:
        """Those who have not agreed to the articles as they are now."""
        return tuple(one for one in self.founders if not self.agreed(one))

    @property
    def next_step(self) -> str:
        """The first step that nobody has saved or that has trouble; "" when there is none."""
        return next((part.key for part in self.parts if part.state != "done"), "")

    def _part(self, key: str) -> Part:
        troubles = self._founders() if key == questions.FOUNDERS else self._faults_in(key)
        state = "done" if key in self.draft.answered else self._untouched(key)
        shown = "trouble" if troubles else state
        return Part(key, questions.TITLES[key], shown, troubles, self._said(key))

    def _said(self, key: str) -> str:
        """The answer to the shorter questions."""
        if key == questions.MODEL:
            return str(self.draft.table.get("name", ""))
        if key == questions.NAME:
            return self.draft.name
        if key == questions.FOUNDERS:
            return ", ".join(one.name for one in self.founders)
        if key == "classes" and key in self.draft.answered:
            return ", ".join(one["title"] for one in self.draft.table[key])
        return ""

    def _untouched(self, key: str) -> str:
        needed = (questions.MODEL, questions.NAME, questions.FOUNDERS)
        return "todo" if key in needed or not self.draft.model else "model"

    def _faults_in(self, key: str) -> tuple[str, ...]:
        return tuple(
            one.words for one in self.reading.troubles if questions.step_of(one.key) == key
        )

    def _founders(self) -> tuple[str, ...]:
        if not self.founders or not self.draft.model:
            return ()
        told = [founder_of(one) for one in self.founders]
        checks = (lambda: rules.check_enough(told), lambda: rules.check_founders(told))
        found = [said for check in checks if (said := _refusal(check))]
        return (*found, *self._too_many_on_the_board(), *self._classes_gone())

    def _too_many_on_the_board(self) -> Iterator[str]:
        ticked = sum("board" in one.roles for one in self.founders)
        seats = self.draft.table["board"]["seats"]
        if ticked > seats:
            yield f"{ticked} founders are ticked for the first board, and it has {seats} seats."

    def _classes_gone(self) -> Sequence[str]:
        kept = {one["key"]: one["organisations"] for one in self.draft.table["classes"]}
        gone = [one for one in self.founders if one.member_class not in kept]
        wrong = [
            one
            for one in self.founders
            if one.organisation and not kept.get(one.member_class, True)
        ]
        return [
            *(f"{one}: choose a class again, theirs is gone." for one in gone),
            *(f"{one}: this class is for people. Choose another class." for one in wrong),
        ]


def state_of(draft: FoundingDraft) -> State:
    """The draft with its founders."""
    return State(draft, tuple(draft.founders.all()))


def in_words(fault: Fault) -> str:
    """A fault for somebody who answers questions: no line, no key, a whole sentence."""
    for step in questions.ASKED:
        for question in step.questions:
            if question.key == fault.key and question.wrong:
                return question.wrong
    return f"{fault.reason[:1].upper()}{fault.reason[1:]}."


def _refusal(check: Callable[[], object]) -> str:
    try:
        check()
    except DomainError as error:
        return error.message
    return ""
