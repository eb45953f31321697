"""Who belongs to the co-op: people and organisations, how they joined, and every change of their standing."""

import uuid
from datetime import date
from typing import cast

from django.db import models

from kith.foundation import clock
from kith.foundation.models import CoopModel
from kith.foundation.permissions import Place
from kith.people.models import Account, Person, phone_words


class Organisation(CoopModel):
    """A society, charity or company that is or wants to be a member, and the human being who speaks for it."""

    KINDS = [
        ("society", "Co-operative or community benefit society"),
        ("charity", "Charity"),
        ("company", "Company"),
        ("public", "Public body"),
        ("group", "Group without a legal form"),
    ]

    name = models.CharField(max_length=160)
    kind = models.CharField(max_length=10, choices=KINDS)
    number = models.CharField("registration number", max_length=20, blank=True)
    address = models.CharField("postal address", max_length=200)
    postcode = models.CharField(max_length=8, blank=True)
    email = models.EmailField("e-mail", blank=True)
    representative = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="speaks_for")
    search_name = models.CharField(max_length=400, blank=True, editable=False)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class Member(CoopModel):
    """A line of the register: a person or an organisation, in one class. `number` is the member's number for good.

    `standing`, `suspended_until` and `ceased_on` repeat the newest `Standing`, for lists; `ceased_on` may lie ahead,
    when notice was given. Somebody who comes back gets a new line.
    """

    MEMBER, SUSPENDED, CEASED = "member", "suspended", "ceased"
    STANDINGS = [(s, s) for s in (MEMBER, SUSPENDED, CEASED)]

    number = models.PositiveIntegerField()
    person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="memberships_of_coop"
    )
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="memberships"
    )
    member_class = models.CharField("class", max_length=40)
    entered_on = models.DateField()
    ceased_on = models.DateField(null=True, blank=True)
    standing = models.CharField(max_length=10, choices=STANDINGS, default=MEMBER)
    suspended_until = models.DateField(null=True, blank=True)  # the last day of a suspension
    told_about_themself = models.BooleanField("answered the equality questions", default=False)
    listed = models.BooleanField("in the members’ directory", default=False)
    listed_words = models.CharField("what the directory says", max_length=200, blank=True)

    class Meta:
        ordering = ("coop", "number")
        constraints = [
            models.UniqueConstraint(fields=["coop", "number"], name="member_number_once"),
            models.CheckConstraint(
                condition=models.Q(person__isnull=True) ^ models.Q(organisation__isnull=True),
                name="member_is_a_person_or_an_organisation",
            ),
            models.UniqueConstraint(
                fields=["coop", "person"],
                condition=models.Q(ceased_on__isnull=True),
                name="person_is_a_member_once",
            ),
            models.UniqueConstraint(
                fields=["coop", "organisation"],
                condition=models.Q(ceased_on__isnull=True),
                name="organisation_is_a_member_once",
            ),
        ]
        indexes = [models.Index(fields=["coop", "ceased_on", "number"], name="member_by_coop")]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The member's full name."""
        return str(self.organisation) if self.organisation else self.voter.name

    def standing_on(self, day: date) -> str:
        """The standing on this day, as far as is known today: a suspension ends by itself, leaving has its day."""
        if self.ceased_on and self.ceased_on <= day:
            return self.CEASED
        if self.standing == self.SUSPENDED and self.suspended_until and self.suspended_until >= day:
            return self.SUSPENDED
        return self.MEMBER

    @property
    def voter(self) -> Person:
        """The human being who votes: the person, or the organisation's representative."""
        return (
            self.organisation.representative if self.organisation else cast("Person", self.person)
        )

    @property
    def place(self) -> Place:
        """A membership belongs to the human being behind it."""
        return Place(self.coop_id, person_id=self.voter.id)


class Standing(CoopModel):
    """One change of a member's standing: never overwritten, never removed."""

    ENTERED, SUSPENDED, RESTORED = "entered", "suspended", "restored"
    LEFT, EXPELLED, DIED, DISSOLVED = "left", "expelled", "died", "dissolved"
    KINDS = [(k, k) for k in (ENTERED, SUSPENDED, RESTORED, LEFT, EXPELLED, DIED, DISSOLVED)]

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="standings")
    kind = models.CharField(max_length=10, choices=KINDS)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)  # a suspension ends by itself on this day
    reason = models.CharField(max_length=300, blank=True)
    decided_by = models.CharField("by whose decision", max_length=160, blank=True)
    written_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("member", "since", "id")

    def __str__(self) -> str:
        return f"{self.kind} {self.since}"


class Application(CoopModel):
    """Somebody asks to be a member, by the web or on paper. What they wrote stays as they wrote it.

    `person` and `organisation` are the rows it is about, as soon as they are known: at once for somebody who has
    signed in, else when they are welcomed. `told` is what an organisation wrote about itself.
    """

    WAITING, WELCOMED, REFUSED, WITHDRAWN = "waiting", "welcomed", "refused", "withdrawn"
    STATES = [(s, s) for s in (WAITING, WELCOMED, REFUSED, WITHDRAWN)]
    WEB, PAPER = "web", "paper"

    name = models.CharField("name of the human being", max_length=120)
    email = models.EmailField("e-mail", blank=True)
    phone = models.CharField("telephone", max_length=20, blank=True)
    address = models.CharField("postal address", max_length=200)
    postcode = models.CharField(max_length=8, blank=True)
    search_name = models.CharField(max_length=400, editable=False)
    account = models.ForeignKey(
        Account, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="applications"
    )
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="applications"
    )
    for_organisation = models.BooleanField(default=False)
    told = models.JSONField("about the organisation", default=dict, blank=True)
    member_class = models.CharField("class", max_length=40)
    why = models.TextField("why they want to join", blank=True)
    came_by = models.CharField(max_length=5, choices=[(WEB, WEB), (PAPER, PAPER)], default=WEB)
    shares_wanted = models.PositiveIntegerField("shares, in minor units", default=0)
    articles_number = models.PositiveIntegerField("version of the articles they agreed to")
    applied_on = models.DateField()
    answer_by = models.DateField()
    state = models.CharField(max_length=9, choices=STATES, default=WAITING)
    answered_on = models.DateField(null=True, blank=True)
    answered_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    decided_by = models.CharField("by whose decision", max_length=160, blank=True)
    reason = models.TextField("reason for a refusal", blank=True)
    appealed_on = models.DateField(null=True, blank=True)
    appeal = models.TextField(blank=True)
    appeal_upheld = models.BooleanField(null=True, blank=True)
    appeal_answer = models.TextField(blank=True)
    appeal_answered_on = models.DateField(null=True, blank=True)
    written_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField("SHA-256 of the applicant’s own address", max_length=64, unique=True)
    member = models.OneToOneField(
        Member, null=True, blank=True, on_delete=models.PROTECT, related_name="application"
    )
    told_about_themself = models.BooleanField("answered the equality questions", default=False)

    class Meta:
        ordering = ("applied_on", "id")
        indexes = [models.Index(fields=["coop", "state", "answer_by"], name="application_waiting")]
        constraints = [
            models.UniqueConstraint(
                fields=["coop", "person"],
                condition=models.Q(state="waiting", for_organisation=False),
                name="one_application_waits_for_a_person",
            ),
            models.UniqueConstraint(
                fields=["coop", "organisation"],
                condition=models.Q(state="waiting", organisation__isnull=False),
                name="one_application_waits_for_an_organisation",
            ),
        ]

    def __str__(self) -> str:
        return self.applicant

    @property
    def applicant(self) -> str:
        """Who asks to be a member: the organisation, else the human being."""
        return str(self.told.get("name") or self.name)

    @property
    def phone_shown(self) -> str:
        """The telephone number as people read it."""
        return phone_words(self.phone)

    @property
    def place(self) -> Place:
        """An application belongs to the human being who made it."""
        return Place(self.coop_id, person_id=self.person_id)


class EqualityCount(CoopModel):
    """How many people gave one answer to one equality question: never who, when, or with which other answers.

    There is no row for a person's answers, so nothing can be put together again. `shown` is a copy of `count`, renewed
    only when ten more people have answered. The row with no question counts the people.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)  # tells no time
    question = models.CharField(max_length=20, blank=True)
    answer = models.CharField(max_length=30, blank=True)
    count = models.PositiveIntegerField(default=0)
    shown = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("coop", "question", "answer")
        constraints = [
            models.UniqueConstraint(
                fields=["coop", "question", "answer"], name="equality_answer_counted_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.question} {self.answer}: {self.count}"
