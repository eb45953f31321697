"""`./kith test`: all gates, then all tests. Words after it go to pytest: ./kith test src/kith/rota -x"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from kith.cli import gates
from kith.cli.setting_up import say

ROOT = gates.ROOT
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def main(argv: list[str]) -> int:
    """Make sure there is a browser, run the gates, then the tests on both cores. Returns 0 when all passed."""
    if argv[:1] in (["-h"], ["--help"]):
        say(__doc__ or "")
        return 0
    _find_browser()
    _say_what_is_left_out()
    failed = 0 if argv else gates.main([])
    _compile_engine()
    tests = _run_pytest(argv or ["-n", "2", "--dist", "loadfile", "--no-loadscope-reorder"])
    if failed:
        say("The gates named above failed, so this run did not pass.")
    return failed or tests


def _compile_engine() -> None:
    """Once, in a process of its own: else both runs of tests would compile the same at the same time."""
    _run("-c", "from kith.cli.setting_up import compile_engine; compile_engine()")


def _run_pytest(words: list[str]) -> int:
    return _run("-m", "pytest", *words)


def _run(*words: str) -> int:
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "KITH_DEBUG": "1"}
    return subprocess.run(
        (sys.executable, *words), cwd=ROOT, env=environment, check=False
    ).returncode


def _find_browser() -> None:
    """Leave KITH_BROWSER set to a Chromium; install Debian's package where that is possible."""
    if os.environ.get("KITH_BROWSER"):
        return
    found = next(filter(None, map(shutil.which, BROWSERS)), None) or _install_chromium()
    if not found:
        sys.stderr.write(
            "The browser tests need Chromium, and none was found.\n"
            "  On Debian: sudo apt-get update && sudo apt-get install chromium\n"
            "  If it is somewhere else, say where: KITH_BROWSER=/path/to/chromium ./kith test\n"
        )
        sys.exit(1)
    os.environ["KITH_BROWSER"] = found


def _install_chromium() -> str | None:
    if not Path("/etc/debian_version").exists() or os.geteuid() != 0:
        return None
    say("Installing Debian's Chromium for the browser tests.")
    subprocess.run(("apt-get", "update", "-qq"), check=False)
    subprocess.run(
        ("apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"),
        check=False,
        env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
        stdout=subprocess.DEVNULL,
    )
    return shutil.which("chromium")


def _say_what_is_left_out() -> None:
    if not os.environ.get("KITH_CONFORMANCE_DATA"):
        say("KITH_CONFORMANCE_DATA is not set: the tests against outside data will be skipped.")
