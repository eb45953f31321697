"""Asking for support: what somebody asks, what the team promises, and what happened with it."""

from datetime import date

from django.db import models

from kith.foundation import clock
from kith.foundation.models import CoopModel
from kith.people.models import Person, Way, folded, line, phone_words
from kith.support.models import Support
from kith.teams.models import Team


class Promise(CoopModel):
    """In how many working days a first conversation takes place: of one team, or without one of the co-op.

    `areas` lists postcode districts such as "S9". A team without a promise of its own keeps the co-op's.
    """

    team = models.ForeignKey(
        Team, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    days = models.PositiveSmallIntegerField("working days to a first conversation", default=2)
    areas = models.JSONField("postcode districts", default=list)
    has_room = models.BooleanField("has room now", default=True)
    places = models.PositiveSmallIntegerField("people it has room for", null=True, blank=True)
    note = models.CharField("in a few words", max_length=300, blank=True)

    class Meta:
        ordering = ("team__name",)
        constraints = [
            models.UniqueConstraint(fields=["coop", "team"], name="promise_once_per_team"),
            models.UniqueConstraint(
                fields=["coop"], condition=models.Q(team__isnull=True), name="promise_once_per_coop"
            ),
        ]

    def __str__(self) -> str:
        return f"promise of {self.team or 'the co-op'}"


class Alternative(CoopModel):
    """Who else can help, kept by the co-op: for those whom it cannot support. `ended_at` marks one taken off."""

    name = models.CharField("who", max_length=120)
    what = models.CharField("what they do", max_length=300)
    how = models.CharField("how to reach them", max_length=200)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class Referral(CoopModel):
    """One asking for support, for one person. It stands with the co-op until a team takes it.

    `digest` is the hash of the secret of the asker's own page. `due_on` is the day promised for the first conversation,
    as the promise was then; `answered_on` when it took place or the answer was no. Once `forgotten_at` is set every
    word about a human being is gone, and only days and states stay, for the honest times.
    """

    NEW, TALKING, WAITING = "new", "talking", "waiting"
    BEGUN, DECLINED, WITHDRAWN, SAME = "begun", "declined", "withdrawn", "same"
    OPEN = (NEW, TALKING, WAITING)
    STATES = [
        (NEW, "new"),
        (TALKING, "in conversation"),
        (WAITING, "on the waiting list"),
        (BEGUN, "support began"),
        (DECLINED, "declined"),
        (WITHDRAWN, "taken back"),
        (SAME, "joined with another"),
    ]
    SELF, FAMILY, OTHER = "self", "family", "other"
    OUTSIDE = ("gp", "hospital", "council", OTHER)
    ASKERS = [
        (SELF, "I need support myself"),
        (FAMILY, "I am family or a friend"),
        ("gp", "I am with a GP surgery"),
        ("hospital", "I am with a hospital"),
        ("council", "I am with the council"),
        (OTHER, "Somebody else"),
    ]
    ASKER_SAID = {
        SELF: "the person themself",
        FAMILY: "family or a friend",
        "gp": "a GP surgery",
        "hospital": "a hospital",
        "council": "the council",
        OTHER: "somebody else",
    }
    TODAY = "today"
    SOON = [
        ("wait", "It can wait"),
        ("weeks", "Within some weeks"),
        ("hospital", "The person comes out of hospital"),
        (TODAY, "Today: it is urgent"),
    ]
    YES, NOT_ASKED, CANNOT, NO = "yes", "not-asked", "cannot", "no"
    AGREES = [
        (YES, "Yes, they know and say yes"),
        (NOT_ASKED, "No, they have not been asked yet"),
        (CANNOT, "They cannot decide this themself"),
    ]
    PAID = [
        ("own", "With their own money"),
        ("direct-payment", "With a direct payment"),
        ("council", "The council pays"),
        ("nhs", "The NHS pays"),
        ("unknown", "We do not know yet"),
    ]
    RING = [("person", "The person who needs support"), ("asker", "Me, who asks")]

    digest = models.CharField(max_length=64, unique=True)
    state = models.CharField(max_length=10, choices=STATES, default=NEW)
    team = models.ForeignKey(
        Team, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    person = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="referrals"
    )
    support = models.ForeignKey(Support, null=True, on_delete=models.PROTECT, related_name="+")
    same_as = models.UUIDField("joined with", null=True, blank=True)

    asker = models.CharField("who asks", max_length=10, choices=ASKERS)
    asker_name = models.CharField("name of who asks", max_length=120, blank=True)
    asker_place = models.CharField("where they work", max_length=120, blank=True)
    asker_phone = models.CharField("their telephone", max_length=20, blank=True)
    asker_email = models.EmailField("their e-mail", blank=True)

    name = models.CharField("name of the person", max_length=120, blank=True)
    born = models.PositiveSmallIntegerField("year of birth", null=True, blank=True)
    nhs_number = models.CharField("NHS number", max_length=10, blank=True)
    phone = models.CharField("telephone", max_length=20, blank=True)
    postcode = models.CharField(max_length=8, blank=True)
    wish = models.TextField("what would help", blank=True)
    times = models.CharField("days and times", max_length=500, blank=True)
    soon = models.CharField("how soon", max_length=10, choices=SOON, default="weeks")
    home_on = models.DateField("out of hospital on", null=True, blank=True)
    ring = models.CharField("whom to reach", max_length=6, choices=RING, default="person")
    contact_by = models.CharField("best way", max_length=20, blank=True, choices=Way.choices)
    best_time = models.CharField("best time", max_length=120, blank=True)
    formats = models.JSONField("information in", default=list)
    language = models.CharField("language", max_length=40, blank=True)
    agrees = models.CharField(
        "says yes", max_length=10, choices=[*AGREES, (NO, "They do not want it")]
    )
    decides = models.CharField("who decides, and why", max_length=300, blank=True)
    paid = models.CharField("how it would be paid", max_length=16, choices=PAID, default="unknown")

    asked_at = models.DateTimeField(default=clock.now)
    asked_on = models.DateField("asked on")
    due_on = models.DateField("promised by")
    answered_on = models.DateField("answered on", null=True, blank=True)
    talked_on = models.DateField("first conversation on", null=True, blank=True)
    talked_with = models.CharField("with whom", max_length=200, blank=True)
    matters = models.TextField("what matters to them", blank=True)
    next_step = models.CharField("next step", max_length=500, blank=True)
    waits_since = models.DateField("waits since", null=True, blank=True)
    expected_on = models.DateField("expected by", null=True, blank=True)
    why_waiting = models.CharField("why it has to wait", max_length=500, blank=True)
    ended_on = models.DateField("ended on", null=True, blank=True)
    why_not = models.TextField("why the answer was no", blank=True)
    instead = models.JSONField("who else can help", default=list)
    forgotten_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("asked_at", "id")
        indexes = [models.Index(fields=["coop", "state"], name="referral_by_state")]

    def __str__(self) -> str:
        return self.name or f"somebody who asked on {self.asked_on:%d %B %Y}"

    @property
    def is_open(self) -> bool:
        """Whether something is still to come."""
        return self.state in self.OPEN

    @property
    def from_outside(self) -> bool:
        """Whether an organisation asked, or somebody who is not close to the person."""
        return self.asker in self.OUTSIDE

    @property
    def asker_said(self) -> str:
        """Who asks, as others say it, such as “a GP surgery”."""
        return self.ASKER_SAID[self.asker]

    @property
    def district(self) -> str:
        """The first half of the postcode, such as "S9"."""
        return self.postcode.split(" ")[0]

    @property
    def phone_shown(self) -> str:
        """The person's telephone number as people read it."""
        return phone_words(self.phone)

    @property
    def asker_phone_shown(self) -> str:
        """The asker's telephone number as people read it."""
        return phone_words(self.asker_phone)

    @property
    def search_name(self) -> str:
        """The person's name as one compares it."""
        return folded(line(self.name))

    def days_until(self, day: date) -> int:
        """How many days after the asking a day is."""
        return (day - self.asked_on).days


class Step(CoopModel):
    """Something that happened with a referral: rows are only added, and go when its words are forgotten."""

    ASKED, ADDED, TRIED = "asked", "added", "no-answer"
    KINDS = [
        (ASKED, "Asked for support"),
        (ADDED, "Added a word"),
        ("rang", "Rang"),
        (TRIED, "Rang, and nobody answered"),
        ("met", "Met"),
        ("wrote", "Wrote"),
        ("took", "The team took it"),
        ("passed", "Passed to another team"),
        ("talked", "Had the first conversation"),
        ("waits", "Put on the waiting list"),
        ("began", "Support began"),
        ("declined", "Said that we cannot support them"),
        ("withdrew", "Took it back"),
        ("same", "Found that it is the same"),
        ("different", "Found that it is somebody else"),
    ]
    CONTACT = ("rang", TRIED, "met", "wrote")

    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="steps")
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField("what happened", max_length=10, choices=KINDS)
    words = models.TextField("in words", blank=True)

    class Meta:
        ordering = ("referral", "at", "id")

    def __str__(self) -> str:
        return self.get_kind_display()


class Different(CoopModel):
    """That a referral is not about this person, or not the same as that other referral: somebody has looked."""

    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="different")
    other = models.UUIDField("id of the person or referral that it is not")
    by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("referral", "other")
        constraints = [models.UniqueConstraint(fields=["referral", "other"], name="different_once")]

    def __str__(self) -> str:
        return f"{self.referral}: somebody else"
