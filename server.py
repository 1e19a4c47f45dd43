"""The program on the web: ``python server.py``, or ``make run``.

Serves ``app.py`` and its pages behind the layers of ``tradeoff.server``: security headers,
compression, limits, words for what is refused, a log without personal data. Everything that can be
set is an environment variable; docs/administrator.md lists them. ``streamlit run app.py`` shows
the same pages without these layers, for work on the program.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import streamlit as st
from streamlit.components.v2.bidi_component import serialization
from streamlit.runtime import app_session
from streamlit.web import bootstrap

from tradeoff.screens.look import PAGE_FILES
from tradeoff.server.deep_links import told
from tradeoff.server.headers import inline_hashes
from tradeoff.server.health import health_routes
from tradeoff.server.patches import nonsense_is_refused, once_for_all
from tradeoff.server.running import run
from tradeoff.server.settings import SettingsError, from_environment
from tradeoff.server.stack import layers
from tradeoff.server.warm_up import lifespan

try:
    SETTINGS = from_environment(os.environ)
except SettingsError as problem:
    sys.exit(str(problem))

HERE = Path(__file__).resolve().parent
INDEX = Path(st.__file__).parent / "static" / "index.html"
SCRIPT_HASHES = inline_hashes(told(INDEX.read_text(encoding="utf-8")))
MEGABYTE = 1024 * 1024

# Nothing may ask Streamlit for an option before this: the path of the program leads it to
# `.streamlit/config.toml`, from whatever folder the server is started.
app = st.App(
    HERE / "app.py",
    routes=health_routes(),
    middleware=layers(SETTINGS, script_hashes=SCRIPT_HASHES, pages=[*PAGE_FILES][1:]),
    lifespan=lifespan,
)

if __name__ == "__main__":
    # Streamlit takes what its own command line would have taken, and not the environment's.
    bootstrap.load_config_options(
        {
            "server_address": SETTINGS.address,
            "server_port": SETTINGS.port,
            "server_baseUrlPath": SETTINGS.base_path,
        }
    )
    once_for_all(app_session)
    nonsense_is_refused(serialization)
    run(
        app,
        SETTINGS,
        script_hashes=SCRIPT_HASHES,
        largest_message=st.get_option("server.maxMessageSize") * MEGABYTE,
    )
