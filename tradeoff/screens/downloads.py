"""Downloads, each made when its button is pressed: a picture and its table, a whole trial."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, Literal

import streamlit as st

from tradeoff import __version__
from tradeoff.papers import exchange
from tradeoff.papers import files as export
from tradeoff.papers.exchange import ExportedTrial
from tradeoff.screens import clock
from tradeoff.trial.records import Trial
from tradeoff.words.say import Say
from tradeoff.words.table import Table

Make = Callable[[], str | bytes]
_TYPES: Final = {
    "svg": "image/svg+xml",
    "png": "image/png",
    "csv": "text/csv",
    "json": "application/json",
    "pdf": "application/pdf",
    "html": "text/html",
    "zip": "application/zip",
}


def button(label: str, file: str, make: Make, *, key: str, primary: bool = False) -> None:
    """One file; nothing is made before it is asked for. ``primary``: the page's first action."""
    kind = _TYPES[file.rpartition(".")[2]]
    look: Literal["primary", "secondary"] = "primary" if primary else "secondary"
    st.download_button(label, make, file, kind, key=key, on_click="ignore", type=look)


def picture_and_table(
    say: Say, name: str, picture: Callable[[], str], table: Callable[[], Table]
) -> None:
    """SVG, PNG and CSV of one picture."""
    _row(
        say,
        name,
        {
            "svg": picture,
            "png": lambda: export.png(picture()),
            "csv": lambda: export.table_csv(table()),
        },
    )


def whole_trial(say: Say, trial: Trial) -> None:
    """Everything shown of a trial as JSON and as one long table."""
    made_on = clock.today()

    def document() -> ExportedTrial:
        return exchange.document(trial, exchange.views(trial), program=__version__, made_on=made_on)

    _row(
        say,
        trial.id,
        {
            "json": lambda: exchange.json_text(document()),
            "csv": lambda: exchange.table_text(document()),
        },
    )


def _row(say: Say, name: str, offered: Mapping[str, Make]) -> None:
    with st.container(horizontal=True, key=f"downloads_{name}"):
        for kind, make in offered.items():
            button(
                say("Download {upper}", upper=kind.upper()),
                f"{name}.{kind}",
                make,
                key=f"{name}_{kind}",
            )
