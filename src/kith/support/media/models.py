"""Photographs and voice notes in a plan, each under a heading and with words that say the same."""

from django.db import models

from kith.foundation import clock
from kith.foundation.files import KeptFile
from kith.foundation.models import CoopModel
from kith.foundation.permissions import Place
from kith.people.models import Person
from kith.support.models import Plan, PlanWords


class PlanMedia(CoopModel):
    """A photograph or a voice note. `words` say what is to be seen or heard, for whoever cannot.

    Taken out, it stays as a line of what happened; nobody is shown it any more.
    """

    PHOTO, VOICE = "photo", "voice"
    WHOSE = [
        (PlanWords.OWN, "the person’s own choice"),
        (PlanWords.TOGETHER, "chosen together"),
        (PlanWords.ABOUT, "made about the person"),
    ]
    KINDS = [(PHOTO, "photograph"), (VOICE, "voice note")]

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="media")
    section = models.CharField(max_length=20)
    kind = models.CharField(max_length=5, choices=KINDS)
    words = models.CharField("what is to be seen or heard", max_length=500)
    whose = models.CharField(max_length=8, choices=WHOSE, default=PlanWords.TOGETHER)
    file = KeptFile("file")
    file_name = models.CharField("name of the file", max_length=120)
    by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
    out_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("plan", "section", "at")
        verbose_name_plural = "media"

    def __str__(self) -> str:
        return self.words[:40]

    @property
    def place(self) -> Place:
        """It stands where the plan stands."""
        return self.plan.place
