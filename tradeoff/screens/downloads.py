"""Downloads of a picture and its table, and of a whole trial, made on demand."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Final

import streamlit as st

from tradeoff import __version__
from tradeoff.papers import exchange
from tradeoff.papers import files as export
from tradeoff.papers.exchange import ExportedTrial
from tradeoff.screens import clock
from tradeoff.trial.records import Trial
from tradeoff.words.table import Table

EXCHANGE_JSON: Final = "Download JSON"
EXCHANGE_CSV: Final = "Download CSV"


_Maker = tuple[str, str, str, Callable[[], str | bytes]]


def picture_and_table(name: str, picture: Callable[[], str], table: Callable[[], Table]) -> None:
    """SVG, PNG and CSV of one picture; nothing is made before it is asked for."""
    _buttons(
        name,
        (
            ("Download SVG", "svg", "image/svg+xml", picture),
            ("Download PNG", "png", "image/png", lambda: export.png(picture())),
            ("Download CSV", "csv", "text/csv", lambda: export.table_csv(table())),
        ),
    )


def whole_trial(trial: Trial) -> None:
    """Everything shown of a trial as JSON and as one long table."""
    made_on = clock.today()
    _buttons(
        trial.id,
        (
            (
                EXCHANGE_JSON,
                "json",
                "application/json",
                lambda: exchange.json_text(_document(trial, made_on)),
            ),
            (
                EXCHANGE_CSV,
                "csv",
                "text/csv",
                lambda: exchange.table_text(_document(trial, made_on)),
            ),
        ),
    )


def _document(trial: Trial, made_on: datetime.date) -> ExportedTrial:
    return exchange.document(trial, exchange.views(trial), program=__version__, made_on=made_on)


def _buttons(name: str, made: tuple[_Maker, ...]) -> None:
    with st.container(horizontal=True, key=f"downloads_{name}"):
        for label, ending, mime, make in made:
            st.download_button(
                label, make, f"{name}.{ending}", mime, key=f"{name}_{ending}", on_click="ignore"
            )
