"""Forms of joining: what an applicant writes, and what those who answer write."""

import uuid
from collections.abc import Iterable
from typing import Any, cast

from django import forms

from kith.design.dates import DateBoxes
from kith.design.money import AmountField
from kith.membership.joining.rules import OrganisationTold
from kith.membership.models import Organisation
from kith.people.models import Person
from kith.people.rules import Details


class ApplicationForm(forms.Form):
    """A human being asks to join. `told_of` says whether an organisation is what it tells of."""

    told_of = False
    name = forms.CharField(label="Your name", max_length=120)
    email = forms.EmailField(label="E-mail", help_text="We send you the answer.")
    phone = forms.CharField(label="Telephone", required=False)
    address = forms.CharField(
        label="Postal address",
        max_length=200,
        help_text="The law asks for it in the register of members. Other members may read the register.",
    )
    postcode = forms.CharField(label="Postcode", required=False)
    why = forms.CharField(
        label="Why would you like to join?", required=False, widget=forms.Textarea, max_length=4000
    )
    shares = AmountField(
        label="How much do you want to pay for shares?",
        decimal_places=2,
        max_digits=10,
        help_text="In pounds. However much it is, you have one vote. You pay only after you are welcomed.",
    )
    agree = forms.BooleanField(label="I agree to the articles, and to be a member of this co-op")

    field_order = ("org_name", "org_kind", "org_number", "org_address", "org_postcode", "org_email")

    @property
    def details(self) -> Details:
        """What was written about the human being."""
        given = self.cleaned_data
        return Details(
            name=given["name"],
            email=given["email"],
            phone=given["phone"],
            address=given.get("address", ""),
            postcode=given.get("postcode", ""),
        )

    @property
    def told(self) -> OrganisationTold | None:
        """What was written about an organisation; None when a human being asks for themself."""
        return None

    @property
    def minor(self) -> int:
        """The amount for shares in minor units."""
        return int(self.cleaned_data["shares"] * 100)


class OrganisationForm(ApplicationForm):
    """An organisation asks to join, and names the human being who speaks and votes for it."""

    told_of = True
    org_name = forms.CharField(label="Name of the organisation", max_length=160)
    org_kind = forms.ChoiceField(
        label="What kind of organisation is it?",
        choices=[("", "Pick one"), *Organisation.KINDS],
    )
    org_number = forms.CharField(label="Registration number", max_length=20, required=False)
    org_address = forms.CharField(
        label="Its postal address",
        max_length=200,
        help_text="The law asks for it in the register of members.",
    )
    org_postcode = forms.CharField(label="Its postcode", required=False)
    org_email = forms.EmailField(label="Its e-mail", required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in ("address", "postcode"):
            del self.fields[name]
        self.fields["name"].label = "Name of the person who speaks and votes for it"
        self.fields["email"].label = "Their e-mail"
        self.fields["phone"].label = "Their telephone"
        self.fields["why"].label = "Why would the organisation like to join?"

    @property
    def told(self) -> OrganisationTold | None:
        """What was written about the organisation."""
        given = self.cleaned_data
        return OrganisationTold(
            name=given["org_name"],
            kind=given["org_kind"],
            number=given["org_number"],
            address=given["org_address"],
            postcode=given["org_postcode"],
            email=given["org_email"],
        )


def on_paper(form: ApplicationForm, people: Iterable[Person], day: object) -> ApplicationForm:
    """The form as the secretary fills it in from paper: the day on it, perhaps somebody known, no e-mail needed."""
    form.fields["applied_on"] = DateBoxes(label="Day on the paper", initial=day)
    known = forms.TypedChoiceField(
        label="Is it somebody we know?",
        coerce=uuid.UUID,
        required=False,
        empty_value=None,
        choices=[("", "No, or not sure"), *((str(one.id), one.name) for one in people)],
    )
    form.fields["person"] = known
    form.fields["email"].required = False
    form.fields["email"].help_text = "Without one, tell them the answer by letter or in person."
    form.fields["why"].label = "Why would they like to join?"
    form.fields["shares"].label = "How much do they want to pay for shares?"
    form.fields["shares"].help_text = "In pounds. They pay only after they are welcomed."
    form.fields["agree"].label = "They have signed that they agree to the articles"
    cast("forms.CharField", form.fields["name"]).label = "Name of the human being"
    return form


class WelcomeForm(forms.Form):
    """By whose decision somebody is welcomed."""

    decided_by = forms.CharField(
        label="Who decided, and when", max_length=160, help_text="Such as “board meeting of 3 May”."
    )


class RefuseForm(forms.Form):
    """Why somebody is refused, and by whose decision."""

    reason = forms.CharField(
        label="Reason",
        widget=forms.Textarea,
        max_length=2000,
        help_text="They read it, word for word. Say it kindly, and say what would help.",
    )
    decided_by = forms.CharField(
        label="Who decided, and when", max_length=160, help_text="Such as “board meeting of 3 May”."
    )


class AppealForm(forms.Form):
    """What an applicant wants the members to know."""

    appeal = forms.CharField(
        label="What should the members know?", widget=forms.Textarea, max_length=4000
    )


class AppealAnswerForm(forms.Form):
    """What the members' meeting said to an appeal."""

    upheld = forms.TypedChoiceField(
        label="What did the members decide?",
        choices=[("yes", "They are welcome after all"), ("no", "The refusal stands")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(label="What did they say?", widget=forms.Textarea, max_length=2000)
    decided_by = forms.CharField(
        label="Which meeting", max_length=160, help_text="Such as “members’ meeting of 3 May”."
    )


class SamePersonForm(forms.Form):
    """Which person of the co-op is behind an application."""

    person = forms.UUIDField(widget=forms.HiddenInput)
