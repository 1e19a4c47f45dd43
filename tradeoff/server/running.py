"""Start the web server on the address in the settings, and stop it in order."""

from __future__ import annotations

import contextlib
import socket
import sys
from collections.abc import Iterable

import uvicorn
from starlette.types import ASGIApp

from tradeoff.server.access_log import set_up_logs
from tradeoff.server.patches import (
    LARGEST_HEAD,
    PatientWebSocket,
    keep_files_in_memory,
    worded_protocol,
)
from tradeoff.server.settings import Settings
from tradeoff.words.frame import PRODUCT

#: Time for a download that is under way; open pages are told at once and come back by themselves.
_STOP_SECONDS = 5
_WAITING = 1024
_MOST_HANDLES = 65_536


def run(
    app: ASGIApp, settings: Settings, *, script_hashes: Iterable[str], largest_message: int
) -> None:
    """Serve until told to stop.

    Raises:
        SystemExit: the address can't be used, or the program did not start.
    """
    set_up_logs(settings.log_level)
    keep_files_in_memory(largest_message)
    _allow_handles()
    listener = _bound(settings)
    config = uvicorn.Config(
        app,
        http=worded_protocol(script_hashes, settings.frame_ancestors),
        ws=PatientWebSocket,
        ws_max_size=largest_message,
        ws_per_message_deflate=False,
        h11_max_incomplete_event_size=LARGEST_HEAD,
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=_STOP_SECONDS,
    )
    server = uvicorn.Server(config)
    host, port = listener.getsockname()[:2]
    shown = f"[{host}]" if ":" in host else host
    with contextlib.suppress(OSError):  # nowhere to write to, as on a full disk, stops nothing
        sys.stderr.write(f"{PRODUCT}: http://{shown}:{port} (stop with Ctrl+C)\n")
    with contextlib.suppress(KeyboardInterrupt):
        server.run(sockets=[listener])
    if not server.started:
        sys.exit(1)


def _allow_handles() -> None:
    """As many open sockets as the system lets a process have: a page takes four.

    Three of them stay for as long as its session is kept, and many systems begin with 1024.
    """
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource  # noqa: PLC0415 - not on every system

        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, min(hard, _MOST_HANDLES)), hard))


def _bound(settings: Settings) -> socket.socket:
    """The listening socket, taken before anything slow is begun."""
    family = socket.AF_INET6 if ":" in settings.address else socket.AF_INET
    listener = socket.socket(family)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((settings.address, settings.port))
    except OSError as problem:
        reason = problem.strerror or str(problem)
        sys.exit(
            f"{settings.address}, port {settings.port}: {reason}. "
            "Set ADDRESS or PORT to one that is free."
        )
    listener.listen(_WAITING)
    return listener
