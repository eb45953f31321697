"""A setting that cannot be is refused in words before anything starts."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("cores", ["two", "0", "-1", "9999", ""])
def test_a_number_of_cores_that_cannot_be_is_refused(cores: str, tmp_path: Path) -> None:
    surroundings = {**os.environ, "KITH_ROTA_CORES": cores, "KITH_VAR": str(tmp_path)}
    done = subprocess.run(
        (sys.executable, "-c", "import kith.config.settings"),
        env={**surroundings, "PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.startswith(f"KITH_ROTA_CORES is “{cores}”. It must be a number: ")
    assert "Traceback" not in done.stderr
