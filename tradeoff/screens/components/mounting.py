"""Mount a range with its answers, or a button that copies; take up what a browser has chosen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Final, Literal

import streamlit as st
from streamlit.components.v2.get_bidi_component_manager import get_bidi_component_manager

from tradeoff.screens import state
from tradeoff.words.say import Say, message

if TYPE_CHECKING:
    from streamlit.components.v2.types import ComponentRenderer

Answer = Mapping[str, str]
"""To one value. A name that begins with ``--`` is a CSS custom property of the part's outermost
element, ``aria`` is what the range says of itself, any other is the text of the slot of that name.
"""

_NAME: Final = "tradeoff.parts"
#: Below it Streamlit serves the scripts.
ADDRESS: Final = f"/_stcore/bidi-components/{_NAME}/"
#: All that is served there.
SCRIPTS: Final = (
    *("main.js", "choice.js", "connection.js", "copy.js"),
    *("figure.js", "figure_curves.js", "figure_fields.js", "figure_grips.js"),
    *("figure_hand.js", "figure_line.js", "figure_loupe.js", "figure_made.js"),
    *("figure_marks.js", "figure_picture.js", "figure_stage.js", "figure_state.js"),
    *("figure_steps.js", "figure_tools.js", "figure_values.js", "figure_view.js"),
    *("held.js", "outline.js", "paste.js"),
    *("protocol.js", "range.js", "sheet.js", "surface.js"),
)
COPYING_REFUSED: Final = message(
    "The browser did not copy. The text is selected: press Ctrl+C or ⌘C."
)


def choice(
    markup: str,
    answers: Sequence[Answer],
    *,
    choice: Literal["months", "weight"],
    value: int | None,
    first: int,
    last: int,
    key: str,
    unset: Answer | None = None,
    catches: tuple[int, ...] = (),
) -> None:
    """A choice on a range that answers within a frame and tells the server when the hand rests.

    Args:
        markup: HTML made and escaped by us, with exactly one ``<input type="range" data-choice>``
            (``data-page``: how far Page Up goes, 10 where absent). In it ``data-slot="name"``
            takes a text of the answer; ``data-surface`` with ``data-start`` and ``data-end``, the
            values at its left and right edge, takes hovering, clicks, drags; ``data-clear`` goes
            back to a choice that is not set; ``data-follow`` selects a picture around it: until
            both are at one place, as large and as far, it has the class
            ``unsettled``. It must not depend on the value.
        answers: one for each value from ``first`` to ``last``.
        choice: which of the choices in the address.
        value: what the address says, ``None`` where it is not set: then the part's outermost
            element has the class ``unset`` (and ``trial`` while a pointer hovers).
        first: the lowest value.
        last: the highest value.
        key: of the component; never the name of a choice, since those are keys of widgets.
        unset: the answer where nothing is set.
        catches: values that catch a pointer which comes within one of them; never a key.

    A value comes back as a trigger, which is gone after one run: a value that Streamlit keeps
    would be sent again by a browser that meets a new session, over what the address says by then.
    """
    # Their names once: with each of 101 answers they would be a third of what is sent.
    names = sorted({name for answer in answers for name in answer})
    data = {
        "part": "choice",
        "choice": choice,
        "markup": markup,
        "names": names,
        "answers": [[answer.get(name) for name in names] for answer in answers],
        "unset": dict(unset or {}),
        "value": value,
        "first": first,
        "last": last,
        "catches": list(catches),
        "place": state.place(choice),
        "stamps": state.stamps(),
    }
    registered()(key=key, data=[data], on_choose_change=lambda: _take_up(key))
    if state.moved_beside(choice):
        st.rerun()


def copy(say: Say, label: str, field: str, *, done: str, key: str) -> None:
    """A button that copies at one press and says ``done``; on plain http, too.

    The text is what stands at that moment in the page's ``<textarea>`` of the class ``field``, so
    that the button is the same whatever there is to copy, and need not be drawn with it.
    """
    data = {
        "part": "copy",
        "label": label,
        "field": field,
        "done": done,
        "refused": say(COPYING_REFUSED),
    }
    registered()(key=key, data=[data], width="content")


def sheet(markup: str, *, key: str) -> None:
    """Open the side bar over the page: ``markup`` is ours and holds one ``<button data-opens>``."""
    registered()(key=key, data=[{"part": "sheet", "markup": markup}])


def outline(words: Mapping[str, str], *, key: str) -> None:
    """What a screen reader is told of the page's landmarks, pictures and what opens.

    Nothing of it is seen. ``words``: ``language``, the page's, and ``spoken``, that of these words:
    ``navigation`` and ``panel``, what these are called, ``open``, the page's name in the
    navigation, ``skip``, the link to the content, and ``languages``, what the button that is marked
    by their letters leads to.
    """
    registered()(key=key, data=[{"part": "outline", **words}])


def are_served() -> bool:
    """Whether Streamlit has found the scripts, so that a browser gets them from their address.

    Only within a running server; without the distribution's folder at the root it has not.
    """
    return get_bidi_component_manager().get_component_path(_NAME) is not None


@cache
def registered() -> ComponentRenderer:
    """Known to Streamlit from the first run of a page on: before it there is nothing to know it.

    It is given its data in a list of one: in a dictionary Streamlit would look for data frames,
    and import pandas and pyarrow for it, which take 75 MB and a third of a second.
    """
    return st.components.v2.component(_NAME, js=SCRIPTS[0], isolate_styles=False)


def _take_up(key: str) -> None:
    """A browser has chosen: nothing of what it sent is trusted."""
    message = st.session_state[key].get("choose")
    state.apply(message.get("open") if isinstance(message, dict) else None)
