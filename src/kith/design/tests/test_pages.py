"""The layout, the components, and the strictness of the environment."""

import re

import pytest
from django.core.paginator import Paginator
from django.template import engines
from django.test import Client
from jinja2 import UndefinedError
from markupsafe import Markup

from kith.design import samples

UI = '{% import "design/components.jinja" as ui with context %}'


def draw(template: str, **context: object) -> str:
    return str(engines["jinja2"].from_string(template).render(context))


def test_a_name_that_was_never_given_is_an_error_not_a_blank() -> None:
    with pytest.raises(UndefinedError, match="persn"):
        draw("{{ persn }}")
    with pytest.raises(UndefinedError, match="persn"):
        draw("{{ persn.name }}")
    assert draw("{% if persn %}x{% endif %}{{ known.missing }}", known={}) == ""


def test_only_markup_goes_out_raw() -> None:
    with pytest.raises(TypeError, match="Markup"):
        draw("{{ words | safe }}", words="<b>")
    assert draw("{{ words | safe }}", words=Markup("<b>")) == "<b>"
    assert draw("{{ words }}", words="<b>") == "&lt;b&gt;"


def test_a_page_has_its_landmarks_title_and_no_inline_code() -> None:
    page = Client().get("/design/").content.decode()
    assert "<title>Gallery · Kith</title>" in page
    assert page.count("<h1") == 1
    assert '<main id="main"' in page
    assert 'href="#main"' in page
    assert not re.search(r"<[^>]+ (style|on[a-z]+)=", page)
    assert not re.search(r"<script(?![^>]* src=)", page)
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))


def test_the_switch_is_remembered_and_forgotten() -> None:
    client = Client()
    answer = client.post("/design/theme", {"theme": "dark", "next": "/design/?x=1"})
    assert answer.headers["Location"] == "/design/?x=1"
    assert '<html lang="en" data-theme="dark">' in client.get("/design/").content.decode()
    client.post("/design/theme", {"theme": "device"})
    assert '<html lang="en">' in client.get("/design/").content.decode()


def test_the_switch_never_leads_to_another_site() -> None:
    answer = Client().post("/design/theme", {"theme": "dark", "next": "https://elsewhere.example/"})
    assert answer.headers["Location"] == "/"
    assert Client().get("/design/theme").status_code == 405


def test_the_board_says_each_visit_in_words_and_knows_where_a_drop_lands() -> None:
    page = draw(UI + '{{ ui.week_board("Week", board.days, board.rows) }}', board=samples.board())
    assert page.count('<th scope="col"') == 8
    assert page.count('<th scope="row"') == 4
    assert "21:00, Norma, nobody yet" in page
    assert 'data-worker="2" data-day="2026-11-25"' in page
    assert 'class="visit visit--gap"' in page
    assert "data-move>" not in page


def test_a_movable_board_carries_the_form_that_moves() -> None:
    page = draw(
        UI + '{{ ui.week_board("Week", board.days, board.rows, movable=True) }}',
        board=samples.board(),
        csrf_input=Markup('<input name="token">'),
    )
    assert 'data-module="week-board"' in page
    assert (
        '<input name="token"><input type="hidden" name="worker"><input type="hidden" name="day">'
        in page
    )


def test_components_escape_what_people_write() -> None:
    nasty = "<script>alert(1)</script>"
    page = draw(
        UI
        + """{{ ui.chips([nasty, {"text": nasty}]) }}{{ ui.who(nasty, nasty, nasty) }}{{ ui.face(nasty) }}
        {{ ui.profile(nasty, [nasty], [nasty], [nasty], nasty) }}{{ ui.notice(nasty, nasty) }}
        {{ ui.timeline([{"text": nasty, "when": nasty, "by": nasty}]) }}{{ ui.error_panel(nasty, nasty) }}
        {{ ui.table(nasty, [nasty, nasty], [[nasty, nasty]]) }}{{ ui.facts([{"key": nasty, "text": nasty}]) }}
        {{ ui.coming(nasty, [{"name": nasty}], nasty, nasty, nasty, nasty) }}{{ ui.progress(3, nasty, nasty) }}
        {{ ui.search_box(nasty, nasty) }}{{ ui.meter(nasty, 1, 2, nasty, nasty) }}{{ ui.button(nasty, nasty, nasty) }}
        {{ ui.empty_state(nasty, nasty, nasty, nasty) }}{{ ui.steps([{"text": nasty}]) }}""",
        nasty=nasty,
    )
    assert "<script" not in page


def test_progress_asks_again_until_it_is_done() -> None:
    assert 'hx-get="/more" hx-trigger="every 1s"' in draw(
        UI + '{{ ui.progress(40, "Trying", "/more") }}'
    )
    assert "hx-get" not in draw(UI + '{{ ui.progress(100, "Done") }}')


def test_pages_lead_before_and_on_and_one_page_needs_no_links() -> None:
    page = draw(UI + '{{ ui.pagination(page, "q=a&") }}', page=Paginator(range(30), 10).page(2))
    assert 'href="?q=a&amp;page=1"' in page
    assert 'href="?q=a&amp;page=3"' in page
    assert (
        draw(UI + "{{ ui.pagination(page) }}", page=Paginator(range(3), 10).page(1)).strip() == ""
    )


@pytest.mark.parametrize("layout", ["plain", "print", "page"])
def test_layouts_stand_alone(layout: str) -> None:
    page = draw(
        '{% extends "design/' + layout + '.jinja" %}{% block title %}Ti & tle{% endblock %}'
        "{% block lead %}Lead{% endblock %}{% block main %}Main{% endblock %}"
    )
    assert "<title>Ti &amp; tle · Kith</title>" in page
    assert '<p class="lead">Lead</p>' in page
    assert "<aside>" not in page
