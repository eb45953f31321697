"""The form for a new calendar address."""

from django import forms

from kith.api.models import FeedAddress


class AddressForm(forms.Form):
    """What the calendar shall show, and a name to know the address by."""

    kind = forms.ChoiceField(
        label="What shall it show?", choices=FeedAddress.KINDS, widget=forms.RadioSelect
    )
    label = forms.CharField(
        label="A name for it",
        help_text="So that you know which one to take back, such as “my phone”.",
        max_length=60,
        required=False,
    )

    def __init__(self, *args: object, kinds: list[str], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        allowed = [choice for choice in FeedAddress.KINDS if choice[0] in kinds]
        self.fields["kind"].choices = allowed  # type: ignore[attr-defined]
        if len(allowed) == 1:
            self.fields["kind"].initial = allowed[0][0]
