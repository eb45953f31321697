"""Serving: a threaded web server with one worker for jobs inside the same process."""

import errno
import sys

from kith.cli.setting_up import say


def serve(host: str, port: int, *, embedded_worker: bool = True) -> int:
    """Serve until Ctrl-C. Returns 1 with words when the port is taken."""
    import waitress

    from kith.config.wsgi import application
    from kith.foundation import jobs

    try:
        server = waitress.create_server(application, host=host, port=port, threads=8, ident="Kith")
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        sys.stderr.write(
            f"Port {port} is taken by another program. Choose another: --port {port + 1}\n"
        )
        return 1
    if embedded_worker:
        jobs.start_embedded()
    say("Stop with Ctrl-C.")
    try:
        server.run()
    finally:
        server.close()
    return 0
