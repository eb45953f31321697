"""Answering: what changes a co-op that is not there yet. Only who leads its founding may do it."""

import re
from collections.abc import Mapping, Sequence
from copy import deepcopy
from typing import Any

from django.db import IntegrityError, transaction

from kith.articles.reading import model_names
from kith.foundation import clock
from kith.foundation.errors import DomainError, NotAllowed
from kith.foundation.permissions import roles
from kith.membership.founding import questions, rules
from kith.membership.founding.models import DraftFounder, FoundingDraft
from kith.membership.founding.queries import read_text, text_of
from kith.membership.founding.questions import Path, Step
from kith.membership.founding.writing import model_table
from kith.membership.models import Organisation
from kith.people import rules as people_rules
from kith.people.models import Account, folded, line

MOST_DRAFTS, MOST_FOUNDERS, MOST_CLASSES = 5, 40, 8
CLASS_WORDS = ("title", "who", "contributes")


class WrongAnswers(DomainError):
    """Some answers do not hold. `errors` has the words for each field, "" for the whole page; nothing was saved."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__("Some answers do not go together. Nothing was saved yet.")
        self.errors = errors


def begin_draft(*, by: Account) -> FoundingDraft:
    """Begin to found a co-op. Raises DomainError when too many are begun already."""
    if FoundingDraft.objects.filter(owner=by, coop__isnull=True).count() >= MOST_DRAFTS:
        raise DomainError(
            f"You have begun {MOST_DRAFTS} co-ops that are not founded. Go on with one, or drop one."
        )
    return FoundingDraft.objects.create(owner=by)


@transaction.atomic
def drop_draft(*, draft: FoundingDraft, by: Account) -> None:
    """Throw the answers away. Raises NotAllowed, also when the co-op is there already."""
    held(draft, by).delete()


@transaction.atomic
def choose_model(*, draft: FoundingDraft, by: Account, model: str) -> FoundingDraft:
    """Begin with these model articles. Another model than before begins the rules again.

    Raises NotAllowed, DomainError.
    """
    kept = held(draft, by)
    if model not in model_names():
        raise DomainError("Pick one of the kinds of co-op in the list.", field="model")
    if kept.model != model:
        kept.model, kept.table = model, model_table(model)
        kept.answered = [
            key for key in kept.answered if key in (questions.NAME, questions.FOUNDERS)
        ]
    return _saved(kept, questions.MODEL)


@transaction.atomic
def name_coop(*, draft: FoundingDraft, by: Account, name: str, slug: str = "") -> FoundingDraft:
    """Give the co-op its name, and the short name in its address: made from the name when left empty.

    Raises NotAllowed, or DomainError naming the field.
    """
    kept = held(draft, by)
    kept.name = rules.tidy_name(name)
    kept.slug = line(slug).lower() or short_name(kept.name)
    rules.check_slug(kept.slug)
    return _saved(kept, questions.NAME)


def short_name(name: str) -> str:
    """A name as it stands in an address: “Harbour Care Co-op” is harbour-care-co-op."""
    return re.sub(r"[^a-z0-9]+", "-", folded(name)).strip("-")[:60].strip("-")


@transaction.atomic
def answer_step(
    *, draft: FoundingDraft, by: Account, step: Step, values: Mapping[Path, object]
) -> FoundingDraft:
    """Save the answers of one step. What no longer fits in another step is told there.

    Raises NotAllowed, or WrongAnswers when an answer of this very step does not hold: then nothing is saved.
    """
    kept = _with_model(draft, by)
    for path, value in values.items():
        questions.put(kept.table, path, line(value) if isinstance(value, str) else value)
    _count_seats(kept)
    asked = {one.key: one.name for one in questions.questions_of(step, kept.table)}
    _refuse(kept, {"board.seats": "", **asked} if step is questions.BOARD else asked)
    return _saved(kept, step.key)


@transaction.atomic
def write_class(
    *, draft: FoundingDraft, by: Account, place: int | None, values: Mapping[str, object]
) -> FoundingDraft:
    """Add a class of members (`place` None), or change the one at this place, counted from 0.

    `values` has title, who, contributes (words) and organisations (yes or no). Raises as `answer_step`.
    """
    kept = _with_model(draft, by)
    classes: list[dict[str, Any]] = kept.table["classes"]
    if place is None:
        if len(classes) >= MOST_CLASSES:
            raise DomainError(f"A co-op has at most {MOST_CLASSES} classes.")
        classes.append(_new_class(str(values["title"]), classes))
        place = len(classes) - 1
    one = classes[place]
    one.update({key: line(str(values[key])) for key in CLASS_WORDS})
    one["organisations"] = bool(values["organisations"])
    _count_seats(kept)
    _refuse(kept, {f"classes.{place + 1}.{key}": key for key in one})
    return _saved(kept, "classes")


@transaction.atomic
def remove_class(*, draft: FoundingDraft, by: Account, place: int) -> FoundingDraft:
    """Take a class away; its seats on the board go with it. Raises NotAllowed, or DomainError for the last one."""
    kept = _with_model(draft, by)
    if len(kept.table["classes"]) == 1:
        raise DomainError("A co-op needs at least one class of members.")
    del kept.table["classes"][place]
    _count_seats(kept)
    return _saved(kept, "classes")


@transaction.atomic
def keep_classes(*, draft: FoundingDraft, by: Account) -> FoundingDraft:
    """Say that the classes are right as they are. Raises NotAllowed."""
    return _saved(_with_model(draft, by), "classes")


@transaction.atomic
def write_founder(
    *,
    draft: FoundingDraft,
    by: Account,
    founder: DraftFounder | None = None,
    name: str,
    member_class: str,
    roles_worn: Sequence[str],
    email: str = "",
    address: str = "",
    postcode: str = "",
    organisation: str = "",
    organisation_kind: str = "",
    organisation_number: str = "",
) -> DraftFounder:
    """Write down somebody who founds the co-op, or change what is written. Raises NotAllowed, or DomainError.

    Without an e-mail address they agree on paper. Whoever speaks for an organisation gives its name and kind; the
    address is then the organisation's.
    """
    kept = _with_model(draft, by)
    if founder is None and kept.founders.count() >= MOST_FOUNDERS:
        raise DomainError(f"{MOST_FOUNDERS} founders are the most. The others join afterwards.")
    one = founder or DraftFounder(draft=kept)
    before = _who(one)
    one.name, one.email = people_rules.name(name), people_rules.email(email)
    one.address, one.postcode = line(address), people_rules.postcode(postcode)
    one.organisation = line(organisation)
    one.organisation_kind = _kind(organisation_kind) if one.organisation else ""
    one.organisation_number = line(organisation_number) if one.organisation else ""
    one.member_class = _class(kept, member_class, bool(one.organisation))
    one.roles = _hats(roles_worn)
    if _who(one) != before:
        one.agreed_at, one.agreed_to, one.on_paper = None, "", False
    save_founder(one)
    _saved(kept, questions.FOUNDERS)
    return one


@transaction.atomic
def remove_founder(*, draft: FoundingDraft, by: Account, founder: DraftFounder) -> None:
    """Take somebody off the list of founders. Raises NotAllowed."""
    kept = held(draft, by)
    kept.founders.filter(pk=founder.pk).delete()
    _saved(kept, questions.FOUNDERS)


def held(draft: FoundingDraft, by: Account) -> FoundingDraft:
    """The draft, held until the transaction ends, for the one who leads its founding. Raises NotAllowed."""
    kept = FoundingDraft.objects.select_for_update().get(pk=draft.pk)
    if kept.owner_id != by.pk:
        raise NotAllowed("Somebody else leads the founding of this co-op. Ask them to change it.")
    if kept.coop_id:
        raise NotAllowed("This co-op is founded. Its members can vote to change its articles.")
    return kept


def _with_model(draft: FoundingDraft, by: Account) -> FoundingDraft:
    kept = held(draft, by)
    if not kept.model:
        raise DomainError("Pick the kind of co-op first.")
    kept.table = deepcopy(kept.table)
    return kept


def _saved(draft: FoundingDraft, step: str) -> FoundingDraft:
    if step not in draft.answered:
        draft.answered = [*draft.answered, step]
    draft.changed_at = clock.now()
    draft.save()
    return draft


def _refuse(draft: FoundingDraft, asked: Mapping[str, str]) -> None:
    """Raise WrongAnswers for what cannot stay at these keys of the articles; `asked` has the names on the page."""
    troubles = read_text(text_of(draft)).troubles
    errors = {asked[one.key]: one.words for one in troubles if one.key in asked}
    if errors:
        raise WrongAnswers(errors)


def _count_seats(draft: FoundingDraft) -> None:
    draft.table["board"]["seats"] = sum(one["board_seats"] for one in draft.table["classes"])


def _new_class(title: str, others: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """A class as it begins: with a key of its own, and as many seats as the first of the others."""
    base = re.sub(r"^[^a-z]+", "", short_name(title)) or "members"
    taken = {one["key"] for one in others}
    key = next(k for k in (base, *(f"{base}-{n}" for n in range(2, 99))) if k not in taken)
    return {
        "key": key,
        "title": title,
        "who": "",
        "contributes": "",
        "organisations": False,
        "board_seats": others[0]["board_seats"] if others else 3,
    }


def _who(one: DraftFounder) -> tuple[str, ...]:
    """Who a founder is and what they found it as: when that changes, they are asked again."""
    return (one.name, one.email, one.member_class, one.organisation)


def _class(draft: FoundingDraft, key: str, organisation: bool) -> str:  # noqa: FBT001
    found = next((one for one in draft.table["classes"] if one["key"] == key), None)
    if found is None:
        raise DomainError("Choose one of the classes in your articles.", field="member_class")
    if organisation and not found["organisations"]:
        raise DomainError(
            f"“{found['title']}” is for people, not for organisations. Choose another class.",
            field="member_class",
        )
    return key


def _kind(kind: str) -> str:
    if kind not in dict(Organisation.KINDS):
        raise DomainError("Say what kind of organisation it is.", field="organisation_kind")
    return kind


def _hats(worn: Sequence[str]) -> list[str]:
    if unknown := set(worn) - set(roles()):
        raise DomainError(f"There is no hat “{sorted(unknown)[0]}”.", field="roles")
    return list(worn)


def save_founder(founder: DraftFounder) -> None:
    """Save a founder. Raises DomainError naming `email` when another has the same address."""
    try:
        with transaction.atomic():
            founder.save()
    except IntegrityError as error:
        raise DomainError(
            "Another founder has this e-mail address. Two people need two addresses.",
            field="email",
        ) from error
