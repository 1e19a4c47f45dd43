"""The layers around Streamlit's own application, in their order."""

from __future__ import annotations

from collections.abc import Iterable

from starlette.middleware import Middleware

from tradeoff.server.access_log import AccessLog
from tradeoff.server.compression import Compression
from tradeoff.server.deep_links import DeepLinks
from tradeoff.server.error_pages import ErrorPages
from tradeoff.server.gate import Gate
from tradeoff.server.headers import SecurityHeaders
from tradeoff.server.settings import Settings
from tradeoff.server.uploads import FewUploads


def layers(
    settings: Settings, *, script_hashes: Iterable[str], pages: Iterable[str]
) -> list[Middleware]:
    """From the outside in."""
    pages = tuple(pages)
    return [
        Middleware(AccessLog, log_addresses=settings.log_addresses),
        Middleware(
            SecurityHeaders,
            script_hashes=tuple(script_hashes),
            frame_ancestors=settings.frame_ancestors,
        ),
        Middleware(ErrorPages, base=settings.base_path),
        Middleware(
            Gate,
            pages=pages,
            base=settings.base_path,
            trusted_hosts=settings.trusted_hosts,
            max_connections=settings.max_connections,
        ),
        Middleware(FewUploads, base=settings.base_path),
        Middleware(Compression),
        Middleware(DeepLinks, pages=pages, base=settings.base_path),
    ]
