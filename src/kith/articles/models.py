"""The co-op's articles, every version kept."""

from django.db import models

from kith.foundation import clock
from kith.foundation.models import CoopModel
from kith.foundation.permissions import Place
from kith.people.models import Person


class ArticlesVersion(CoopModel):
    """The articles as somebody proposed them, and from when they hold. `text` is TOML, and stays word for word.

    A version is proposed, then adopted or withdrawn, and never changes after that: the database refuses it. Which of
    the adopted ones is in force depends on the day (queries.py). `base` is what a proposal would replace.
    """

    PROPOSED, ADOPTED, WITHDRAWN = "proposed", "adopted", "withdrawn"
    STATES = [(s, s) for s in (PROPOSED, ADOPTED, WITHDRAWN)]

    number = models.PositiveIntegerField()
    model = models.CharField("made from", max_length=40)
    text = models.TextField()
    state = models.CharField(max_length=9, choices=STATES, default=ADOPTED)
    base = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="proposals")
    why = models.TextField("why it was proposed", blank=True)
    proposed_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(default=clock.now)
    in_force_from = models.DateField(null=True)
    adopted_at = models.DateTimeField(null=True, default=clock.now)
    decision = models.CharField("id of the members’ decision", max_length=64, blank=True)
    decided = models.TextField("what the members decided", blank=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("coop", "-number")
        constraints = [
            models.UniqueConstraint(fields=["coop", "number"], name="articles_version_once"),
            models.CheckConstraint(
                condition=models.Q(state="adopted", in_force_from__isnull=False)
                | ~models.Q(state="adopted") & models.Q(in_force_from__isnull=True),
                name="articles_in_force_when_adopted",
            ),
        ]

    def __str__(self) -> str:
        return f"articles {self.number}"

    @property
    def place(self) -> Place:
        """A proposal is its proposer's; what the members adopted is the co-op's."""
        return Place(self.coop_id, person_id=self.proposed_by_id)
