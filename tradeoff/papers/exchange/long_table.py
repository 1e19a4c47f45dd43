"""The document's numbers as one long table: the document, flattened, so that they never differ."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any, Final

from tradeoff.papers.exchange.curves import points
from tradeoff.papers.exchange.number import ExportedCitation, ExportedNumber
from tradeoff.papers.exchange.panel_summary import standing_words
from tradeoff.papers.exchange.schema import ExportedTrial
from tradeoff.papers.files import csv_text

#: The table's header. Nothing depends on the order but the eye.
COLUMNS: Final = (
    *("trial", "trial_version", "quantity", "label", "data_cut", "endpoint", "harm", "subgroup"),
    *("item", "arm", "months", "window", "value", "reached", "unit", "decimals", "lower", "upper"),
    *("level", "reconstruction_lower", "reconstruction_upper", "through_infinity"),
    *("standard_error", "p_value", "p_value_below", "events", "total", "events_experimental"),
    *("events_control", "percent", "percent_by_grade", "percent_upper", "population", "whom", "n"),
    *("n_experimental", "n_control", "status", "status_words", "source", "place", "also"),
    *("citation", "badge", "confirmed_by", "confirmed_on", "note", "method", "range_method"),
    *("computed", "program_version", "made_on", "limits"),
)
#: Between several sources, places, statuses or grades of one number.
_JOINT: Final = "; "


def table(made: ExportedTrial) -> tuple[tuple[str, ...], ...]:
    """The document's numbers, those of curves too, as rows of cells under ``COLUMNS``."""
    said = standing_words(made.local, demonstration=made.demonstration)
    standing = {
        "trial": made.trial,
        "trial_version": made.version,
        "program_version": made.program.version,
        "made_on": made.made_on,
        "limits": " ".join((*said, made.texts.intended_use, made.texts.not_for)),
    }
    return tuple(_row(one, standing) for one in (*made.numbers, *points(made)))


def table_text(made: ExportedTrial) -> str:
    """The long table as CSV."""
    return csv_text(COLUMNS, table(made))


def _row(one: ExportedNumber, standing: dict[str, Any]) -> tuple[str, ...]:
    confirmed = one.confirmed
    own = [name for name in COLUMNS if name in ExportedNumber.model_fields]
    cells: dict[str, Any] = {
        **{name: getattr(one, name) for name in own},
        **standing,
        "status": _JOINT.join(one.status),
        "percent_by_grade": _JOINT.join(map(_cell, one.percent_by_grade or ())),
        **_sources(one.citations),
        "confirmed_by": confirmed and f"{confirmed.centre}, {confirmed.checked_by}",
        "confirmed_on": confirmed and confirmed.checked_on,
    }
    return tuple(_cell(cells[name]) for name in COLUMNS)


def _sources(citations: Sequence[ExportedCitation]) -> dict[str, str]:
    return {
        "source": _JOINT.join(one.source for one in citations),
        "place": _JOINT.join(one.place for one in citations),
        "also": _JOINT.join(one.also for one in citations if one.also),
        "citation": _JOINT.join(one.words for one in citations),
    }


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return repr(value).removesuffix(".0")
    return value.isoformat() if isinstance(value, datetime.date) else str(value)
