"""A user's own curve, numbers at risk and event counts, read from bytes in memory.

``read_curve``, ``read_at_risk`` and ``read_event_counts`` take a CSV file's bytes: comma,
semicolon, tab or spaces between the cells, decimal point or comma, with or without a header, and
what the usual plot digitisers, survival libraries and registries write. Every row gets a verdict,
and what was mended is said. All problems are found before any is reported, and ``UploadError`` is
the only error. Nothing is written anywhere or smoothed, clicks change their order or times only
where that is plain, and data of single patients are refused. ``units_disagree`` holds a curve
against its numbers at risk.

The way of a file: ``files`` bytes to lines, and what becomes of each meanwhile; ``cells`` lines to
rows and cells to numbers; ``blocks``, ``layout`` and ``plans`` rows to ``series`` by what the
``headings`` mean, ``quantities`` telling those at risk from the censored and ``patients`` a table
of single patients; ``curve`` with ``clicks``, ``at_risk``, and ``counts`` with ``printed_counts``
into one table of ``harms`` check what was found and give the ``records``. ``traced`` gives the
curves of a figure the same form, ``units`` holds a curve against its table. ``overlay`` puts them
in the place of a trial's own.

Open to other rooms: what is named here, and ``overlay``.
"""

from tradeoff.uploads.at_risk import read_at_risk
from tradeoff.uploads.counts import read_event_counts
from tradeoff.uploads.curve import read_curve
from tradeoff.uploads.files import MAX_FILE_BYTES, MAX_ROWS
from tradeoff.uploads.harms import MAX_HARMS
from tradeoff.uploads.headings import bare_label
from tradeoff.uploads.records import (
    ArmCount,
    AtRiskUpload,
    CountsUpload,
    CurvePoints,
    CurveUpload,
    EventCounts,
    Line,
    RiskRows,
    UploadError,
    Verdict,
    formula_like,
)
from tradeoff.uploads.series import MAX_LABEL_CHARACTERS, MAX_SERIES
from tradeoff.uploads.traced import label_faults, traced_curves
from tradeoff.uploads.units import units_disagree

__all__ = [
    "MAX_FILE_BYTES",
    "MAX_HARMS",
    "MAX_LABEL_CHARACTERS",
    "MAX_ROWS",
    "MAX_SERIES",
    "ArmCount",
    "AtRiskUpload",
    "CountsUpload",
    "CurvePoints",
    "CurveUpload",
    "EventCounts",
    "Line",
    "RiskRows",
    "UploadError",
    "Verdict",
    "bare_label",
    "formula_like",
    "label_faults",
    "read_at_risk",
    "read_curve",
    "read_event_counts",
    "traced_curves",
    "units_disagree",
]
