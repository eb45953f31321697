"""Proposals of members, what was said about them, who may vote, the votes, and what came of it."""

from datetime import date, timedelta

from django.db import models
from django.db.models import Q

from kith.foundation import clock
from kith.foundation.files import KeptFile
from kith.foundation.models import CoopModel
from kith.foundation.permissions import Place
from kith.membership.models import Member
from kith.people.models import Person


class Proposal(CoopModel):
    """Something to decide together, from the first talk to what came of it.

    `form` is how it is decided, `about` the row it is about ("articles.articlesversion:<id>", or ""), `effect` the key
    of what happens when it is carried. `round` counts the votes held on it: an objection may lead to another wording.
    `in_meeting` says that members vote on it, or voted, at a meeting and not in writing. `group` is who decides: ""
    for all members, else the key of a group such as "board" or "team:<id>" (`groups.py`). `marking` is how the options
    of a poll are marked (`options.py`), "" where people say yes or no.
    """

    TALKING, VOTING, MEETING = "talking", "voting", "meeting"
    CLOSED, WITHDRAWN = "closed", "withdrawn"
    STATES = [
        (TALKING, "we talk about it"),
        (VOTING, "open for votes"),
        (MEETING, "put to a meeting"),
        (CLOSED, "decided"),
        (WITHDRAWN, "taken back"),
    ]
    RESOLUTION, SPECIAL, CONSENT, POLL = "resolution", "special", "consent", "poll"
    CONSENSUS, ADVICE = "consensus", "advice"
    FORMS = [
        (RESOLUTION, "Resolution"),
        (SPECIAL, "Special resolution"),
        (CONSENT, "Consent"),
        (CONSENSUS, "Consensus"),
        (ADVICE, "Advice"),
        (POLL, "Poll"),
    ]
    CARRIED, LOST, TOO_FEW, ASKED, ADVISED = "carried", "lost", "too-few", "asked", "advised"
    OUTCOMES = [
        (CARRIED, "carried"),
        (LOST, "not carried"),
        (TOO_FEW, "too few took part"),
        (ASKED, "asked"),
        (ADVISED, "decided after advice"),
    ]
    ONE, APPROVAL, SCORE, DOTS = "one", "approval", "score", "dots"
    QUESTIONS, REACTIONS = "questions", "reactions"
    ROUNDS = [(QUESTIONS, "What do you want to know?"), (REACTIONS, "What do you think?")]

    number = models.PositiveIntegerField()
    group = models.CharField("who decides", max_length=60, blank=True)
    form = models.CharField(max_length=10, choices=FORMS)
    talk = models.CharField("round of the talk", max_length=9, choices=ROUNDS, default=QUESTIONS)
    marking = models.CharField("how options are marked", max_length=8, blank=True)
    state = models.CharField(max_length=9, choices=STATES, default=TALKING)
    proposed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(default=clock.now)
    about = models.CharField(max_length=120, blank=True)
    effect = models.CharField(max_length=20, blank=True)
    round = models.PositiveIntegerField(default=0)
    in_meeting = models.BooleanField("voted on at a meeting", default=False)
    opened_at = models.DateTimeField(null=True)
    closes_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=8, choices=OUTCOMES, blank=True)
    outcome_words = models.TextField(blank=True)
    review_on = models.DateField("look at it again on", null=True)
    effect_at = models.DateTimeField("took effect", null=True)
    effect_words = models.TextField("what came of it", blank=True)

    class Meta:
        ordering = ("coop", "-number")
        constraints = [
            models.UniqueConstraint(fields=["coop", "number"], name="proposal_number_once"),
            models.UniqueConstraint(
                fields=["coop", "about"],
                condition=Q(state__in=["talking", "voting", "meeting"]) & ~Q(about=""),
                name="one_open_proposal_about_a_thing",
            ),
        ]

    def __str__(self) -> str:
        return f"Proposal {self.number}"

    @property
    def last_day(self) -> date | None:
        """The day at whose end the votes close."""
        if self.closes_at is None:
            return None
        return (self.closes_at - timedelta(seconds=1)).astimezone(self.coop.zone).date()

    @property
    def place(self) -> Place:
        """It is in the hands of whoever proposed it."""
        return Place(self.coop_id, person_id=self.proposed_by_id)


class Wording(CoopModel):
    """A proposal's words, as they were at one time: rows are only added, the newest counts."""

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="wordings")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=120)
    text = models.TextField("what we would decide")
    why = models.TextField(blank=True)
    options = models.JSONField("options of a poll", default=list, blank=True)
    by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("proposal", "number")
        constraints = [
            models.UniqueConstraint(fields=["proposal", "number"], name="wording_number_once")
        ]

    def __str__(self) -> str:
        return self.title


class Attachment(CoopModel):
    """A file that belongs to a proposal: `file` is the SHA-256 of what is kept. Rows are only added."""

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="attachments")
    file = KeptFile("the file")
    file_name = models.CharField(max_length=120)
    size = models.PositiveIntegerField("bytes")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("proposal", "at", "id")

    def __str__(self) -> str:
        return self.file_name


class Remark(CoopModel):
    """Something said about a proposal. Rows are only added."""

    QUESTION, REACTION, CONCERN = "question", "reaction", "concern"
    KINDS = [(QUESTION, "A question"), (REACTION, "What I think"), (CONCERN, "A worry")]

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="remarks")
    kind = models.CharField(max_length=8, choices=KINDS)
    text = models.TextField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("proposal", "at", "id")

    def __str__(self) -> str:
        return f"{self.kind} {self.by}"


class Entitlement(CoopModel):
    """That a member may vote in one round, frozen when the votes opened: their class, and the human being who votes.

    In a group there is no member and no class: each human being in it answers for themself.
    `carried_by` is the human being who carries the vote of an absent member at a meeting, as their proxy.
    """

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="entitlements")
    round = models.PositiveIntegerField()
    member = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    voter = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    member_class = models.CharField("class", max_length=40, blank=True)
    carried_by = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="+", verbose_name="by proxy"
    )

    class Meta:
        ordering = ("proposal", "round", "member")
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "round", "member"], name="entitled_once_a_round"
            ),
            models.UniqueConstraint(
                fields=["proposal", "round", "voter"], name="one_human_one_vote_a_round"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member} {self.proposal_id}"

    @property
    def name(self) -> str:
        """Whose vote it is: a member's, or in a group the human being's own."""
        return self.member.name if self.member else self.voter.name

    @property
    def seat(self) -> Member:
        """The member whose vote it is, where members vote. Raises ValueError in a group."""
        if self.member is None:
            raise ValueError("In a group people answer, not members.")
        return self.member

    @property
    def place(self) -> Place:
        """It belongs to the human being who votes."""
        return Place(self.coop_id, person_id=self.voter_id)


class Vote(CoopModel):
    """What somebody who was entitled said. Rows are only added; until the close the newest counts.

    `marks` are numbers of options, from 1, with votes, points or dots.
    `way` is how it was given at a meeting, and `by` who wrote it down when that was not the voter.
    """

    YES, NO, ABSTAIN, ASIDE, MARKED = "yes", "no", "abstain", "aside", "marked"
    CHOICES = [
        (YES, "yes"),
        (NO, "no"),
        (ABSTAIN, "no opinion"),
        (ASIDE, "stands aside"),
        (MARKED, "has marked options"),
    ]

    PAGE, SHOW, PAPER, PHONE, DIRECTED = "page", "show", "paper", "phone", "directed"
    WAYS = [
        (PAGE, "on their own page"),
        (SHOW, "by a show of hands"),
        (PAPER, "on paper"),
        (PHONE, "by telephone"),
        (DIRECTED, "as they told their proxy"),
    ]

    entitlement = models.ForeignKey(Entitlement, on_delete=models.PROTECT, related_name="votes")
    number = models.PositiveIntegerField()
    choice = models.CharField(max_length=7, choices=CHOICES)
    marks = models.JSONField("marks, by option", default=dict, blank=True)
    reason = models.TextField(blank=True)
    way = models.CharField("how", max_length=8, choices=WAYS, blank=True)
    by = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="+", verbose_name="written by"
    )
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("entitlement", "number")
        constraints = [
            models.UniqueConstraint(fields=["entitlement", "number"], name="vote_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.choice}"


class SurplusRule(CoopModel):
    """How the surplus of one year is shared, in percent of it. It counts once it is decided; a year has one rule."""

    year_ends = models.DateField("the year to")
    reserve = models.PositiveSmallIntegerField("reserve, percent")
    community = models.PositiveSmallIntegerField("neighbourhood, percent")
    education = models.PositiveSmallIntegerField("learning, percent")
    cooperation = models.PositiveSmallIntegerField("other co-ops, percent")
    members = models.PositiveSmallIntegerField("members, percent")
    proposed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(default=clock.now)
    decided_on = models.DateField(null=True)
    decided_by = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("coop", "-year_ends", "proposed_at")
        constraints = [
            models.UniqueConstraint(
                fields=["coop", "year_ends"],
                condition=Q(decided_on__isnull=False),
                name="one_surplus_rule_a_year",
            )
        ]

    def __str__(self) -> str:
        return f"surplus of the year to {self.year_ends}"
