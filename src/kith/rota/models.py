"""The rota: when workers can work, a team's week of visits, who makes each, and what people have been told."""

from datetime import datetime, timedelta

from django.db import models

from kith.foundation import clock
from kith.foundation.models import CoopModel
from kith.foundation.permissions import Place
from kith.kernel.week import Week
from kith.people.models import Person
from kith.teams.models import Team


class Contract(CoopModel):
    """How many minutes a week a worker has agreed to work, from a day until a day (the last one included).

    `opted_out_on` is the day on which the worker agreed in writing to more than 48 hours a week, or None (Working Time
    Regulations 1998, regulation 5). `works_nights`: as a rule, so the limit for nights holds (regulation 6).
    """

    worker = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="contracts")
    minutes_per_week = models.PositiveIntegerField()
    opted_out_on = models.DateField(null=True, blank=True)
    works_nights = models.BooleanField(default=False)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("worker", "-since")
        constraints = [
            models.UniqueConstraint(fields=["worker", "since"], name="contract_once_per_day")
        ]

    def __str__(self) -> str:
        return f"{self.minutes_per_week / 60:g} hours a week"


class WorkTime(CoopModel):
    """A span of a weekday when a worker can work for a team. `ends` at or before `starts` is on the next day."""

    worker = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="work_times")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="work_times")
    weekday = models.PositiveSmallIntegerField()
    starts = models.TimeField()
    ends = models.TimeField()
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("worker", "weekday", "starts")
        constraints = [
            models.CheckConstraint(condition=models.Q(weekday__lte=6), name="work_time_weekday")
        ]
        indexes = [
            models.Index(fields=["team", "weekday"], name="work_time_by_team"),
            # who could come to a person's visits: read for thousands of workers at once
            models.Index(
                fields=["worker", "weekday", "starts", "ends", "since", "until"],
                name="work_time_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.starts:%H:%M}–{self.ends:%H:%M}"


class Away(CoopModel):
    """Time when a worker cannot work. Sickness may have no end yet. The note is for those who may change it."""

    LEAVE, SICK, TRAINING, OTHER = "leave", "sick", "training", "other"
    KINDS = [(LEAVE, "On leave"), (SICK, "Off sick"), (TRAINING, "Training"), (OTHER, "Away")]

    worker = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="aways")
    kind = models.CharField(max_length=8, choices=KINDS)
    starts = models.DateTimeField()
    ends = models.DateTimeField(null=True, blank=True)
    note = models.TextField(blank=True)
    told_at = models.DateTimeField(default=clock.now)
    told_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("starts", "id")
        indexes = [models.Index(fields=["worker", "starts"], name="away_by_worker")]

    def __str__(self) -> str:
        return self.get_kind_display()


class Rota(CoopModel):
    """A team's week. `revision` grows with each change, so that two people never overwrite each other."""

    DRAFT, AGREED, PUBLISHED = "draft", "agreed", "published"
    STATES = [(DRAFT, "Being made"), (AGREED, "Agreed"), (PUBLISHED, "Sent")]

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="rotas")
    monday = models.DateField()
    state = models.CharField(max_length=9, choices=STATES, default=DRAFT)
    revision = models.PositiveIntegerField(default=1)
    made_at = models.DateTimeField(default=clock.now)
    agreed_at = models.DateTimeField(null=True, blank=True)
    agreed_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ("team", "monday")
        constraints = [
            models.UniqueConstraint(fields=["team", "monday"], name="rota_once_per_week")
        ]

    def __str__(self) -> str:
        return f"{self.team} {self.week}"

    @property
    def week(self) -> Week:
        """Its week."""
        return Week(self.monday)

    @property
    def place(self) -> Place:
        """A rota belongs to its team."""
        return Place(self.coop_id, frozenset({self.team_id}))


class Visit(CoopModel):
    """One visit of a week. It may start from `earliest` until `latest`; `starts_at` is when it is planned.

    Up to `late_most` minutes after `latest` it is late, which is better than nobody.

    `series` and `occurrence` (the date in the repeat) say which pattern it came from, `version` which version of it.
    `skills` are names. A visit that is no longer wanted is cancelled, not deleted, once people have been told of it.
    """

    DUE, CANCELLED = "due", "cancelled"

    rota = models.ForeignKey(Rota, on_delete=models.PROTECT, related_name="visits")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="visits")
    series = models.UUIDField()
    version = models.UUIDField()
    occurrence = models.DateField()
    day = models.DateField()
    what = models.CharField(max_length=120)
    how = models.TextField(blank=True)
    earliest = models.DateTimeField()
    latest = models.DateTimeField()
    late_most = models.PositiveSmallIntegerField(default=0)
    minutes = models.PositiveSmallIntegerField()
    workers_needed = models.PositiveSmallIntegerField(default=1)
    skills = models.JSONField(default=list)
    address = models.CharField(max_length=200, blank=True)
    postcode = models.CharField(max_length=8, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    after = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="followers"
    )
    gap_least = models.PositiveSmallIntegerField(default=0)
    gap_most = models.PositiveSmallIntegerField(null=True, blank=True)
    unsocial = models.BooleanField(default=False)
    state = models.CharField(
        max_length=9, choices=[(DUE, "due"), (CANCELLED, "cancelled")], default=DUE
    )
    starts_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("earliest", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["rota", "series", "occurrence"], name="visit_once_per_occurrence"
            )
        ]
        indexes = [models.Index(fields=["person", "day"], name="visit_by_person")]

    def __str__(self) -> str:
        return f"{self.what} {self.day}"

    @property
    def planned_start(self) -> datetime:
        """When it is planned to start; before it has a worker, the earliest it may."""
        return self.starts_at or self.earliest

    @property
    def planned_end(self) -> datetime:
        """When it is planned to end."""
        return self.planned_start + timedelta(minutes=self.minutes)


class Slot(CoopModel):
    """One worker's part in a visit, numbered from 0. Without a worker it is a gap.

    A pinned slot keeps its worker and the visit its start. `why` (reasons for the worker, or why there is none) and
    `nearest` (who comes closest) are kept in words, so that the board needs no engine.
    """

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="slots")
    number = models.PositiveSmallIntegerField()
    worker = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="slots"
    )
    pinned = models.BooleanField(default=False)
    pinned_always = models.BooleanField(default=False)
    why = models.JSONField(default=list)
    nearest = models.JSONField(default=list)

    class Meta:
        ordering = ("visit", "number")
        constraints = [models.UniqueConstraint(fields=["visit", "number"], name="slot_once")]

    def __str__(self) -> str:
        return f"{self.visit} place {self.number + 1}"


class KeptPlace(CoopModel):
    """“Keep here always”: on this weekday of this pattern, this worker has this place, week after week."""

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    series = models.UUIDField()
    weekday = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField()
    worker = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("series", "weekday", "number")
        constraints = [
            models.UniqueConstraint(
                fields=["team", "series", "weekday", "number"],
                condition=models.Q(until__isnull=True),
                name="kept_place_once",
            )
        ]

    def __str__(self) -> str:
        return f"kept for {self.worker}"


class Suggestion(CoopModel):
    """A job that asks the engine for a better week, or for the smallest change that mends one.

    `revision` is the rota's when it was asked: a rota that has moved on since is left alone. `before` and `after` hold
    the figures {gaps, points, broken, parts, amounts}. The worker that runs it writes `heartbeat`.
    """

    WAITING, RUNNING, DONE, FAILED, STOPPED = "waiting", "running", "done", "failed", "stopped"
    STATES = [(s, s) for s in (WAITING, RUNNING, DONE, FAILED, STOPPED)]
    SUGGEST, MEND = "suggest", "mend"

    rota = models.ForeignKey(Rota, on_delete=models.CASCADE, related_name="suggestions")
    kind = models.CharField(max_length=7, choices=[(SUGGEST, SUGGEST), (MEND, MEND)])
    state = models.CharField(max_length=7, choices=STATES, default=WAITING)
    progress = models.PositiveSmallIntegerField(default=0)
    words = models.CharField(max_length=300, blank=True)
    revision = models.PositiveIntegerField()
    seed = models.PositiveIntegerField(default=1)
    seconds = models.FloatField(default=15.0)
    asked_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=clock.now)
    heartbeat = models.DateTimeField(default=clock.now)
    stop_asked = models.BooleanField(default=False)
    finished_at = models.DateTimeField(null=True, blank=True)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)

    class Meta:
        ordering = ("-asked_at", "-id")
        constraints = [
            models.UniqueConstraint(
                fields=["rota"],
                condition=models.Q(state__in=["waiting", "running"]),
                name="one_suggestion_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"

    @property
    def place(self) -> Place:
        """It belongs to the team of its rota."""
        return self.rota.place


class Publication(CoopModel):
    """What people were told, and when.

    `snapshot` is {visit id: [start (ISO, UTC), minutes, [worker id or null of each place]]}.
    """

    rota = models.ForeignKey(Rota, on_delete=models.PROTECT, related_name="publications")
    number = models.PositiveIntegerField()
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    snapshot = models.JSONField()
    told = models.JSONField(default=list)

    class Meta:
        ordering = ("rota", "-number")
        constraints = [
            models.UniqueConstraint(fields=["rota", "number"], name="publication_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.rota} sent {self.number}"
