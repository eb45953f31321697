"""A real site for a real browser: the demo, served by its own command, and Chromium to walk it with."""

import fcntl
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.journeys.walking import Hands, Site, Walker

ROOT = Path(__file__).parents[2]
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-fake-device-for-media-stream",  # a microphone that hums
    "--use-fake-ui-for-media-stream",
]
SLOW = 900  # seconds that a busy machine may take to found a demo or to start it
Meet = Callable[..., Walker]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.journey)


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the founded demo; when several processes test side by side, one of them founds it."""
    base = tmp_path_factory.getbasetemp()
    shared = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "founded"
    shared.mkdir(exist_ok=True)
    with (shared / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (shared / "ready").exists():
            found(shared / "var")
            (shared / "ready").touch()
    return shared / "var"


@pytest.fixture(scope="session")
def site(founded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("site") / "var"
    shutil.copytree(founded, folder)
    port = free_port()
    process = demo(folder, "--port", str(port))
    address = f"http://localhost:{port}"
    try:
        wait_for(address, process, folder)
        yield Site(address, folder)
    finally:
        process.terminate()
        process.wait(20)
        log = (folder / "log.txt").read_text()
        assert "Traceback" not in log, log[log.index("Traceback") - 500 :][:5000]


def found(folder: Path) -> None:
    """Found the demo. The first time, the engines are compiled: minutes on a slow machine."""
    with demo(folder, "--set-up-only") as founder:
        try:
            assert founder.wait(SLOW) == 0, (folder / "log.txt").read_text()
        finally:
            founder.kill()


def demo(folder: Path, *words: str) -> subprocess.Popen[bytes]:
    folder.mkdir(exist_ok=True)
    environment = {
        **os.environ,
        "KITH_VAR": str(folder),
        "KITH_DEBUG": "0",
        "PYTHONPATH": str(ROOT / "src"),
        "KITH_ROOT": str(ROOT),
    }
    with (folder / "log.txt").open("a") as log:
        return subprocess.Popen(
            (sys.executable, "-m", "kith", "demo", *words),
            env=environment,
            stdout=log,
            stderr=subprocess.STDOUT,
        )


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(address: str, process: subprocess.Popen[bytes], folder: Path) -> None:
    end = time.monotonic() + SLOW
    while time.monotonic() < end:
        assert process.poll() is None, (folder / "log.txt").read_text()
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:  # noqa: S310  # our own address
                if answer.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    pytest.fail(f"the demo did not start in time: {(folder / 'log.txt').read_text()}")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Gone after each file: while Playwright runs, Django takes its process for an asynchronous one."""
    path = os.environ.get("KITH_BROWSER", "/usr/bin/chromium")
    if not Path(path).exists():
        pytest.fail("There is no Chromium. Run ./kith test, which installs it or says how.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def meet(site: Site, browser: Browser) -> Iterator[Meet]:
    """Signs somebody of the demo in: `meet("Maya Robinson", hands=…, width=…)`. Each has a browser of their own."""
    met: list[Walker] = []

    def meet(
        name: str, hands: Hands = Hands.POINTER, *, width: int = 1280, height: int = 900
    ) -> Walker:
        context = browser.new_context(
            java_script_enabled=hands is not Hands.NO_SCRIPT,
            viewport={"width": width, "height": height},
            reduced_motion="reduce",
            locale="en-GB",
            bypass_csp=True,
        )
        context.set_default_timeout(20_000)
        walker = Walker(context.new_page(), site.address, hands)
        met.append(walker)
        if name:
            walker.sign_in(name)
        return walker

    yield meet
    for walker in met:
        walker.page.context.close()
