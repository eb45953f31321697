"""A real site for a real browser: the demo, served by its own command, and Chromium to walk it with."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

ROOT = Path(__file__).parents[2]
AXE = ROOT / "tests" / "vendor" / "axe.min.js"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@dataclass(frozen=True)
class Site:
    """A served demo: its address and its folder."""

    address: str
    folder: Path


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("demo")
    port = free_port()
    environment = {
        **os.environ,
        "KITH_VAR": str(folder),
        "KITH_DEBUG": "0",
        "PYTHONPATH": str(ROOT / "src"),
        "KITH_ROOT": str(ROOT),
    }
    log = (folder / "log.txt").open("w")
    process = subprocess.Popen(
        (sys.executable, "-m", "kith", "demo", "--port", str(port)),
        env=environment,
        stdout=log,
        stderr=subprocess.STDOUT,
    )
    address = f"http://localhost:{port}"
    try:
        wait_for(address, process, folder)
        yield Site(address, folder)
    finally:
        process.terminate()
        process.wait(20)
        log.close()


def wait_for(address: str, process: subprocess.Popen[bytes], folder: Path) -> None:
    end = time.monotonic() + 300
    while time.monotonic() < end:
        assert process.poll() is None, (folder / "log.txt").read_text()
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:  # noqa: S310  # our own address
                if answer.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    pytest.fail(f"the demo did not start in five minutes: {(folder / 'log.txt').read_text()}")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = os.environ.get("KITH_BROWSER", "/usr/bin/chromium")
    if not Path(path).exists():
        pytest.fail("There is no Chromium. Run ./kith test, which installs it or says how.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@dataclass
class Walker:
    """Somebody at a browser. `look()` fails when axe finds anything, or when the page complains."""

    context: BrowserContext
    page: Page
    address: str

    def go(self, path: str) -> None:
        self.page.goto(self.address + path)
        self.look()

    def sign_in(self, email: str) -> None:
        """Sign in with the demo's password, by the page that everybody uses."""
        from kith.demo.accounts import PASSWORD

        self.page.goto(self.address + "/accounts/login/")
        self.page.get_by_label("E-mail").fill(email)
        self.page.get_by_label("Password", exact=True).fill(PASSWORD)
        self.page.get_by_role("button", name="Sign in", exact=True).click()
        self.page.wait_for_url("**/at/**")

    def look(self) -> None:
        """Hold the page to WCAG 2.2 AA and to axe's best practices."""
        self.page.evaluate(AXE.read_text() + ";void 0")
        found = self.page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        problems = [
            f"{problem['id']}: {problem['help']} ({node['html'][:120]})"
            for problem in found["violations"]
            for node in problem["nodes"][:3]
        ]
        assert problems == [], f"{self.page.url}\n" + "\n".join(problems)


@pytest.fixture
def walker(site: Site, browser: Browser) -> Iterator[Walker]:
    yield from walk(site, browser, javascript=True, width=1280)


@pytest.fixture
def walker_without_javascript(site: Site, browser: Browser) -> Iterator[Walker]:
    yield from walk(site, browser, javascript=False, width=1280)


@pytest.fixture
def walker_on_a_phone(site: Site, browser: Browser) -> Iterator[Walker]:
    yield from walk(site, browser, javascript=True, width=360)


def walk(site: Site, browser: Browser, *, javascript: bool, width: int) -> Iterator[Walker]:
    context = browser.new_context(
        java_script_enabled=javascript,
        viewport={"width": width, "height": 900},
        reduced_motion="reduce",
        bypass_csp=True,
    )
    context.set_default_timeout(15_000)
    yield Walker(context, context.new_page(), site.address)
    context.close()
