"""The least page with two ranges on it, each in a fragment; stands in the place of `app.py`.

Its address holds the choices as any page's does. What carries them elsewhere stands on it: a link,
a download, a button that copies; and how often the server has run.
"""

from __future__ import annotations

import time
from datetime import timedelta

import streamlit as st

from tradeoff.drawing import markup
from tradeoff.findings.choices import to_query
from tradeoff.screens import components, state
from tradeoff.screens.look import PAGE_FILES
from tradeoff.words.say import ENGLISH

MONTHS = range(12, 37)
WEIGHTS = range(101)
SLOW = 0.3

st.set_page_config(layout="wide")
state.enter("ranges")
if state.read().choices is None:
    st.stop()
st.session_state.setdefault("runs", 0)


def range_of(choice: str, cut: str, page: int) -> str:
    return (
        f'<p data-answer="{choice}" data-slot="said"></p>'
        f'<div data-surface data-start="0" data-end="36" class="surface-{choice}"'
        ' style="height: 60px; width: 360px; background: #ddd"></div>'
        f'<input type="range" data-choice="{choice}" data-page="{page}" style="width: 360px"'
        f' aria-label="{choice}, {cut}">'
        f"<button data-clear>Clear {choice}</button>"
    )


@st.fragment
def months() -> None:
    choices = state.read().choices
    assert choices is not None
    st.session_state["runs"] += 1
    answers = [
        {"--x": str(month), "said": f"month {month}", "aria": f"{month} months"} for month in MONTHS
    ]
    components.choice(
        range_of("months", choices.cut, 12), answers, choice="months", value=choices.months,
        first=MONTHS[0], last=MONTHS[-1], key="cross_hair", catches=(24, 36),
    )  # fmt: skip
    told = f"month {choices.months}"
    st.html(markup.to_copy("To copy", told, "told_month"))
    components.copy(ENGLISH, "Copy", "told_month", done="Copied.", key="copying")
    st.download_button("Download", told, file_name="told.txt", on_click="ignore", key="taken")
    follow()


@st.fragment
def weight() -> None:
    choices = state.read().choices
    assert choices is not None
    st.session_state["runs"] += 1
    answers = [{"said": f"weight {one}", "aria": f"{one} of 100"} for one in WEIGHTS]
    components.choice(
        range_of("weight", choices.cut, 10), answers, choice="weight", value=choices.weight,
        first=WEIGHTS[0], last=WEIGHTS[-1], key="preference",
        unset={"said": "not set", "aria": "not set"},
    )  # fmt: skip
    time.sleep(SLOW)  # what follows the range comes late, as on a page with much on it
    follow()


def follow() -> None:
    choices = state.read().choices
    assert choices is not None
    query = to_query(choices)
    told = " ".join(f"{name}={value}" for name, value in query.items())
    with followers.container():
        st.html(f'<p class="told">{told}</p><p class="runs">{st.session_state["runs"]}</p>')
        st.page_link(PAGE_FILES["evidence"], label="Carry on", query_params=query)


@st.fragment(run_every=timedelta(days=1))
def keeper() -> None:
    """A browser that comes back to a server asks for the whole page only where one is timed."""


keeper()
st.html('<div style="height: 20px"></div>')
places = [st.container(), st.container()]
followers = st.empty()
st.html('<div style="height: 2000px"></div>')
for place, part in zip(places, (months, weight), strict=True):
    with place:
        part()
