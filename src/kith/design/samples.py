"""Made-up people, visits and forms for the gallery."""

from datetime import date, timedelta
from typing import Any

from django import forms

from kith.design.board import BoardCell, BoardDay, BoardRow, BoardVisit, State
from kith.design.dates import DateBoxes

_MONDAY = date(2026, 11, 23)


class SampleForm(forms.Form):
    """One field of every kind."""

    name = forms.CharField(label="What is your name?", help_text="The name that people call you.")
    email = forms.EmailField(label="E-mail address", required=False)
    phone = forms.CharField(
        label="Telephone number",
        required=False,
        widget=forms.TextInput({"type": "tel", "autocomplete": "tel"}),
    )
    about = forms.CharField(label="What matters to you?", widget=forms.Textarea, required=False)
    hours = forms.IntegerField(label="Hours a week", min_value=1, max_value=48)
    born = DateBoxes(label="When were you born?", help_text="For example, 27 3 1962.")
    start = forms.TimeField(label="Start", widget=forms.TimeInput, required=False)
    team = forms.ChoiceField(label="Team", choices=[("don", "Don Valley"), ("wye", "Wye Side")])
    reach = forms.ChoiceField(
        label="How may we reach you?",
        choices=[("post", "By post"), ("phone", "By telephone"), ("visit", "In person")],
        widget=forms.RadioSelect,
    )
    skills = forms.MultipleChoiceField(
        label="What are you trained for?",
        choices=[("peg", "Feeding by PEG"), ("hoist", "Using a hoist"), ("med", "Giving medicine")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    photo = forms.FileField(label="A photo of you", required=False)
    secret = forms.CharField(label="Password", widget=forms.PasswordInput, required=False)
    agree = forms.BooleanField(label="I have read the team's agreement")


def _visit(
    number: int, time: str, label: str, state: State = State.NORMAL, **more: Any
) -> BoardVisit:
    words = f"{time}, {label}" + {
        "gap": ", nobody yet",
        "two": ", two workers",
        "changed": ", changed",
    }.get(state, "")
    move = "" if state == State.GAP else f"move/{number}"
    return BoardVisit(
        str(number), time, label, words, href=f"#visit-{number}", state=state, move_url=move, **more
    )


def board() -> dict[str, Any]:
    """A small week with every kind of visit on it."""
    days = [
        BoardDay(day, f"{day:%a} {day.day}", today=day == _MONDAY + timedelta(days=1))
        for day in (_MONDAY + timedelta(days=n) for n in range(7))
    ]
    rows = [
        _row("1", "Amina Khan", "27 of 30 h · Connector", {
            0: [_visit(1, "07:30", "Norma"), _visit(2, "09:00", "Jean + Tom", State.TWO)],
            1: [_visit(3, "07:30", "Norma", pinned=True), _visit(4, "11:00", "Derek", selected=True)],
            2: "off", 3: [_visit(5, "07:30", "Norma")], 4: [_visit(6, "12:15", "Derek")],
        }),
        _row("2", "Tom Bell", "29 of 30 h", {
            0: [_visit(7, "09:00", "Jean + Amina", State.TWO)], 1: [_visit(8, "08:00", "Jean")],
            2: [_visit(9, "08:00", "Jean"), _visit(10, "17:30", "Pat (was Lucy)", State.CHANGED)],
            3: [_visit(11, "08:00", "Jean")], 4: [_visit(12, "08:00", "Jean")], 5: "off", 6: "off",
        }),
        _row("3", "Lucy Marsh", "31 of 32 h · host", {
            0: [_visit(13, "17:30", "Pat")], 1: [_visit(14, "17:30", "Pat")], 2: "training",
            3: [_visit(15, "17:30", "Pat")], 4: "off", 5: [_visit(16, "08:00", "Jean")],
        }),
        _row("gap", "No one yet", "2 visits", {
            3: [_visit(17, "21:00", "Norma", State.GAP)], 4: [_visit(18, "06:30", "Bill", State.GAP)],
        }, gap=True),
    ]  # fmt: skip
    return {"days": days, "rows": rows}


def _row(key: str, label: str, sub: str, filled: dict[int, Any], *, gap: bool = False) -> BoardRow:
    cells = [
        BoardCell(note=inside) if isinstance(inside, str) else BoardCell(inside)
        for inside in (filled.get(number, []) for number in range(7))
    ]
    return BoardRow(key, label, cells, sub, gap=gap)


def everything() -> dict[str, Any]:
    """All that the gallery page shows."""
    wrong = SampleForm(
        {"name": "", "hours": "a lot", "born_day": "31", "born_month": "2", "born_year": "1962"}
    )
    return {
        "board": board(),
        "form": SampleForm(initial={"name": "Norma", "team": "wye"}, prefix="calm"),
        "wrong": wrong,
        "sample_nav": [
            {"label": label, "href": "#", "current": label == "Our week"}
            for label in ("Today", "Our week", "People", "Team", "Decide", "Money")
        ],
        "sample_hats": {
            "current": "Don Valley team · worker",
            "items": [
                {"label": "Don Valley team · worker", "current": True},
                {"label": "Don Valley Support Co-op · member", "href": "#"},
            ],
        },
        "crumbs": [{"label": "Today", "href": "#"}],
    }
