"""What several commands do before they begin: a database that is up to date, an engine that is compiled."""

import hashlib
import sys
from pathlib import Path


def start_django() -> None:
    """Make the rooms ready to be called."""
    import django

    django.setup()


def say(words: str) -> None:
    """Tell the one at the terminal what is happening, at once."""
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


def bring_database_up_to_date() -> None:
    """Apply migrations when any is missing; the quick look costs a fraction of a second."""
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        say("Bringing the database up to date.")
        call_command("migrate", verbosity=0, interactive=False)
        if connection.vendor != "sqlite":
            call_command("createcachetable", verbosity=0)


def gather_static_files() -> None:
    """Copy and compress the built front end into var/, once for each build of it."""
    from django.conf import settings
    from django.core.management import call_command

    built = Path(settings.STATICFILES_DIRS[0]) / "kith" / "built.json"
    if _changed("static", built.read_bytes()):
        call_command("collectstatic", verbosity=0, interactive=False, clear=True)
        _remember("static", built.read_bytes())


def compile_engine() -> None:
    """Compile the rota engine to machine code, once for each change of its sources."""
    import kith.engines.rota as engine

    if not engine.is_compiled():
        say("Compiling the rota engine. This happens once and takes a few minutes.")
        engine.compile_all()


def _stamp(name: str) -> Path:
    from django.conf import settings

    return Path(settings.VAR) / f"{name}.stamp"


def _changed(name: str, content: bytes) -> bool:
    stamp = _stamp(name)
    return not stamp.exists() or stamp.read_text() != hashlib.sha256(content).hexdigest()


def _remember(name: str, content: bytes) -> None:
    _stamp(name).write_text(hashlib.sha256(content).hexdigest())
