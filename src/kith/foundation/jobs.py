"""Jobs: work that takes longer than a page may. Kept in the database and done by workers.

Embedded, one worker thread lives inside the served process; on many machines `./kith worker` runs as many as wanted.
"""

import contextlib
import os
import threading

from django.db import close_old_connections
from django_tasks_db.management.commands.db_worker import Worker


def work_until_stopped(*, stop_when_empty: bool = False) -> None:
    """Take jobs from the database and do them, one at a time, until the process is told to stop."""
    _worker(stop_when_empty=stop_when_empty).run()


def start_embedded() -> threading.Thread:
    """Start one worker in a thread of this process, and return the thread."""

    def work() -> None:
        with contextlib.suppress(KeyboardInterrupt):
            close_old_connections()
            _worker(stop_when_empty=False).run()

    thread = threading.Thread(target=work, name="kith-worker", daemon=True)
    thread.start()
    return thread


def _worker(*, stop_when_empty: bool) -> Worker:
    return Worker(
        queue_names=["default"],
        interval=0.2,  # somebody may be waiting at a page
        batch=stop_when_empty,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=f"kith-{os.getpid()}-{threading.get_ident()}",
        excluded_queue_names=[],
    )
