"""People: who they are, how to reach them, how they need to be told, and the hats they wear."""

import unicodedata
from typing import ClassVar

import phonenumbers
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from kith.foundation import clock
from kith.foundation.models import CoopModel
from kith.foundation.permissions import Place
from kith.kernel.ids import uuid7


class Accounts(BaseUserManager["Account"]):
    """Finds accounts by e-mail, whatever its capitals."""

    def get_by_natural_key(self, username: str | None) -> "Account":
        """The account with this e-mail. Raises Account.DoesNotExist."""
        return self.get(email__iexact=username)


class Account(AbstractBaseUser):
    """A way to sign in. One account may be a person in several co-ops."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    email = models.EmailField("e-mail", unique=True)
    is_active = models.BooleanField(default=True)
    made_at = models.DateTimeField(default=clock.now)

    objects: ClassVar[Accounts] = Accounts()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    def __str__(self) -> str:
        return self.email


def line(text: str) -> str:
    """One line of text: composed letters (NFC), single spaces, no control characters."""
    kept = "".join(
        " " if sign.isspace() else sign
        for sign in unicodedata.normalize("NFC", text or "")
        if sign.isspace() or unicodedata.category(sign) != "Cc"
    )
    return " ".join(kept.split())


def folded(text: str) -> str:
    """The text as one searches for it: no capitals and no accents, in any alphabet."""
    parts = unicodedata.normalize("NFKD", line(text))
    return "".join(sign for sign in parts if not unicodedata.combining(sign)).casefold()


TITLES = frozenset({"mr", "mrs", "ms", "miss", "mx", "dr", "sir", "lady", "lord", "rev", "prof"})


def phone_words(phone: str) -> str:
    """A telephone number as people read it: national when British, else international."""
    if not phone:
        return ""
    number = phonenumbers.parse(phone, "GB")
    form = phonenumbers.PhoneNumberFormat
    at_home = number.country_code == 44
    return phonenumbers.format_number(number, form.NATIONAL if at_home else form.INTERNATIONAL)


class Person(CoopModel):
    """A human being known to a co-op."""

    account = models.ForeignKey(
        Account, null=True, blank=True, on_delete=models.SET_NULL, related_name="people"
    )
    name = models.CharField("name", max_length=120)
    called = models.CharField("likes to be called", max_length=60, blank=True)
    pronouns = models.CharField(max_length=40, blank=True)
    born_on = models.DateField("date of birth", null=True, blank=True)
    nhs_number = models.CharField("NHS number", max_length=10, blank=True)
    email = models.EmailField("e-mail", blank=True)
    phone = models.CharField("telephone", max_length=20, blank=True)
    address = models.CharField(max_length=200, blank=True)
    postcode = models.CharField(max_length=8, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    getting_in = models.TextField("getting in", blank=True)
    search_name = models.CharField(max_length=400, blank=True, editable=False)
    revision = models.PositiveIntegerField(default=1, editable=False)
    added_at = models.DateTimeField(default=clock.now)
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("name",)
        constraints = [
            models.UniqueConstraint(
                fields=["coop", "nhs_number"],
                condition=~models.Q(nhs_number=""),
                name="nhs_number_once_per_coop",
            ),
            models.UniqueConstraint(
                fields=["coop", "account"],
                condition=models.Q(account__isnull=False),
                name="account_once_per_coop",
            ),
        ]

    def __str__(self) -> str:
        return self.short

    @property
    def short(self) -> str:
        """The name the person goes by. Somebody written down as “Mrs Patel” stays Mrs Patel."""
        first = self.name.split(" ")[0]
        return self.called or (self.name if first.rstrip(".").lower() in TITLES else first)

    @property
    def phone_shown(self) -> str:
        """The telephone number as people read it: national when British, else international."""
        return phone_words(self.phone)

    @property
    def address_for_mail(self) -> str:
        """Where e-mail reaches the person: their own address, else the one they sign in with."""
        return self.email or (self.account.email if self.account else "")


class Hat(CoopModel):
    """A role a person holds in the co-op, perhaps in one team (`team_id` is an id of the teams room, a floor above)."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="hats")
    role = models.CharField(max_length=20)
    team_id = models.UUIDField(null=True, blank=True)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("since", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "role", "team_id"],
                condition=models.Q(until__isnull=True, team_id__isnull=False),
                name="hat_worn_once_in_a_team",
            ),
            models.UniqueConstraint(
                fields=["person", "role"],
                condition=models.Q(until__isnull=True, team_id__isnull=True),
                name="hat_worn_once_in_the_coop",
            ),
        ]

    def __str__(self) -> str:
        return self.role


class Version(CoopModel):
    """A care record: never overwritten. The newest version of a person is the one in force."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()
    written_at = models.DateTimeField(default=clock.now)
    written_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    change = models.CharField(
        max_length=12,
        choices=[("first", "first"), ("update", "update"), ("correction", "correction")],
    )
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        abstract = True
        ordering = ("person", "-number")


class Profile(Version):
    """A one-page profile: the person in their own words."""

    appreciated = models.TextField("what people appreciate about me", blank=True)
    matters = models.TextField("what matters to me", blank=True)
    support = models.TextField("how best to support me", blank=True)

    class Meta(Version.Meta):
        constraints = [
            models.UniqueConstraint(fields=["person", "number"], name="profile_version_once")
        ]

    def __str__(self) -> str:
        return f"profile {self.number}"


class Format(models.TextChoices):
    """Ways of giving information that a person may need."""

    LARGE_PRINT = "large-print", "Large print"
    EASY_READ = "easy-read", "Easy read"
    AUDIO = "audio", "Audio"
    BRAILLE = "braille", "Braille"
    BSL_VIDEO = "bsl-video", "BSL video"
    PLAIN_TEXT = "plain-text", "Plain text for a screen reader"
    COLOURED_PAPER = "coloured-paper", "Coloured paper"
    READ_ALOUD = "read-aloud", "Read aloud, face to face"
    PICTURES = "pictures", "Pictures or symbols"


class Way(models.TextChoices):
    """Ways of reaching a person."""

    EMAIL = "email", "E-mail"
    TEXT = "text", "Text message"
    TELEPHONE = "telephone", "Telephone"
    TEXT_RELAY = "text-relay", "Text relay (Relay UK)"
    LETTER = "letter", "Letter"
    FACE_TO_FACE = "face-to-face", "Face to face"
    SOMEBODY_ELSE = "somebody-else", "Through somebody they trust"


class Professional(models.TextChoices):
    """People who help others understand each other."""

    BSL = "bsl-interpreter", "BSL interpreter"
    LANGUAGE = "language-interpreter", "Interpreter for another language"
    DEAFBLIND = "deafblind-interpreter", "Deafblind interpreter"
    LIPSPEAKER = "lipspeaker", "Lipspeaker"
    SPEECH_TO_TEXT = "speech-to-text", "Speech-to-text reporter"
    NOTETAKER = "notetaker", "Notetaker"
    ADVOCATE = "advocate", "Advocate"


class CommunicationNeeds(Version):
    """How a person needs information, by the Accessible Information Standard (DAPB1605 v4.0, 2025)."""

    none_known = models.BooleanField("asked, and none", default=False)
    formats = models.JSONField("information in", default=list)
    contact_by = models.CharField(
        "best way to reach me", max_length=20, blank=True, choices=Way.choices
    )
    language = models.CharField("language", max_length=40, blank=True)
    professional = models.CharField(
        "someone to help", max_length=40, blank=True, choices=Professional.choices
    )
    notes = models.TextField("in my own words", blank=True)
    share = models.BooleanField("may be shared with others who support me", default=True)
    review_on = models.DateField("ask again on", null=True, blank=True)

    class Meta(Version.Meta):
        verbose_name_plural = "communication needs"
        constraints = [
            models.UniqueConstraint(fields=["person", "number"], name="needs_version_once")
        ]

    def __str__(self) -> str:
        return f"communication needs {self.number}"

    @property
    def words(self) -> list[str]:
        """What to do when giving this person information, one need a line; empty when there is none."""
        reach = [f"Reach me by: {Way(self.contact_by).label}"] if self.contact_by else []
        formats = [Format(code).label for code in self.formats]
        helper = [Professional(self.professional).label] if self.professional else []
        language = [f"Language: {self.language}"] if self.language else []
        return [*reach, *formats, *helper, *language]

    @property
    def email_suits(self) -> bool:
        """True when a plain e-mail meets these needs."""
        return self.contact_by == Way.EMAIL or not (self.contact_by or self.formats)


class Notice(CoopModel):
    """Something a person is told. It waits on their Today page, and goes by e-mail when that suits their needs.

    `way` is how it is to reach them; `told_at` says when it did.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="notices")
    at = models.DateTimeField(default=clock.now)
    kind = models.CharField(max_length=40)
    title = models.CharField(max_length=160)
    text = models.TextField(blank=True)
    link = models.CharField(max_length=200, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)
    way = models.CharField(max_length=20, choices=Way.choices)
    told_at = models.DateTimeField(null=True, blank=True)
    subject = models.UUIDField(null=True, blank=True)

    class Meta:
        ordering = ("-at",)
        indexes = [models.Index(fields=["person", "seen_at"], name="notice_unseen")]

    def __str__(self) -> str:
        return self.title

    @property
    def place(self) -> Place:
        """A notice belongs to the one it tells."""
        return Place(self.coop_id, person_id=self.person_id)
