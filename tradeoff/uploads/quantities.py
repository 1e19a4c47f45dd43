"""At risk, censored, events: what tables under a figure count, told apart by their words."""

from __future__ import annotations

import re
from enum import Enum, auto

from tradeoff.uploads.headings import Column, column_of, listed, plain


class Quantity(Enum):
    """What a row or a column counts."""

    AT_RISK = auto()
    CENSORED = auto()
    EVENTS = auto()


_COUNTED = {
    Quantity.CENSORED: listed("censored, censor, censorings, censoring, zensiert, censures"),
    Quantity.EVENTS: listed("events, event, deaths, died, failures, ereignisse, eventos"),
}
_BESIDE = listed(
    "number, no, nr, n, num, of, cumulative, cum, total, patients, anzahl, so, far, with"
)


def quantity_of(text: str) -> Quantity | None:
    """What words such as "No. at risk" and "Cumulative events" count; ``None`` for all others."""
    words = set(plain(text).split())
    for quantity, known in _COUNTED.items():
        if words & known and words <= known | _BESIDE:
            return quantity
    return Quantity.AT_RISK if column_of(text) is Column.AT_RISK else None


def parted(text: str) -> tuple[str, Quantity | None]:
    """``Control at risk`` as ("Control", at risk); the text itself where it counts nothing."""
    words = [word for word in re.split(r"[\s_:,()\[\]-]+", text) if word]
    for at in range(1, len(words)):
        front, back = " ".join(words[:at]), " ".join(words[at:])
        # The longest quantity first: "Control at risk" is not of an arm named "Control at".
        if quantity := quantity_of(back):
            return front, quantity
    for at in range(len(words) - 1, 0, -1):
        front, back = " ".join(words[:at]), " ".join(words[at:])
        if quantity := quantity_of(front):
            return back, quantity
    return text, quantity_of(text)


def counts_others(texts: list[str]) -> bool:
    """Whether some of several rows or columns count the censored or the events."""
    return any(parted(text)[1] in _COUNTED for text in texts)
