"""Forms of founding a co-op. They read what was typed; rules and actions decide."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms

from kith.articles.reading import model_names
from kith.foundation.permissions import roles
from kith.membership.founding.models import DraftFounder
from kith.membership.founding.questions import Path, Question, value_at
from kith.membership.founding.writing import model_table
from kith.membership.models import Organisation

OFFICERS = ("secretary", "treasurer")  # those of them that Kith has a hat for
BOARD = "board"
MADE_OF = {"number": 5, "percent": 3, "pounds": 10}


class EmailForm(forms.Form):
    """The address of somebody who wants to found a co-op."""

    email = forms.EmailField(
        label="Your e-mail address", help_text="We send you a code. You need no password."
    )


class ModelForm(forms.Form):
    """Which of the model articles to begin with."""

    model = forms.ChoiceField(label="Kind of co-op", widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["model"].choices = [  # type: ignore[attr-defined]
            (model, model_table(model)["name"]) for model in model_names()
        ]


class NameForm(forms.Form):
    """The co-op's name, and how it stands in addresses."""

    name = forms.CharField(label="Name of the co-op", max_length=120)
    slug = forms.CharField(
        label="Short name for its address",
        max_length=60,
        required=False,
        help_text="Small letters, digits and hyphens, such as don-valley. Leave it empty and we make it from the name.",
    )


class StepForm(forms.Form):
    """The questions of one step, each filled with what the articles say now."""

    def __init__(
        self, *args: Any, questions: tuple[Question, ...], table: Mapping[str, Any], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.questions = questions
        for question in questions:
            now = value_at(table, question.path)
            self.fields[question.name] = _field(question, now)

    @property
    def values(self) -> dict[Path, object]:
        """What was answered, as the articles keep it."""
        return {
            question.path: _kept(question, self.cleaned_data[question.name])
            for question in self.questions
        }

    @property
    def drawn(self) -> list[tuple[str, dict[str, object]]]:
        """Each field's name and how it is drawn."""
        return [(question.name, _options(question)) for question in self.questions]


def _field(question: Question, now: Any) -> forms.Field:
    words: dict[str, Any] = {"label": question.label, "help_text": question.hint, "initial": now}
    if question.kind == "yes":
        return forms.BooleanField(**words, required=False)
    if question.kind == "choice":
        return forms.ChoiceField(**words, choices=_choices(question, now), widget=forms.RadioSelect)
    if question.kind == "pounds":
        words["initial"] = now // 100 if now % 100 == 0 else Decimal(now) / 100
        return forms.DecimalField(**words, min_value=0, max_digits=10, decimal_places=2)
    if question.kind == "text":
        return forms.CharField(**words, max_length=1000, widget=forms.Textarea)
    return forms.IntegerField(**words, min_value=0, max_value=100_000)


def _choices(question: Question, now: str) -> list[tuple[str, str]]:
    """The choices, with what the articles say now when it is none of them."""
    known = list(question.choices)
    return known if now in dict(known) else [*known, (now, f"As it is now: {now}")]


def _kept(question: Question, value: Any) -> object:
    return int(value * 100) if question.kind == "pounds" else value


def _options(question: Question) -> dict[str, object]:
    options: dict[str, object] = {}
    if question.kind in MADE_OF:
        options["width"] = MADE_OF[question.kind]
    if question.suffix:
        options["suffix"] = question.suffix
    if question.kind == "pounds":
        options["prefix"] = "£"
    if question.kind == "text":
        options["rows"] = 4
    return options


class ClassForm(forms.Form):
    """One class of members."""

    title = forms.CharField(
        label="Name of the class", max_length=60, help_text="Such as Workers or Supporters."
    )
    who = forms.CharField(
        label="Who is it for?", max_length=400, widget=forms.Textarea(attrs={"rows": 2})
    )
    contributes = forms.CharField(
        label="What do its members bring?",
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Such as their work, their time, what they know, and a share.",
    )
    organisations = forms.BooleanField(
        label="Organisations can be members of this class", required=False
    )


class AddressForm(forms.Form):
    """Where post reaches a member: the law asks for it in the register."""

    address = forms.CharField(label="Postal address", max_length=200)
    postcode = forms.CharField(label="Postcode", max_length=10, required=False)


class AgreeForm(AddressForm):
    """A founder agrees."""

    agreed = forms.BooleanField(label="I have read these articles, and I agree to them")

    field_order = ("address", "postcode", "agreed")


class PaperForm(AddressForm):
    """A founder has agreed on paper."""

    signed = forms.BooleanField(label="They have signed the printed articles")

    field_order = ("address", "postcode", "signed")


class FounderForm(forms.Form):
    """A person who founds the co-op."""

    name = forms.CharField(
        label="Name", max_length=120, error_messages={"required": "Write the person’s name."}
    )
    email = forms.CharField(
        label="E-mail address",
        max_length=254,
        required=False,
        help_text="We ask them there to read the articles. Without one they sign on paper.",
    )
    member_class = forms.ChoiceField(label="They join as", widget=forms.RadioSelect)
    on_board = forms.BooleanField(
        label="They sit on the first board",
        required=False,
        initial=True,
        help_text="Until the members’ first meeting elects one.",
    )
    officer = forms.ChoiceField(label="They begin as", widget=forms.RadioSelect)

    def __init__(self, *args: Any, table: Mapping[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["member_class"].choices = self.classes(table)  # type: ignore[attr-defined]
        self.fields["officer"].choices = [  # type: ignore[attr-defined]
            *((role, roles()[role].title) for role in OFFICERS if role in roles()),
            ("none", "None of these"),
        ]

    def classes(self, table: Mapping[str, Any]) -> list[tuple[str, str]]:
        """The classes open to this founder."""
        return [(one["key"], one["title"]) for one in table["classes"]]

    @property
    def details(self) -> dict[str, Any]:
        """What was typed, ready for the action."""
        given = dict(self.cleaned_data)
        on_board, officer = given.pop("on_board"), given.pop("officer")
        worn = [BOARD] if on_board else []
        worn += [officer] if officer in OFFICERS else []
        return {**given, "roles_worn": worn}


class OrganisationForm(FounderForm):
    """An organisation that founds the co-op, and the person who speaks for it."""

    organisation = forms.CharField(label="Name of the organisation", max_length=160)
    organisation_kind = forms.ChoiceField(
        label="What is it?", choices=Organisation.KINDS, widget=forms.RadioSelect
    )
    organisation_number = forms.CharField(
        label="Registration number", max_length=20, required=False
    )

    field_order = ("organisation", "organisation_kind", "organisation_number", "name", "email")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = "Who speaks and votes for it?"
        self.fields["member_class"].label = "The organisation joins as"

    def classes(self, table: Mapping[str, Any]) -> list[tuple[str, str]]:
        """Only the classes that take organisations."""
        open_to = [one for one in table["classes"] if one["organisations"]]
        return [(one["key"], one["title"]) for one in open_to]


def founder_values(one: DraftFounder) -> dict[str, Any]:
    """What the form shows of somebody who is written down."""
    officer = next((role for role in one.roles if role in OFFICERS), "none")
    return {
        "name": one.name,
        "email": one.email,
        "member_class": one.member_class,
        "on_board": BOARD in one.roles,
        "officer": officer,
        "organisation": one.organisation,
        "organisation_kind": one.organisation_kind,
        "organisation_number": one.organisation_number,
    }
