"""Machine code is used again while the sources are the same, and never after any of them changed."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import kith

CALLEE = "from kith.engines.rota.compiled import compiled\n\n@compiled\ndef half(x: int) -> int:\n    return x // {}\n"
CALLER = """
from kith.engines.rota.callee import half
from kith.engines.rota.compiled import compiled

@compiled
def answer(x: int) -> int:
    return half(x) + 1
"""
ASK = """
from kith.engines.rota.caller import answer
print(answer(12), sum(answer.stats.cache_misses.values()))
"""


@pytest.fixture
def engine(tmp_path: Path) -> Path:
    source = Path(kith.__file__).parent
    copy = tmp_path / "kith" / "engines" / "rota"
    copy.mkdir(parents=True)
    for name in ("__init__.py", "compiled.py", "machine_code.py"):
        shutil.copy(source / "engines" / "rota" / name, copy)
    for package in (tmp_path / "kith", tmp_path / "kith" / "engines"):
        (package / "__init__.py").touch()
    (copy / "callee.py").write_text(CALLEE.format(2))
    (copy / "caller.py").write_text(CALLER)
    return copy


def told(engine: Path, words: str = ASK) -> str:
    environment = {**os.environ, "PYTHONPATH": str(engine.parents[2])}
    done = subprocess.run(
        (sys.executable, "-c", words), env=environment, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def test_given_a_changed_callee_when_started_again_then_its_caller_is_compiled_anew(
    engine: Path,
) -> None:
    assert told(engine) == "7 1"
    assert told(engine) == "7 0"
    (engine / "callee.py").write_text(CALLEE.format(3))
    assert told(engine) == "5 1"
    assert len(list((engine / "__pycache__").glob("numba-*"))) == 1


def test_given_the_engine_when_it_is_imported_then_numba_is_not(engine: Path) -> None:
    assert told(engine, "import sys, kith.engines.rota; print('numba' in sys.modules)") == "False"
