"""Serving: a threaded web server with one worker for jobs inside the same process."""

import errno
import gc
import sys
import threading

from kith.cli.setting_up import say

MOST_BYTES = (
    64_000_000  # of one request: more than any file that is taken, and refused before it is read
)
LATER = 10.0  # seconds after the start: loading at once would make the first page wait


def get_ready() -> None:
    """Load the rota engine before most ask it, and let the garbage collector pass over what stays for good.

    Else the first who opens a visit waits for the engine, and now and then a collection, which walks through all of
    the engine's compiler, takes longer than ranking the workers for a visit.
    """
    from kith.engines.rota.week.warm import warm

    warm()
    gc.collect()
    gc.freeze()


def serve(host: str, port: int, *, embedded_worker: bool = True) -> int:
    """Serve until Ctrl-C. Returns 1 with words when the port is taken."""
    import waitress

    from kith.asking.tasks import begin_forgetting
    from kith.config.wsgi import application
    from kith.foundation import jobs
    from kith.membership.duties.tasks import begin_reminding

    try:
        server = waitress.create_server(
            application,
            host=host,
            port=port,
            threads=8,
            ident="Kith",
            max_request_body_size=MOST_BYTES,
        )
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        sys.stderr.write(
            f"Port {port} is taken by another program. Choose another: --port {port + 1}\n"
        )
        return 1
    soon = threading.Timer(LATER, get_ready)
    soon.daemon = True
    soon.start()
    if embedded_worker:
        begin_reminding()
        begin_forgetting()
        jobs.start_embedded()
    say("Stop with Ctrl-C.")
    try:
        server.run()
    finally:
        server.close()
    return 0
