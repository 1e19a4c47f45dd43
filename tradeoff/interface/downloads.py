"""Downloads of a picture and its table, made on demand."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from tradeoff import export, words
from tradeoff.figures import Table

__all__ = ["picture_and_table"]


def picture_and_table(name: str, picture: Callable[[], str], table: Callable[[], Table]) -> None:
    """SVG, PNG and CSV of one picture; nothing is made before it is asked for."""
    made = (
        (words.DOWNLOAD_SVG, "svg", "image/svg+xml", picture),
        (words.DOWNLOAD_PNG, "png", "image/png", lambda: export.png(picture())),
        (words.DOWNLOAD_CSV, "csv", "text/csv", lambda: export.table_csv(table())),
    )
    with st.container(horizontal=True, key=f"downloads_{name}"):
        for label, ending, mime, make in made:
            st.download_button(
                label, make, f"{name}.{ending}", mime, key=f"{name}_{ending}", on_click="ignore"
            )
