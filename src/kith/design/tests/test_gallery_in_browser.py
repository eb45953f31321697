"""The gallery in a real browser: axe finds nothing, nothing sticks out, and dragging a visit posts its move."""

import mimetypes
import os
from collections.abc import Iterator
from pathlib import Path
from shutil import which
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.template import engines
from django.test import Client
from playwright.sync_api import Browser, Page, Request, Route, sync_playwright
from tests.axe import faults

pytestmark = pytest.mark.journey
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
         "--disable-background-networking", "--disable-component-update"]  # fmt: skip


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as driver:
        started = driver.chromium.launch(
            executable_path=os.environ.get("KITH_BROWSER") or which("chromium"), args=QUIET
        )
        yield started
        started.close()


def answer(route: Route, request: Request) -> None:
    """The browser's question goes to Django in this process; no port is opened."""
    path = urlsplit(request.url).path
    if path.startswith(settings.STATIC_URL):
        file = Path(str(finders.find(path.removeprefix(settings.STATIC_URL))))
        route.fulfill(body=file.read_bytes(), content_type=mimetypes.guess_type(file.name)[0] or "")
        return
    told = Client(headers={"cookie": request.headers.get("cookie", "")}).get(path)
    route.fulfill(status=told.status_code, body=told.content, headers=dict(told.headers))


def opened(browser: Browser, width: int, theme: str, *, scripts: bool = True) -> Page:
    page = browser.new_page(
        viewport={"width": width, "height": 900},
        color_scheme="dark" if theme == "dark" else "light",
        java_script_enabled=scripts,
    )
    page.route("**/*", answer)
    page.goto("http://localhost/design/")
    return page


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360])
def test_axe_finds_nothing(browser: Browser, width: int, theme: str) -> None:
    page = opened(browser, width, theme)
    assert faults(page) == []
    page.close()


@pytest.mark.parametrize("width", [320, 360, 800, 1280])
def test_nothing_sticks_out_of_the_page(browser: Browser, width: int) -> None:
    page = opened(browser, width, "light")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()


def test_everything_pressable_is_as_big_as_a_finger(browser: Browser) -> None:
    page = opened(browser, 360, "light")
    small = page.evaluate(
        """[...document.querySelectorAll("button, summary, a.button, a.visit, select, nav a, .foot a")]
        .map((e) => [e.textContent.trim(), e.getBoundingClientRect()])
        .filter(([, box]) => box.width && (box.height < 43.5 || box.width < 43.5)).map(([words]) => words)"""
    )
    assert small == []
    page.close()


def test_the_menu_opens_without_scripts(browser: Browser) -> None:
    page = opened(browser, 360, "light", scripts=False)
    page.locator(".drop--menu summary").click()
    assert page.locator(".drop--menu a", has_text="People").is_visible()
    page.close()


def test_a_dragged_visit_posts_worker_and_day(browser: Browser) -> None:
    # given a board whose first visit may be moved
    page = opened(browser, 1280, "light")
    sent: list[str | None] = []

    def catch(route: Route, request: Request) -> None:
        sent.append(request.post_data)
        route.fulfill(body="moved", content_type="text/plain")

    page.route("**/move/1", catch)
    # when it is dragged onto Tom's Tuesday
    page.locator("#visit-1").hover()
    page.mouse.down()
    page.locator('td[data-worker="2"][data-day="2026-11-24"]').hover()
    page.mouse.up()
    page.wait_for_url("**/move/1")
    # then the move is posted
    assert sent[0] is not None
    assert "worker=2&day=2026-11-24" in sent[0]
    page.close()


def test_long_work_shows_how_far_it_is_and_then_stops_asking(browser: Browser) -> None:
    # given a page that asks for more until the answer asks no longer
    draw = engines["jinja2"].from_string
    ui = '{% import "design/components.jinja" as ui with context %}'
    first = draw(
        '{% extends "design/plain.jinja" %}' + ui + "{% block title %}Working{% endblock %}"
        '{% block main %}{{ ui.progress(40, "Trying", "/more") }}{% endblock %}'
    ).render({})
    done = draw(ui + '{{ ui.progress(100, "Done") }}').render({})
    asked: list[str] = []

    def more(route: Route, request: Request) -> None:
        asked.append(request.url)
        route.fulfill(body=done, content_type="text/html")

    page = browser.new_page()
    page.route("**/*", answer)
    page.route("**/work", lambda route: route.fulfill(body=first, content_type="text/html"))
    page.route("**/more", more)
    page.goto("http://localhost/work")
    # then the answer takes the place of the question, and the tab says so
    page.locator("progress[value='100']").wait_for()
    page.wait_for_function("document.title.startsWith('100% Working')")
    assert page.locator("#announce").inner_text().startswith("Done")
    assert page.locator("[hx-get]").count() == 0
    assert len(asked) == 1
    page.close()


def test_paper_is_light_even_when_the_screen_is_dark(browser: Browser) -> None:
    page = opened(browser, 700, "dark")
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.locator(".bar").is_hidden()
    assert (
        page.evaluate("getComputedStyle(document.querySelector('.board td')).display")
        == "table-cell"
    )
    page.close()


def test_typing_is_kept_when_the_line_drops(browser: Browser) -> None:
    page = opened(browser, 1280, "light")
    page.locator("#id_calm-name").fill("Norma Price")
    page.context.set_offline(True)
    page.locator("form.form button", has_text="Save").click()
    assert page.locator(".kept").inner_text().startswith("Not saved: no connection.")
    # when the page is opened again, the words are offered back
    page.context.set_offline(False)
    page.goto("http://localhost/design/")
    page.locator(".kept button", has_text="Yes, put it back").click()
    assert page.locator("#id_calm-name").input_value() == "Norma Price"
    page.close()
