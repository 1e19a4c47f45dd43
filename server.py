"""The program on the web: ``python server.py``, or ``make run``.

Serves ``app.py`` and its pages behind the layers of ``tradeoff.server``: security headers,
compression, limits, words for what is refused, a log without personal data. Everything that can be
set is an environment variable; README.md lists them. ``streamlit run app.py`` shows the same pages
without these layers, for work on the program.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from tradeoff.server.settings import SettingsError, from_environment

try:
    SETTINGS = from_environment(os.environ)
except SettingsError as problem:
    sys.exit(str(problem))

# Streamlit reads these once, before its first use.
os.environ.setdefault("STREAMLIT_SERVER_ADDRESS", SETTINGS.address)
os.environ.setdefault("STREAMLIT_SERVER_PORT", str(SETTINGS.port))

import streamlit as st

from tradeoff.server.headers import inline_hashes
from tradeoff.server.health import health_routes
from tradeoff.server.running import run
from tradeoff.server.stack import layers
from tradeoff.server.warm_up import lifespan

HERE = Path(__file__).resolve().parent
INDEX = Path(st.__file__).parent / "static" / "index.html"
SCRIPT_HASHES = inline_hashes(INDEX.read_text(encoding="utf-8"))
PAGES = sorted(page.stem for page in (HERE / "pages").glob("*.py"))
MEGABYTE = 1024 * 1024

app = st.App(
    HERE / "app.py",
    routes=health_routes(),
    middleware=layers(
        SETTINGS,
        script_hashes=SCRIPT_HASHES,
        pages=PAGES,
        base=("/" + str(st.get_option("server.baseUrlPath") or "").strip("/")).rstrip("/"),
    ),
    lifespan=lifespan,
)

if __name__ == "__main__":
    run(
        app,
        SETTINGS,
        script_hashes=SCRIPT_HASHES,
        largest_message=st.get_option("server.maxMessageSize") * MEGABYTE,
    )
