"""A choice on a range, as a browser sends it: AppTest has no word for our components."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Mapping
from itertools import count
from typing import Any

from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.runtime.state.session_state import STREAMLIT_INTERNAL_KEY_PREFIX
from streamlit.testing.v1 import AppTest

_COUNT = count(1)


def set_choice(app: AppTest, name: str, value: int | None) -> AppTest:
    """Choose on a range of the page, ``set_choice(app, "weight", 40)``, and run as a browser would.

    The names are those of the address: ``months``, ``weight`` (``None`` clears it).
    """
    given = choice_data(app, name)
    chosen = {"value": value, "stamp": f"test-{next(_COUNT)}", "place": given["place"]}
    return send(app, name, {**chosen, "open": {name: chosen}})


def choice_data(app: AppTest, name: str) -> dict[str, Any]:
    """What the range was given: ``markup``, ``answers``, ``value``, ``unset``, ``stamps``."""
    return _mounted(app, name)[1]


def named(part: Mapping[str, Any]) -> dict[str, Any]:
    """A range's data with each answer's texts by their names, which are sent once for all."""
    given = dict(part)
    if names := given.pop("names", None):
        every = (zip(names, texts, strict=True) for texts in given["answers"])
        given["answers"] = [{name: text for name, text in one if text is not None} for one in every]
    return given


def as_filled(part: Mapping[str, Any]) -> str:
    """A component's markup as a browser fills it for the value that stands."""
    markup: str = part["markup"]
    if part["part"] != "choice":
        return markup
    value, answers = part["value"], named(part)["answers"]
    answer = part["unset"] if value is None else answers[value - part["first"]]
    slot = re.compile(r'<(\w+)([^>]*?) data-slot="([^"]+)"([^>]*)></\1>')
    return slot.sub(
        lambda m: f"<{m[1]}{m[2]}{m[4]}>{html.escape(answer.get(m[3], ''))}</{m[1]}>", markup
    )


def send(app: AppTest, name: str, message: object) -> AppTest:
    """Send any message, sense or nonsense, as the range of that choice."""
    return send_text(app, name, json.dumps([{"event": "choose", "value": message}]))


def send_text(app: AppTest, name: str, text: str) -> AppTest:
    """The same before it is JSON, or if it is none."""
    id_, _ = _mounted(app, name)
    states = app._tree.get_widget_states()
    states.widgets.append(
        WidgetState(
            id=f"{STREAMLIT_INTERNAL_KEY_PREFIX}_{id_}__events",
            json_trigger_value=text,
        )
    )
    return app._run(states)


def _mounted(app: AppTest, name: str) -> tuple[str, dict[str, Any]]:
    """The one range with this choice on the page: its id and its data."""
    protos = [one.proto for one in app.get("bidi_component")]
    found = [(proto.id, json.loads(proto.json)[0]) for proto in protos]
    (one,) = (pair for pair in found if pair[1].get("choice") == name)
    return one[0], named(one[1])
