"""Forms for when a worker can work. Times are local; the actions take moments in UTC."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from kith.design.dates import DateBoxes
from kith.kernel.week import local_moment
from kith.people.models import Person
from kith.rota.models import Away, WorkTime
from kith.rota.rules.working_time import DAYS, Span
from kith.support.forms import ClockField, RoomForm
from kith.support.rules import window_minutes

LONGEST_NIGHT = 16 * 60  # minutes of one working time that runs over midnight


class ContractForm(RoomForm):
    """Hours agreed."""

    hours = forms.DecimalField(
        label=_("How many hours a week?"),
        min_value=0,
        max_digits=4,
        decimal_places=2,
        error_messages={
            "invalid": _("Write the hours as a number, such as 30 or 22.5."),
            "min_value": _("Hours cannot be less than 0."),
            "max_whole_digits": _("A week has fewer hours than that. Write hours such as 30."),
            "max_digits": _("Write the hours as a number, such as 30 or 22.5."),
            "max_decimal_places": _("Write the hours as a number, such as 30 or 22.5."),
        },
    )
    works_nights = forms.BooleanField(
        label=_("Works nights as a rule"),
        required=False,
        help_text=_(
            "Then the law allows 8 hours a day on average, and nobody can agree to more. It stays when hours change."
        ),
    )
    opted_out = forms.BooleanField(
        label=_("I have agreed in writing to work more than 48 hours a week"),
        required=False,
        help_text=_(
            "Nobody has to. Without it the rota keeps to 48 hours a week on average. It stays when your hours change. "
            "To end it, take the tick away and give 7 days’ notice."
        ),
    )
    since = DateBoxes(label=_("From which day?"))

    def __init__(self, *args: object, own: bool, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        if not own:  # only the worker can agree to more, or end it
            del self.fields["opted_out"]

    @property
    def minutes(self) -> int:
        """Whole minutes a week."""
        return int(self.cleaned_data["hours"] * 60)

    def changed(self, box: str) -> bool | None:
        """What a box says now; None when it was left as it was, or is not on the form."""
        return bool(self.cleaned_data[box]) if box in self.changed_data else None


class WorkTimesForm(RoomForm):
    """Up to two spans for each day of the week. An end before its start is on the next day."""

    since = DateBoxes(label=_("From which day?"))

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        for number, day in enumerate(DAYS):
            for part in ("", "2_"):
                self.fields[f"starts_{part}{number}"] = ClockField(
                    label=_("%(day)s from") % {"day": day}, required=False
                )
                self.fields[f"ends_{part}{number}"] = ClockField(
                    label=_("%(day)s until") % {"day": day}, required=False
                )

    def clean(self) -> dict[str, object] | None:
        """Each span needs both ends, and lasts some time."""
        typed = super().clean() or self.cleaned_data
        for number, day in enumerate(DAYS):
            for part in ("", "2_"):
                self._check(day, f"starts_{part}{number}", f"ends_{part}{number}")
        return typed

    def _check(self, day: str, first: str, last: str) -> None:
        starts: time | None = self.cleaned_data.get(first)
        ends: time | None = self.cleaned_data.get(last)
        if starts is not None and ends is None and last not in self.errors:
            self.add_error(last, _("Write until when on %(day)s.") % {"day": day})
        elif ends is not None and starts is None and first not in self.errors:
            self.add_error(first, _("Write from when on %(day)s.") % {"day": day})
        elif starts is not None and starts == ends:
            self.add_error(
                last, _("%(day)s ends when it starts. Change one of them.") % {"day": day}
            )
        elif starts and ends and ends < starts and window_minutes(starts, ends) > LONGEST_NIGHT:
            self.add_error(
                last,
                _("%(day)s ends before it starts. A night may last 16 hours at most.")
                % {"day": day},
            )

    @property
    def spans(self) -> list[Span]:
        """What was typed."""
        found = []
        for number in range(7):
            for part in ("", "2_"):
                starts = self.cleaned_data[f"starts_{part}{number}"]
                if starts is not None:
                    found.append(Span(number, starts, self.cleaned_data[f"ends_{part}{number}"]))
        return found

    @staticmethod
    def typed(times: Iterable[WorkTime]) -> dict[str, time]:
        """The working times that hold now as the form's first values."""
        found: dict[str, time] = {}
        for row in times:
            part = "2_" if f"starts_{row.weekday}" in found else ""
            found[f"starts_{part}{row.weekday}"] = row.starts
            found[f"ends_{part}{row.weekday}"] = row.ends
        return found


class AwayForm(RoomForm):
    """Leave, training or something else: whole days, or from one time to another."""

    kind = forms.ChoiceField(
        label=_("Why away?"),
        choices=[
            (Away.LEAVE, _("Leave")),
            (Away.TRAINING, _("Training")),
            (Away.OTHER, _("Other")),
        ],
        widget=forms.RadioSelect,
        initial=Away.LEAVE,
    )
    first = DateBoxes(label=_("First day away"))
    last = DateBoxes(label=_("Last day away"))
    from_time = ClockField(
        label=_("From what time on the first day"), required=False, help_text=_("Empty: all day.")
    )
    to_time = ClockField(
        label=_("Until what time on the last day"), required=False, help_text=_("Empty: all day.")
    )
    note = forms.CharField(
        label=_("Anything the team should know"),
        required=False,
        widget=forms.Textarea,
        max_length=500,
        help_text=_("Only your team reads this."),
    )

    def moments(self, zone: ZoneInfo) -> tuple[datetime, datetime]:
        """From and until in UTC."""
        typed = self.cleaned_data
        return (
            local_moment(typed["first"], typed["from_time"] or time(), zone),
            _until(typed["last"], typed["to_time"], zone),
        )

    def refused_at(self) -> Mapping[str, str]:
        """Which field an action's field is here."""
        return {"starts": "first", "ends": "last"}


class SickForm(RoomForm):
    """Somebody is ill."""

    worker = forms.ChoiceField(label=_("Who is off sick?"))
    first = DateBoxes(label=_("From which day?"))
    from_time = ClockField(
        label=_("From what time that day"), required=False, help_text=_("Empty: all day.")
    )
    last = DateBoxes(
        label=_("Last day away"), required=False, help_text=_("Leave empty if nobody knows yet.")
    )
    note = forms.CharField(
        label=_("Anything the team should know"),
        required=False,
        widget=forms.Textarea,
        max_length=500,
        help_text=_("Only your team reads this. Nobody has to say what they are ill with."),
    )

    def __init__(self, *args: object, workers: Iterable[Person], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        choices = [("", _("Choose")), *((str(w.pk), w.name) for w in workers)]
        self.fields["worker"].choices = choices  # type: ignore[attr-defined]

    def moments(self, zone: ZoneInfo) -> tuple[datetime, datetime | None]:
        """From and until in UTC; no end when nobody knows."""
        typed = self.cleaned_data
        starts = local_moment(typed["first"], typed["from_time"] or time(), zone)
        return starts, _until(typed["last"], None, zone) if typed["last"] else None

    def refused_at(self) -> Mapping[str, str]:
        """Which field an action's field is here."""
        return {"starts": "first", "ends": "last"}


class BackForm(RoomForm):
    """The first day back at work."""

    back_on = DateBoxes(label=_("First day back at work"))


def _until(day: date, at: time | None, zone: ZoneInfo) -> datetime:
    """The end of a day, or a time on it."""
    return (
        local_moment(day, at, zone) if at else local_moment(day + timedelta(days=1), time(), zone)
    )
