"""Every page of the site, opened by those who may: axe finds nothing, and nothing is wider than a telephone."""

import json
import os
import subprocess
import sys
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.axe import faults
from tests.journeys.conftest import ROOT
from tests.journeys.walking import Site

WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 360, "height": 800}


@pytest.fixture(scope="module")
def every_page(site: Site) -> dict[str, Any]:
    """{"pages": [who, path], "sessions": who → cookie}, told by a process that shares the site's database."""
    environment = {
        **os.environ,
        "KITH_VAR": str(site.folder),
        "KITH_ROOT": str(ROOT),
        "KITH_DEMO": "1",
        "KITH_DEBUG": "0",
        "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
        "DJANGO_SETTINGS_MODULE": "kith.config.settings",
    }
    done = subprocess.run(
        (sys.executable, "-m", "tests.journeys.every_page"),
        env=environment,
        cwd=ROOT,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_every_page_is_fit_for_everybody(
    every_page: dict[str, Any], site: Site, browser: Browser
) -> None:
    problems: list[str] = []
    for who in dict.fromkeys(who for who, _ in every_page["pages"]):
        context = browser.new_context(viewport=WIDE, reduced_motion="reduce", bypass_csp=True)
        session = every_page["sessions"].get(who)
        if session:
            context.add_cookies([{"name": "sessionid", "value": session, "url": site.address}])
        page = context.new_page()
        for _, path in [pair for pair in every_page["pages"] if pair[0] == who]:
            problems += [f"{who} at {path}: {fault}" for fault in wrong(page, site.address + path)]
        context.close()
    assert len(every_page["pages"]) > 100
    assert not problems, "\n".join(problems)


def wrong(page: Page, address: str) -> list[str]:
    """What is wrong with one page: in light, in the dark (contrast alone), and at the width of a telephone."""
    answer = page.goto(address)
    if answer is None or answer.status != 200:
        return [f"it answered {answer and answer.status}"]
    found = faults(page)
    page.emulate_media(color_scheme="dark")
    found += [f"dark: {fault}" for fault in faults(page, rules=["color-contrast"])]
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(NARROW)
    over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    page.set_viewport_size(WIDE)
    return found + ([f"{over} pixels wider than a telephone"] if over > 0 else [])


@pytest.mark.parametrize(("path", "status"), [("/at/don-valley/", 200), ("/nowhere/", 404)])
def test_pages_of_trouble_are_fit_for_everybody(
    site: Site, browser: Browser, path: str, status: int
) -> None:
    with browser.new_context(viewport=WIDE, bypass_csp=True) as context:
        page = context.new_page()
        answer = page.goto(site.address + path)
        assert answer is not None
        assert answer.status == status
        assert faults(page) == []
