"""Survival curves: interactive chart, all data cuts, subgroups, downloads."""

from __future__ import annotations

import streamlit as st

from tradeoff import export, figures, markup, pictures, tables, words
from tradeoff.figures import AxisRange
from tradeoff.findings import Findings
from tradeoff.interface import controls, curves
from tradeoff.interface.frame import Page

__all__ = ["show"]


def show(page: Page) -> None:
    """The body of the page."""
    _chart(page)
    view = page.view()
    with st.container(key="card_cuts"):
        st.html(markup.table(tables.cuts_table(view)))
    _subgroups(view)


@st.fragment
def _chart(page: Page) -> None:
    view = page.view()
    with st.container(key="card_curve"):
        with st.container(horizontal=True, vertical_alignment="bottom", key="curve_options"):
            controls.framing(view.choices)
            options = _options()
        curves.chart(view, options, key="survival_curve")
        st.html(markup.paragraph(_sentence(view)))
        curves.notes(view)
        st.html(markup.paragraph(words.NO_RISK_TABLE, "note"))
        _downloads(view, options)
    page.refresh_links()


def _options() -> pictures.CurveOptions:
    axis = st.segmented_control(
        words.AXIS_LABEL,
        list(AxisRange),
        default=AxisRange.WHOLE,
        required=True,
        format_func=lambda one: words.AXIS_RANGES[one.value],
        key="axis",
        label_visibility="collapsed",
    )
    ranges = st.toggle(words.RANGES_LABEL, value=True, key="ranges")
    band = st.toggle(words.BAND_LABEL, value=True, key="band")
    return pictures.CurveOptions(axis or AxisRange.WHOLE, ranges=ranges, reconstruction=band)


def _sentence(view: Findings) -> str:
    if view.survival is None:
        return words.no_landmark(view.trial, view.choices)
    framing = view.choices.framing
    return (
        f"{words.survival_sentence(view.trial, view.survival, framing)} "
        f"{words.gain_range_sentence(view.survival, framing)}"
    )


def _downloads(view: Findings, options: pictures.CurveOptions) -> None:
    drawn = pictures.survival_view(view, options)
    if drawn is None:
        return
    name = words.file_name(view, "curves")

    def svg() -> str:
        return figures.survival_svg(drawn, theme="light")

    def csv() -> str:
        return export.table_csv(tables.curve_table(view))

    with st.container(horizontal=True, key="curve_downloads"):
        st.download_button(words.DOWNLOAD_SVG, svg, f"{name}.svg", "image/svg+xml",
                           key="curve_svg", on_click="ignore")  # fmt: skip
        st.download_button(words.DOWNLOAD_PNG, lambda: export.png(svg()), f"{name}.png",
                           "image/png", key="curve_png", on_click="ignore")  # fmt: skip
        st.download_button(words.DOWNLOAD_CSV, csv,
                           f"{name}.csv", "text/csv", key="curve_csv", on_click="ignore")  # fmt: skip


def _subgroups(view: Findings) -> None:
    forest = pictures.forest_view(view)
    with st.container(key="card_subgroups"):
        st.html(markup.heading(words.SUBGROUP_TITLE, 2, "part"))
        if forest is None:
            st.html(markup.paragraph(words.NO_SUBGROUPS))
            return
        made = figures.forest_chart(forest, theme=curves.theme())
        st.plotly_chart(made.figure, key="forest", theme=None, config=figures.FIGURE_CONFIG,
                        alt=made.alt)  # fmt: skip
        st.html(
            markup.paragraph(words.SUBGROUP_NOTE, "note")
            + markup.details(words.TABLE_LABEL, markup.table(made.table))
        )
