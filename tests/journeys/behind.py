"""What happens behind a served demo while somebody walks it: other people act, and days pass."""

import os
import subprocess
import sys

from tests.journeys.conftest import ROOT
from tests.journeys.walking import Site


def behind(site: Site, script: str) -> None:
    """Run these lines beside the site, in a process of its own with the rooms ready."""
    environment = {
        **os.environ,
        "KITH_VAR": str(site.folder),
        "KITH_ROOT": str(ROOT),
        "KITH_DEBUG": "0",
        "PYTHONPATH": str(ROOT / "src"),
        "DJANGO_SETTINGS_MODULE": "kith.config.settings",
    }
    begin = "import django; django.setup()\n" + script
    done = subprocess.run(
        (sys.executable, "-c", begin), env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
