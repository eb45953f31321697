"""A co-op that is being founded: what its founders have answered so far, and who they are.

These rows belong to no co-op, because it is not there yet. They are gone once it is, but for the draft itself, which
then leads to the co-op.
"""

from typing import ClassVar

from django.db import models
from django.db.models.functions import Lower

from kith.foundation import clock
from kith.foundation.models import Coop
from kith.kernel.ids import uuid7
from kith.membership.models import Organisation
from kith.people.models import Account


class FoundingDraft(models.Model):
    """The answers so far. `table` is the whole of the articles as read from TOML, the model's until answered otherwise.

    `answered` lists the steps somebody has saved. `coop` is there once it is founded.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    owner = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="founding_drafts")
    name = models.CharField(max_length=120, blank=True)
    slug = models.SlugField(max_length=60, blank=True)
    model = models.CharField(max_length=40, blank=True)
    table = models.JSONField(default=dict)
    answered = models.JSONField(default=list)
    begun_at = models.DateTimeField(default=clock.now)
    changed_at = models.DateTimeField(default=clock.now)
    coop = models.ForeignKey(
        Coop, null=True, blank=True, on_delete=models.CASCADE, related_name="+", editable=False
    )

    class Meta:
        ordering = ("-changed_at",)

    def __str__(self) -> str:
        return self.name or "a co-op without a name yet"


class DraftFounder(models.Model):
    """Somebody who founds the co-op, perhaps for an organisation, and whether they agreed to its articles.

    `agreed_to` is the digest of the text they agreed to: when the draft changes after that, they are asked again.
    """

    KINDS: ClassVar = Organisation.KINDS

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    draft = models.ForeignKey(FoundingDraft, on_delete=models.CASCADE, related_name="founders")
    name = models.CharField(max_length=120)
    email = models.EmailField("e-mail", blank=True)
    address = models.CharField("postal address", max_length=200, blank=True)
    postcode = models.CharField(max_length=8, blank=True)
    member_class = models.CharField("class", max_length=40)
    roles = models.JSONField("hats", default=list)
    organisation = models.CharField(max_length=160, blank=True)
    organisation_kind = models.CharField(max_length=10, blank=True, choices=KINDS)
    organisation_number = models.CharField("registration number", max_length=20, blank=True)
    invited_at = models.DateTimeField(null=True, blank=True)
    agreed_at = models.DateTimeField(null=True, blank=True)
    agreed_to = models.CharField("digest of the text agreed to", max_length=64, blank=True)
    on_paper = models.BooleanField("agreed on paper", default=False)

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(
                "draft",
                Lower("email"),
                condition=~models.Q(email=""),
                name="founder_once_by_email",
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation}, by {self.name}" if self.organisation else self.name
