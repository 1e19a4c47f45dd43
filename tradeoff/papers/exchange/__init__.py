"""A trial for other software: one JSON document, one long table, and a summary of its figures."""

from tradeoff.papers.exchange.long_table import COLUMNS, table, table_text
from tradeoff.papers.exchange.panel_summary import summary
from tradeoff.papers.exchange.schema import ExportedSummary, ExportedTrial
from tradeoff.papers.exchange.trial_document import (
    document,
    json_text,
    places,
    schema_text,
    views,
)

__all__ = [
    "COLUMNS",
    "ExportedSummary",
    "ExportedTrial",
    "document",
    "json_text",
    "places",
    "schema_text",
    "summary",
    "table",
    "table_text",
    "views",
]
