"""What was brought in: who, when, which file, how it went. The file's rows stay only until they are in."""

from django.db import models

from kith.foundation import clock
from kith.foundation.models import CoopModel
from kith.foundation.permissions import Place
from kith.people.models import Person
from kith.teams.models import Team


class Import(CoopModel):
    """One file that a team looked at, and perhaps brought in.

    `table` holds the header and rows as text until they are in; afterwards only the rows to mend. `report` holds
    what was found: problems by row and column, and what became of each row.
    """

    LOOKED_AT, DONE = "looked-at", "done"

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
    file_name = models.CharField(max_length=200)
    kind = models.CharField(max_length=12)
    state = models.CharField(
        max_length=9, choices=[(LOOKED_AT, "Looked at"), (DONE, "Brought in")], default=LOOKED_AT
    )
    rows = models.PositiveIntegerField(default=0)
    added = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    same = models.PositiveIntegerField(default=0)
    bad = models.PositiveIntegerField(default=0)
    table = models.JSONField(default=dict)
    report = models.JSONField(default=dict)

    class Meta:
        ordering = ("-at",)

    def __str__(self) -> str:
        return self.file_name

    @property
    def place(self) -> Place:
        """It belongs to the team."""
        return Place(self.coop_id, frozenset({self.team_id}))

    @property
    def good(self) -> int:
        """Rows that can go in, or are in."""
        return self.added + self.changed + self.same


class Reference(CoopModel):
    """A team's own number for a person, so that the same row is found again."""

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    reference = models.CharField(max_length=60)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["team", "reference"], name="reference_once_per_team")
        ]

    def __str__(self) -> str:
        return self.reference
