"""Forms as they reach the person: every control has a label, errors are linked, nothing typed becomes code."""

import re

import pytest
from django import forms
from django.template import engines
from markupsafe import Markup

from kith.design.dates import DateBoxes
from kith.design.samples import SampleForm

NASTY = "<script>alert(1)</script>"


def draw(template: str, **context: object) -> str:
    return str(engines["jinja2"].from_string(template).render(context))


def test_every_control_of_every_kind_has_a_label_or_a_legend() -> None:
    page = draw("{{ whole_form(form) }}", form=SampleForm())
    ids = re.findall(r'<(?:input|select|textarea)(?![^>]*type="hidden")[^>]* id="([^"]+)"', page)
    labelled = set(re.findall(r'<label[^>]* for="([^"]+)"', page))
    assert len(ids) > 15
    assert set(ids) <= labelled
    for legend in ("When were you born?", "How may we reach you?", "What are you trained for?"):
        assert re.search(rf"<legend[^>]*>\s*{re.escape(legend)}", page)


def test_hint_and_error_are_tied_to_the_box() -> None:
    page = draw('{{ field(form, "name") }}', form=SampleForm({"name": ""}))
    box = re.search(r"<input[^>]+>", page)
    assert box
    assert 'aria-describedby="id_name-hint id_name-error"' in box[0]
    assert 'id="id_name-hint"' in page
    assert re.search(r'id="id_name-error"[^>]*>.*?Fill this in\.', page, re.DOTALL)


def test_a_file_box_is_tied_to_its_error() -> None:
    class Sheet(forms.Form):
        sheet = forms.FileField(label="Your list", help_text="A spreadsheet.")

    page = draw('{{ field(form, "sheet") }}', form=Sheet({}))
    assert 'aria-describedby="id_sheet-hint id_sheet-error"' in page
    assert "Choose a file." in page


def test_the_summary_names_each_error_in_the_order_of_the_page_and_links_to_it() -> None:
    form = SampleForm({"born_day": "31", "born_month": "2", "born_year": "1962", "team": "don"})
    page = draw("{{ form_errors(form) }}", form=form)
    links = re.findall(r'<a href="(#[^"]+)"\s*>([^<]+)</a>', page)
    assert links == [
        ("#id_name", "What is your name: Fill this in."),
        ("#id_hours", "Hours a week: Fill this in."),
        ("#id_born_day", "When were you born: There is no such day. Check the day and the month."),
        ("#id_reach", "How may we reach you: Choose one."),
        ("#id_agree", "I have read the team&#39;s agreement: Tick this to go on."),
    ]
    whole = draw("{{ whole_form(form) }}", form=form)
    for href, _words in links:
        assert f'id="{href[1:]}"' in whole


def test_the_forms_own_errors_come_first_and_a_calm_form_has_no_summary() -> None:
    form = SampleForm({"name": ""})
    form.add_error(None, "The team is full.")
    page = draw("{{ form_errors(form) }}", form=form)
    assert page.index("The team is full.") < page.index("What is your name")
    assert draw("{{ form_errors(form) }}", form=SampleForm()) == ""


def test_nothing_typed_or_named_becomes_code() -> None:
    class Nasty(forms.Form):
        word = forms.CharField(label=NASTY, help_text=NASTY, initial=NASTY)
        about = forms.CharField(label=NASTY, widget=forms.Textarea, initial=NASTY)
        pick = forms.ChoiceField(label=NASTY, choices=[(NASTY, NASTY)], widget=forms.RadioSelect)
        one = forms.ChoiceField(label=NASTY, choices=[(NASTY, NASTY)])
        tick = forms.BooleanField(label=NASTY, help_text=NASTY)
        sheet = forms.FileField(label=NASTY, help_text=NASTY)
        day = DateBoxes(label=NASTY, help_text=NASTY)

    bound = Nasty({"word": NASTY, "about": NASTY, "pick": NASTY, "day_day": NASTY})
    bound.add_error("word", NASTY)
    bound.add_error(None, NASTY)
    for form in (Nasty(), bound):
        page = draw("{{ whole_form(form, submit=nasty, cancel=nasty) }}", form=form, nasty=NASTY)
        assert "<script" not in page
        assert page.count("&lt;script&gt;") > 8


def test_what_was_typed_is_kept_but_never_a_password() -> None:
    form = SampleForm(
        {
            "name": "Norma",
            "team": "wye",
            "reach": "phone",
            "skills": ["hoist"],
            "secret": "tea",
            "born_day": "7",
        }
    )
    page = draw("{{ whole_form(form) }}", form=form)
    assert 'value="Norma"' in page
    assert re.search(r'<option value="wye" selected>', page)
    assert re.search(r'value="phone"\s+checked', page)
    assert re.search(r'value="hoist"\s+checked', page)
    assert re.search(r'name="born_day"[^>]*value="7"', page)
    assert "tea" not in re.sub(r"team|Team", "", page)


def test_optional_fields_say_so() -> None:
    page = draw('{{ field(form, "email") }}{{ field(form, "name") }}', form=SampleForm())
    assert "E-mail address (optional)" in page
    assert "What is your name? (optional)" not in page


def test_a_question_can_be_the_heading_of_its_page() -> None:
    page = draw('{{ field(form, "reach", heading=True) }}', form=SampleForm())
    assert re.search(r"<h1[^>]*>\s*How may we reach you\?", page)


def test_a_choice_can_open_more_questions() -> None:
    page = draw(
        '{{ field(form, "reach", conditional={"phone": field(form, "phone")}, option_hints={"post": "Slow."}) }}',
        form=SampleForm(),
    )
    assert 'data-aria-controls="conditional-id_reach-2"' in page
    assert 'name="phone"' in page
    assert "Slow." in page


def test_raw_html_must_be_markup() -> None:
    with pytest.raises(TypeError, match="Markup"):
        draw('{{ field(form, "reach", conditional={"phone": "<b>raw</b>"}) }}', form=SampleForm())
    page = draw(
        '{{ field(form, "reach", conditional={"phone": html}) }}',
        form=SampleForm(),
        html=Markup("<b>x</b>"),
    )
    assert "<b>x</b>" in page


def test_the_right_keyboard_comes_up() -> None:
    page = draw("{{ whole_form(form) }}", form=SampleForm())
    assert re.search(r'type="email"', page)
    assert re.search(r'type="tel"[^>]*autocomplete="tel"', page)
    assert re.search(r'name="hours"[^>]*inputmode="numeric"', page)
    assert re.search(r'type="time"', page)


def test_a_form_with_a_file_is_sent_in_parts_and_carries_the_token() -> None:
    page = draw(
        "{{ whole_form(form) }}", form=SampleForm(), csrf_input=Markup('<input name="token">')
    )
    assert 'enctype="multipart/form-data"' in page
    assert '<input name="token">' in page


def test_a_widget_that_nobody_has_drawn_is_refused() -> None:
    class Odd(forms.Form):
        odd = forms.SplitDateTimeField()

    with pytest.raises(KeyError, match="SplitDateTimeWidget"):
        draw('{{ field(form, "odd") }}', form=Odd())
